"""How households are read."""

from __future__ import annotations

from db.models import Household
from gateway.engine.declare import Tab

_household = Household.__table__

HOUSEHOLD = Tab("household", _household, key=_household.c.id, order=(_household.c.id,), entity="hhd")
