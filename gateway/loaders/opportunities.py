"""How opportunities are read: each with what it comes to, a customer's open ones first, and those of everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.models import Campaign, Opportunity, OpportunityStage, OrderItem, Pin
from domain.opportunities import Outcome
from gateway.engine.declare import Tab
from gateway.loaders._opportunity_sums import SUMS
from gateway.loaders._scope import of_visible_customer
from gateway.loaders.campaigns import is_of_campaign
from gateway.loaders.fundraisers import is_fundraiser, is_no_fundraiser
from gateway.loaders.pinboard import pinned

_opportunity = Opportunity.__table__
_stage = OpportunityStage.__table__
_campaign = Campaign.__table__
_item = OrderItem.__table__
_pin = Pin.__table__


def _of_stage(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    # Looked up beside it, so that nothing of it is read where it is not shown.
    of = sa.select(column).where(_stage.c.id == _opportunity.c.stage_id)
    return of.correlate(_opportunity).scalar_subquery()


_columns: tuple[Any, ...] = (
    *_opportunity.c,
    (_opportunity.c.outcome == Outcome.OPEN.value).label("is_open"),
    sa.select(_campaign.c.name)
    .where(_campaign.c.id == _opportunity.c.campaign_id)
    .correlate(_opportunity)
    .scalar_subquery()
    .label("campaign_name"),
    _of_stage(_stage.c.name).label("stage_name"),
    _of_stage(_stage.c.probability_percent).label("probability_percent"),
    *SUMS,
    pinned(_pin.c.opportunity_id == _opportunity.c.id).correlate(_opportunity).label("pinned"),
)
_source = sa.select(*_columns).subquery("opportunity_read")

OPPORTUNITIES = Tab(
    "opportunities",
    _source,
    key=_source.c.customer_id,
    order=(_source.c.is_open.desc(), _source.c.opened_on.desc(), _source.c.id.desc()),
    entity="opp",
)
OPPORTUNITY = Tab(
    "opportunity",
    _source,
    key=_source.c.id,
    order=(_source.c.id,),
    root_scope=of_visible_customer(_source.c.customer_id),
    entity="opp",
)
EVERY_OPPORTUNITY = Tab(
    "every-opportunity",
    _source,
    key=None,
    order=(_source.c.opened_on.desc(), _source.c.id.desc()),
    scope=of_visible_customer(_source.c.customer_id),
    entity="opp",
)
# An order stays readable when the customer of what it was linked to is not.
OPPORTUNITY_OF_ITEM = replace(
    OPPORTUNITY, name="opportunity-of-item", scope=OPPORTUNITY.root_scope, root_scope=None
)

_linked = (
    sa.select(_item.c.order_id, _item.c.opportunity_id)
    .where(_item.c.opportunity_id.is_not(None))
    .distinct()
    .subquery("linked")
)
_of_order = (
    sa.select(*_columns, _linked.c.order_id)
    .join_from(_linked, _opportunity, _opportunity.c.id == _linked.c.opportunity_id)
    .subquery("opportunity_of_order")
)
OPPORTUNITIES_OF_ORDER = Tab(
    "opportunities-of-order",
    _of_order,
    key=_of_order.c.order_id,
    order=(_of_order.c.opened_on.desc(), _of_order.c.id.desc()),
    scope=of_visible_customer(_of_order.c.customer_id),
    entity="opp",
    usual=1,
)


def with_outcome(source: Any, outcomes: Sequence[Outcome]) -> sa.ColumnElement[bool]:
    """The opportunities that ended so, or are open."""
    wanted = sa.literal([outcome.value for outcome in outcomes], sa.ARRAY(sa.Text))
    ended: sa.ColumnElement[bool] = source.c.outcome == sa.any_(wanted)
    return ended


def of_campaign(campaign_id: UUID) -> sa.ColumnElement[bool]:
    """The opportunities of a campaign and of the two levels below it."""
    return is_of_campaign(EVERY_OPPORTUNITY.c.campaign_id, campaign_id)


def in_charge(*, nobody: bool) -> sa.ColumnElement[bool]:
    """The opportunities of which somebody is in charge who may be, or those of which nobody is (OPP-P07)."""
    owner = EVERY_OPPORTUNITY.c.owner_id
    return is_no_fundraiser(owner) if nobody else is_fundraiser(owner)
