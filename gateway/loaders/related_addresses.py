"""How addresses are read that a customer is reached at through current relationships (ADR-04, REL-19)."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from db.models import Address, Customer, RelationshipType
from gateway.engine.declare import Tab
from gateway.loaders.relationships import BEFORE_ALL, SIDES, is_current

_type = RelationshipType.__table__
_other = Customer.__table__.alias("other")
_address = Address.__table__

# An address that several relationships lead to is listed once, by the most important of them.
_related = (
    sa.select(
        SIDES.c.customer_id,
        SIDES.c.other_id,
        SIDES.c.id.label("relationship_id"),
        SIDES.c.forward,
        SIDES.c.importance,
        _type.c.forward_label,
        _type.c.reverse_label,
        _address.c.id.label("address_id"),
        sa.cast(_address.c.default_billing, sa.Integer).label("default_billing"),
    )
    .join_from(SIDES, _other, sa.and_(_other.c.id == SIDES.c.other_id, _other.c.active))
    .join(_type, _type.c.id == SIDES.c.type_id)
    .join(_address, _address.c.customer_id == SIDES.c.other_id)
    .where(is_current(SIDES.c))
    .ext(distinct_on(SIDES.c.customer_id, _address.c.id))
    .order_by(
        SIDES.c.customer_id,
        _address.c.id,
        SIDES.c.importance.desc(),
        sa.func.coalesce(SIDES.c.starts, BEFORE_ALL).desc(),
        SIDES.c.id,
    )
    .subquery("related_address")
)
RELATED_ADDRESSES = Tab(
    "related-addresses",
    _related,
    key=_related.c.customer_id,
    order=(_related.c.importance.desc(), _related.c.default_billing.desc(), _related.c.address_id),
)
