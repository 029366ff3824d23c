"""How the types of membership on offer are read."""

from __future__ import annotations

from db.models import MembershipType
from gateway.engine.declare import Tab

_type = MembershipType.__table__

MEMBERSHIP_TYPE = Tab("membership-type", _type, key=_type.c.id, order=(_type.c.id,), entity="mty")
