"""The tickets that a customer prints or shows on a telephone."""

from __future__ import annotations

from typing import Any

import pytest

from tests import box_office as sell
from tests.api._order_tabs import credit, people, person, seat, shown
from tests.ask import Ask
from tests.database import Database


@pytest.mark.rule("PAH-01")
async def test_tickets_that_are_printed_or_shown_are_listed_by_order_and_instance(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    show, order = sell.show(name="Nightfall"), sell.order(ada)
    chair, other = seat(show, "Stalls C2"), seat(show, "Stalls C3")
    await database.save(
        *(*show.rows, chair, other, order),
        sell.ticket(order, show, seat_id=chair.id),
        sell.ticket(order, show, delivery_method="E_TICKET"),
        sell.ticket(order, show, delivery_method="COLLECT"),
        sell.ticket(order, show, delivery_method="POST"),
        sell.ticket(order, show, state="RESERVED", seat_id=other.id),
        sell.ticket(order, show, state="RETURNED", returned_at=sell.PLACED),
        sell.ticket(order, show, state="EXCHANGED", returned_at=sell.PLACED),
    )

    found = await shown(
        ask,
        ada,
        """printAtHome { totalCount nodes { orderNumber event { name } instance { seatingPlan { name } } startsAt
          quantity seats tickets { seat deliveryMethod state } } }""",
    )

    assert found == {
        "totalCount": 1,
        "nodes": [
            {
                "orderNumber": order.number,
                "event": {"name": "Nightfall"},
                "instance": {"seatingPlan": {"name": "Main House"}},
                "startsAt": "2026-12-24T19:30:00+00:00",
                "quantity": 2,
                "seats": ["Stalls C2"],
                "tickets": [
                    {"seat": "Stalls C2", "deliveryMethod": "PRINT_AT_HOME", "state": "SOLD"},
                    {"seat": None, "deliveryMethod": "E_TICKET", "state": "SOLD"},
                ],
            }
        ],
    }


@pytest.mark.rule("ORD-P01", "ORD-P13")
async def test_print_at_home_tickets_follow_parts_and_restrictions(ask: Ask, database: Database) -> None:
    homes, (ada, bob, cleo) = people(3)
    show = sell.show()
    open_, restricted = sell.order(ada, facilitator_id=bob.id), sell.order(ada, restricted=True)
    await database.save(
        *(*homes, ada, bob, cleo, *show.rows, open_, restricted, credit(open_, cleo)),
        sell.ticket(open_, show),
        sell.ticket(restricted, show),
    )

    async def numbers(of: Any, by: str = "bea", roles: str = "") -> list[int]:
        found = await shown(ask, of, f"printAtHome{roles} {{ nodes {{ orderNumber }} totalCount }}", by=by)
        assert found["totalCount"] == len(found["nodes"])
        return [row["orderNumber"] for row in found["nodes"]]

    assert await numbers(ada) == [open_.number]
    assert await numbers(ada, by="olga") == [restricted.number, open_.number]
    assert await numbers(bob) == [open_.number]
    assert await numbers(cleo) == []
    assert await numbers(cleo, roles="(roles: [SOFT_CREDITED])") == [open_.number]
