"""The venues of the demo house, their seating plans, and every seat of these."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from db.demo.fixed import Series, fixed_id


class VenueRow(NamedTuple):
    id: UUID
    name: str
    town: str | None


class SeatingPlanRow(NamedTuple):
    id: UUID
    venue_id: UUID
    name: str


class SeatRow(NamedTuple):
    id: UUID
    seating_plan_id: UUID
    area: str
    label: str


@dataclass(frozen=True, slots=True)
class Block:
    """An area with its rows, all of one length."""

    area: str
    rows: str
    length: int
    band: int  # the place of its price band


@dataclass(frozen=True, slots=True)
class Plan:
    """A seating plan: the seats that are sold one after another, and those kept for subscribers to a series.

    A seat is its key and the place of its price band.
    """

    row: SeatingPlanRow
    venue: VenueRow
    seats: tuple[SeatRow, ...]
    on_sale: tuple[tuple[UUID, int], ...]
    kept: tuple[SeatRow, ...]

    def seat(self, label: str) -> UUID:
        """The key of the seat of that label."""
        return next(seat.id for seat in self.seats if seat.label == label)


PLAYHOUSE, STUDIO, HALL, ICE_HOUSE = (
    VenueRow(fixed_id(Series.VENUE, place), name, "Bristol")
    for place, name in enumerate(
        ("Harbour Playhouse", "Rope Walk Studio", "Quayside Hall", "The Ice House"), start=1
    )
)
VENUES = (PLAYHOUSE, STUDIO, HALL, ICE_HOUSE)

_STALLS = Block("Stalls", "ABCDEFGHJKLM", 22, 0)
_CIRCLE = Block("Circle", "ABCDE", 20, 1)
_LAYOUTS = (
    (PLAYHOUSE, "Auditorium", (_STALLS, _CIRCLE, Block("Gallery", "AB", 16, 2))),
    (
        PLAYHOUSE,
        "In the Round",
        tuple(Block(side, "ABCD", 14, 1) for side in ("North", "East", "South", "West")),
    ),
    (STUDIO, "Raked Seating", (Block("Studio", "ABCDEFGH", 14, 1),)),
    (STUDIO, "Cabaret Tables", (Block("Table", "ABCDEFGHJKLMNPQ", 4, 0),)),
    (HALL, "Concert Seating", (Block("Floor", "ABCDEFGHJKLMNP", 20, 0), Block("Balcony", "ABC", 24, 1))),
    (HALL, "Flat Floor", ()),
    (ICE_HOUSE, "Black Box", (Block("Bench", "ABCDEF", 12, 1),)),
)
KEPT_ROWS = 3
"""So many rows at the end of each plan are for subscribers to a series only."""


def _seats(plan: UUID, blocks: tuple[Block, ...], first: int) -> Iterator[tuple[SeatRow, int]]:
    for block in blocks:
        for row in block.rows:
            for number in range(1, block.length + 1):
                label = f"{block.area} {row}{number}"
                yield SeatRow(fixed_id(Series.SEAT, first), plan, block.area, label), block.band
                first += 1


def _plans() -> Iterator[Plan]:
    for ordinal, (venue, name, blocks) in enumerate(_LAYOUTS, start=1):
        row = SeatingPlanRow(fixed_id(Series.SEATING_PLAN, ordinal), venue.id, name)
        seats = tuple(_seats(row.id, blocks, ordinal * 1000))
        kept = KEPT_ROWS * blocks[-1].length if blocks else 0
        sold = len(seats) - kept
        yield Plan(
            row,
            venue,
            tuple(seat for seat, _ in seats),
            tuple((seat.id, band) for seat, band in seats[:sold]),
            tuple(seat for seat, _ in seats[sold:]),
        )


PLANS = tuple(_plans())
AUDITORIUM, IN_THE_ROUND, RAKED, CABARET, CONCERT, FLAT_FLOOR, BLACK_BOX = PLANS
