"""Claiming Gift Aid: a claim is prepared, previewed, submitted and given its outcome, or abandoned (GAD-P14)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from db.models import CharityDetails, Customer, GiftAidClaim, GiftAidClaimLine
from db.work import Work
from domain.audit import Change, change
from domain.errors import NotFound
from domain.gift_aid_claim_refusals import GiftsNotClaimable, NothingToClaim, UnclaimableGift
from domain.gift_aid_claims import (
    ClaimOutcome,
    ClaimStatus,
    ClaimStep,
    check_outcome,
    check_period,
    check_step,
)
from domain.house import House
from domain.texts import clean_block, clean_line
from gateway.commands._claim_gifts import in_claim, judged, owners_of, perhaps_claimable
from gateway.commands._claim_lines import add_lines, mark, release, remove, size
from gateway.commands._claim_rows import MOST_NAMED, fill, kept_rows
from gateway.commands._set_up import SetUp, open_row
from gateway.commands.charity import in_force
from gateway.commands.gift_aid_adjustments import adjust_overclaimed, carried_by, carry, set_free
from gateway.schedules import Charity, Claimed

CLAIMS = SetUp(GiftAidClaim, "claim", "gift_aid_claim", "gift-aid-claim", "Gift Aid claim", label="number")
CORRELATION_LENGTH = 100
RESPONSE_LENGTH = 20_000
REJECTION_LENGTH = 500
_Line = GiftAidClaimLine


async def prepare_claim(tx: Work, first: date, last: date, today: date, house: House) -> GiftAidClaim:
    """The draft of a claim for all gifts of these days that can be claimed for, and that no other claim has.

    Refused: a period that is wrong or too recent, CharityDetailsMissing, NothingToClaim.
    """
    check_period(first, last, today, house.figures)
    charity = await in_force(tx, CharityDetails, today)
    await adjust_overclaimed(tx, today, house)
    gifts = [
        each for each in await judged(tx, perhaps_claimable(first, last), today, house) if each.claimable
    ]
    claim = GiftAidClaim(
        id=uuid7(),
        period_from=first,
        period_to=last,
        status=ClaimStatus.DRAFT.value,
        version=1,
        charity_version=charity.version,
        prepared_at=tx.now,
        prepared_by=tx.actor.username,
    )
    tx.session.add(claim)
    await tx.session.flush()
    await add_lines(tx, claim.id, gifts, house)
    await carry(tx, claim.id)
    await _check_something_left(tx, claim.id)
    period = (change("period_from", None, first), change("period_to", None, last))
    await _record(tx, claim, "prepared", (*period, change("gifts", None, await size(tx, claim.id))))
    return claim


async def preview_claim(
    tx: Work, claim_id: UUID, today: date, house: House, *, expected_version: int
) -> GiftAidClaim:
    """The claim with its rows as they would be submitted today; gifts that no longer qualify are left out of it.

    Refused: NotFound, StaleVersion, ClaimStatusWrong, CharityDetailsMissing, NothingToClaim, RowsNotValid.
    """
    claim = await _open(tx, claim_id, expected_version, ClaimStep.PREVIEW)
    charity = await in_force(tx, CharityDetails, today)
    before = await size(tx, claim_id)
    lost = [
        each.donation_id for each in await judged(tx, in_claim(claim_id), today, house) if not each.claimable
    ]
    await remove(tx, claim_id, lost)
    await adjust_overclaimed(tx, today, house)
    await carry(tx, claim_id)
    await _check_something_left(tx, claim_id)
    rows = await fill(tx, claim_id, house)
    claim.charity_version, claim.previewed_at = charity.version, tx.now
    changes = [change("rows", None, rows)]
    if lost:
        changes.append(change("gifts", before, before - len(lost)))
    await _move(tx, claim, ClaimStatus.PREVIEWED, "previewed", changes)
    return claim


async def submit_claim(
    tx: Work, claim_id: UUID, correlation: str | None, today: date, house: House, *, expected_version: int
) -> GiftAidClaim:
    """The claim as it was sent to the tax authority today, with the rows of its last preview.

    Refused: NotFound, StaleVersion, ClaimStatusWrong, and GiftsNotClaimable where a gift no longer qualifies.
    """
    named = clean_line(correlation, limit=CORRELATION_LENGTH, field="correlation")
    # Who cancels a declaration or excludes a gift locks its donor: it comes before this, or finds the gift claimed for.
    await tx.session.execute(
        sa.select(Customer.id)
        .where(Customer.id.in_(owners_of(claim_id)))
        .order_by(Customer.id)
        .with_for_update(key_share=True)
    )
    claim = await _open(tx, claim_id, expected_version, ClaimStep.SUBMIT)
    lost = [each for each in await judged(tx, in_claim(claim_id), today, house) if not each.claimable]
    if lost:
        raise GiftsNotClaimable(
            f"{len(lost)} of its gifts can no longer be claimed for; preview the claim again without them.",
            ("claimId",),
            gifts=tuple(
                UnclaimableGift(each.donation_id, each.verdict.reasons) for each in lost[:MOST_NAMED]
            ),
            total=len(lost),
        )
    await mark(tx, in_claim(claim_id), today)
    claim.submitted_on, claim.correlation = today, named
    await _move(tx, claim, ClaimStatus.SUBMITTED, "submitted", [change("correlation", None, named)])
    return claim


async def decide_claim(
    tx: Work,
    claim_id: UUID,
    outcome: ClaimOutcome,
    rejected: Mapping[int, str | None],
    response: str | None,
    today: date,
    *,
    expected_version: int,
) -> GiftAidClaim:
    """The claim with what the tax authority answered; what it rejected can be claimed for again.

    `rejected` are rows by their numbers, each with what was said of it. Refused: NotFound, StaleVersion,
    ClaimStatusWrong, InvalidValue.
    """
    answered = clean_block(response, limit=RESPONSE_LENGTH, field="response")
    claim = await _open(tx, claim_id, expected_version, ClaimStep.DECIDE)
    numbers = await _numbers(tx, claim_id)
    check_outcome(outcome, rejected, numbers)
    if outcome is ClaimOutcome.REJECTED:
        await release(tx, claim_id, dict.fromkeys(sorted(numbers), answered))
        await set_free(tx, claim_id)
    elif rejected:
        cleaned = {
            row: clean_line(said, limit=REJECTION_LENGTH, field="reason") for row, said in rejected.items()
        }
        await release(tx, claim_id, cleaned)
    claim.decided_on, claim.response = today, answered
    changes = [change("rejected_rows", None, [*map(str, sorted(rejected))])] if rejected else []
    await _move(tx, claim, outcome.status, outcome.lower().replace("_", "-"), changes)
    return claim


async def abandon_claim(tx: Work, claim_id: UUID, *, expected_version: int) -> None:
    """Give up a claim that was not submitted: its gifts and what was taken off it are free for the next one.

    Refused: NotFound, StaleVersion, ClaimStatusWrong.
    """
    claim = await _open(tx, claim_id, expected_version, ClaimStep.ABANDON)
    await _record(tx, claim, "abandoned", [change("status", claim.status, None)])
    await set_free(tx, claim_id)
    await tx.session.execute(sa.delete(_Line).where(_Line.claim_id == claim_id))
    await tx.session.delete(claim)


async def export_claim(tx: Work, claim_id: UUID) -> Claimed:
    """A claim that was previewed, as its files are to tell of it; the audit notes that they are made.

    Refused: NotFound, ClaimStatusWrong.
    """
    claim = await tx.session.scalar(sa.select(GiftAidClaim).where(GiftAidClaim.id == claim_id))
    if claim is None:
        raise NotFound("There is no claim with this id.", ("claimId",))
    check_step(ClaimStatus(claim.status), ClaimStep.EXPORT)
    details = await tx.session.get_one(CharityDetails, claim.charity_version)
    adjusted, adjustment = await carried_by(tx, claim_id)
    charity = Charity(
        details.name,
        details.hmrc_reference,
        details.regulator,
        details.registered_number,
        details.official_first_name,
        details.official_last_name,
        details.official_phone,
        details.official_postcode,
    )
    rows = await kept_rows(tx, claim_id)
    await _record(tx, claim, "exported", [])
    return Claimed(claim.number, claim.period_to, charity, rows, adjustment, adjusted)


async def _open(tx: Work, claim_id: UUID, expected_version: int, step: ClaimStep) -> GiftAidClaim:
    claim = await open_row(tx, CLAIMS, claim_id, expected_version, {})
    check_step(ClaimStatus(claim.status), step)
    return claim


async def _check_something_left(tx: Work, claim_id: UUID) -> None:
    if not await size(tx, claim_id) and not (await carried_by(tx, claim_id))[0]:
        raise NothingToClaim("Nothing in this period can be claimed for; choose another period.")


async def _numbers(tx: Work, claim_id: UUID) -> set[int]:
    """The rows of a claim that was previewed."""
    found = await tx.session.scalars(sa.select(_Line.schedule_row).where(_Line.claim_id == claim_id))
    return {number for number in found if number is not None}


async def _move(
    tx: Work, claim: GiftAidClaim, status: ClaimStatus, verb: str, changes: Collection[Change]
) -> None:
    moved = [change("status", claim.status, status)] if claim.status != status else []
    claim.status = status.value
    claim.version += 1
    await _record(tx, claim, verb, [*moved, *changes])


async def _record(tx: Work, claim: GiftAidClaim, verb: str, changes: Collection[Change]) -> None:
    await tx.session.flush()
    tx.record(
        f"{CLAIMS.event}.{verb}",
        None,
        narrative=f"{CLAIMS.called} {claim.number} {verb}",
        changes=tuple(changes),
        section=CLAIMS.place(claim.id),
        section_version=claim.version,
    )
