"""The merge of the showcase as the ledger has it: each row that it touched, and what became of each value."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from db.demo.fixed import Series, fixed_id
from db.demo.holdings.rows import HouseholdMembershipRow
from db.demo.record import Pen
from db.demo.rows import Batch
from db.demo.showcase_merged import (
    FORMER,
    MERGE,
    MERGER,
    NOTE,
    NUMBER,
    SURVIVOR,
    former,
    merged_at,
    merged_lines,
)
from db.demo.stage import Stage, household_of
from domain.customers import Section
from domain.households import Cause
from domain.transformations import RowAction, TransformationKind

if TYPE_CHECKING:
    from db.demo.personas import AnyConnection

_WAS_THEIRS = "It was the other record's."
_VERSIONS = tuple(f"{each.lower()}_version" for each in Section if each is not Section.NOTES)
# What she bought first she bought as the other.
_ORDER = "select id from customer_order where owner_id = $1 and placed_at < $2 order by placed_at, id limit 1"
_STAY, _ADDRESS = fixed_id(Series.HOUSEHOLD_MEMBERSHIP, 0), fixed_id(Series.ADDRESS, 0)
_BEFORE_STAY = {"left_at": None, "left_because": None}

Image = dict[str, Any]


class TransformationRow(NamedTuple):
    id: UUID
    number: int
    kind: str
    customer_id: UUID
    other_id: UUID
    at: datetime
    user_id: UUID | None
    username: str
    choices: str


class TouchedRow(NamedTuple):
    transformation_id: UUID
    action: str
    relation: str
    moved: str | None
    row_id: UUID
    before: str | None
    after: str | None
    reason: str


class MergedValueRow(NamedTuple):
    transformation_id: UUID
    path: str
    taken_from: str
    survivor: str | None
    loser: str | None
    result: str | None
    reason: str


Rows = tuple[str, tuple[str, ...], list[Any]]


def write_former(pen: Pen, batch: Batch, stage: Stage) -> None:
    """The record that was merged away, with the household that it left."""
    record = former(stage)
    pen.write(record)
    left = (record.created_at, merged_at(stage), Cause.RECORD_MADE, Cause.MERGED)
    batch.add(HouseholdMembershipRow(_STAY, household_of(0), FORMER, *left))


async def ledger(connection: AnyConnection, stage: Stage) -> AsyncIterator[Rows]:
    """The merge, its rows in the order in which they were touched, and its values, as COPY takes them.

    Both records have to be stored, with what they bought.
    """
    at = merged_at(stage)
    # The number is drawn, so that the next merge has another.
    await connection.execute("select nextval('transformation_number')")
    head = (MERGE, NUMBER, TransformationKind.MERGE, SURVIVOR, FORMER, at, MERGER.user_id, MERGER.username)
    yield "transformation", TransformationRow._fields, [TransformationRow(*head, "{}")]
    yield "transformation_row", TouchedRow._fields, await _touched(connection, stage)
    values = [
        MergedValueRow(MERGE, each.path, each.taken_from, each.survivor, each.loser, each.result, each.why)
        for each in merged_lines(stage)
    ]
    yield "transformation_value", MergedValueRow._fields, values


async def _touched(connection: AnyConnection, stage: Stage) -> list[TouchedRow]:
    order = await connection.fetchval(_ORDER, SURVIVOR, merged_at(stage))
    stay, home = await _image(connection, "household_membership", _STAY), await _home(connection)
    return [
        await _dropped_address(connection, stage),
        _changed("household_membership", stay, _BEFORE_STAY, "The record was merged away."),
        _changed("household", home, {"closed_at": None}, "Nobody is left in it."),
        *await _details(connection, stage),
        _moved("household", "primary_id", household_of(0)),
        _moved("customer_order", "owner_id", order),
        _moved("note", "customer_id", NOTE),
    ]


async def _image(connection: AnyConnection, table: str, key: UUID) -> Image:
    query = f"select to_jsonb(each) from {table} each where id = $1"  # noqa: S608 - names from here
    image: Image = json.loads(await connection.fetchval(query, key))
    return image


async def _home(connection: AnyConnection) -> Image:
    """The household as it was when it was closed: then it was still the former record's."""
    return {**await _image(connection, "household", household_of(0)), "primary_id": str(FORMER)}


async def _dropped_address(connection: AnyConnection, stage: Stage) -> TouchedRow:
    """The address that both records had."""
    key = await connection.fetchval("select id from address where customer_id = $1", SURVIVOR)
    made = former(stage).created_at.isoformat()
    own = {"id": str(_ADDRESS), "customer_id": str(FORMER), "created_at": made, "updated_at": made}
    before = json.dumps({**await _image(connection, "address", key), **own})
    reason = "It was not kept, or is there twice."
    return TouchedRow(MERGE, RowAction.DROPPED, "address", None, _ADDRESS, before, None, reason)


async def _details(connection: AnyConnection, stage: Stage) -> tuple[TouchedRow, TouchedRow]:
    gone = await _image(connection, "customer", FORMER)
    kept = await _image(connection, "customer", SURVIVOR)
    note_at = former(stage).happenings[-2].at
    buried = {"active": True, "household_id": str(household_of(0)), "merged_into": None}
    filled = {"phone": None, "phone_e164": None, "updated_at": kept["created_at"]}
    return (
        _changed(
            "customer",
            gone,
            {**buried, "updated_at": note_at.isoformat(), **_earlier(gone)},
            "It was merged away.",
        ),
        _changed("customer", kept, {**filled, **_earlier(kept)}, "It is the merged record."),
    )


def _earlier(image: Image) -> Image:
    return {name: image[name] - 1 for name in _VERSIONS}


def _changed(relation: str, after: Image, was: Mapping[str, Any], reason: str) -> TouchedRow:
    images = json.dumps({**after, **was}), json.dumps(after)
    return TouchedRow(MERGE, RowAction.CHANGED, relation, None, UUID(after["id"]), *images, reason)


def _moved(relation: str, column: str, key: UUID) -> TouchedRow:
    return TouchedRow(MERGE, RowAction.MOVED, relation, column, key, None, None, _WAS_THEIRS)
