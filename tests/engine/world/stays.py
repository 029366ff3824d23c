"""Stays of guests in the houses, some of which may be seen but not opened, and what was eaten there."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import sqlalchemy as sa
import strawberry

from gateway.engine.connections import Connection
from gateway.engine.declare import Narrowing, column, computed, link, page, tab
from gateway.schema._rows import row_type
from tests.engine.world import tabs
from tests.engine.world.needs import NOBODYS, OPEN, SECRET
from tests.engine.world.tables import meal, stay

if TYPE_CHECKING:
    from tests.engine.world.schema import House, Room

ROWS = "tests.engine.world.schema"
LOCKED = ("locked", SECRET)


def narrowed_stays(
    past: bool = False, guest: str | None = None, ate: str | None = None, by_guest: bool = False
) -> Narrowing:
    """Who is in the house, or `past` guests too; those of a name; who had a meal; in the order of their names."""
    where: list[Any] = [] if past else list(tabs.STAYS.default)
    if guest is not None:
        where.append(stay.c.guest == guest)
    if ate is not None:
        where.append(sa.exists().where(meal.c.stay_id == stay.c.id, meal.c.name == ate))
    return Narrowing(tuple(where), (stay.c.guest.asc(), stay.c.id) if by_guest else None)


def named_stays(guest: str = "Ann") -> Narrowing:
    """Those of a name, whenever it was."""
    return Narrowing((stay.c.guest == guest,))


def unlike_stays(guest: str = "Ann") -> Narrowing:
    """Those of other names, whenever it was."""
    return Narrowing((stay.c.guest != guest,))


@strawberry.interface
class Meal:
    name: str

    @classmethod
    def resolve_type(cls, row: Any, _info: Any, _abstract: Any) -> str | None:
        return {"B": "Breakfast", "D": "Dinner"}.get(row["kind"])


@row_type(kind="B", description="A breakfast.")
class Breakfast(Meal):
    eggs: int | None
    stay: Stay | None = link(tabs.STAY, parent="stay_id", needs=OPEN, description="Whose it was.")


@row_type(kind="D", description="A dinner.")
class Dinner(Meal):
    room: Annotated[Room, strawberry.lazy(ROWS)] | None = link(
        tabs.ROOM, parent="room_id", needs=OPEN, description="Where it was served, unless in the kitchen."
    )


@row_type(description="What happened at a house.")
class Happening:
    at: datetime
    what: str
    number: str = column("number", str, description="How many stamps, or the number of the visit.")


@row_type(description="The age of a house.")
class Age:
    name: str
    built: date


def _most(values: list[Any]) -> Any:
    return max(values)


@row_type(description="Stays, told together.")
class Tally:
    names: list[str]
    days: list[date]
    nights: list[int]
    longest: int = computed(_most, "nights", description="The most nights that one has stayed.")
    last: date = computed(_most, "days", description="When the last one came.")
    opened: int = computed(lambda locks: locks.count(False), "locks", description="How many are not locked.")
    latest: datetime = computed(_most, "instants", description="The latest instant of all.")
    locked: list[str] = computed(
        lambda guests: [guest["name"] for guest in guests if guest["locked"]],
        "guests",
        description="Who has locked their stay.",
    )


@row_type(description="A stay of a guest.")
class Stay:
    guest: str
    begins: date
    ends: date
    itself: Stay | None = link(tabs.STAY, parent="id", needs=OPEN, description="The same, whenever it was.")

    meals: list[Meal] | None = tab(tabs.MEALS, needs=OPEN, withheld=LOCKED, description="What they ate.")
    by_eggs: list[Meal] | None = tab(tabs.BY_EGGS, needs=OPEN, description="Those with eggs first.")
    meal_pages: Connection[Meal] | None = page(
        tabs.MEALS, needs=OPEN, withheld=LOCKED, description="The same, page by page."
    )
    home: Annotated[House, strawberry.lazy(ROWS)] | None = link(
        tabs.HOUSE, parent="house_id", needs=OPEN, withheld=LOCKED, description="Where they stay."
    )
    nights: int | None = computed(
        lambda begins, ends: (ends - begins).days, "begins", "ends", withheld=LOCKED, description="How long."
    )
    leaves: date | None = column("ends", withheld=LOCKED, description="The same as `ends`.")
    secret_meals: list[Meal] | None = tab(
        tabs.MEALS, needs=SECRET, withheld=("locked", NOBODYS), description="What they really ate."
    )
    secret_nights: int | None = computed(
        lambda begins, ends: (ends - begins).days,
        "begins",
        "ends",
        needs=SECRET,
        withheld=("locked", NOBODYS),
        description="How long they really stayed.",
    )
