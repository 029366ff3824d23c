"""What is on a statement, of which days: purchases, returns, commissions and what they come to."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from db.models import Membership, MembershipTerm, MembershipType
from gateway.engine import ids
from tests import box_office as sell
from tests import factories as make
from tests.api._statements import STATEMENT, at, minor, person, stated, told
from tests.ask import Ask
from tests.database import Database


@pytest.mark.rule("STM-02", "STM-03", "STM-P03")
async def test_everything_that_was_bought_is_a_line_and_the_lines_are_the_totals(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    show, roof, programme = sell.show(), sell.fund(), sell.product()
    order = sell.order(ada)
    friends = MembershipType(
        id=uuid7(), name=make.unique("Friends"), price_minor=4000, renewal_price_minor=4000, donation_minor=1500,
        period_length=1, period_unit="YEAR", fund_id=roof.id,
    )  # fmt: skip
    held = Membership(id=uuid7(), customer_id=ada.id, type_id=friends.id)
    term = MembershipTerm(
        id=uuid7(), membership_id=held.id, starts=date(2026, 10, 1), ends=date(2027, 9, 30), price_minor=4000
    )
    ticket = sell.ticket(order, show, full_price_minor=3000, discount_minor=501, commission_minor=150)
    thing = sell.merchandise(order, programme)
    gift, given = sell.donation(order, roof, 5000)
    joined = sell.item(order, "MEMBERSHIP", membership_term_id=term.id, full_price_minor=4000)
    _, part = sell.donation(order, roof, 1500, source="MEMBERSHIP_DONATION", order_item_id=joined.id)
    await database.save(
        *show.rows, roof, programme, friends, held, term, order, ticket, thing, gift, given, joined, part
    )

    found = await stated(ask, ada)

    lines = {line["itemId"]: line for line in found["lines"]}
    assert len(found["lines"]) == found["totalCount"] == 4
    assert lines[ids.encode("itm", ticket.id)] == {
        "on": "2026-10-01",
        "movement": "PURCHASE",
        "itemId": ids.encode("itm", ticket.id),
        "kind": "TICKET",
        "description": f"The Lantern Keepers, {show.ticket_type.name}",
        "orderNumber": order.number,
        "order": {"number": order.number},
        "amounts": {
            "price": {"amount": "24.99"},
            "commission": {"amount": "1.50"},
            "agentCommission": {"amount": "0.00"},
            "gift": {"amount": "0.00"},
            "total": {"amount": "26.49"},
        },
    }
    assert [
        (each["kind"], each["lines"], each["amounts"]["total"]["amount"]) for each in found["byKind"]
    ] == [
        ("TICKET", 1, "26.49"),
        ("MERCHANDISE", 1, "6.00"),
        ("MEMBERSHIP", 1, "40.00"),
        ("DONATION", 1, "50.00"),
    ]
    # The gift in the membership is told, and counted once.
    assert lines[ids.encode("itm", joined.id)]["amounts"]["gift"] == {"amount": "15.00"}
    assert found["totals"] == {
        "price": {"amount": "120.99"},
        "commission": {"amount": "1.50"},
        "agentCommission": {"amount": "0.00"},
        "gift": {"amount": "65.00"},
        "total": {"amount": "122.49", "currency": "GBP"},
    }
    for sums in (found["lines"], found["byKind"]):
        assert sum(minor(each["amounts"]["total"]) for each in sums) == 12_249


@pytest.mark.rule("STM-04", "AGC-03")
async def test_commissions_are_told_of_each_line_and_of_all(ask: Ask, database: Database) -> None:
    ada, show = await person(database), sell.show()
    order = sell.order(ada)
    tickets = [
        sell.ticket(order, show, commission_minor=125, agent_commission_minor=250),
        sell.ticket(order, show, commission_minor=0, agent_commission_minor=33),
    ]
    await database.save(*show.rows, order, *tickets)

    found = await stated(ask, ada)

    told_of = {line["itemId"]: line["amounts"] for line in found["lines"]}
    assert [
        (each["commission"]["amount"], each["agentCommission"]["amount"], each["total"]["amount"])
        for each in (told_of[ids.encode("itm", ticket.id)] for ticket in tickets)
    ] == [("1.25", "2.50", "23.75"), ("0.00", "0.33", "24.67")]
    totals = found["totals"]
    assert (totals["commission"]["amount"], totals["agentCommission"]["amount"]) == ("1.25", "2.83")
    assert totals["total"]["amount"] == "48.42"


@pytest.mark.rule("STM-01", "STM-P01")
async def test_both_days_belong_to_the_period_to_their_midnights_in_the_zone(
    ask: Ask, database: Database
) -> None:
    """In London the 1st of June begins at 23:00 UTC, and the 1st of November at midnight."""
    ada, programme = await person(database), sell.product()
    moments = [
        at(2026, 5, 31, 22, 59, 59),
        at(2026, 5, 31, 23, 0),
        at(2026, 6, 30, 22, 59, 59),
        at(2026, 6, 30, 23, 0),
    ]
    orders = [sell.order(ada, placed_at=moment) for moment in moments]
    await database.save(programme, *orders, *(sell.merchandise(order, programme) for order in orders))

    async def days(first: str, last: str) -> list[str]:
        found = await stated(ask, ada, **{"from": first, "to": last})
        assert (found["firstDay"], found["lastDay"]) == (first, last)
        return [line["on"] for line in found["lines"]]

    assert await days("2026-06-01", "2026-06-30") == ["2026-06-01", "2026-06-30"]
    assert await days("2026-05-31", "2026-05-31") == ["2026-05-31"]
    assert await days("2026-07-01", "2026-07-01") == ["2026-07-01"]


@pytest.mark.rule("STM-P01")
async def test_a_statement_is_of_twelve_months_to_today_unless_other_days_are_asked_for(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)

    async def period(**asked: str) -> tuple[str, str]:
        found = await stated(ask, ada, **asked)
        return found["firstDay"], found["lastDay"]

    assert await period() == ("2025-11-23", "2026-11-22")
    assert await period(to="2099-12-31") == ("2025-11-23", "2026-11-22")
    assert await period(to="2026-02-28") == ("2025-03-01", "2026-02-28")
    assert await period(**{"from": "2016-11-22", "to": "2026-11-23"}) == ("2016-11-22", "2026-11-22")
    # Eleven at night in UTC is tomorrow in British Summer Time.
    assert await period(now="2026-06-30T23:30:00+00:00") == ("2025-07-02", "2026-07-01")


@pytest.mark.rule("STM-P01")
@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ("2026-02-02", "2026-02-01", "INVALID_PERIOD"),
        ("2026-11-23", None, "INVALID_PERIOD"),
        ("2026-11-23", "2026-11-24", "INVALID_PERIOD"),
        ("1899-12-31", "1900-01-01", "INVALID_PERIOD"),
        ("0001-01-01", "9999-12-31", "INVALID_PERIOD"),
        (None, "0001-01-01", "INVALID_PERIOD"),
        ("2016-11-21", "2026-11-22", "PERIOD_TOO_LONG"),
    ],
)
async def test_days_that_cannot_be_are_refused_with_what_is_wrong(
    ask: Ask, database: Database, first: str | None, last: str | None, code: str
) -> None:
    ada = await person(database)
    asked: dict[str, Any] = {"id": ids.encode("cus", ada.id), "from": first, "to": last}
    answer = await ask(STATEMENT, by="ade", **asked)
    assert answer.data == {"statement": None}
    (problem,) = answer.errors[0]["extensions"]["problems"]
    assert (answer.codes, problem["code"], problem["path"]) == (["BAD_USER_INPUT"], code, ["from"])


@pytest.mark.rule("STM-P02")
async def test_a_return_is_a_line_below_zero_on_its_day_and_an_exchange_two(
    ask: Ask, database: Database
) -> None:
    ada, show = await person(database), sell.show()
    order = sell.order(ada, placed_at=at(2026, 3, 1, 12), state="PARTIALLY_RETURNED")
    returned = sell.ticket(
        order, show, state="RETURNED", returned_at=at(2026, 4, 30, 23, 30), commission_minor=100,
        agent_commission_minor=200,
    )  # fmt: skip
    exchanged = sell.ticket(order, show, state="EXCHANGED", returned_at=at(2026, 5, 2, 9))
    instead = sell.ticket(order, show, added_at=at(2026, 5, 2, 9), full_price_minor=3000)
    await database.save(*show.rows, order, returned, exchanged, instead)

    whole = await stated(ask, ada)
    assert told(whole["lines"]) == [
        ("2026-03-01", "PURCHASE", "24.00"),
        ("2026-03-01", "PURCHASE", "25.00"),
        ("2026-05-01", "RETURN", "-24.00"),
        ("2026-05-02", "EXCHANGE", "-25.00"),
        ("2026-05-02", "PURCHASE", "30.00"),
    ]
    assert whole["totals"]["total"]["amount"] == "30.00"
    back = whole["lines"][2]
    assert back["itemId"] == ids.encode("itm", returned.id)
    assert {name: money["amount"] for name, money in back["amounts"].items()} == {
        "price": "-25.00",
        "commission": "-1.00",
        "agentCommission": "-2.00",
        "gift": "0.00",
        "total": "-24.00",
    }
    totals = "query($number: Int!) { order(number: $number) { totals { total { amount } } } }"
    assert (await ask(totals, number=order.number)).ok["order"]["totals"]["total"]["amount"] == "30.00"
    # Each part of the time has its own lines, and together they are the whole.
    before = await stated(ask, ada, **{"from": "2026-03-01", "to": "2026-04-30"})
    after = await stated(ask, ada, **{"from": "2026-05-01", "to": "2026-05-31"})
    assert before["lines"] + after["lines"] == whole["lines"]


@pytest.mark.rule("STM-P02")
async def test_what_was_only_reserved_is_no_purchase(ask: Ask, database: Database) -> None:
    ada, show = await person(database), sell.show()
    until = {"reserved_until": at(2026, 12, 1)}
    reserved = sell.order(ada, state="RESERVED", confirmed_at=None, **until)
    expired = sell.order(ada, state="EXPIRED", confirmed_at=None, **until)
    let_go = sell.order(ada, state="RETURNED", confirmed_at=sell.PLACED, **until)
    let_go.state, let_go.confirmed_at = "CANCELLED", None
    bought = sell.order(ada, placed_at=at(2026, 10, 1), confirmed_at=at(2026, 10, 9, 12), **until)
    await database.save(
        *show.rows,
        reserved, sell.ticket(reserved, show, state="RESERVED"),
        expired, sell.ticket(expired, show, state="EXPIRED"),
        let_go, sell.ticket(let_go, show, state="RETURNED", returned_at=at(2026, 10, 3)),
        bought, sell.ticket(bought, show), sell.ticket(bought, show, state="RESERVED"),
        sell.ticket(bought, show, state="EXPIRED"),
        # Let go before the rest was paid for.
        sell.ticket(bought, show, state="RETURNED", returned_at=at(2026, 10, 5)),
    )  # fmt: skip

    found = await stated(ask, ada)

    assert told(found["lines"]) == [("2026-10-09", "PURCHASE", "25.00")]
