"""How households and their members' history are read: one is seen by whoever sees a member, present or past."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import Address, Customer, Household, HouseholdMembership
from db.scope import visible_customer
from gateway.engine.declare import Tab
from gateway.loaders._scope import of_visible_customer

_household = Household.__table__
_member = Customer.__table__.alias("member")
_membership = HouseholdMembership.__table__
_address = Address.__table__

_stands = sa.and_(
    _membership.c.household_id == _household.c.id,
    _membership.c.customer_id == _member.c.id,
    _membership.c.left_at.is_(None),
)
# The primary householder's first, the others' in the order that they joined (HHD-P06).
_surnames = (
    sa.select(_member.c.last_name)
    .select_from(_member.outerjoin(_membership, _stands))
    .where(_member.c.household_id == _household.c.id, visible_customer(_member.c))
    .order_by((_member.c.id == _household.c.primary_id).desc(), _membership.c.joined_at, _member.c.number)
    .correlate(_household)
    .scalar_subquery()
)
_read = sa.select(
    *_household.c, sa.func.array(_surnames, type_=sa.ARRAY(sa.Text)).label("surnames")
).subquery("household_read")

HOUSEHOLD = Tab(
    "household",
    _read,
    key=_read.c.id,
    order=(_read.c.id,),
    root_scope=sa.or_(
        sa.exists().where(_member.c.household_id == _read.c.id, visible_customer(_member.c)),
        sa.exists().where(
            _membership.c.household_id == _read.c.id, of_visible_customer(_membership.c.customer_id)
        ),
    ),
    entity="hhd",
)

# The primary householder's default billing address is the household's, and is read where it is kept (HHD-P07).
HOUSEHOLD_ADDRESS = Tab(
    "household-address",
    _address,
    key=_address.c.customer_id,
    order=(_address.c.id,),
    scope=sa.and_(_address.c.default_billing, of_visible_customer(_address.c.customer_id)),
    entity="adr",
)

_SEEN = of_visible_customer(_membership.c.customer_id)


def _history(name: str, key: sa.ColumnElement[object]) -> Tab:
    return Tab(
        name,
        _membership,
        key=key,
        order=(_membership.c.joined_at.desc(), _membership.c.id.desc()),
        scope=_SEEN,
        entity="hhm",
    )


HOUSEHOLD_HISTORY = _history("household-history", _membership.c.household_id)
HOUSEHOLDS_OF_CUSTOMER = _history("households-of-customer", _membership.c.customer_id)
HOUSEHOLD_MEMBERSHIP = _history("household-membership", _membership.c.id)
