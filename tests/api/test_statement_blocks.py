"""The blocks of a statement beside its lines, who sees which part of it, and how it comes in pages."""

from __future__ import annotations

import pytest
from uuid_utils.compat import uuid7

from db.models import CreditEntry, CreditLot
from gateway.engine import ids
from gateway.settings import Settings
from tests import box_office as sell
from tests import factories as make
from tests import orders as sold
from tests.api._statements import STATEMENT, at, person, stated
from tests.ask import Ask, asking
from tests.database import Database


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
    assert read[1] == read[2] == ["account", *[None] * 5, "order"]


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
