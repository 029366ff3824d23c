"""How ticket types and price bands are read."""

from __future__ import annotations

from db.models import PriceBand, TicketType
from gateway.engine.declare import Tab

_type = TicketType.__table__
_band = PriceBand.__table__

TICKET_TYPE = Tab("ticket-type", _type, key=_type.c.id, order=(_type.c.id,), entity="tty")
PRICE_BAND = Tab("price-band", _band, key=_band.c.id, order=(_band.c.id,), entity="pbd")
