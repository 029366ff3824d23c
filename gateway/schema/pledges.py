"""Pledges and legacies as clients see them: what was promised, what has come of it, and in which instalments."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Optional

import strawberry

from domain.money import Money as MoneyRule
from domain.permissions import Permission
from domain.pledges import InstalmentStatus, PledgeEventKind, PledgeKind, PledgeStatus
from gateway.engine.declare import Narrowing, column, computed, identity, link, tab
from gateway.loaders.campaigns import CAMPAIGN
from gateway.loaders.customers import CUSTOMERS
from gateway.loaders.donations import DONATION
from gateway.loaders.funds import FUND
from gateway.loaders.opportunities import OPPORTUNITY
from gateway.loaders.opportunity_stages import STAGE
from gateway.loaders.pledges import (
    INSTALMENT,
    INSTALMENT_PAYMENTS,
    INSTALMENTS,
    LEGACIES,
    PAYMENTS,
    PLEDGE,
    PLEDGE_EVENT,
    PLEDGE_EVENTS,
    PLEDGES,
)
from gateway.resolvers import pledges as resolvers
from gateway.schema._items import ItemState
from gateway.schema._rows import enum_type, row_type
from gateway.schema.campaigns import Campaign
from gateway.schema.funds import Fund
from gateway.schema.money import Money
from gateway.schema.nodes import Node, register
from gateway.schema.opportunity_stages import OpportunityStage

if TYPE_CHECKING:
    from gateway.schema.customers import Customer
    from gateway.schema.donations import Donation
    from gateway.schema.opportunities import Opportunity

Someone = Annotated["Customer", strawberry.lazy("gateway.schema.customers")]
Gift = Annotated["Donation", strawberry.lazy("gateway.schema.donations")]
Hope = Annotated["Opportunity", strawberry.lazy("gateway.schema.opportunities")]
ItsInstalment = Annotated["PledgeInstalment", strawberry.lazy("gateway.schema.pledges")]
Promise = Annotated["PledgeOrLegacy", strawberry.lazy("gateway.schema.pledges")]

FUNDRAISING = Permission.FUNDRAISING

enum_type(
    PledgeStatus,
    "Where a pledge or a legacy stands.",
    OPEN="Nothing has been given yet.",
    PARTLY_PAID="A part has been given.",
    PAID="All of it has been given, or more.",
    CANCELLED="It was called off; what had been given stays.",
    WRITTEN_OFF="The rest is not expected any more, and the amount was lowered to what had been given.",
)
enum_type(
    InstalmentStatus,
    "Where an instalment of a pledge stands today.",
    CANCELLED="It was called off, or its pledge was before it was paid.",
    PAID="All of it has been given.",
    OVERDUE="Its day is over, and something is missing.",
    PART_PAID="A part has been given, and its day is not over.",
    DUE="It is due within 30 days.",
    SCHEDULED="It is due later.",
)
enum_type(
    PledgeEventKind,
    "What happened to a pledge or a legacy.",
    CREATED="It was entered.",
    AMENDED="Something about it was changed.",
    CANCELLED="It was cancelled.",
    REINSTATED="It was made good again after it had been cancelled.",
    WRITTEN_OFF="What was missing was written off.",
)


@row_type(description="What of a donation is for a pledge, for one of its instalments, or for a legacy.")
class PledgePayment:
    amount: Money = computed(MoneyRule, "amount_minor", description="How much of the donation.")
    made_on: date = strawberry.field(description="Day on which the donation was made.")
    state: ItemState = strawberry.field(
        description="Where the donation stands; what is not SOLD, as when it was returned, does not count as given."
    )
    donation: Optional[Gift] = link(
        DONATION,
        needs=Permission.ORDER_READ,
        parent="donation_id",
        description="The donation that pays it; null where its order is not for you.",
    )
    instalment: Optional[ItsInstalment] = link(
        INSTALMENT,
        needs=FUNDRAISING,
        parent="instalment_id",
        description="The instalment that it is for; null for a legacy.",
    )
    pledge: Optional[Promise] = link(
        PLEDGE, needs=FUNDRAISING, parent="pledge_id", description="The pledge or legacy that it is for."
    )


@row_type(description="A part of a pledge that is to be given by a day.")
class PledgeInstalment(Node):
    id: strawberry.ID = identity("pli")
    number: int = strawberry.field(description="Its number, from 1, as it was planned.")
    amount: Money = computed(MoneyRule, "amount_minor", description="How much was promised.")
    given: Money = computed(
        MoneyRule, "given_minor", description="How much was given to date; returned donations do not count."
    )
    outstanding: Money = computed(
        resolvers.instalment_outstanding_of,
        "amount_minor",
        "given_minor",
        "cancelled_at",
        "ended",
        description="How much is still expected; nothing once it is cancelled.",
    )
    due_on: date = strawberry.field(description="The last day on which it is to be given.")
    status: InstalmentStatus = computed(
        resolvers.instalment_status_of,
        "amount_minor",
        "given_minor",
        "due_on",
        "cancelled_at",
        "ended",
        description="Where it stands today.",
    )
    paid: bool = computed(
        resolvers.is_paid,
        "amount_minor",
        "given_minor",
        "cancelled_at",
        description="Whether all of it has been given.",
    )
    cancelled_at: Optional[datetime] = strawberry.field(
        description="When it was cancelled; null where it was not."
    )
    payments: Optional[list[PledgePayment]] = tab(
        INSTALMENT_PAYMENTS,
        needs=FUNDRAISING,
        description="What was paid of it, the newest donation first; returned ones among them.",
    )
    pledge: Optional[Promise] = link(
        PLEDGE, needs=FUNDRAISING, parent="pledge_id", description="The pledge that it is a part of."
    )


@row_type(
    description="One thing that happened to a pledge or a legacy; payments are donations and stand there."
)
class PledgeEvent(Node):
    id: strawberry.ID = identity("ple")
    kind: PledgeEventKind = strawberry.field(description="What happened.")
    at: datetime = strawberry.field(description="When it happened, in UTC.")
    user: str = column("username", description="Username of who did it.")
    amount: Money = computed(MoneyRule, "amount_minor", description="How much was promised from then on.")
    note: Optional[str] = strawberry.field(description="What was noted with it, such as a reason.")


@strawberry.interface(description="A gift that was promised: for certain days, or in a will.")
class PledgeOrLegacy(Node):
    id: strawberry.ID = identity("plg")
    customer: Optional[Someone] = link(
        CUSTOMERS, needs=Permission.CUSTOMER_READ, parent="customer_id", description="Who promised it."
    )
    amount: Money = computed(MoneyRule, "amount_minor", description="How much was promised.")
    given: Money = computed(
        MoneyRule, "given_minor", description="How much was given to date; returned donations do not count."
    )
    outstanding: Money = computed(
        resolvers.outstanding_of,
        "amount_minor",
        "given_minor",
        "cancelled_at",
        "written_off_at",
        description="How much is still expected; nothing once it is cancelled or written off.",
    )
    overpaid_by: Money = computed(
        resolvers.overpaid_of,
        "amount_minor",
        "given_minor",
        description="How much more was given than promised.",
    )
    status: PledgeStatus = computed(
        resolvers.status_of,
        "amount_minor",
        "given_minor",
        "cancelled_at",
        "written_off_at",
        description="Where it stands.",
    )
    fund: Optional[Fund] = link(
        FUND, needs=Permission.SIGNED_IN, parent="fund_id", description="The fund that it is for."
    )
    campaign: Optional[Campaign] = link(
        CAMPAIGN,
        needs=Permission.SIGNED_IN,
        parent="campaign_id",
        description="The campaign of its opportunity, which brought it in.",
    )
    opportunity: Optional[Hope] = link(
        OPPORTUNITY,
        needs=FUNDRAISING,
        parent="opportunity_id",
        description="The opportunity of which it came.",
    )
    stage: Optional[OpportunityStage] = link(
        STAGE, needs=FUNDRAISING, parent="stage_id", description="The stage at which its opportunity is."
    )
    note: Optional[str] = strawberry.field(description="What fundraisers noted about it.")
    cancelled_at: Optional[datetime] = strawberry.field(
        description="When it was cancelled; null where it was not."
    )
    cancel_reason: Optional[str] = strawberry.field(
        description="Why it was cancelled; null where it was not."
    )
    written_off_at: Optional[datetime] = strawberry.field(
        description="When what was missing was written off; null where it was not."
    )
    version: int = strawberry.field(description="`expectedVersion` of the pledge or legacy.")
    payments: Optional[list[PledgePayment]] = tab(
        PAYMENTS,
        needs=FUNDRAISING,
        description="What was paid of it, the newest donation first; returned ones among them.",
    )
    history: Optional[list[PledgeEvent]] = tab(
        PLEDGE_EVENTS, needs=FUNDRAISING, description="What happened to it, the newest first."
    )


@row_type(kind=PledgeKind.PLEDGE, description="A gift that was promised for certain days, in instalments.")
class Pledge(PledgeOrLegacy):
    made_on: date = column("pledged_on", description="Day on which it was promised.")
    instalments: Optional[list[PledgeInstalment]] = tab(
        INSTALMENTS, needs=FUNDRAISING, description="Its instalments, at least one, by the day they are due."
    )


@row_type(
    kind=PledgeKind.LEGACY, description="A gift that is left in a person's will; nobody knows for when."
)
class Legacy(PledgeOrLegacy):
    pass


register("PledgeOrLegacy", PLEDGE, FUNDRAISING)
register("PledgeInstalment", INSTALMENT, FUNDRAISING)
register("PledgeEvent", PLEDGE_EVENT, FUNDRAISING)


def _narrowed(
    statuses: Annotated[
        Optional[list[PledgeStatus]],
        strawberry.argument(
            description="Where they are to stand; null for all, paid and cancelled ones too."
        ),
    ] = None,
) -> Narrowing:
    """The argument of a record's pledges and legacies."""
    return resolvers.pledges_narrowing(statuses)


pledges_tab: Any = tab(
    PLEDGES,
    needs=FUNDRAISING,
    narrow=_narrowed,
    description="All pledges, paid and cancelled ones too, the newest first; for fundraisers only.",
)
legacies_tab: Any = tab(
    LEGACIES,
    needs=FUNDRAISING,
    narrow=_narrowed,
    description="All legacies, paid and cancelled ones too, the newest first; for fundraisers only.",
)
