"""The orders of a record, and one order by itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.permissions import Interface
from gateway.engine import ids
from tests import box_office as sell
from tests import factories as make
from tests import orders as sold
from tests.ask import Ask
from tests.database import Database

ORDERS = """
query (
  $id: ID!, $roles: [OrderRole!]! = [OWNER, FACILITATOR], $filter: OrderFilter, $first: Int! = 25, $after: String
) {
  customer(id: $id) { orders(roles: $roles, filter: $filter, first: $first, after: $after) {
    totalCount nodes { number roles } pageInfo { endCursor } } }
}
"""
ROW = """
  number state placedAt editedAt confirmedAt reservedUntil restricted hasRestrictedItems hasUnusedDeposit roles
  ownerName owner { id fullName } facilitator { id } details { salesChannel placedBy }
"""
BY_NUMBER = f"query ($number: Int!) {{ order(number: $number) {{ id {ROW} }} }}"


def _at(day: int, month: int = 10) -> datetime:
    return datetime(2026, month, day, 11, 30, tzinfo=UTC)


async def _numbers(ask: Ask, customer: Any, **variables: Any) -> list[int]:
    found = (await ask(ORDERS, id=ids.encode("cus", customer.id), **variables)).ok["customer"]["orders"]
    assert found["totalCount"] == len(found["nodes"])
    return [each["number"] for each in found["nodes"]]


@pytest.mark.rule("ORD-01", "ORD-P08", "ORD-02")
async def test_a_record_lists_its_orders_the_latest_first(ask: Ask, database: Database) -> None:
    home, ada = sold.somebody()
    other_home, other = sold.somebody()
    first, second, third = (sell.order(ada, placed_at=_at(day)) for day in (1, 2, 3))
    await database.save(home, ada, other_home, other, second, first, third, sell.order(other))

    assert await _numbers(ask, ada) == [third.number, second.number, first.number]
    page = (await ask(ORDERS, id=ids.encode("cus", ada.id), first=2)).ok["customer"]["orders"]
    assert [each["number"] for each in page["nodes"]] == [third.number, second.number]
    rest = await ask(ORDERS, id=ids.encode("cus", ada.id), first=2, after=page["pageInfo"]["endCursor"])
    assert [each["number"] for each in rest.ok["customer"]["orders"]["nodes"]] == [first.number]


@pytest.mark.rule("ORD-03", "ORD-04", "ORD-09")
async def test_an_order_tells_when_it_was_placed_and_edited_and_how_it_was_sold(
    ask: Ask, database: Database
) -> None:
    home, ada = sold.somebody()
    order = sell.order(
        ada, placed_at=_at(1), edited_at=_at(4), confirmed_at=_at(2), sales_channel="WEB", placed_by="Web"
    )
    await database.save(home, ada, order)

    assert (await ask(BY_NUMBER, number=order.number)).ok["order"] == {
        "id": ids.encode("ord", order.id),
        "number": order.number,
        "state": "CONFIRMED",
        "placedAt": "2026-10-01T11:30:00+00:00",
        "editedAt": "2026-10-04T11:30:00+00:00",
        "confirmedAt": "2026-10-02T11:30:00+00:00",
        "reservedUntil": None,
        "restricted": False,
        "hasRestrictedItems": False,
        "hasUnusedDeposit": False,
        "roles": None,
        "ownerName": f"Ada {ada.last_name}",
        "owner": {"id": ids.encode("cus", ada.id), "fullName": f"Ada {ada.last_name}"},
        "facilitator": None,
        "details": {"salesChannel": "WEB", "placedBy": "Web"},
    }


@pytest.mark.rule("ORD-P01", "REL-16")
async def test_a_facilitated_order_stands_on_both_records_with_the_part_of_each(
    ask: Ask, database: Database
) -> None:
    home, ada = sold.somebody()
    choir = make.organisation(name=make.choir())
    order = sell.order(choir, facilitator_id=ada.id)
    await database.save(home, ada, choir, order, sell.order(ada, placed_at=_at(30, 9)))
    document = (
        "query ($id: ID!) { customer(id: $id) { orders { nodes { number roles facilitator { id } } } } }"
    )

    shown = [
        (await ask(document, id=ids.encode("cus", each.id))).ok["customer"]["orders"]["nodes"]
        for each in (choir, ada)
    ]

    row = {"number": order.number, "facilitator": {"id": ids.encode("cus", ada.id)}}
    assert shown[0] == [{**row, "roles": ["OWNER"]}]
    assert shown[1][0] == {**row, "roles": ["FACILITATOR"]}
    assert [each["roles"] for each in shown[1]] == [["FACILITATOR"], ["OWNER"]]


@pytest.mark.rule("ORD-P01")
async def test_what_somebody_is_only_credited_with_is_told_where_it_is_asked_for(
    ask: Ask, database: Database
) -> None:
    home, ada = sold.somebody()
    other_home, other = sold.somebody()
    own, credited, both, facilitated = (
        sell.order(ada if mine else other, placed_at=_at(day), facilitator_id=ada.id if day == 4 else None)
        for day, mine in ((1, True), (2, False), (3, True), (4, False))
    )
    await database.save(home, ada, other_home, other, own, credited, both, facilitated)
    await database.save(*(sold.credit(each, ada) for each in (credited, both)))
    record = ids.encode("cus", ada.id)

    usual = [facilitated.number, both.number, own.number]
    assert await _numbers(ask, ada) == usual
    unasked = "query ($id: ID!) { customer(id: $id) { orders { totalCount nodes { number } } } }"
    assert (await ask(unasked, id=record)).ok["customer"]["orders"] == {
        "totalCount": 3,
        "nodes": [{"number": number} for number in usual],
    }
    assert await _numbers(ask, ada, roles=["SOFT_CREDITED"]) == [both.number, credited.number]
    assert await _numbers(ask, ada, roles=["FACILITATOR"]) == [facilitated.number]
    assert await _numbers(ask, ada, roles=[]) == []
    every = (await ask(ORDERS, id=record, roles=["OWNER", "FACILITATOR", "SOFT_CREDITED"])).ok
    assert {each["number"]: each["roles"] for each in every["customer"]["orders"]["nodes"]} == {
        facilitated.number: ["FACILITATOR"],
        both.number: ["OWNER", "SOFT_CREDITED"],
        credited.number: ["SOFT_CREDITED"],
        own.number: ["OWNER"],
    }
    assert every["customer"]["orders"]["totalCount"] == 4


async def test_soft_credits_tell_who_is_credited_and_why(ask: Ask, database: Database) -> None:
    home, ada = sold.somebody()
    gone_home, gone = sold.somebody(active=False)
    order = sell.order(ada)
    await database.save(home, ada, gone_home, gone, order)
    given = sold.credit(order, gone), sold.credit(order, ada, type="Matched it", added_at=_at(9))
    await database.save(*given)
    document = "query ($number: Int!) { order(number: $number) { softCredits { id type customer { id } } } }"

    def shown(*customers: Any) -> list[dict[str, Any]]:
        return [
            {"id": ids.encode("sfc", each.id), "type": each.type, "customer": who}
            for each, who in zip(given, customers, strict=True)
        ]

    me = {"id": ids.encode("cus", ada.id)}
    assert (await ask(document, number=order.number)).ok["order"]["softCredits"] == shown(None, me)
    seen = (await ask(document, number=order.number, by="femi")).ok["order"]["softCredits"]
    assert seen == shown({"id": ids.encode("cus", gone.id)}, me)


@pytest.mark.rule("ROL-P07")
async def test_an_order_stays_readable_by_number_when_its_owner_is_not(ask: Ask, database: Database) -> None:
    home, gone = sold.somebody(active=False)
    other_home, ada = sold.somebody()
    order = sell.order(gone, facilitator_id=ada.id, owner_name="Ada As She Was")
    await database.save(home, gone, other_home, ada, order)

    assert (await ask("query ($id: ID!) { customer(id: $id) { id } }", id=ids.encode("cus", gone.id))).ok == {
        "customer": None
    }
    shown = (await ask(BY_NUMBER, number=order.number)).ok["order"]
    assert (shown["ownerName"], shown["owner"]) == ("Ada As She Was", None)
    assert shown["facilitator"] == {"id": ids.encode("cus", ada.id)}
    node = "query ($id: ID!) { node(id: $id) { ... on Order { ownerName owner { id } } } }"
    assert (await ask(node, id=shown["id"])).ok["node"] == {"ownerName": "Ada As She Was", "owner": None}
    assert (await ask(node, id=shown["id"], by="femi")).ok["node"]["owner"] == {
        "id": ids.encode("cus", gone.id)
    }


@pytest.mark.rule("ORD-08", "ORD-09")
async def test_fundraisers_and_the_box_office_are_shown_the_same(ask: Ask, database: Database) -> None:
    home, ada = sold.somebody()
    order = sell.order(ada)
    show = sell.show()
    await database.save(
        home, ada, order, *show.rows, sell.ticket(order, show), sold.happened(order, "CREATED")
    )
    document = f"""query ($id: ID!) {{ customer(id: $id) {{ orders {{ nodes {{ {ROW}
      items {{ __typename description total {{ amount }} }} attributes {{ name value }} history {{ kind }}
      }} }} }} }}"""

    answers = [(await ask(document, id=ids.encode("cus", ada.id), by=by)).ok for by in ("bea", "femi")]

    assert answers[0] == answers[1]
    [shown] = answers[0]["customer"]["orders"]["nodes"]
    assert (shown["number"], len(shown["items"]), shown["history"]) == (
        order.number,
        1,
        [{"kind": "CREATED"}],
    )


@pytest.mark.rule("ROL-P06")
async def test_orders_are_for_those_who_may_read_them(ask: Ask, database: Database) -> None:
    home, ada = sold.somebody()
    order = sell.order(ada)
    await database.save(home, ada, order)
    record = ids.encode("cus", ada.id)

    refused = await ask(
        "query ($id: ID!) { customer(id: $id) { id orders { nodes { id } } } }", id=record, by="sam"
    )
    assert refused.data == {"customer": {"id": record, "orders": None}}
    assert refused.codes == ["FORBIDDEN"]
    assert refused.errors[0]["extensions"]["requiredRoles"] == [
        "SALES_USER",
        "SALES_ADMINISTRATOR",
        "OPPORTUNITIES_USER",
        "OPPORTUNITIES_ADMINISTRATOR",
    ]
    for by, interface in (
        ("gina", Interface.ADMIN),
        ("ines", Interface.INSIGHTS),
        ("sam", Interface.SUPPORT),
    ):
        alone = await ask(BY_NUMBER, number=order.number, by=by, interface=interface)
        assert (alone.data, alone.codes) == ({"order": None}, ["FORBIDDEN"])


async def test_an_order_is_found_by_its_number_or_its_id(ask: Ask, database: Database) -> None:
    home, ada = sold.somebody()
    order = sell.order(ada)
    await database.save(home, ada, order)
    document = "query ($number: Int, $id: ID) { order(number: $number, id: $id) { number } }"
    own = ids.encode("ord", order.id)

    assert (await ask(document, id=own)).ok == {"order": {"number": order.number}}
    assert (await ask(document, number=order.number)).ok == {"order": {"number": order.number}}
    assert (await ask(document, number=1)).ok == {"order": None}
    for other in (ids.encode("cus", order.id), "I-1000001"):
        assert (await ask(document, id=other)).ok == {"order": None}
    for refused in (await ask(document), await ask(document, number=order.number, id=own)):
        assert (refused.data, refused.codes) == ({"order": None}, ["BAD_USER_INPUT"])
