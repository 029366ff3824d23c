"""Where a value of a record came from: the last merge or conversion that set it, and whether it stands (MRG-N01)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from domain.permissions import Actor
from domain.row_conflicts import is_told_to, words_for
from domain.transformations import RowAction, TransformationKind, ValueFrom, transformation_id
from domain.value_origins import ValueOrigin, ValueSetting
from gateway.context import Context
from gateway.engine.statements import compiled
from gateway.loaders._value_origins import change_since, value_of
from gateway.loaders.customers import known_record


@dataclass(frozen=True, slots=True)
class LedgerCount:
    """How many rows of one table a merge moved, changed, dropped and added."""

    what: str
    moved: int = 0
    changed: int = 0
    dropped: int = 0
    added: int = 0


def merge_number(number: int) -> str:
    """How people name the merge of this number."""
    return transformation_id(TransformationKind.MERGE, number)


def ledger_counts(row_counts: Sequence[str], *, actor: Actor) -> list[LedgerCount]:
    """The counts by table, of rows that the actor may know of (NOT-P06).

    Each text is a table, what became of its rows, and how many they were.
    """
    counted = [each.split(":") for each in row_counts]
    return [
        LedgerCount(
            words_for(relation),
            **{RowAction(action).value.lower(): int(count) for _, action, count in group},
        )
        for relation, group in groupby(counted, key=lambda each: each[0])
        if is_told_to(actor, relation)
    ]


async def value_origin(context: Context, ref: UUID | int, path: str) -> ValueOrigin | None:
    """Where the value came from; None where there is no such record, or the actor may not see it."""
    found = await context.reader.rows(compiled(known_record(ref)))
    if not found:
        return None
    customer_id = found[0]["id"]
    values = await context.reader.rows(compiled(value_of(customer_id, path)))
    if not values:
        return ValueOrigin(path)
    setting = _setting(values[0])
    since = await context.reader.rows(compiled(change_since(customer_id, path, setting.at)))
    if not since:
        return ValueOrigin(path, setting)
    return ValueOrigin(path, setting, since[0]["at"], since[0]["username"])


def _setting(row: Mapping[str, Any]) -> ValueSetting:
    return ValueSetting(
        row["id"],
        TransformationKind(row["kind"]),
        row["number"],
        row["at"],
        row["username"],
        row["other"],
        ValueFrom(row["taken_from"]),
        row["survivor"],
        row["loser"],
        row["result"],
        row["reason"],
        row["redacted"],
    )
