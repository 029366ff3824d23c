"""Turning a merge back: both records as they were, or nothing and the list of what stands against it (MRG-P15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Text, cast, func, or_, select, true

from db import merge_locks
from db.models import (
    Customer,
    CustomerTag,
    DuplicatePair,
    Household,
    Tag,
    Transformation,
    TransformationRow,
    TransformationValue,
)
from db.scope import of_protected_attribute, visible
from db.transformation_reversal import Reversal
from db.work import Author, Work
from domain.audit import Change, Method, change, redacted
from domain.errors import NotFound
from domain.merge_lines import audited_path
from domain.merge_refusals import ChangedSinceMerge, MergeInProgress
from domain.row_conflicts import RowConflict
from domain.transformations import RowAction, TransformationKind
from domain.unmerging import check_reversible
from gateway.commands._records import VERSIONED, next_version
from gateway.commands._succession import friendly
from gateway.commands._unmerge_conflicts import done_since, told_to_actor
from gateway.commands._unmerge_history import KEPT, moved_credit, name_of, rows_of, say_the_contrary
from gateway.engine.ids import encode

# What evaluations and the nightly search put there: they put it right by themselves afterwards.
_BY_THE_SYSTEM = {
    DuplicatePair.__tablename__: true(),
    CustomerTag.__tablename__: TransformationRow.row_key["tag_id"].astext.in_(
        select(cast(Tag.id, Text)).where(Tag.is_autotag)
    ),
}


@dataclass(frozen=True, slots=True)
class Unmerged:
    """The merge that was turned back, and the two records that there are again."""

    transformation_id: UUID
    survivor_id: UUID
    loser_id: UUID


async def unmerge_customers(
    tx: Work, merge_id: UUID, *, unmerge_days: int, today: date, zone: ZoneInfo
) -> Unmerged:
    """Both records as they were before the merge, but for their audit, their versions and what is only ever added to.

    Refused: NotFound, MergeNotReversible, MergeInProgress, and ChangedSinceMerge with every row that cannot go back.
    """
    merge = await _merge(tx, merge_id)
    check_reversible(
        unmerge_days=unmerge_days, until=merge.reversible_until, reversed_at=merge.reversed_at, now=tx.now
    )
    await _hold(tx, merge)
    await _raise_any(tx, await done_since(tx, merge))
    credit = await moved_credit(tx, merge, zone)
    assert merge.other_id is not None, "a merge is of two"
    reversal = Reversal(
        tx.session, merge.id, merge.customer_id, merge.other_id, kept=KEPT, unheeded=_BY_THE_SYSTEM
    )
    await reversal.carry_out()
    await _raise_any(tx, reversal.conflicts)
    await say_the_contrary(tx, merge, credit, today)
    await _finish(tx, merge)
    return Unmerged(merge.id, merge.customer_id, merge.other_id)


async def _merge(tx: Work, merge_id: UUID) -> Transformation:
    """The merge, locked, of a record that the actor may see."""
    merge = await tx.session.scalar(
        select(Transformation)
        .where(Transformation.id == merge_id, Transformation.kind == TransformationKind.MERGE.value)
        .with_for_update()
    )
    if merge is not None:
        # The survivor may have been merged away itself, which is told as a conflict.
        leads_to = (
            select(func.coalesce(Customer.merged_into, Customer.id))
            .where(Customer.id == merge.customer_id)
            .scalar_subquery()
        )
        shown = visible(select(Customer.id).where(Customer.id == leads_to), tx.actor)
        if await tx.session.scalar(shown) is not None:
            return merge
    raise NotFound("There is no merge with this id that you may see.", ("mergeId",))


async def _hold(tx: Work, merge: Transformation) -> None:
    """Hold both records against everybody, as the merge did: households first, customers in the order of ids."""
    both = or_(Customer.id == merge.customer_id, Customer.id == merge.other_id)
    numbers = await tx.session.scalars(select(Customer.number).where(both))
    if not await merge_locks.take(tx.session, numbers):
        raise MergeInProgress(
            "One of the two records is being merged or converted just now; try again in a moment.",
            ("mergeId",),
        )
    homes = (
        rows_of(merge, RowAction.CHANGED, Household.__tablename__),
        rows_of(merge, RowAction.MOVED, Household.__tablename__),
        select(Customer.household_id).where(both),
    )
    await tx.session.execute(
        select(Household.id)
        .where(or_(*(Household.id.in_(found) for found in homes)))
        .order_by(Household.id)
        .with_for_update(key_share=True)
    )
    await tx.session.execute(select(Customer.id).where(both).order_by(Customer.id).with_for_update())


async def _raise_any(tx: Work, conflicts: Sequence[RowConflict]) -> None:
    if conflicts:
        raise ChangedSinceMerge(
            "What was done since this merge stands in the way of turning it back.",
            ("mergeId",),
            conflicts=await told_to_actor(tx, conflicts),
        )


async def _finish(tx: Work, merge: Transformation) -> None:
    """Mark the merge, move every version on, and tell the audit of both and other systems."""
    merge.reversed_at, merge.reversed_by = tx.now, tx.actor.username
    both = {
        each.id: each
        for each in await tx.session.scalars(
            select(Customer)
            .where(or_(Customer.id == merge.customer_id, Customer.id == merge.other_id))
            .execution_options(populate_existing=True)
        )
    }
    for customer in both.values():
        customer.updated_at = tx.now
        for section in VERSIONED:
            next_version(customer, section)
    survivor, loser = both[merge.customer_id], both[merge.other_id]  # type: ignore[index]  # a merge is of two
    by = Author(tx.actor, Method.MERGE)
    name = name_of(merge)
    tx.record(
        "customer.unmerged",
        survivor.id,
        narrative=f"{name} turned back: {friendly(loser)} is a record of its own again",
        changes=await _changes(tx, merge),
        by=by,
    )
    tx.record(
        "customer.unmerged",
        loser.id,
        narrative=f"{name} turned back: no longer a part of {friendly(survivor)}",
        changes=[change("mergedInto", friendly(survivor), None)],
        by=by,
    )
    tx.announce(
        "customer.unmerged",
        survivor.id,
        {
            "survivorId": encode("cus", survivor.id),
            "loserId": encode("cus", loser.id),
            "mergeId": encode("mrg", merge.id),
        },
    )


async def _changes(tx: Work, merge: Transformation) -> list[Change]:
    """What the survivor's values were in the merged record, and are again; of protected ones no value."""
    hidden = of_protected_attribute(TransformationValue.path)
    found = await tx.session.execute(
        select(TransformationValue.path, TransformationValue.result, TransformationValue.survivor, hidden)
        .where(
            TransformationValue.transformation_id == merge.id,
            TransformationValue.result.is_distinct_from(TransformationValue.survivor),
        )
        .order_by(TransformationValue.path)
    )
    return [
        redacted(path) if is_hidden else change(audited_path(path), result, survivor)
        for path, result, survivor, is_hidden in found
    ]
