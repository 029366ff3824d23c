"""Claiming Gift Aid, step by step, for General Administrators."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Optional, Union
from uuid import UUID

import strawberry

from db.work import Work
from domain.errors import InvalidValue
from domain.gift_aid_claims import ClaimOutcome
from domain.permissions import Permission
from gateway.commands import gift_aid_claims as commands
from gateway.context import Context
from gateway.engine import ids
from gateway.engine.declare import column, link
from gateway.loaders.gift_aid_claims import CLAIM
from gateway.schema import errors as e
from gateway.schema import gift_aid_claim_errors as c
from gateway.schema import gift_aid_errors as g
from gateway.schema._mutations import key, mutation
from gateway.schema._rows import enum_type
from gateway.schema.gift_aid_claims import GiftAidClaim

CLAIMING = Permission.GIFT_AID_CLAIM

enum_type(
    ClaimOutcome,
    "What the tax authority makes of a claim.",
    named="GiftAidClaimOutcome",
    ACCEPTED="It pays the claim.",
    REJECTED="It sends the whole claim back.",
    PART_REJECTED="It pays the claim but for some rows.",
)

ClaimId = Annotated[strawberry.ID, strawberry.argument(description="The claim.")]
Version = Annotated[int, strawberry.argument(description="The claim's `version` as you read it.")]


@strawberry.input(description="A row of a claim that the tax authority sent back.")
class RejectedGiftAidRow:
    row: int = strawberry.field(description="Number of the row in the claim, the first being 1.")
    reason: Optional[str] = strawberry.field(
        default=None, description="What was said of it. At most 500 characters."
    )


@strawberry.type
class _ClaimPayload:
    claim_id: strawberry.Private[Optional[UUID]] = None
    claim: Optional[GiftAidClaim] = link(
        CLAIM, needs=CLAIMING, parent="claim_id", description="The claim as it is now; null when refused."
    )


PrepareGiftAidClaimError = Annotated[
    Union[e.InvalidDate, c.ClaimPeriodTooRecent, g.CharityDetailsMissing, c.NothingToClaim],
    strawberry.union("PrepareGiftAidClaimError", description="Why no claim was prepared."),
]


@strawberry.type(description="What came of preparing a claim.")
class PrepareGiftAidClaimPayload(_ClaimPayload):
    errors: list[PrepareGiftAidClaimError] = strawberry.field(
        default_factory=list, description="Why nothing was prepared; empty when it was."
    )


async def _prepare(
    context: Context,
    tx: Work,
    from_: Annotated[
        date, strawberry.argument(name="from", description="First day whose gifts to claim for.")
    ],
    to: Annotated[
        date, strawberry.argument(description="Last day whose gifts to claim for: at least 30 days ago.")
    ],
) -> PrepareGiftAidClaimPayload:
    claim = await commands.prepare_claim(tx, from_, to, context.today, context.settings.house)
    return PrepareGiftAidClaimPayload(claim_id=claim.id)


PreviewGiftAidClaimError = Annotated[
    Union[
        e.NotFound, e.StaleVersion, c.ClaimStatusWrong, g.CharityDetailsMissing, c.NothingToClaim, c.RowsNotValid
    ],
    strawberry.union("PreviewGiftAidClaimError", description="Why the claim was not previewed."),
]  # fmt: skip


@strawberry.type(description="What came of previewing a claim.")
class PreviewGiftAidClaimPayload(_ClaimPayload):
    errors: list[PreviewGiftAidClaimError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


async def _preview(
    context: Context, tx: Work, claim_id: ClaimId, expected_version: Version
) -> PreviewGiftAidClaimPayload:
    claim = await commands.preview_claim(
        tx,
        key("gcl", claim_id, "claimId"),
        context.today,
        context.settings.house,
        expected_version=expected_version,
    )
    return PreviewGiftAidClaimPayload(claim_id=claim.id)


SubmitGiftAidClaimError = Annotated[
    Union[
        e.NotFound, e.StaleVersion, e.TooLong, e.InvalidText, c.ClaimStatusWrong, c.GiftsNotClaimable
    ],
    strawberry.union("SubmitGiftAidClaimError", description="Why the claim was not submitted."),
]  # fmt: skip


@strawberry.type(description="What came of submitting a claim.")
class SubmitGiftAidClaimPayload(_ClaimPayload):
    errors: list[SubmitGiftAidClaimError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


async def _submit(
    context: Context,
    tx: Work,
    claim_id: ClaimId,
    expected_version: Version,
    correlation: Annotated[
        Optional[str],
        strawberry.argument(description="What the tax authority calls the claim. At most 100 characters."),
    ] = None,
) -> SubmitGiftAidClaimPayload:
    claim = await commands.submit_claim(
        tx,
        key("gcl", claim_id, "claimId"),
        correlation,
        context.today,
        context.settings.house,
        expected_version=expected_version,
    )
    return SubmitGiftAidClaimPayload(claim_id=claim.id)


RecordGiftAidClaimOutcomeError = Annotated[
    Union[
        e.NotFound, e.StaleVersion, e.TooLong, e.InvalidText, e.InvalidValue, c.ClaimStatusWrong
    ],
    strawberry.union("RecordGiftAidClaimOutcomeError", description="Why the outcome was not recorded."),
]  # fmt: skip


@strawberry.type(description="What came of recording what the tax authority answered.")
class RecordGiftAidClaimOutcomePayload(_ClaimPayload):
    errors: list[RecordGiftAidClaimOutcomeError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


async def _decide(
    context: Context,
    tx: Work,
    claim_id: ClaimId,
    expected_version: Version,
    outcome: Annotated[ClaimOutcome, strawberry.argument(description="What it makes of the claim.")],
    rejected_rows: Annotated[
        Optional[list[RejectedGiftAidRow]],
        strawberry.argument(description="The rows that it sent back, where it did so with a part."),
    ] = None,
    response: Annotated[
        Optional[str],
        strawberry.argument(description="What it answered, in its own words. At most 20,000 characters."),
    ] = None,
) -> RecordGiftAidClaimOutcomePayload:
    rows = {each.row: each.reason for each in rejected_rows or ()}
    if len(rows) < len(rejected_rows or ()):
        raise InvalidValue("Name each rejected row once.", ("rejectedRows",))
    claim = await commands.decide_claim(
        tx,
        key("gcl", claim_id, "claimId"),
        outcome,
        rows,
        response,
        context.today,
        expected_version=expected_version,
    )
    return RecordGiftAidClaimOutcomePayload(claim_id=claim.id)


AbandonGiftAidClaimError = Annotated[
    Union[e.NotFound, e.StaleVersion, c.ClaimStatusWrong],
    strawberry.union("AbandonGiftAidClaimError", description="Why the claim was not abandoned."),
]


@strawberry.type(description="What came of abandoning a claim.")
class AbandonGiftAidClaimPayload:
    abandoned_id: strawberry.Private[Optional[UUID]] = None
    abandoned_claim_id: Optional[strawberry.ID] = column(
        "abandoned_id", ids.encoder("gcl"), description="Id of the claim that is gone; null when refused."
    )
    errors: list[AbandonGiftAidClaimError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


async def _abandon(
    context: Context, tx: Work, claim_id: ClaimId, expected_version: Version
) -> AbandonGiftAidClaimPayload:
    found = key("gcl", claim_id, "claimId")
    await commands.abandon_claim(tx, found, expected_version=expected_version)
    return AbandonGiftAidClaimPayload(abandoned_id=found)


@strawberry.type
class GiftAidClaimMutation:
    prepare_gift_aid_claim: PrepareGiftAidClaimPayload = mutation(
        _prepare,
        needs=CLAIMING,
        description="Gather all gifts of some days that can be claimed for and are in no other claim, and the tax of"
        " earlier claims that is to be given back.",
    )
    preview_gift_aid_claim: PreviewGiftAidClaimPayload = mutation(
        _preview,
        needs=CLAIMING,
        description="Make the rows of a claim from the records as they are now. Gifts that can no longer be claimed for"
        " are left out; whatever the tax authority would send back is refused.",
    )
    submit_gift_aid_claim: SubmitGiftAidClaimPayload = mutation(
        _submit,
        needs=CLAIMING,
        description="Say that a claim was sent as it was last previewed: its gifts are claimed for from now on.",
    )
    record_gift_aid_claim_outcome: RecordGiftAidClaimOutcomePayload = mutation(
        _decide,
        needs=CLAIMING,
        description="Say what the tax authority answered; what it sent back can be claimed for again.",
    )
    abandon_gift_aid_claim: AbandonGiftAidClaimPayload = mutation(
        _abandon,
        needs=CLAIMING,
        description="Give up a claim that was not submitted; its gifts are free for the next one.",
    )
