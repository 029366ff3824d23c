"""Leaving a donation out of Gift Aid, and taking it in again (GAD-P11)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from db.models import Customer, Donation, Order
from db.scope import SEES_RESTRICTED, visible
from db.work import Work
from domain.audit import changes_between
from domain.errors import NotFound, ReasonRequired
from domain.refusals import Problems
from domain.texts import clean_block
from gateway.commands._records import open_record

LONGEST_REASON = 500


async def exclude(tx: Work, donation_id: UUID, reason: str) -> UUID:
    """The id of the donation, for which Gift Aid is not claimed from now on, with the reason.

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

    Refused: NotFound, and what opening the record refuses.
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
    row.excluded_from_gift_aid = reason
    tx.record(event, donor_id, narrative=subject, changes=changes)
    return row.id


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
