"""Leaving a donation out of Gift Aid, and taking it in again (GAD-P11)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from db.models import Customer, Donation, GiftAidAdjustment, GiftAidClaimLine, Order
from db.scope import SEES_RESTRICTED, visible
from db.work import Work
from domain.audit import changes_between
from domain.errors import NotFound, ReasonRequired
from domain.gift_aid_claims import AdjustmentReason
from domain.gift_aid_refusals import AlreadyAdjusted
from domain.refusals import Problems
from domain.texts import clean_block
from gateway.commands._records import open_record
from gateway.commands.gift_aid_adjustments import adjust_claimed

LONGEST_REASON = 500


async def exclude(tx: Work, donation_id: UUID, reason: str) -> UUID:
    """The id of the donation, for which Gift Aid is not claimed from now on, with the reason.

    If it was claimed already, the tax is to be given back (GAD-P16).
    Refused: NotFound, ReasonRequired, TooLong, InvalidText, and what opening the record refuses.
    """
    problems = Problems()
    with problems.at():
        told = clean_block(reason, limit=LONGEST_REASON, field="reason")
        if told is None:
            raise ReasonRequired("Say why the donation is left out of Gift Aid.", ("reason",))
    problems.raise_any()
    return await _set(tx, donation_id, told, "donation.excluded", "Donation left out of Gift Aid")


async def include(tx: Work, donation_id: UUID) -> UUID:
    """The id of the donation, for which Gift Aid may be claimed again, if nothing else stands against it.

    Refused: NotFound, AlreadyAdjusted, and what opening the record refuses.
    """
    return await _set(tx, donation_id, None, "donation.included", "Donation taken into Gift Aid again")


async def _set(tx: Work, donation_id: UUID, reason: str | None, event: str, subject: str) -> UUID:
    row, donor_id = await _open(tx, donation_id)
    changes = changes_between(
        {"donation.excluded_from_gift_aid": row.excluded_from_gift_aid},
        {"donation.excluded_from_gift_aid": reason},
    )
    if not changes:
        tx.nothing_changed()
        return row.id
    if reason is None:
        await _check_not_given_back(tx, row.id)
    row.excluded_from_gift_aid = reason
    if reason is not None:
        await adjust_claimed(tx, [row.id], AdjustmentReason.EXCLUDED)
    tx.record(event, donor_id, narrative=subject, changes=changes)
    return row.id


async def _check_not_given_back(tx: Work, donation_id: UUID) -> None:
    adjusted = select(GiftAidAdjustment.id).join(
        GiftAidClaimLine, GiftAidClaimLine.id == GiftAidAdjustment.line_id
    )
    if await tx.session.scalar(
        adjusted.where(GiftAidClaimLine.donation_id == donation_id, GiftAidClaimLine.live)
    ):
        raise AlreadyAdjusted(
            "The tax on this donation is being given back, so it stays left out of Gift Aid.", ("donationId",)
        )


async def _open(tx: Work, donation_id: UUID) -> tuple[Donation, UUID]:
    """The donation and its donor, who owns the order; both locked, the donor first."""
    donor = (
        select(Order.owner_id)
        .join(Donation, Donation.order_id == Order.id)
        .join(Customer, Customer.id == Order.owner_id)
        .where(Donation.id == donation_id, ~Order.restricted | SEES_RESTRICTED)
    )
    donor_id = await tx.session.scalar(visible(donor, tx.actor))
    if donor_id is None:
        raise NotFound("There is no donation with this id that you may see.", ("donationId",))
    await open_record(tx, donor_id)
    row = await tx.session.scalar(select(Donation).where(Donation.id == donation_id).with_for_update())
    assert row is not None, "donations are never deleted"
    return row, donor_id
