"""Evaluating autotags: each comes onto the records that meet its criteria, and goes off those that do not (TAG-P03)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from itertools import islice
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from db.autotags.asked import Condition, When
from db.autotags.judging import JUDGED, flips, one_of, page_after
from db.autotags.reach import reach
from db.models import Customer, CustomerTag
from db.work import Author, Work
from domain.audit import Method, narrative_of
from domain.autotags import AUTOTAGGER, EVENT, Flip, changes_of, flip_between, subject
from domain.duplicates import Thresholds
from gateway.commands._autotag_criteria import InForce, in_force
from gateway.commands._records import CustomerRef, open_record
from gateway.commands.duplicate_pairs import look_again

SWEPT_AT_ONCE = 1_000
# How many criteria one statement judges by: more would take too long to plan.
_JUDGED_AT_ONCE = 25
_BY = Author(AUTOTAGGER, Method.AUTOTAG)


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep came to: how many records were judged, and on how many autotags came or went."""

    judged: int
    changed: int


async def evaluate(
    tx: Work,
    customers: Sequence[UUID],
    *,
    zone: ZoneInfo,
    cause: str,
    events: Collection[str] | None = None,
    tags: Collection[UUID] | None = None,
) -> tuple[Flip, ...]:
    """Bring the autotags of these customers to what the criteria say, and tell the audit; what came and went.

    `cause` is the event after which it is done, for the audit's line; `events`, where all that happened is known, spare
    those criteria that none of them touches. Others whose verdicts hang on these records are judged too: their
    households. Inactive customers and those merged away keep their tags (TAG-P06).
    The section's version stays, for no person saves autotags: whoever edits tags meanwhile is not refused.
    """
    by = await in_force(tx, events=events, tags=tags)
    found: list[Flip] = []
    if by.trees:
        ids = list(await tx.session.scalars(reach(customers, dict(by.trees))))
        # The last who judges sees what all before have stored: the rows are locked first, in the order of all writers.
        locked = sa.select(Customer.id).where(JUDGED, one_of(ids)).order_by(Customer.id)
        held = list(await tx.session.scalars(locked.with_for_update(key_share=True)))
        found = await _flips(tx, by, zone, one_of(held))
        await _store(tx, found)
    for flip in found:
        changes = changes_of(flip, by.names)
        tx.record(
            EVENT,
            flip.customer_id,
            narrative=narrative_of(subject(cause), changes),
            changes=changes,
            by=_BY,
        )
    if not found:
        tx.nothing_changed()
    return tuple(found)


async def reevaluate(
    tx: Work, ref: CustomerRef, *, zone: ZoneInfo, thresholds: Thresholds
) -> tuple[UUID, Flip]:
    """The customer, whose autotags are brought to what the criteria say now, and what came and went of it.

    Whom they are alike is found anew too, and whoever is in a pair that came or went is judged likewise.
    Refused: NotFound, CustomerMerged, CustomerInactive.
    """
    customer = await open_record(tx, ref)
    changed = await look_again(tx, [customer.id], thresholds)
    judged = sorted({customer.id, *changed})
    flipped = await evaluate(tx, judged, zone=zone, cause=f"{tx.actor.username} asked for it")
    own = (flip for flip in flipped if flip.customer_id == customer.id)
    return customer.id, next(own, Flip(customer.id, (), ()))


async def sweep(
    begin: Callable[[], AbstractAsyncContextManager[Work]],
    *,
    zone: ZoneInfo,
    cause: str,
    tags: Collection[UUID] | None = None,
    at_once: int = SWEPT_AT_ONCE,
) -> Swept:
    """Judge the whole store, `at_once` customers in a work of its own each; of `tags` alone where these are given.

    It may be broken off and begun again: what fits already is left alone. Nobody waits for it but for a moment.
    """
    judged = changed = 0
    last: UUID | None = None
    while True:
        async with begin() as tx:
            page = list(await tx.session.scalars(page_after(last, at_once)))
            changed += await _sweep_page(tx, page, zone, cause, tags) if page else 0
            tx.nothing_changed()
        judged += len(page)
        if len(page) < at_once:
            return Swept(judged, changed)
        last = page[-1]


async def _sweep_page(
    tx: Work, page: Sequence[UUID], zone: ZoneInfo, cause: str, tags: Collection[UUID] | None
) -> int:
    """How many of the page were changed. Only those are locked whom a first look, without any lock, would change."""
    by = await in_force(tx, tags=tags)
    if not by.trees:
        return 0
    wrong = [flip.customer_id for flip in await _flips(tx, by, zone, one_of(page))]
    if not wrong:
        return 0
    return len(await evaluate(tx, wrong, zone=zone, cause=cause, tags=list(by.trees)))


async def _flips(tx: Work, by: InForce, zone: ZoneInfo, which: Condition) -> list[Flip]:
    """What would change on the customers of `which`, in the order of their ids."""
    when = When.at(tx.now, zone)
    rest, found = iter(by.trees.items()), dict[UUID, Flip]()
    while some := dict(islice(rest, _JUDGED_AT_ONCE)):
        for customer_id, met, held in await tx.session.execute(flips(some, when, which)):
            flip, before = flip_between(customer_id, met, held), found.get(customer_id)
            if before is not None:
                flip = Flip(customer_id, before.came + flip.came, before.went + flip.went)
            found[customer_id] = flip
    return [found[key] for key in sorted(found)]


async def _store(tx: Work, flipped: Sequence[Flip]) -> None:
    came = [(flip.customer_id, tag) for flip in flipped for tag in flip.came]
    went = [(flip.customer_id, tag) for flip in flipped for tag in flip.went]
    if went:
        pairs = sa.func.unnest(*_columns(went)).table_valued("customer_id", "tag_id").render_derived()
        gone = sa.and_(CustomerTag.customer_id == pairs.c.customer_id, CustomerTag.tag_id == pairs.c.tag_id)
        await tx.session.execute(
            sa.delete(CustomerTag).where(gone), execution_options={"synchronize_session": False}
        )
    if came:
        rows = [{"customer_id": customer, "tag_id": tag, "applied_at": tx.now} for customer, tag in came]
        await tx.session.execute(sa.insert(CustomerTag), rows)


def _columns(pairs: Sequence[tuple[UUID, UUID]]) -> list[sa.ColumnElement[Sequence[UUID]]]:
    return [sa.literal(list(column), sa.ARRAY(sa.Uuid)) for column in zip(*pairs, strict=True)]
