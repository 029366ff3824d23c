"""Putting things on one's own pinboard, and taking them off."""

from __future__ import annotations

from typing import Annotated, Optional, Union

import strawberry

from db.work import Work
from domain.permissions import Permission
from gateway.commands import pinboard as commands
from gateway.context import Context
from gateway.schema import errors as e
from gateway.schema._mutations import customer_ref, key, mutation
from gateway.schema.pinboard import Pin, pinboard_list

USE = Permission.FUNDRAISING
CustomerId = Annotated[strawberry.ID, strawberry.argument(description="The record, by either id.")]
OpportunityId = Annotated[strawberry.ID, strawberry.argument(description="The opportunity.")]
InvitationId = Annotated[strawberry.ID, strawberry.argument(description="The invitation.")]

PinError = Annotated[
    Union[e.NotFound, e.PinboardFull],
    strawberry.union("PinError", description="Why nothing was pinned or unpinned."),
]


@strawberry.type(description="What came of pinning or unpinning something.")
class PinboardPayload:
    pinboard: Optional[list[Pin]] = pinboard_list
    errors: list[PinError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when all is as you wish."
    )


async def _pin_customer(context: Context, tx: Work, customer_id: CustomerId) -> PinboardPayload:
    await commands.pin(tx, commands.CUSTOMER, customer_ref(customer_id))
    return PinboardPayload()


async def _unpin_customer(context: Context, tx: Work, customer_id: CustomerId) -> PinboardPayload:
    await commands.unpin(tx, commands.CUSTOMER, customer_ref(customer_id))
    return PinboardPayload()


async def _pin_opportunity(context: Context, tx: Work, opportunity_id: OpportunityId) -> PinboardPayload:
    await commands.pin(tx, commands.OPPORTUNITY, key("opp", opportunity_id, "opportunityId"))
    return PinboardPayload()


async def _unpin_opportunity(context: Context, tx: Work, opportunity_id: OpportunityId) -> PinboardPayload:
    await commands.unpin(tx, commands.OPPORTUNITY, key("opp", opportunity_id, "opportunityId"))
    return PinboardPayload()


async def _pin_invitation(context: Context, tx: Work, invitation_id: InvitationId) -> PinboardPayload:
    await commands.pin(tx, commands.INVITATION, key("inv", invitation_id, "invitationId"))
    return PinboardPayload()


async def _unpin_invitation(context: Context, tx: Work, invitation_id: InvitationId) -> PinboardPayload:
    await commands.unpin(tx, commands.INVITATION, key("inv", invitation_id, "invitationId"))
    return PinboardPayload()


_PINNED = " It comes first on it; one that is pinned already stays where it is."
_UNPINNED = " One that is not pinned is no error."


@strawberry.type
class PinboardMutation:
    pin_customer: PinboardPayload = mutation(
        _pin_customer,
        needs=USE,
        description=f"Put a record on your pinboard; one merged away is pinned as its survivor.{_PINNED}",
    )
    unpin_customer: PinboardPayload = mutation(
        _unpin_customer, needs=USE, description=f"Take a record off your pinboard.{_UNPINNED}"
    )
    pin_opportunity: PinboardPayload = mutation(
        _pin_opportunity, needs=USE, description=f"Put an opportunity on your pinboard.{_PINNED}"
    )
    unpin_opportunity: PinboardPayload = mutation(
        _unpin_opportunity, needs=USE, description=f"Take an opportunity off your pinboard.{_UNPINNED}"
    )
    pin_invitation: PinboardPayload = mutation(
        _pin_invitation, needs=USE, description=f"Put an invitation on your pinboard.{_PINNED}"
    )
    unpin_invitation: PinboardPayload = mutation(
        _unpin_invitation, needs=USE, description=f"Take an invitation off your pinboard.{_UNPINNED}"
    )
