"""What criteria would do to the store, judged before they are saved: at once, or by a job (TAG-P05)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from db.autotags.asked import When
from db.autotags.judging import JUDGED, flips, one_of, page_after
from db.models import Customer
from db.work import Work
from domain.autotag_criteria import Criterion, checked
from domain.autotag_previews import SAMPLE, Outcome, Sampled, sample_of, token_of
from domain.customers import Kind, friendly_id
from domain.errors import Problems
from gateway.commands.autotag_criteria import Rows, check_names
from gateway.keys import derived_key
from gateway.settings import Settings

# Each statement is short, so that none is cut off, however many customers there are.
PREVIEWED_AT_ONCE = 5_000
_NOT_MADE_YET = UUID(int=0)

# Hears how many customers were judged so far.
Advanced = Callable[[int], Awaitable[None]]


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


async def check_criteria(read: Rows, tag_id: UUID | None, tree: Criterion) -> None:
    """Raises all that is wrong with the criteria, under the way to it."""
    problems = Problems()
    with problems.at("criteria"):
        checked(tree)
    problems.raise_any()
    await check_names(read, tag_id, tree)


async def previewed(
    read: Rows,
    tag_id: UUID | None,
    tree: Criterion,
    *,
    settings: Settings,
    now: datetime,
    advanced: Advanced | None = None,
) -> Preview:
    """What the criteria would do to the tag, or to one that is not made yet. Raises what is wrong with them."""
    await check_criteria(read, tag_id, tree)
    outcome = await outcome_of(read, tree, tag_id, now, settings.zone, advanced)
    token = token_of(signing_key(settings), tag_id, tree, outcome, now)
    return Preview(outcome.would_add, outcome.would_remove, await _named(read, outcome.sample), token)


async def outcome_of(
    read: Rows,
    tree: Criterion,
    tag_id: UUID | None,
    now: datetime,
    zone: ZoneInfo,
    advanced: Advanced | None = None,
) -> Outcome:
    """What the criteria would change in the whole store; a tag that is not made yet is on nobody."""
    criteria, when = {tag_id or _NOT_MADE_YET: tree}, When.at(now, zone)
    counts = Counter[bool]()
    first: dict[bool, list[UUID]] = {True: [], False: []}
    last: UUID | None = None
    judged = 0
    while True:
        page = [row["id"] for row in await read(page_after(last, PREVIEWED_AT_ONCE))]
        for row in await read(flips(criteria, when, one_of(page))):
            comes = bool(row["met"])
            counts[comes] += 1
            if len(first[comes]) < SAMPLE:
                first[comes].append(row["id"])
        judged += len(page)
        if advanced is not None:
            await advanced(judged)
        if len(page) < PREVIEWED_AT_ONCE:
            return Outcome(counts[True], counts[False], sample_of(first[True], first[False]))
        last = page[-1]


async def judged_customers(read: Rows) -> int:
    """How many customers criteria are judged for."""
    [row] = await read(sa.select(sa.func.count().label("count")).select_from(Customer).where(JUDGED))
    return int(row["count"])


def rows_in(tx: Work) -> Rows:
    """How rows are read within a work."""

    async def read(query: Any) -> Any:
        return (await tx.session.execute(query)).mappings().all()

    return read


def signing_key(settings: Settings) -> bytes:
    """The key by which the token of a preview is known again."""
    return derived_key(settings, "autotag-previews")


async def _named(read: Rows, sample: Sequence[Sampled]) -> tuple[Change, ...]:
    """The records of a sample, by the ids that people know."""
    customer = Customer.__table__
    keys = sa.literal([each.customer_id for each in sample], sa.ARRAY(sa.Uuid))
    columns = (customer.c.id, customer.c.kind, customer.c.number)
    rows = await read(sa.select(*columns).where(customer.c.id == sa.any_(keys)))
    names = {row["id"]: friendly_id(Kind(row["kind"]), row["number"]) for row in rows}
    return tuple(Change(each.customer_id, names[each.customer_id], each.added) for each in sample)
