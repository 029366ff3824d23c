"""What was done since a merge that no single row shows, and that would go wrong if the merge were turned back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from db.models import CreditEntry, CreditLot, Donation, GiftAidClaimLine, Note, Order, Transformation
from db.models import GiftAidDeclaration as Declaration
from db.work import Work
from domain.credit import EntryKind
from domain.notes import Colour
from domain.row_conflicts import PINK_NOTES, ConflictKind, RowConflict, as_told_to
from domain.transformations import RowAction
from gateway.commands._unmerge_history import rows_of


async def done_since(tx: Work, merge: Transformation) -> tuple[RowConflict, ...]:
    """Later merges and conversions of either record, credit spent since, and gifts claimed across the two records."""
    return (
        *await _conflicts(tx, ConflictKind.MERGED_AGAIN, Transformation.__tablename__, _later(merge)),
        *await _conflicts(tx, ConflictKind.SPENT, CreditLot.__tablename__, _spent(merge)),
        *await _conflicts(tx, ConflictKind.CLAIMED, Donation.__tablename__, _claimed(merge)),
    )


async def told_to_actor(tx: Work, conflicts: Iterable[RowConflict]) -> tuple[RowConflict, ...]:
    """The conflicts as the actor may know of them, those that they may not see once of each kind (NOT-P06)."""
    found = list(conflicts)
    named = [each.row_id for each in found if each.relation == Note.__tablename__]
    pink = set(
        await tx.session.scalars(
            sa.select(Note.id).where(Note.id.in_(named), Note.colour == Colour.PINK.value)
        )
    )
    told = (
        as_told_to(tx.actor, replace(each, relation=PINK_NOTES) if each.row_id in pink else each)
        for each in found
    )
    return tuple(dict.fromkeys(told))


async def _conflicts(tx: Work, kind: ConflictKind, relation: str, ids: sa.Select[Any]) -> list[RowConflict]:
    return [RowConflict(relation, each, kind) for each in await tx.session.scalars(ids)]


def _later(merge: Transformation) -> sa.Select[Any]:
    both = (merge.customer_id, merge.other_id)
    return (
        sa.select(Transformation.id)
        .where(
            Transformation.number > merge.number,
            Transformation.reversed_at.is_(None),
            sa.or_(Transformation.customer_id.in_(both), Transformation.other_id.in_(both)),
        )
        .order_by(Transformation.number)
    )


def _spent(merge: Transformation) -> sa.Select[Any]:
    """The lots on which something was posted since. What ran out since is no matter: nothing is left to go back."""
    return (
        sa.select(CreditEntry.lot_id)
        .where(
            CreditEntry.lot_id.in_(rows_of(merge, RowAction.MOVED, CreditLot.__tablename__)),
            CreditEntry.id.not_in(rows_of(merge, RowAction.ADDED, CreditEntry.__tablename__)),
            CreditEntry.at > merge.at,
            CreditEntry.kind != EntryKind.EXPIRE.value,
        )
        .distinct()
    )


def _claimed(merge: Transformation) -> sa.Select[Any]:
    """The gifts in a claim by a declaration that would then be the other record's."""
    moved = rows_of(merge, RowAction.MOVED, Order.__tablename__)
    gift_goes = Donation.order_id.in_(moved)
    declaration_goes = GiftAidClaimLine.declaration_id.in_(
        rows_of(merge, RowAction.MOVED, Declaration.__tablename__)
    )
    return (
        sa.select(Donation.id)
        .join(GiftAidClaimLine, GiftAidClaimLine.donation_id == Donation.id)
        .join(Order, Order.id == Donation.order_id)
        .where(
            GiftAidClaimLine.live,
            Order.owner_id == merge.customer_id,
            sa.or_(gift_goes, declaration_goes),
            gift_goes != declaration_goes,
        )
    )
