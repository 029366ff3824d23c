"""What a customer bought beside tickets: one row an order and product."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from gateway.engine import ids
from tests import box_office as sell
from tests.api._order_tabs import credit, people, person, shown
from tests.ask import Ask
from tests.database import Database

RETURNED = {"state": "RETURNED", "returned_at": sell.PLACED}


@pytest.mark.rule("MER-01", "MER-02", "MER-03")
async def test_merchandise_is_counted_by_order_and_product_the_latest_order_first(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    scarf, book = sell.product("Scarf"), sell.product("Book")
    first = sell.order(ada)
    second = sell.order(ada, placed_at=datetime(2026, 10, 2, 11, 30, tzinfo=UTC))
    await database.save(
        *(scarf, book, first, second),
        sell.merchandise(first, scarf),
        sell.merchandise(first, scarf),
        sell.merchandise(first, scarf, **RETURNED),
        sell.merchandise(first, book, state="EXCHANGED", returned_at=sell.PLACED),
        sell.merchandise(first, book, state="EXPIRED"),
        sell.merchandise(second, scarf),
        sell.merchandise(second, book, state="RESERVED"),
    )

    found = await shown(
        ask,
        ada,
        """merchandise { totalCount nodes { name product { id name } order { id } orderNumber orderedAt quantity
          returnedQuantity roles } }""",
    )

    def row(order: Any, product: Any, quantity: int, returned: int) -> dict[str, Any]:
        return {
            "name": product.name,
            "product": {"id": ids.encode("prd", product.id), "name": product.name},
            "order": {"id": ids.encode("ord", order.id)},
            "orderNumber": order.number,
            "orderedAt": order.placed_at.isoformat(),
            "quantity": quantity,
            "returnedQuantity": returned,
            "roles": ["OWNER"],
        }

    assert found == {
        "totalCount": 3,
        "nodes": [row(second, scarf, 1, 0), row(first, scarf, 2, 1), row(first, book, 0, 1)],
    }
    hidden = await shown(ask, ada, "merchandise(hideReturned: true) { totalCount nodes { quantity } }")
    assert hidden == {"totalCount": 2, "nodes": [{"quantity": 1}, {"quantity": 2}]}


@pytest.mark.rule("ORD-P01", "ORD-P13")
async def test_merchandise_follows_parts_and_restrictions(ask: Ask, database: Database) -> None:
    homes, (ada, bob, cleo) = people(3)
    scarf = sell.product()
    open_, restricted = sell.order(ada, facilitator_id=bob.id), sell.order(ada, restricted=True)
    await database.save(
        *(*homes, ada, bob, cleo, scarf, open_, restricted, credit(open_, cleo), credit(open_, ada)),
        sell.merchandise(open_, scarf),
        sell.merchandise(restricted, scarf),
    )

    async def numbers(of: Any, by: str = "bea", roles: str = "") -> list[int]:
        found = await shown(ask, of, f"merchandise{roles} {{ nodes {{ orderNumber }} totalCount }}", by=by)
        assert found["totalCount"] == len(found["nodes"])
        return [row["orderNumber"] for row in found["nodes"]]

    assert await numbers(ada) == [open_.number]
    assert await numbers(ada, by="femi") == [restricted.number, open_.number]
    assert await numbers(bob) == [open_.number]
    assert await numbers(cleo) == []
    assert await numbers(cleo, roles="(roles: [SOFT_CREDITED])") == [open_.number]
    assert await numbers(bob, roles="(roles: [SOFT_CREDITED, OWNER])") == []
