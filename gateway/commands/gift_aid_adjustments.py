"""Tax to give back: for gifts that were claimed for, and turned out not to qualify (GAD-P16)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from db.models import (
    CancelledDeclaration,
    Donation,
    GiftAidAdjustment,
    GiftAidCancellation,
    GiftAidClaim,
    GiftAidClaimLine,
    Order,
    OrderItem,
)
from db.work import Work
from domain.gift_aid_claimability import GiftReason
from domain.gift_aid_claims import PAID, TOLD, AdjustmentReason
from domain.house import House
from domain.orders import ItemState
from gateway.commands._claim_gifts import judged

_Line, _Claim, _Adjustment = GiftAidClaimLine, GiftAidClaim, GiftAidAdjustment

# What of the rule's reasons takes the tax back; the first that holds is told.
_REASONS = {
    GiftReason.RETURNED: AdjustmentReason.RETURNED,
    GiftReason.EXCLUDED: AdjustmentReason.EXCLUDED,
    GiftReason.COVERAGE_CANCELLED: AdjustmentReason.CANCELLED,
    GiftReason.NOT_COVERED: AdjustmentReason.CANCELLED,
    GiftReason.NO_DECLARATION: AdjustmentReason.CANCELLED,
}


async def adjust_claimed(
    tx: Work, donation_ids: Collection[UUID], reason: AdjustmentReason
) -> tuple[UUID, ...]:
    """Note that the tax of these gifts is to be given back; the donations of which it was noted now (GAD-P16).

    It is noted once for each gift of a claim that was submitted and not rejected. Of other gifts it is not noted,
    since nothing was claimed for them, and nobody is refused for naming them. The caller records what it did.
    """
    if not donation_ids:
        return ()
    claimed = (
        sa.select(_Line.id, sa.literal(reason.value), _Line.tax_minor, sa.literal(tx.actor.username))
        .join(_Claim, _Claim.id == _Line.claim_id)
        .where(
            _Line.donation_id == sa.func.any(sa.cast(list(donation_ids), sa.ARRAY(sa.Uuid))),
            _Line.live,
            _Line.tax_minor > 0,
            _Claim.status.in_(TOLD),
        )
        .order_by(_Line.id)
    )
    noted = (
        insert(_Adjustment)
        .from_select(["line_id", "reason", "tax_minor", "made_by"], claimed)
        .on_conflict_do_nothing(index_elements=["line_id"])
        .returning(_Adjustment.line_id)
    )
    lines = list(await tx.session.scalars(noted))
    if not lines:
        return ()
    return tuple(await tx.session.scalars(sa.select(_Line.donation_id).where(_Line.id.in_(lines))))


async def adjust_overclaimed(
    tx: Work, today: date, house: House, *, owner_id: UUID | None = None
) -> tuple[UUID, ...]:
    """Note what is to be given back of all that was claimed for, or of what one donor gave; the donations (GAD-P16).

    Those gifts are found that were returned or excluded since, or whose day no declaration covers any more.
    """
    found = await judged(tx, _perhaps_overclaimed(owner_id), today, house)
    by_reason: dict[AdjustmentReason, list[UUID]] = {}
    for each in found:
        reason = _why(each.verdict.reasons)
        if reason is not None:
            by_reason.setdefault(reason, []).append(each.donation_id)
    noted: list[UUID] = []
    for reason, donation_ids in sorted(by_reason.items()):
        noted += await adjust_claimed(tx, donation_ids, reason)
    return tuple(noted)


async def carry(tx: Work, claim_id: UUID) -> None:
    """Take off this claim whatever tax is to be given back and is not taken off another: of claims that were paid."""
    paid = (
        sa.select(_Line.id)
        .join(_Claim, _Claim.id == _Line.claim_id)
        .where(_Line.id == _Adjustment.line_id, _Line.live, _Claim.status.in_(PAID))
    )
    await tx.session.execute(
        sa.update(_Adjustment)
        .where(_Adjustment.carried_into.is_(None), sa.exists(paid.correlate(_Adjustment)))
        .values(carried_into=claim_id)
        .execution_options(synchronize_session=False)
    )


async def set_free(tx: Work, claim_id: UUID) -> None:
    """Leave what was taken off this claim to the next one."""
    await tx.session.execute(
        sa.update(_Adjustment)
        .where(_Adjustment.carried_into == claim_id)
        .values(carried_into=None)
        .execution_options(synchronize_session=False)
    )


async def carried_by(tx: Work, claim_id: UUID) -> tuple[int, int]:
    """How many gifts' tax is taken off this claim, and how much that is in minor units."""
    found = await tx.session.execute(
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(_Adjustment.tax_minor), 0)).where(
            _Adjustment.carried_into == claim_id
        )
    )
    count, tax = found.one()
    return count, int(tax)


def _perhaps_overclaimed(owner_id: UUID | None) -> sa.ColumnElement[bool]:
    """What was claimed for and returned, excluded or cancelled in any way; the rule says whether that matters."""
    cancelled = sa.exists().where(
        CancelledDeclaration.declaration_id == _Line.declaration_id,
        GiftAidCancellation.id == CancelledDeclaration.cancellation_id,
        GiftAidCancellation.effective_from <= _Line.made_on,
    )
    told = (
        sa.exists()
        .where(
            _Line.donation_id == Donation.id,
            _Line.live,
            _Claim.id == _Line.claim_id,
            _Claim.status.in_(TOLD),
            ~sa.exists().where(_Adjustment.line_id == _Line.id),
            sa.or_(
                OrderItem.state.in_((ItemState.RETURNED, ItemState.EXCHANGED)),
                Donation.excluded_from_gift_aid.is_not(None),
                cancelled,
            ),
        )
        .correlate(Donation, OrderItem)
    )
    return told if owner_id is None else sa.and_(told, Order.owner_id == owner_id)


def _why(reasons: Iterable[GiftReason]) -> AdjustmentReason | None:
    held = set(reasons)
    return next((mapped for reason, mapped in _REASONS.items() if reason in held), None)
