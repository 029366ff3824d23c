"""Opportunities as clients see them: gifts that a fundraiser works towards, and what they have brought so far."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Optional

import strawberry

from domain import opportunities as rules
from domain.money import Money as MoneyRule
from domain.opportunities import Outcome
from domain.permissions import Permission
from gateway.engine import ids
from gateway.engine.connections import Connection
from gateway.engine.declare import Key, Narrowing, computed, find, identity, link, page, tab
from gateway.engine.errors import RequestCode, RequestError
from gateway.loaders.campaigns import CAMPAIGN
from gateway.loaders.colleagues import COLLEAGUE
from gateway.loaders.customers import CUSTOMERS
from gateway.loaders.opportunities import EVERY_OPPORTUNITY, OPPORTUNITIES, OPPORTUNITY
from gateway.loaders.opportunity_attributes import OPPORTUNITY_ATTRIBUTES
from gateway.loaders.opportunity_breakdowns import BREAKDOWN
from gateway.loaders.opportunity_stages import STAGE, STAGE_CHANGES
from gateway.resolvers.opportunities import of_customer_narrowing
from gateway.schema._rows import row_type
from gateway.schema.campaigns import Campaign
from gateway.schema.colleagues import Colleague
from gateway.schema.money import Money
from gateway.schema.nodes import Node, register
from gateway.schema.opportunity_attributes import OpportunityAttributeValue
from gateway.schema.opportunity_breakdowns import OpportunityBreakdown
from gateway.schema.opportunity_filter import narrowed
from gateway.schema.opportunity_stages import OpportunityStage, StageChange

if TYPE_CHECKING:
    from gateway.schema.customers import Customer

Someone = Annotated["Customer", strawberry.lazy("gateway.schema.customers")]
NEEDS = Permission.FUNDRAISING

_PROMISED = ("pledges_minor", "legacies_minor")


def _pledged(pledges: int, legacies: int, *, currency: str) -> MoneyRule:
    return MoneyRule(rules.pledged(pledges, legacies), currency)


def _outstanding(asked: int, received: int, pledges: int, legacies: int, *, currency: str) -> MoneyRule:
    return MoneyRule(rules.outstanding(asked, received, pledges, legacies), currency)


def _weighted(outcome: str, asked: int, target: int, probability: int, *, currency: str) -> MoneyRule | None:
    likely = rules.weighted(Outcome(outcome), asked, target, probability)
    return None if likely is None else MoneyRule(likely, currency)


@row_type(description="A gift that somebody works towards, and what has come of it so far.")
class Opportunity(Node):
    id: strawberry.ID = identity("opp")
    label: str = computed(
        rules.label,
        "campaign_name",
        "stage_name",
        description="What it is called: its campaign, with the stage in parentheses; of a closed one the stage at"
        " which it was closed.",
    )
    customer: Optional[Someone] = link(
        CUSTOMERS,
        needs=Permission.CUSTOMER_READ,
        parent="customer_id",
        description="From whom the gift is hoped for.",
    )
    campaign: Optional[Campaign] = link(
        CAMPAIGN,
        needs=Permission.SIGNED_IN,
        parent="campaign_id",
        description="What the gift is for: a campaign, or a part of one.",
    )
    stage: Optional[OpportunityStage] = link(
        STAGE,
        needs=NEEDS,
        parent="stage_id",
        description="How far it has come; of a closed one, how far it had come.",
    )
    owner: Optional[Colleague] = link(
        COLLEAGUE,
        needs=NEEDS,
        parent="owner_id",
        description="Who is in charge of it, also where they have left since.",
    )
    target: Money = computed(MoneyRule, "target_minor", description="How much is hoped for; 0 for no target.")
    asked: Money = computed(
        MoneyRule, "asked_minor", description="How much the customer was asked for; 0 until they were."
    )
    received: Money = computed(
        MoneyRule,
        "received_minor",
        description="What was given and bought for it, and not returned or exchanged since.",
    )
    pledged: Money = computed(
        _pledged, *_PROMISED, description="What is promised by pledge or by will, and not given yet."
    )
    reserved: Money = computed(
        MoneyRule,
        "reserved_minor",
        description="The price and commission of what is reserved for it, and can still be bought.",
    )
    outstanding: Money = computed(
        _outstanding,
        "asked_minor",
        "received_minor",
        *_PROMISED,
        description="What of the amount asked for is neither given nor promised.",
    )
    progress: Optional[str] = computed(
        rules.progress,
        "received_minor",
        "target_minor",
        description="What was received in percent of the target, as a decimal string such as 37.50; null while"
        " there is no target.",
    )
    weighted: Optional[Money] = computed(
        _weighted,
        "outcome",
        "asked_minor",
        "target_minor",
        "probability_percent",
        description="What is likely to come of it: of the amount asked for, or of the target while nobody was asked,"
        " the percentage of its stage. Null once it is closed.",
    )
    breakdown: Optional[OpportunityBreakdown] = link(
        BREAKDOWN, needs=NEEDS, parent="id", description="What stands behind these totals, row by row."
    )
    opened_on: date = strawberry.field(description="The day on which it was begun.")
    expected_close_on: Optional[date] = strawberry.field(
        description="The day by which it is expected to be decided; null where nobody said."
    )
    closed_on: Optional[date] = strawberry.field(
        description="The day on which it was closed; null while it is open."
    )
    outcome: Outcome = strawberry.field(description="How it ended, or that it is open.")
    close_reason: Optional[str] = strawberry.field(
        description="Why it was closed; null while it is open, or where nobody said."
    )
    attributes: Optional[list[OpportunityAttributeValue]] = tab(
        OPPORTUNITY_ATTRIBUTES,
        needs=NEEDS,
        description="What is asked about opportunities, with the answers of this one, in the order of the form.",
    )
    notes: Optional[str] = strawberry.field(description="What the fundraisers noted about it.")
    stage_changes: Optional[list[StageChange]] = tab(
        STAGE_CHANGES, needs=NEEDS, description="How it came to where it is, the latest step first."
    )
    pinned: bool = strawberry.field(description="Whether it is on your pinboard.")
    version: int = strawberry.field(
        description="To be sent as `expectedVersion` when it is changed; what is linked to it does not change it."
    )


register("Opportunity", OPPORTUNITY, NEEDS)


def _of_customer(
    outcomes: Annotated[
        Optional[list[Outcome]],
        strawberry.argument(description="How they ended: any one of these; null for all."),
    ] = None,
    open_only: Annotated[bool, strawberry.argument(description="Whether to list only open ones.")] = False,
) -> Narrowing:
    """The arguments of a customer's opportunities."""
    return of_customer_narrowing(outcomes, open_only=open_only)


def _key(
    id: Annotated[strawberry.ID, strawberry.argument(description="Id of the opportunity.")],
) -> Key:
    key = ids.key_of("opp", id)
    if key is None:
        raise RequestError(RequestCode.BAD_USER_INPUT, "This is not the id of an opportunity.")
    return Key(OPPORTUNITY, key)


@strawberry.type
class OpportunityQuery:
    opportunity: Optional[Opportunity] = find(
        OPPORTUNITY,
        _key,
        needs=NEEDS,
        description="The opportunity with this id; null when there is none that you may see.",
    )
    opportunities: Optional[Connection[Opportunity]] = page(
        EVERY_OPPORTUNITY,
        parent=None,
        needs=NEEDS,
        narrow=narrowed,
        description="The opportunities with all customers, those begun last first.",
    )


opportunities_tab: Any = page(
    OPPORTUNITIES,
    needs=NEEDS,
    narrow=_of_customer,
    description="The opportunities with the customer: open ones first, and of each those begun last first.",
)
