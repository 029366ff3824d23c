"""The tickets that a customer bought: one row an order and instance."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from gateway.engine import ids
from tests import box_office as sell
from tests.api._order_tabs import answer, credit, people, person, seat, shown
from tests.ask import Ask
from tests.database import Database

RETURNED = {"state": "RETURNED", "returned_at": sell.PLACED}
NUMBERS = "nodes { orderNumber quantity returnedQuantity } totalCount"


@pytest.mark.rule("TKT-01", "TKT-05", "ORD-P08")
async def test_tickets_are_counted_by_order_and_instance_what_comes_last_first(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    show = sell.show(starts_at=datetime(2026, 12, 24, 19, 30, tzinfo=UTC))
    later = show.again(datetime(2027, 1, 3, 19, 30, tzinfo=UTC))
    first, second = sell.order(ada, number=4_000_001), sell.order(ada, number=4_000_002)
    stalls, circle = seat(show, "Stalls C2"), seat(show, "Circle B7")
    await database.save(
        *(*show.rows, later, stalls, circle, first, second),
        sell.ticket(first, show, seat_id=stalls.id),
        sell.ticket(first, show, seat_id=circle.id, full_price_minor=4000, discount_minor=500),
        sell.ticket(first, show, seat_id=circle.id, **RETURNED),
        sell.ticket(first, show, instance_id=later.id),
        sell.ticket(second, show, state="EXCHANGED", returned_at=sell.PLACED),
        sell.ticket(second, show, price_band_id=None, delivery_method="POST"),
        sell.ticket(second, show, state="RESERVED"),
        sell.ticket(second, show, state="EXPIRED"),
    )

    found = await shown(
        ask,
        ada,
        """tickets { totalCount nodes { orderNumber startsAt quantity returnedQuantity seats roles
          tickets { seat ticketType priceBand price { amount currency } deliveryMethod state } } }""",
    )

    def ticket(**told: Any) -> dict[str, Any]:
        usual = {
            "seat": None,
            "ticketType": show.ticket_type.name,
            "priceBand": show.band.name,
            "price": {"amount": "25.00", "currency": "GBP"},
            "deliveryMethod": "PRINT_AT_HOME",
            "state": "SOLD",
        }
        return {**usual, **told}

    assert found == {
        "totalCount": 3,
        "nodes": [
            {
                "orderNumber": 4_000_001,
                "startsAt": "2027-01-03T19:30:00+00:00",
                "quantity": 1,
                "returnedQuantity": 0,
                "seats": [],
                "roles": ["OWNER"],
                "tickets": [ticket()],
            },
            {
                "orderNumber": 4_000_002,
                "startsAt": "2026-12-24T19:30:00+00:00",
                "quantity": 1,
                "returnedQuantity": 1,
                "seats": [],
                "roles": ["OWNER"],
                "tickets": [
                    ticket(state="EXCHANGED"),
                    ticket(priceBand=None, deliveryMethod="POST"),
                ],
            },
            {
                "orderNumber": 4_000_001,
                "startsAt": "2026-12-24T19:30:00+00:00",
                "quantity": 2,
                "returnedQuantity": 1,
                "seats": ["Circle B7", "Stalls C2"],
                "roles": ["OWNER"],
                "tickets": [
                    ticket(seat="Circle B7", price={"amount": "35.00", "currency": "GBP"}),
                    ticket(seat="Circle B7", state="RETURNED"),
                    ticket(seat="Stalls C2"),
                ],
            },
        ],
    }


@pytest.mark.rule("TKT-02", "TKT-03", "TKT-04")
async def test_a_row_leads_to_its_order_and_to_how_the_house_is_seated(ask: Ask, database: Database) -> None:
    ada = await person(database)
    show, order = sell.show(name="Nightfall"), sell.order(ada)
    sold = sell.ticket(order, show)
    await database.save(*show.rows, order, sold)

    [row] = (
        await shown(
            ask,
            ada,
            """tickets { nodes { order { id number } event { id name } seatingPlan { id }
              instance { id startsAt seatingPlan { id name venue { name } } } tickets { itemId } } }""",
        )
    )["nodes"]

    plan = ids.encode("spl", show.plan.id)
    assert row == {
        "order": {"id": ids.encode("ord", order.id), "number": order.number},
        "event": {"id": ids.encode("evt", show.event.id), "name": "Nightfall"},
        "seatingPlan": {"id": plan},
        "instance": {
            "id": ids.encode("ins", show.instance.id),
            "startsAt": "2026-12-24T19:30:00+00:00",
            "seatingPlan": {"id": plan, "name": "Main House", "venue": {"name": show.venue.name}},
        },
        "tickets": [{"itemId": ids.encode("itm", sold.id)}],
    }
    item = await ask("query ($id: ID!) { node(id: $id) { __typename id } }", id=row["tickets"][0]["itemId"])
    assert item.ok["node"] == {"__typename": "TicketItem", "id": ids.encode("itm", sold.id)}


@pytest.mark.rule("ORD-P07")
async def test_what_was_returned_whole_stays_with_none_until_it_is_hidden(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    show = sell.show()
    kept, returned = sell.order(ada, number=4_000_011), sell.order(ada, number=4_000_012)
    await database.save(
        *(*show.rows, kept, returned),
        sell.ticket(kept, show),
        sell.ticket(kept, show, **RETURNED),
        sell.ticket(returned, show, **RETURNED),
        sell.ticket(returned, show, **RETURNED),
    )

    stays = {"orderNumber": 4_000_011, "quantity": 1, "returnedQuantity": 1}
    gone = {"orderNumber": 4_000_012, "quantity": 0, "returnedQuantity": 2}
    assert await shown(ask, ada, f"tickets {{ {NUMBERS} }}") == {"nodes": [gone, stays], "totalCount": 2}
    hidden = await shown(ask, ada, f"tickets(hideReturned: true) {{ {NUMBERS} }}")
    assert hidden == {"nodes": [stays], "totalCount": 1}


@pytest.mark.rule("ORD-P01")
async def test_an_order_stands_once_on_the_record_of_each_who_has_a_part_in_it(
    ask: Ask, database: Database
) -> None:
    homes, (ada, bob, cleo) = people(3)
    show, order = sell.show(), sell.order(ada, facilitator_id=bob.id)
    await database.save(
        *(*homes, ada, bob, cleo, *show.rows, order),
        *(credit(order, each) for each in (ada, bob, cleo)),
        sell.ticket(order, show),
    )

    async def parts(of: Any, roles: str = "") -> Any:
        found = await shown(ask, of, f"tickets{roles} {{ nodes {{ roles quantity }} totalCount }}")
        assert found["totalCount"] == len(found["nodes"])
        assert [row["quantity"] for row in found["nodes"]] == [1] * len(found["nodes"])
        return [row["roles"] for row in found["nodes"]]

    assert await parts(ada) == [["OWNER", "SOFT_CREDITED"]]
    assert await parts(bob) == [["FACILITATOR", "SOFT_CREDITED"]]
    assert await parts(cleo) == []
    assert await parts(cleo, "(roles: [SOFT_CREDITED])") == [["SOFT_CREDITED"]]
    assert await parts(ada, "(roles: [SOFT_CREDITED])") == [["OWNER", "SOFT_CREDITED"]]
    assert await parts(ada, "(roles: [FACILITATOR])") == []
    assert await parts(bob, "(roles: [OWNER])") == []
    assert await parts(bob, "(roles: [OWNER, FACILITATOR, SOFT_CREDITED])") == [
        ["FACILITATOR", "SOFT_CREDITED"]
    ]
    assert await parts(ada, "(roles: [])") == []
    assert await parts(bob, "(hideReturned: true)") == [["FACILITATOR", "SOFT_CREDITED"]]


@pytest.mark.rule("ORD-P13")
async def test_tickets_of_a_restricted_order_are_left_out_for_who_may_not_see_them(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    show = sell.show()
    plain, restricted = sell.order(ada), sell.order(ada, restricted=True)
    await database.save(
        *show.rows, plain, restricted, sell.ticket(plain, show), sell.ticket(restricted, show)
    )

    async def numbers(by: str) -> tuple[list[int], int]:
        found = await shown(ask, ada, "tickets { nodes { orderNumber } totalCount }", by=by)
        return [row["orderNumber"] for row in found["nodes"]], found["totalCount"]

    assert await numbers("bea") == ([plain.number], 1)
    for by in ("ade", "femi", "olga"):
        assert await numbers(by) == ([restricted.number, plain.number], 2)


async def test_pages_of_tickets_lose_none_and_repeat_none(ask: Ask, database: Database) -> None:
    ada = await person(database)
    show = sell.show()
    orders = [sell.order(ada, number=number) for number in range(4_000_021, 4_000_026)]
    await database.save(*show.rows, *orders, *(sell.ticket(order, show) for order in orders))

    found: list[int] = []
    after = "null"
    for _ in range(3):
        page = await shown(
            ask,
            ada,
            f"tickets(first: 2, after: {after}) {{ nodes {{ orderNumber }} pageInfo {{ endCursor }} }}",
        )
        found += [row["orderNumber"] for row in page["nodes"]]
        after = f'"{page["pageInfo"]["endCursor"]}"'

    assert found == [4_000_025, 4_000_024, 4_000_023, 4_000_022, 4_000_021]


async def test_who_may_not_read_orders_gets_no_tickets_and_is_told(ask: Ask, database: Database) -> None:
    ada = await person(database)

    denied = await answer(ask, ada, "tickets { totalCount }", by="sam")

    assert denied.data == {"customer": {"tickets": None}}
    assert denied.codes == ["FORBIDDEN"]
