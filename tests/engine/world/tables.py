"""The tables of the world, in a schema of their own beside the store's, and all their rows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

METADATA = sa.MetaData(schema="world")


def key(number: int) -> UUID:
    return UUID(int=number)


def _id() -> sa.Column[Any]:
    return sa.Column("id", sa.Uuid, primary_key=True)


def _link(name: str, to: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid, sa.ForeignKey(f"world.{to}.id"), nullable=nullable, index=True)


house = sa.Table(
    "house",
    METADATA,
    _id(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("colour", sa.Text, nullable=False),
    sa.Column("visitors", sa.BigInteger, nullable=False),
    sa.Column("height", sa.Float, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("motto", sa.Text),
    sa.Column("words", ARRAY(sa.Text), nullable=False),
    sa.Column("built", sa.Date),
    sa.Column("seen_at", sa.DateTime(timezone=True)),
    sa.Column("lit", sa.Boolean, nullable=False),
)
room = sa.Table(
    "room",
    METADATA,
    _id(),
    _link("house_id", "house"),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("floor", sa.Integer, nullable=False),
)
box = sa.Table("box", METADATA, _id(), _link("room_id", "room"), sa.Column("label", sa.Text, nullable=False))
thing = sa.Table("thing", METADATA, _id(), _link("box_id", "box"), sa.Column("label", sa.Text))
pet = sa.Table(
    "pet",
    METADATA,
    _id(),
    _link("house_id", "house", nullable=True),
    _link("mother_id", "pet", nullable=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("barks", sa.Boolean),
    sa.Column("lives", sa.Integer),
)
letter = sa.Table(
    "letter",
    METADATA,
    _id(),
    _link("house_id", "house"),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("stamps", sa.Integer, nullable=False),
    sa.Column("sent", sa.Date, nullable=False),
)
visit = sa.Table(
    "visit",
    METADATA,
    _link("house_id", "house"),
    sa.Column("number", sa.BigInteger, primary_key=True),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
)
stay = sa.Table(
    "stay",
    METADATA,
    _id(),
    _link("house_id", "house"),
    sa.Column("guest", sa.Text, nullable=False),
    sa.Column("begins", sa.Date, nullable=False),
    sa.Column("ends", sa.Date, nullable=False),
    sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    sa.Column("locked", sa.Boolean),
)
meal = sa.Table(
    "meal",
    METADATA,
    _id(),
    _link("stay_id", "stay"),
    _link("room_id", "room", nullable=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("eggs", sa.Integer),
)

ALDER, BIRCH, CEDAR = key(1), key(2), key(3)
REX, IDA, TOM, KIT, POLLY, STRAY = (key(number) for number in range(41, 47))

_HOUSES: tuple[tuple[Any, ...], ...] = (
    # Every value as it should be; then what a type cannot show: too large, no number, refused, missing, unknown.
    (ALDER, "Alder", "r", 3, 1.5, "AA-1", "Ever", ["a", "b"], date(1901, 2, 3), True),
    (BIRCH, "Birch", "b", 2**40, float("nan"), "!BB", None, ["a", None], None, False),
    (CEDAR, "Cedar", "mauve", -(2**31) - 1, float("inf"), "CC-3", "Quiet", [], None, False),
)
_SEEN_AT = datetime(2026, 11, 22, 9, 30, 0, 250_000, tzinfo=UTC)

ROWS: dict[sa.Table, list[dict[str, Any]]] = {
    house: [
        dict(
            zip(
                ("id", "name", "colour", "visitors", "height", "code", "motto", "words", "built", "lit"),
                values,
                strict=True,
            )
        )
        | {"seen_at": _SEEN_AT if values[1] == "Alder" else None}
        for values in _HOUSES
    ],
    room: [
        {"id": key(11), "house_id": ALDER, "name": "Attic", "floor": 2},
        {"id": key(12), "house_id": ALDER, "name": "Kitchen", "floor": 0},
        {"id": key(13), "house_id": BIRCH, "name": "Hall", "floor": 0},
    ],
    box: [
        {"id": key(21), "room_id": key(11), "label": "maps"},
        {"id": key(22), "room_id": key(12), "label": "pans"},
        {"id": key(23), "room_id": key(12), "label": "cups"},
        {"id": key(24), "room_id": key(13), "label": "coats"},
    ],
    thing: [
        {"id": key(31), "box_id": key(21), "label": "old map"},
        {"id": key(32), "box_id": key(21), "label": "new map"},
        {"id": key(33), "box_id": key(23), "label": "blue cup"},
        {"id": key(34), "box_id": key(24), "label": None},
    ],
    pet: [
        dict(zip(("id", "house_id", "mother_id", "kind", "name", "barks", "lives"), values, strict=True))
        for values in (
            (IDA, ALDER, None, "D", "Ida", False, None),
            (REX, ALDER, IDA, "D", "Rex", True, None),
            (TOM, ALDER, None, "C", "Tom", None, 9),
            (KIT, BIRCH, TOM, "C", "Kit", None, 7),
            (STRAY, None, None, "C", "Stray", None, 1),
            # A kind that no type of the schema is.
            (POLLY, CEDAR, None, "P", "Polly", None, None),
        )
    ],
    letter: [
        {"id": key(51 + place), "house_id": owner, "text": text, "stamps": stamps, "sent": date(2026, 1, day)}
        for place, (owner, text, stamps, day) in enumerate(
            (
                (ALDER, "one", 5, 1),
                (ALDER, "two", 1, 2),
                (ALDER, "three", 4, 3),
                (ALDER, "four", 2, 4),
                (ALDER, "five", 3, 5),
                (BIRCH, "six", 1, 6),
            )
        )
    ],
    stay: [
        {
            "id": key(61 + place),
            "house_id": owner,
            "guest": guest,
            "begins": begins,
            "ends": ends,
            "since": datetime(2026, 11, 22, hour, tzinfo=UTC),
            "locked": {"Cas": True, "Dot": None}.get(guest, False),
        }
        for place, (owner, guest, begins, ends, hour) in enumerate(
            (
                # Long gone, gone yesterday, in the house, in the house until today, and expected this afternoon.
                (ALDER, "Ann", date(2025, 1, 1), date(2025, 2, 1), 9),
                (ALDER, "Ben", date(2026, 11, 1), date(2026, 11, 21), 9),
                (ALDER, "Cas", date(2026, 11, 1), date(2026, 12, 1), 9),
                (ALDER, "Dot", date(2026, 11, 20), date(2026, 11, 22), 10),
                (ALDER, "Eve", date(2026, 11, 22), date(2026, 12, 1), 11),
                (BIRCH, "Fay", date(2024, 1, 1), date(2024, 1, 2), 9),
            )
        )
    ],
    # Breakfasts have eggs, and dinners perhaps a room. Cas has locked hers.
    meal: [
        dict(zip(("id", "stay_id", "room_id", "kind", "name", "eggs"), values, strict=True))
        for values in (
            (key(71), key(62), None, "B", "early", 2),
            (key(72), key(62), key(11), "D", "late", None),
            (key(73), key(63), None, "B", "sweet", 1),
            (key(74), key(63), key(12), "D", "hot", None),
            (key(75), key(64), None, "D", "cold", None),
            (key(76), key(63), None, "B", "tart", 3),
        )
    ],
    visit: [
        {"house_id": ALDER, "number": number, "at": datetime(2026, 3, 1, 9, 0, second, part, tzinfo=UTC)}
        for number, second, part in ((7, 0, 0), (2**40, 0, 0), (-8, 0, 500_000), (9, 1, 1))
    ],
}
