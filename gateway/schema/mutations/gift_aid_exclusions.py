"""Leaving a donation out of Gift Aid, and taking it in again."""

from __future__ import annotations

from typing import Annotated, Optional, Union
from uuid import UUID

import strawberry

from db.work import Work
from domain.permissions import Permission
from gateway.commands import gift_aid_exclusions as commands
from gateway.context import Context
from gateway.engine.declare import link
from gateway.loaders.donations import DONATION
from gateway.schema import errors as e
from gateway.schema import gift_aid_errors as g
from gateway.schema._mutations import key, mutation
from gateway.schema.donations import Donation

WRITE = Permission.GIFT_AID_DECLARE
DonationId = Annotated[strawberry.ID, strawberry.argument(description="Id of the donation.")]

ExcludeDonationError = Annotated[
    Union[
        e.NotFound, e.CustomerInactive, e.CustomerMerged, e.MergeInProgress, e.ReasonRequired, e.TooLong, e.InvalidText,
    ],
    strawberry.union("ExcludeDonationError", description="Why the donation was not left out."),
]  # fmt: skip
IncludeDonationError = Annotated[
    Union[e.NotFound, e.CustomerInactive, e.CustomerMerged, e.MergeInProgress, g.AlreadyAdjusted],
    strawberry.union("IncludeDonationError", description="Why the donation was not taken in again."),
]


@strawberry.type
class DonationPayload:
    donation_id: strawberry.Private[Optional[UUID]] = None
    donation: Optional[Donation] = link(
        DONATION, needs=Permission.ORDER_READ, parent="donation_id", description="The donation as it is now."
    )


@strawberry.type(description="What came of leaving a donation out of Gift Aid.")
class ExcludeDonationPayload(DonationPayload):
    errors: list[ExcludeDonationError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when all is as you wish."
    )


@strawberry.type(description="What came of taking a donation into Gift Aid again.")
class IncludeDonationPayload(DonationPayload):
    errors: list[IncludeDonationError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when all is as you wish."
    )


async def _exclude(
    context: Context,
    tx: Work,
    donation_id: DonationId,
    reason: Annotated[
        str, strawberry.argument(description="Why Gift Aid is not claimed for it, at most 500 characters.")
    ],
) -> ExcludeDonationPayload:
    done = await commands.exclude(tx, key("don", donation_id, "donationId"), reason)
    return ExcludeDonationPayload(donation_id=done)


async def _include(context: Context, tx: Work, donation_id: DonationId) -> IncludeDonationPayload:
    done = await commands.include(tx, key("don", donation_id, "donationId"))
    return IncludeDonationPayload(donation_id=done)


@strawberry.type
class GiftAidExclusionMutation:
    exclude_donation_from_gift_aid: ExcludeDonationPayload = mutation(
        _exclude,
        needs=WRITE,
        description="Leave a donation out of Gift Aid though a declaration covers it, such as one that was collected"
        " from others. One that was claimed for is put right with the next claim.",
    )
    include_donation_in_gift_aid: IncludeDonationPayload = mutation(
        _include, needs=WRITE, description="Take back that a donation was left out of Gift Aid."
    )
