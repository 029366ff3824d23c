"""The pinboard as its user sees it: records, opportunities and invitations that are kept at hand."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Optional

import strawberry

from domain.permissions import Permission
from gateway.engine.declare import column, computed, link, tab
from gateway.loaders.customers import CUSTOMERS
from gateway.loaders.invitations import INVITATION
from gateway.loaders.opportunities import OPPORTUNITY
from gateway.loaders.pinboard import KINDS, PINBOARD
from gateway.schema._rows import row_type
from gateway.schema.invitations import Invitation

if TYPE_CHECKING:
    from gateway.schema.customers import Customer
    from gateway.schema.opportunities import Opportunity

Someone = Annotated["Customer", strawberry.lazy("gateway.schema.customers")]
SomeOpportunity = Annotated["Opportunity", strawberry.lazy("gateway.schema.opportunities")]
READ = Permission.FUNDRAISING


@strawberry.interface(description="Something on your pinboard.")
class Pin:
    since: datetime = column("pinned_at", description="When you pinned it.")

    @classmethod
    def resolve_type(cls, row: Any, _info: Any, _abstract: Any) -> str:
        return KINDS[row["kind"]]


@row_type(kind="CUSTOMER", description="A record on your pinboard.")
class PinnedCustomer(Pin):
    customer: Optional[Someone] = link(
        CUSTOMERS,
        needs=Permission.CUSTOMER_READ,
        parent="customer_id",
        description="The record as it is now.",
    )


@row_type(kind="OPPORTUNITY", description="An opportunity on your pinboard.")
class PinnedOpportunity(Pin):
    opportunity: Optional[SomeOpportunity] = link(
        OPPORTUNITY, needs=READ, parent="opportunity_id", description="The opportunity as it is now."
    )


@row_type(kind="INVITATION", description="An invitation on your pinboard.")
class PinnedInvitation(Pin):
    invitation: Optional[Invitation] = link(
        INVITATION, needs=READ, parent="invitation_id", description="The invitation as it is now."
    )


KINDS_OF_PINS = (PinnedCustomer, PinnedOpportunity, PinnedInvitation)

pinboard_list: Any = tab(
    PINBOARD,
    parent=None,
    needs=READ,
    description="Your pinboard: at most 50 things, what you pinned last first. A record that was merged away shows"
    " as the one that it was merged into; what you may not see any more is left out.",
)


def _pinned(pinned: bool) -> bool:
    return pinned


customer_pinned_field: Any = computed(
    _pinned, "pinned", needs=READ, description="Whether the record is on your pinboard."
)


@strawberry.type
class PinboardQuery:
    pinboard: Optional[list[Pin]] = pinboard_list
