"""How households are read: one is seen by whoever sees a member."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import Customer, Household
from db.scope import visible_customer
from gateway.engine.declare import Tab

_household = Household.__table__
_member = Customer.__table__.alias("member")

HOUSEHOLD = Tab(
    "household",
    _household,
    key=_household.c.id,
    order=(_household.c.id,),
    root_scope=sa.exists().where(_member.c.household_id == _household.c.id, visible_customer(_member.c)),
    entity="hhd",
)
