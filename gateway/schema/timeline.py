"""The timeline as clients see it: every interaction with a customer, of eight kinds, in one list (TML-01, TML-P01)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Optional

import strawberry

from domain.permissions import Permission
from domain.timeline import (
    TimelineKind,
    TimelineRole,
    entry_id,
    roles_of,
)
from gateway.engine import ids
from gateway.engine.declare import Narrowing, column, computed, link, page
from gateway.loaders.opportunities import OPPORTUNITY_OF_ITEM
from gateway.loaders.orders import ORDER
from gateway.loaders.timeline import ENTRY_TYPES, TIMELINE
from gateway.resolvers.timeline import timeline_narrowing
from gateway.schema._rows import enum_type
from gateway.schema.opportunities import Opportunity

if TYPE_CHECKING:
    from gateway.schema.orders import Order

SomeOrder = Annotated["Order", strawberry.lazy("gateway.schema.orders")]
NEEDS = Permission.FUNDRAISING

enum_type(
    TimelineKind,
    "What an entry of a timeline tells of. Entries of one instant stand in this order.",
    named="TimelineEntryType",
    ACTIVITY="Something that a fundraiser did or plans to do, such as a call.",
    VISIT="A visit to an instance of an event, with tickets that were bought and not returned.",
    OPPORTUNITY_STAGE_CHANGE="An opportunity was opened, moved to another stage, closed or opened again.",
    PLEDGE_OR_LEGACY="A pledge or a legacy was made, amended or cancelled.",
    DONATION_OR_PLEDGE_INSTALMENT="A gift of money, promised before or not.",
    INVITATION="An invitation to an instance of an event, or the answer to it.",
    MEMBERSHIP="A membership was bought, renewed or returned, or lapsed.",
    MERCHANDISE="Something that was bought beside tickets.",
)
enum_type(
    TimelineRole,
    "The part by which an entry is on a customer's timeline.",
    OWNER="It is the customer's own.",
    FACILITATOR="The customer booked it for its owner.",
    SOFT_CREDIT="The customer is credited with it.",
    ORGANISATION="The customer booked it for an organisation, on whose own timeline it is the owner's.",
)


class TimelineOrder(StrEnum):
    LATEST_FIRST = "LATEST_FIRST"
    EARLIEST_FIRST = "EARLIEST_FIRST"


enum_type(
    TimelineOrder,
    "Which end of the timeline comes first.",
    LATEST_FIRST="What is planned first, then the latest.",
    EARLIEST_FIRST="The same list, turned round.",
)


@strawberry.interface(description="One interaction between a customer and the organisation.")
class TimelineEntry:
    id: strawberry.ID = computed(
        entry_id,
        "customer_id",
        "ordinal",
        "subject_id",
        "part_id",
        description="Opaque id of this entry on this timeline. It does not resolve through `node`: what the entry"
        " tells of has an id of its own, which does.",
    )
    occurred_at: datetime = strawberry.field(
        description="When it happened or will; what has a day only stands at the midnight with which that begins."
    )
    type: TimelineKind = column("kind", description="What it tells of.")
    title: str = strawberry.field(description="The entry in one line.")
    opportunity: Optional[Opportunity] = link(
        OPPORTUNITY_OF_ITEM,
        needs=NEEDS,
        parent="opportunity_id",
        description="The opportunity that it belongs to; null where it belongs to none. Where tickets or pieces of"
        " one entry are linked to several, it is one of these.",
    )
    via: list[TimelineRole] = computed(
        roles_of,
        "owner",
        "facilitator",
        "soft_credited",
        "of_organisation",
        description="Every part by which it is on this timeline; a fact is there once, whatever many parts.",
    )
    order: Optional[SomeOrder] = link(
        ORDER,
        needs=Permission.ORDER_READ,
        parent="order_id",
        description="The order in which it was bought or given; null where there is none.",
    )

    origin_customer_id: Optional[strawberry.ID] = column(
        "origin_id",
        ids.encoder("cus"),
        description="Opaque id of the record that it came from in a merge, which leads here now; null where it was"
        " always this one's.",
    )

    @classmethod
    def resolve_type(cls, row: Any, _info: Any, _abstract: Any) -> str:
        return ENTRY_TYPES[row["kind"]]


@strawberry.input(description="Which entries of a timeline; what is given must all hold.")
class TimelineFilter:
    opportunity_id: Optional[strawberry.ID] = strawberry.field(
        default=None,
        description="Only what belongs to this opportunity; nothing where that is another customer's. Visits and"
        " merchandise belong to it where a ticket or a piece is linked to it.",
    )
    types: Optional[list[TimelineKind]] = strawberry.field(
        default=None, description="Only entries of these types; null for all."
    )
    from_: Optional[date] = strawberry.field(
        default=None, name="from", description="First day of the period, in the system's zone."
    )
    until: Optional[date] = strawberry.field(
        default=None, description="Last day of the period; without it what lies ahead is there too."
    )


def _narrowed(
    order_by: Annotated[
        TimelineOrder, strawberry.argument(description="Which end comes first.")
    ] = TimelineOrder.LATEST_FIRST,
    filter: Annotated[
        Optional[TimelineFilter], strawberry.argument(description="Which entries; null for all.")
    ] = None,
) -> Narrowing:
    """The arguments of a timeline."""
    return timeline_narrowing(filter, earliest_first=order_by is TimelineOrder.EARLIEST_FIRST)


timeline_tab: Any = page(
    TIMELINE,
    needs=NEEDS,
    narrow=_narrowed,
    description="Every interaction with the customer, what is planned first, then the latest. Orders are here that are"
    " the customer's own, that the customer booked for others, or is credited with; those of a household are not.",
)
