"""The statement of a customer: what they bought and gave back within some days, and what it comes to."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from db.models import CreditEntry, CreditLot, Customer, Membership, MembershipTerm, MembershipType
from gateway.engine import ids
from gateway.settings import Settings
from tests import box_office as sell
from tests import factories as make
from tests import orders as sold
from tests.ask import Ask, asking
from tests.database import Database

AMOUNTS = """amounts { price { amount } commission { amount } agentCommission { amount } gift { amount }
  total { amount } }"""
LINE = f"on movement itemId kind description orderNumber order {{ number }} {AMOUNTS}"
STATEMENT = f"""query($id: ID!, $from: Date, $to: Date, $first: Int = 100, $after: String) {{
  statement(customerId: $id, from: $from, to: $to, first: $first, after: $after) {{
    customer {{ friendlyId }} firstDay lastDay
    lines {{ {LINE} }}
    byKind {{ kind lines {AMOUNTS} }}
    totals {{ price {{ amount }} commission {{ amount }} agentCommission {{ amount }} gift {{ amount }}
      total {{ amount currency }} }}
    facilitated {{ {LINE} }}
    deposits {{ on kind amount {{ amount }} orderNumber order {{ number }} }}
    credit {{ on kind amount {{ amount }} balanceAfter {{ amount }} orderNumber }}
    hasRestrictedItems hash totalCount pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}"""


async def stated(ask: Ask, of: Customer, by: str = "ade", **asked: Any) -> Any:
    """The statement, which there must be."""
    return (await ask(STATEMENT, by=by, id=ids.encode("cus", of.id), **asked)).ok["statement"]


async def person(database: Database, **values: Any) -> Customer:
    home, customer = sold.somebody(**values)
    await database.save(home, customer)
    return customer


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)  # type: ignore[arg-type, misc]


def told(lines: list[Any]) -> list[tuple[str, str, str]]:
    """Day, movement and total of lines."""
    return [(line["on"], line["movement"], line["amounts"]["total"]["amount"]) for line in lines]


def minor(money: Any) -> int:
    return round(float(money["amount"]) * 100)


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


@pytest.mark.rule("STM-P02")
async def test_deposits_and_credit_stand_in_blocks_of_their_own_and_in_no_sum(
    ask: Ask, database: Database
) -> None:
    ada, show, other = await person(database), sell.show(), await person(database)
    order = sell.order(ada, placed_at=at(2026, 9, 1, 9), confirmed_at=at(2026, 9, 3, 9))
    theirs = sell.order(other, facilitator_id=ada.id)
    lot = CreditLot(
        id=uuid7(), customer_id=ada.id, kind="ACCOUNT_CREDIT", amount_minor=900, issued_at=at(2025, 1, 1)
    )
    spent = CreditEntry(
        id=uuid7(), customer_id=ada.id, lot_id=lot.id, kind="SPEND", amount_minor=-300,
        balance_after_minor=600, order_id=order.id, username="bea", at=at(2026, 9, 3, 9),
    )  # fmt: skip
    long_ago = CreditEntry(
        id=uuid7(), customer_id=ada.id, lot_id=lot.id, kind="ISSUE", amount_minor=900,
        balance_after_minor=900, username="bea", at=at(2025, 1, 1),
    )  # fmt: skip
    await database.save(
        *show.rows,
        order,
        sell.ticket(order, show),
        sold.payment(order, "DEPOSIT_TAKEN", 1000),
        sold.payment(order, "DEPOSIT_USED", 700, at=at(2026, 9, 3, 9)),
        sold.payment(order, "DEPOSIT_REFUNDED", 300, at=at(2026, 9, 4, 9)),
        sold.payment(order, "PAYMENT", 1500, at=at(2026, 9, 3, 9)),
        theirs,
        sold.payment(theirs, "DEPOSIT_TAKEN", 5000),
        lot,
        long_ago,
        spent,
    )

    found = await stated(ask, ada)

    assert [(each["on"], each["kind"], each["amount"]["amount"]) for each in found["deposits"]] == [
        ("2026-09-01", "DEPOSIT_TAKEN", "10.00"),
        ("2026-09-03", "DEPOSIT_USED", "-7.00"),
        ("2026-09-04", "DEPOSIT_REFUNDED", "-3.00"),
    ]
    assert {each["orderNumber"] for each in found["deposits"]} == {order.number}
    assert found["credit"] == [
        {
            "on": "2026-09-03",
            "kind": "SPEND",
            "amount": {"amount": "-3.00"},
            "balanceAfter": {"amount": "6.00"},
            "orderNumber": order.number,
        }
    ]
    assert (found["totals"]["total"]["amount"], found["totalCount"]) == ("25.00", 5)


@pytest.mark.rule("STM-P05")
async def test_what_somebody_placed_for_an_organisation_is_listed_apart_and_summed_only_there(
    ask: Ask, database: Database
) -> None:
    ada, programme = await person(database), sell.product()
    society = make.organisation()
    own, theirs = sell.order(ada), sell.order(society, facilitator_id=ada.id)
    credited = sell.order(society)
    await database.save(
        society, programme, own, theirs, credited, sell.merchandise(own, programme),
        sell.merchandise(theirs, programme), sell.merchandise(credited, programme), sold.credit(credited, ada),
    )  # fmt: skip

    hers, its = await stated(ask, ada), await stated(ask, society)

    assert [line["orderNumber"] for line in hers["lines"]] == [own.number]
    assert [line["orderNumber"] for line in hers["facilitated"]] == [theirs.number]
    assert hers["totals"]["total"]["amount"] == "6.00"
    assert its["customer"] == {"friendlyId": f"O-{society.number}"}
    assert {line["orderNumber"] for line in its["lines"]} == {theirs.number, credited.number}
    assert (its["facilitated"], its["totals"]["total"]["amount"]) == ([], "12.00")


@pytest.mark.rule("ORD-P13")
async def test_what_is_in_a_restricted_order_is_left_out_for_who_may_not_see_it_and_that_is_said(
    ask: Ask, database: Database
) -> None:
    ada, programme, other = await person(database), sell.product(), await person(database)
    open_, closed = sell.order(ada), sell.order(ada, restricted=True)
    for_others = sell.order(other, facilitator_id=ada.id, restricted=True)
    await database.save(
        programme, open_, closed, for_others,
        *(sell.merchandise(order, programme) for order in (open_, closed, for_others)),
        sold.payment(closed, "DEPOSIT_TAKEN", 1000),
    )  # fmt: skip

    seen = {by: await stated(ask, ada, by) for by in ("bea", "ade", "femi")}

    assert [line["orderNumber"] for line in seen["bea"]["lines"]] == [open_.number]
    assert (seen["bea"]["facilitated"], seen["bea"]["deposits"]) == ([], [])
    assert {by: each["hasRestrictedItems"] for by, each in seen.items()} == {
        "bea": True, "ade": False, "femi": False,
    }  # fmt: skip
    assert {by: each["totals"]["total"]["amount"] for by, each in seen.items()} == {
        "bea": "6.00", "ade": "12.00", "femi": "12.00",
    }  # fmt: skip
    assert {by: each["totalCount"] for by, each in seen.items()} == {"bea": 1, "ade": 4, "femi": 4}
    assert seen["ade"]["hash"] == seen["femi"]["hash"] != seen["bea"]["hash"]
    earlier = await stated(ask, ada, "bea", to="2026-09-30")
    assert earlier["hasRestrictedItems"] is False


@pytest.mark.rule("STM-P03")
async def test_a_long_statement_comes_in_pages_with_the_sums_and_hash_of_the_whole(
    ask: Ask, database: Database
) -> None:
    ada, programme, other = await person(database), sell.product(), await person(database)
    order, theirs = sell.order(ada), sell.order(other, facilitator_id=ada.id)
    await database.save(
        programme, order, theirs, *(sell.merchandise(order, programme) for _ in range(3)),
        sell.merchandise(theirs, programme), sold.payment(order, "DEPOSIT_TAKEN", 1000),
    )  # fmt: skip
    whole = await stated(ask, ada)

    pages, after = [], None
    while True:
        page = await stated(ask, ada, first=2, after=after)
        pages.append(page)
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]

    assert [[len(page[block]) for block in ("lines", "facilitated", "deposits")] for page in pages] == [
        [2, 0, 0], [1, 1, 0], [0, 0, 1],
    ]  # fmt: skip
    for block in ("lines", "facilitated", "deposits"):
        assert [each for page in pages for each in page[block]] == whole[block]
    assert {page["hash"] for page in pages} == {whole["hash"]}
    assert {page["totals"]["total"]["amount"] for page in pages} == {"18.00"}
    assert [page["pageInfo"]["hasPreviousPage"] for page in pages] == [False, True, True]

    await database.save(sell.merchandise(order, programme))
    changed = await ask(STATEMENT, by="ade", id=ids.encode("cus", ada.id), after=after)
    assert changed.codes == ["BAD_USER_INPUT"]
    assert (await stated(ask, ada))["hash"] != whole["hash"]


async def test_a_statement_is_read_by_as_many_statements_however_long_it_is(
    settings: Settings, database: Database
) -> None:
    ada, programme = await person(database), sell.product()
    await database.save(programme)
    async with asking(settings, explain=True) as told_of:
        told_of.client.headers["x-explain"] = "1"
        read: list[list[str | None]] = []
        for _ in range(3):
            orders = [sell.order(ada) for _ in range(3)]
            await database.save(*orders, *(sell.merchandise(order, programme) for order in orders))
            answer = await told_of(
                "query($id: ID!) { statement(customerId: $id) { totalCount lines { order { number } } } }",
                id=f"I-{ada.number}",
            )
            read.append([each["tab"] for each in answer.extensions["explain"]["statements"]])
    assert answer.ok["statement"]["totalCount"] == 9
    # The first request of somebody asks who they are, and later ones make sure of it.
    assert read[1] == read[2] == [*[None] * (len(read[2]) - 1), "order"]
    assert len(read[2]) == 7


@pytest.mark.rule("STM-02")
async def test_a_statement_is_for_who_may_read_orders_of_a_record_that_they_may_see(
    ask: Ask, database: Database
) -> None:
    ada, gone = await person(database), await person(database, active=False)
    for by in ("sam", "gina", "seth", "ines"):
        answer = await ask(STATEMENT, by=by, id=ids.encode("cus", ada.id))
        assert (answer.data, answer.codes) == ({"statement": None}, ["FORBIDDEN"]), by
    assert (await ask(STATEMENT, id=ids.encode("cus", gone.id))).ok == {"statement": None}
    assert (await stated(ask, gone, "femi"))["totalCount"] == 0
    assert (await ask(STATEMENT, id="nobody")).ok == {"statement": None}
    assert (await ask(STATEMENT, id="I-1")).ok == {"statement": None}
