"""What is known of a record that is to be converted: read for the preview, and again within the conversion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from db.gift_aid import cancellations_of, declaration_of
from domain.conversions import RESTORABLE_FOR, Facts, Former, Held, Lost, Party, Tie
from domain.customers import Details, Kind
from domain.gift_aid import days_of
from gateway.loaders import _conversion_queries as queries
from gateway.loaders.statements import Row, Rows


async def facts_of(
    rows: Rows, ref: UUID | int, named: Iterable[UUID | int], now: datetime, today: date
) -> Facts | None:
    """What is known of the record, and of the customers named; None for a record whom the actor may not see."""
    known = {"today": today, "now": now}
    found = await rows(queries.RECORD, {**_by(ref), **known})
    if not found:
        return None
    [row] = found
    at = {"customer": row["id"]}
    return Facts(
        row["id"],
        row["number"],
        Kind(row["kind"]),
        row["active"],
        row["under_way"],
        row["details_version"],
        Details(**_of(row, Details)),
        Held(**_of(row, Held)),
        await _declarations(rows, at, today),
        tuple(Tie(**each) for each in await rows(queries.TIES, {**at, "today": today})),
        tuple(Lost(*each.values()) for each in await rows(queries.LOST, at)),
        tuple(each["id"] for each in await rows(queries.TYPES, {})),
        _former(await rows(queries.FORMER, {**at, "since": now - RESTORABLE_FOR})),
        tuple([each for ref in named for each in await _parties(rows, ref)]),
    )


def _by(ref: UUID | int) -> Mapping[str, Any]:
    by_number = isinstance(ref, int)
    return {"customer": None if by_number else ref, "number": ref if by_number else None}


def _of(row: Row, kind: type[Any]) -> dict[str, Any]:
    return {name: row[name] for name in kind.__dataclass_fields__}


async def _declarations(rows: Rows, at: Mapping[str, Any], today: date) -> tuple[UUID, ...]:
    """The declarations that still cover days from today on."""
    declared = [declaration_of(*each.values()) for each in await rows(queries.DECLARATIONS, at)]
    cancelled = await rows(queries.CANCELLATIONS, at)
    cancellations = cancellations_of(tuple(each.values()) for each in cancelled)
    covering = ((each.id, days_of(each, cancellations)) for each in declared)
    return tuple(
        key for key, days in covering if days is not None and (days.last is None or days.last >= today)
    )


def _former(found: Sequence[Row]) -> Former | None:
    if not found:
        return None
    values = {each["path"]: each["value"] for each in found}
    born = values.get("birth_date")
    return Former(
        values.get("email"),
        None if born is None else date.fromisoformat(born),
        not any(each["taken"] for each in found if each["path"] == "email"),
    )


async def _parties(rows: Rows, ref: UUID | int) -> list[Party]:
    found = await rows(queries.PARTY, _by(ref))
    return [Party(each["id"], each["number"], Kind(each["kind"]), each["active"]) for each in found]
