"""How the attributes of opportunities are read: every question that is asked, with the answer where there is one."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import Opportunity, OpportunityAttribute, OpportunityAttributeValue
from gateway.engine.declare import Tab

_opportunity = Opportunity.__table__
_attribute = OpportunityAttribute.__table__
_value = OpportunityAttributeValue.__table__

_of_opportunity = (
    sa.select(
        _opportunity.c.id.label("opportunity_id"),
        _attribute.c.id.label("attribute_id"),
        _attribute.c.name,
        _attribute.c.position,
        _value.c.value,
    )
    .select_from(
        _opportunity.join(_attribute, sa.true()).outerjoin(
            _value,
            sa.and_(_value.c.opportunity_id == _opportunity.c.id, _value.c.attribute_id == _attribute.c.id),
        )
    )
    .subquery("opportunity_attribute_read")
)

OPPORTUNITY_ATTRIBUTES = Tab(
    "opportunity-attributes",
    _of_opportunity,
    key=_of_opportunity.c.opportunity_id,
    order=(_of_opportunity.c.position, _of_opportunity.c.name, _of_opportunity.c.attribute_id),
)
OPPORTUNITY_ATTRIBUTE = Tab(
    "opportunity-attribute", _attribute, key=_attribute.c.id, order=(_attribute.c.id,), entity="opa"
)
