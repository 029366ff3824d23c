"""How agents and what they earn are read: nothing of it where customers cannot be agents (AGC-P01)."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import Agent, CommissionRule, CommissionStructure, PriceBand, TicketType
from gateway.engine.declare import Tab

_agent = Agent.__table__
_structure = CommissionStructure.__table__
_rule = CommissionRule.__table__
_type = TicketType.__table__
_band = PriceBand.__table__

HAS_AGENTS = sa.bindparam("has_agents", type_=sa.Boolean)

# The key's hash leaves the store for nobody.
_read = sa.select(
    *[column for column in _agent.c if column.name != "api_key_hash"],
    _agent.c.api_key_hash.is_not(None).label("has_api_key"),
).subquery("agent_read")

AGENT = Tab("agent", _read, key=_read.c.customer_id, order=(_read.c.customer_id,), scope=HAS_AGENTS)

COMMISSION_STRUCTURE = Tab(
    "commission-structure",
    _structure,
    key=_structure.c.id,
    order=(_structure.c.id,),
    scope=HAS_AGENTS,
    entity="cst",
)
COMMISSION_STRUCTURES = Tab(
    "commission-structures",
    _structure,
    key=None,
    order=(_structure.c.name, _structure.c.id),
    scope=HAS_AGENTS,
    default=(_structure.c.active,),
    entity="cst",
    usual=10,
)

_rules = (
    sa.select(*_rule.c, _type.c.position.label("type_position"), _band.c.position.label("band_position"))
    .join_from(_rule, _type, _type.c.id == _rule.c.ticket_type_id)
    .join(_band, _band.c.id == _rule.c.price_band_id)
    .subquery("commission_rule_read")
)
COMMISSION_RULES = Tab(
    "commission-rules",
    _rules,
    key=_rules.c.structure_id,
    order=(_rules.c.type_position, _rules.c.band_position, _rules.c.id),
)
