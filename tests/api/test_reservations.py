"""The reservations of a customer: active ones, and on request what became of the others."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from db.models import Customer, Order
from gateway.engine import ids
from tests import box_office as sell
from tests.api._order_tabs import credit, people, person, seat, shown
from tests.ask import Ask
from tests.database import Database

TOMORROW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
COUNTS = "nodes { orderNumber state quantity boughtQuantity expiredQuantity returnedQuantity } totalCount"
RETURNED = {"state": "RETURNED", "returned_at": sell.PLACED}


def reserved(owner: Customer, **values: Any) -> Order:
    """An order whose tickets are held until tomorrow."""
    held = {"state": "RESERVED", "confirmed_at": None, "reserved_until": TOMORROW}
    return sell.order(owner, **{**held, **values})


@pytest.mark.rule("RSV-02", "RSV-03", "RSV-04")
async def test_a_reservation_leads_to_its_order_and_to_how_the_house_is_seated(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    show, order = sell.show(name="Nightfall"), reserved(ada)
    chair, other = seat(show, "Stalls C2"), seat(show, "Stalls C3")
    held = sell.ticket(order, show, state="RESERVED", seat_id=chair.id)
    await database.save(
        *(*show.rows, chair, other, order, held),
        sell.ticket(order, show, state="EXPIRED", seat_id=other.id),
    )

    [row] = (
        await shown(
            ask,
            ada,
            """reservations { nodes { order { id } orderNumber event { name } seatingPlan { id } startsAt seats roles
              instance { id seatingPlan { id } } reservedUntil state quantity tickets { itemId state } } }""",
        )
    )["nodes"]

    plan = {"id": ids.encode("spl", show.plan.id)}
    assert len(row.pop("tickets")) == 2
    assert row == {
        "order": {"id": ids.encode("ord", order.id)},
        "orderNumber": order.number,
        "event": {"name": "Nightfall"},
        "seatingPlan": plan,
        "startsAt": "2026-12-24T19:30:00+00:00",
        "seats": ["Stalls C2"],
        "roles": ["OWNER"],
        "instance": {"id": ids.encode("ins", show.instance.id), "seatingPlan": plan},
        "reservedUntil": "2026-11-23T10:00:00+00:00",
        "state": "ACTIVE",
        "quantity": 1,
    }


@pytest.mark.rule("RSV-01", "RSV-05", "ORD-P07")
async def test_only_what_is_held_now_is_shown_unless_all_is_asked_for(ask: Ask, database: Database) -> None:
    ada = await person(database)
    show = sell.show()
    numbers = iter(range(4_100_001, 4_100_010))
    active, partly, lapsed, expired, released, bought, given_up, plain = (
        reserved(ada, number=next(numbers), **values)
        for values in (
            {},
            {"state": "CONFIRMED", "confirmed_at": sell.PLACED},
            {"reserved_until": datetime(2026, 11, 22, 10, 0, tzinfo=UTC)},
            {"state": "EXPIRED"},
            {"state": "CANCELLED"},
            {"state": "CONFIRMED", "confirmed_at": sell.PLACED},
            {"state": "CANCELLED", "reserved_until": sell.PLACED},
            {"state": "CONFIRMED", "confirmed_at": sell.PLACED, "reserved_until": None},
        )
    )
    await database.save(
        *(*show.rows, active, partly, lapsed, expired, released, bought, given_up, plain),
        *(sell.ticket(active, show, state="RESERVED") for _ in range(3)),
        sell.ticket(partly, show, state="RESERVED"),
        sell.ticket(partly, show),
        sell.ticket(lapsed, show, state="RESERVED"),
        sell.ticket(expired, show, state="EXPIRED"),
        sell.ticket(released, show, state="EXPIRED"),
        sell.ticket(released, show, state="RESERVED"),
        sell.ticket(bought, show),
        sell.ticket(bought, show, **RETURNED),
        sell.ticket(given_up, show, **RETURNED),
        sell.ticket(plain, show),
    )

    def row(of: Order, state: str, *counts: int) -> dict[str, Any]:
        names = ("quantity", "boughtQuantity", "expiredQuantity", "returnedQuantity")
        return {"orderNumber": of.number, "state": state, **dict(zip(names, counts, strict=True))}

    held = [row(partly, "ACTIVE", 1, 1, 0, 0), row(active, "ACTIVE", 3, 0, 0, 0)]
    assert await shown(ask, ada, f"reservations {{ {COUNTS} }}") == {"nodes": held, "totalCount": 2}
    asked = await shown(ask, ada, f"reservations(includeInactive: false) {{ {COUNTS} }}")
    assert asked == {"nodes": held, "totalCount": 2}
    every = await shown(ask, ada, f"reservations(includeInactive: true) {{ {COUNTS} }}")
    assert every == {
        "nodes": [
            row(given_up, "RELEASED", 0, 0, 0, 1),
            row(bought, "BOUGHT", 0, 2, 0, 0),
            row(released, "RELEASED", 0, 0, 0, 2),
            row(expired, "EXPIRED", 0, 0, 1, 0),
            row(lapsed, "EXPIRED", 0, 0, 1, 0),
            *held,
        ],
        "totalCount": 7,
    }


@pytest.mark.rule("RSV-01")
async def test_a_reservation_is_over_at_its_instant(ask: Ask, database: Database) -> None:
    ada = await person(database)
    show, order = sell.show(), reserved(ada)
    await database.save(*show.rows, order, sell.ticket(order, show, state="RESERVED"))

    async def held(now: str) -> Any:
        return await shown(ask, ada, "reservations { totalCount }", now=now)

    assert await held("2026-11-23T09:59:59+00:00") == {"totalCount": 1}
    assert await held("2026-11-23T10:00:00+00:00") == {"totalCount": 0}


@pytest.mark.rule("ORD-P01", "ORD-P13", "ORD-P08")
async def test_reservations_follow_parts_and_restrictions_and_what_comes_last_is_first(
    ask: Ask, database: Database
) -> None:
    homes, (ada, bob, cleo) = people(3)
    show = sell.show()
    later = show.again(datetime(2027, 1, 3, 19, 30, tzinfo=UTC))
    open_, restricted = reserved(ada, facilitator_id=bob.id), reserved(ada, restricted=True)
    await database.save(
        *(*homes, ada, bob, cleo, *show.rows, later, open_, restricted, credit(open_, cleo)),
        sell.ticket(open_, show, state="RESERVED"),
        sell.ticket(open_, show, state="RESERVED", instance_id=later.id),
        sell.ticket(restricted, show, state="RESERVED"),
    )

    async def starts(of: Customer, by: str = "bea", roles: str = "") -> list[str]:
        found = await shown(ask, of, f"reservations{roles} {{ nodes {{ startsAt }} totalCount }}", by=by)
        assert found["totalCount"] == len(found["nodes"])
        return [row["startsAt"][:10] for row in found["nodes"]]

    assert await starts(ada) == ["2027-01-03", "2026-12-24"]
    assert await starts(ada, by="ade") == ["2027-01-03", "2026-12-24", "2026-12-24"]
    assert await starts(bob) == ["2027-01-03", "2026-12-24"]
    assert await starts(bob, roles="(roles: [OWNER])") == []
    assert await starts(cleo) == []
    assert await starts(cleo, roles="(roles: [SOFT_CREDITED])") == ["2027-01-03", "2026-12-24"]
