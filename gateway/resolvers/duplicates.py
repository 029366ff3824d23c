"""Which records may be the same as one that is there or is being created, and how likely: alike live and on saving."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from db.duplicates import as_known
from db.scope import of_actor
from db.work import Work
from domain.customers import Kind, friendly_id, full_name
from domain.duplicates import Body, Person, Thresholds, score
from domain.errors import DuplicateCandidate
from gateway.commands.duplicates import FindAlike
from gateway.context import Context
from gateway.loaders.duplicates import DISMISSED_FOR, candidates, recognised
from gateway.settings import Settings

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class PossibleDuplicates:
    """The records alike, and from which scores on they count as such."""

    candidates: tuple[DuplicateCandidate, ...]
    thresholds: Thresholds


async def possible_duplicates(context: Context, who: Person | Body) -> PossibleDuplicates:
    """What creating `who` would be refused for now, the best twenty (SRC-B01)."""
    thresholds = context.settings.thresholds
    look = candidates(who)
    if look is None:
        return PossibleDuplicates((), thresholds)
    rows = await context.reader.rows(look.statement, **look.values)
    return PossibleDuplicates(_ranked(who, rows, thresholds)[:MOST_SHOWN], thresholds)


async def duplicates_of(context: Context, ref: UUID | int) -> PossibleDuplicates | None:
    """The records alike to this one, the best twenty, without those of whom somebody said that they are others.

    None where there is no such record, or the actor may not see it.
    """
    found = await context.reader.rows(recognised(ref), ref=ref)
    if not found:
        return None
    [row] = found
    who, thresholds = as_known(row), context.settings.thresholds
    look = candidates(who)
    if look is None:
        return PossibleDuplicates((), thresholds)
    pairs = await context.reader.rows(DISMISSED_FOR, customers=[row["id"]])
    others = {row["id"], *(each for pair in pairs for each in (pair["first_id"], pair["second_id"]))}
    rows = await context.reader.rows(look.statement, **look.values)
    alike = [each for each in rows if each["id"] not in others]
    return PossibleDuplicates(_ranked(who, alike, thresholds)[:MOST_SHOWN], thresholds)


def finder(settings: Settings) -> FindAlike:
    """How a command finds them, in its own transaction."""
    return partial(_alike, settings.thresholds)


async def _alike(thresholds: Thresholds, tx: Work, who: Person | Body) -> tuple[DuplicateCandidate, ...]:
    look = candidates(who)
    if look is None:
        return ()
    rows = await tx.session.execute(look.query, {**of_actor(tx.actor), **look.values})
    return _ranked(who, rows.mappings(), thresholds)


def _ranked(
    who: Person | Body, rows: Iterable[Mapping[str, Any]], thresholds: Thresholds
) -> tuple[DuplicateCandidate, ...]:
    """Those worth a look, the most alike first."""
    found = []
    for row in rows:
        match = score(who, as_known(row), thresholds)
        if match.worth_a_look:
            found.append(_candidate(row, match.score, match.likely, match.reasons))
    return tuple(sorted(found, key=lambda each: (-each.score, each.friendly_id)))


def _candidate(
    row: Mapping[str, Any], score: int, likely: bool, reasons: tuple[str, ...]
) -> DuplicateCandidate:
    name = full_name(row["kind"], row["title"], row["first_name"], row["last_name"], row["name"])
    return DuplicateCandidate(
        row["id"], friendly_id(Kind(row["kind"]), row["number"]), name, score, likely, reasons
    )
