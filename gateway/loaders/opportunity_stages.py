"""How the stages of opportunities are read, in the order of the way, and what happened to one stage by stage."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import Opportunity, OpportunityStage, StageChange
from gateway.engine.declare import Tab
from gateway.loaders._scope import of_visible_customer

_stage = OpportunityStage.__table__
_change = StageChange.__table__
_opportunity = Opportunity.__table__

STAGE = Tab("opportunity-stage", _stage, key=_stage.c.id, order=(_stage.c.id,), entity="stg")
STAGES = Tab(
    "opportunity-stages",
    _stage,
    key=None,
    order=(_stage.c.position, _stage.c.name, _stage.c.id),
    default=(_stage.c.active,),
    entity="stg",
)
STAGE_CHANGES = Tab(
    "stage-changes",
    _change,
    key=_change.c.opportunity_id,
    order=(_change.c.at.desc(), _change.c.id.desc()),
    entity="sgc",
)
_whose = (
    sa.select(_opportunity.c.customer_id)
    .where(_opportunity.c.id == _change.c.opportunity_id)
    .correlate(_change)
    .scalar_subquery()
)
STAGE_CHANGE = Tab(
    "stage-change",
    _change,
    key=_change.c.id,
    order=(_change.c.id,),
    root_scope=of_visible_customer(_whose),
    entity="sgc",
)
