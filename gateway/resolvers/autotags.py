"""What criteria would do to the store, and why a customer bears an autotag or not (TAG-P05, TAG-N01)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.autotags.asked import When
from db.autotags.judging import explained
from db.scope import visible_customer
from db.work import Work
from domain.autotag_codec import dumped, parsed
from domain.autotag_criteria import Criterion, places
from domain.autotag_predicates import AttributeEquals, Predicate
from domain.autotag_previews import check_seen
from domain.autotag_sales import OfOrders
from domain.autotag_showing import ShownPart, show_part, speech_of
from domain.autotag_words import Speech
from domain.bulk_jobs import BulkJobKind
from domain.permissions import Actor, Permission
from gateway.commands._autotag_previews import (
    Preview,
    check_criteria,
    outcome_of,
    previewed,
    rows_in,
    signing_key,
)
from gateway.commands.autotag_criteria import Confirm
from gateway.commands.bulk_jobs import begin
from gateway.context import Context
from gateway.engine.statements import compiled
from gateway.loaders.autotags import last_flip, tag_with_criteria
from gateway.loaders.customers import CUSTOMERS, CUSTOMERS_BY_NUMBER


async def preview(context: Context, tag_id: UUID | None, tree: Criterion) -> Preview:
    """What the criteria would do to the tag, or to one that is not made yet. Raises what is wrong with the criteria."""

    async def read(query: Any) -> Any:
        return await context.reader.rows(compiled(query))

    return await previewed(read, tag_id, tree, settings=context.settings, now=context.now)


async def begin_preview(context: Context, tx: Work, tag_id: UUID | None, tree: Criterion) -> UUID:
    """The job that will make the same preview, of however many customers. Raises what is wrong with the criteria."""
    await check_criteria(rows_in(tx), tag_id, tree)
    told = {"tag": None if tag_id is None else str(tag_id), "criteria": dumped(tree)}
    return (await begin(tx, BulkJobKind.AUTOTAG_PREVIEW, told)).id


def confirmation(context: Context, token: str | None) -> Confirm:
    """How a command makes sure that somebody has seen what the criteria would do, where that is much (TAG-P05)."""

    async def confirm(tx: Work, tag_id: UUID, tree: Criterion) -> None:
        outcome = await outcome_of(rows_in(tx), tree, tag_id, context.now, context.settings.zone)
        check_seen(signing_key(context.settings), token, tag_id, tree, outcome, context.now)

    return confirm


def _when(context: Context) -> When:
    return When.at(context.now, context.settings.zone)


@dataclass(frozen=True, slots=True)
class Answered:
    """A part of the criteria with what the record's data says to it; None where the actor may not know."""

    part: ShownPart
    actual: str | None
    verdict: bool | None
    redacted: bool


@dataclass(frozen=True, slots=True)
class Flipped:
    """The entry of the audit by which the autotag last came or went, and what caused it."""

    entry_id: UUID
    at: datetime
    came: bool
    correlation_id: str
    cause: str | None
    cause_id: UUID | None


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a customer bears an autotag, or does not."""

    customer_id: UUID
    tag_id: UUID
    held: bool
    applied_at: datetime | None
    evaluated: bool
    met: bool
    answers: tuple[Answered, ...]
    last_flip: Flipped | None


async def explain(context: Context, ref: UUID | int, tag_id: UUID) -> Explained | None:
    """The criteria of the tag, judged as evaluation judges; None where there is nothing to judge."""
    tab = CUSTOMERS_BY_NUMBER if isinstance(ref, int) else CUSTOMERS
    assert tab.key is not None, "customers have a key"
    seen = await context.reader.rows(
        compiled(sa.select(tab.c.id).where(tab.key == ref, visible_customer(tab.c)))
    )
    found = await context.reader.rows(compiled(tag_with_criteria(tag_id)))
    if not seen or not found or found[0]["criteria"] is None:
        return None
    customer_id, tree = seen[0]["id"], parsed(found[0]["criteria"])
    [row] = await context.reader.rows(compiled(explained(tree, customer_id, tag_id, _when(context))))
    flips = await context.reader.rows(compiled(last_flip(customer_id, tag_id)))
    return Explained(
        customer_id,
        tag_id,
        row["applied_at"] is not None,
        row["applied_at"],
        row["judged"] and not found[0]["archived"],
        row["verdict0"],
        _answers(tree, row, context.actor, speech_of(found[0]["criteria_names"], context.settings.currency)),
        _flipped(flips[0]) if flips else None,
    )


def _answers(tree: Criterion, row: Mapping[str, Any], actor: Actor, speech: Speech) -> tuple[Answered, ...]:
    """Each part; a group tells no more than the parts in it, but for the whole, which the tag itself tells."""
    every = list(places(tree))
    hidden = {place.way for number, place in enumerate(every) if _is_hidden(place.part, number, row, actor)}
    hidden |= {way[:end] for way in hidden for end in range(1, len(way))}
    answers = []
    for number, place in enumerate(every):
        redacted = place.way in hidden
        asked = None if redacted or not isinstance(place.part, Predicate) else place.part
        actual = None if asked is None else speech.answer(asked, row[f"answer{number}"])
        verdict = None if redacted else row[f"verdict{number}"]
        answers.append(Answered(show_part(place, speech), actual, verdict, redacted))
    return tuple(answers)


def _is_hidden(part: Criterion, number: int, row: Mapping[str, Any], actor: Actor) -> bool:
    if not isinstance(part, Predicate):
        return False
    # Restricted orders count for the tag; who may not open them is not told what they add up to (ORD-P13).
    closed = isinstance(part, OfOrders) and row["restricted"] and not actor.may(Permission.ORDER_RESTRICTED)
    protected = isinstance(part, AttributeEquals) and not row[f"open{number}"]
    return closed or protected or not actor.may(part.needs)


def _flipped(row: Mapping[str, Any]) -> Flipped:
    return Flipped(
        row["entry_id"],
        row["at"],
        row["after"] == "true",
        row["correlation_id"],
        row["cause"],
        row["cause_id"],
    )
