"""How the ids of a record in other systems are read."""

from __future__ import annotations

from db.models import ExternalId
from gateway.engine.declare import Tab

_external_id = ExternalId.__table__

EXTERNAL_IDS = Tab(
    "external-ids",
    _external_id,
    key=_external_id.c.customer_id,
    order=(_external_id.c.system, _external_id.c.value),
    usual=1,
)
