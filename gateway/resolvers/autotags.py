"""What criteria would do to the store, and why a customer bears an autotag or not (TAG-P05, TAG-N01)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.autotags.asked import When
from db.autotags.judging import explained, flips, one_of, page_after
from db.models import Customer
from db.scope import visible_customer
from db.work import Work
from domain.autotag_codec import parsed
from domain.autotag_criteria import Criterion, checked, places
from domain.autotag_predicates import AttributeEquals, Predicate
from domain.autotag_previews import SAMPLE, Outcome, Sampled, check_seen, sample_of, token_of
from domain.autotag_sales import OfOrders
from domain.autotag_showing import ShownPart, show_part, speech_of
from domain.autotag_words import Speech
from domain.customers import Kind, friendly_id
from domain.errors import Problems
from domain.permissions import Actor, Permission
from gateway.commands.autotag_criteria import Confirm, Rows, check_names
from gateway.context import Context
from gateway.engine.statements import compiled
from gateway.keys import derived_key
from gateway.loaders.autotags import last_flip, tag_with_criteria
from gateway.loaders.customers import CUSTOMERS, CUSTOMERS_BY_NUMBER

# Each statement is short, so that none is cut off, however many customers there are.
PREVIEWED_AT_ONCE = 5_000
_NOT_MADE_YET = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Change:
    """One of the records that the criteria would change."""

    customer_id: UUID
    friendly_id: str
    added: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What the criteria would do, and the token that says that it was looked at."""

    would_add: int
    would_remove: int
    sample: tuple[Change, ...]
    token: str


async def preview(context: Context, tag_id: UUID | None, tree: Criterion) -> Preview:
    """What the criteria would do to the tag, or to one that is not made yet. Raises what is wrong with the criteria."""

    async def read(query: Any) -> Any:
        return await context.reader.rows(compiled(query))

    problems = Problems()
    with problems.at("criteria"):
        checked(tree)
    problems.raise_any()
    await check_names(read, tag_id, tree)
    outcome = await _outcome(read, tree, tag_id, _when(context))
    token = token_of(_key(context), tag_id, tree, outcome, context.now)
    return Preview(outcome.would_add, outcome.would_remove, await _named(read, outcome.sample), token)


async def _named(read: Rows, sample: Sequence[Sampled]) -> tuple[Change, ...]:
    """The records of a sample, by the ids that people know."""
    customer = Customer.__table__
    keys = sa.literal([each.customer_id for each in sample], sa.ARRAY(sa.Uuid))
    columns = (customer.c.id, customer.c.kind, customer.c.number)
    rows = await read(sa.select(*columns).where(customer.c.id == sa.any_(keys)))
    names = {row["id"]: friendly_id(Kind(row["kind"]), row["number"]) for row in rows}
    return tuple(Change(each.customer_id, names[each.customer_id], each.added) for each in sample)


def confirmation(context: Context, token: str | None) -> Confirm:
    """How a command makes sure that somebody has seen what the criteria would do, where that is much (TAG-P05)."""

    async def confirm(tx: Work, tag_id: UUID, tree: Criterion) -> None:
        async def read(query: Any) -> Any:
            return (await tx.session.execute(query)).mappings().all()

        outcome = await _outcome(read, tree, tag_id, _when(context))
        check_seen(_key(context), token, tag_id, tree, outcome, context.now)

    return confirm


async def _outcome(read: Rows, tree: Criterion, tag_id: UUID | None, when: When) -> Outcome:
    """What the criteria would change in the whole store; a tag that is not made yet is on nobody."""
    criteria = {tag_id or _NOT_MADE_YET: tree}
    counts = Counter[bool]()
    first: dict[bool, list[UUID]] = {True: [], False: []}
    last: UUID | None = None
    while True:
        page = [row["id"] for row in await read(page_after(last, PREVIEWED_AT_ONCE))]
        for row in await read(flips(criteria, when, one_of(page))):
            comes = bool(row["met"])
            counts[comes] += 1
            if len(first[comes]) < SAMPLE:
                first[comes].append(row["id"])
        if len(page) < PREVIEWED_AT_ONCE:
            return Outcome(counts[True], counts[False], sample_of(first[True], first[False]))
        last = page[-1]


def _when(context: Context) -> When:
    return When.at(context.now, context.settings.zone)


def _key(context: Context) -> bytes:
    return derived_key(context.settings, "autotag-previews")


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
