"""Stays of guests in the houses: of whom only some are shown unless others are asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from gateway.engine.declare import Narrowing, link
from gateway.schema._rows import row_type
from tests.engine.world import tabs
from tests.engine.world.needs import OPEN
from tests.engine.world.tables import stay


def narrowed_stays(past: bool = False, guest: str | None = None, by_guest: bool = False) -> Narrowing:
    """Who is in the house, or `past` guests too; those of a name; in the order of their names."""
    where: list[Any] = [] if past else list(tabs.STAYS.default)
    if guest is not None:
        where.append(stay.c.guest == guest)
    return Narrowing(tuple(where), (stay.c.guest.asc(), stay.c.id) if by_guest else None)


@row_type(description="A stay of a guest.")
class Stay:
    guest: str
    begins: date
    ends: date
    itself: Stay | None = link(tabs.STAY, parent="id", needs=OPEN, description="The same, whenever it was.")
