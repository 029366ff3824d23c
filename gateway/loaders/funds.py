"""How the funds that donations go to are read."""

from __future__ import annotations

from db.models import Fund
from gateway.engine.declare import Tab

_fund = Fund.__table__

FUND = Tab("fund", _fund, key=_fund.c.id, order=(_fund.c.id,), entity="fnd")
