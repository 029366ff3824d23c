"""How venues, their seating plans and the seats of these are read."""

from __future__ import annotations

from db.models import Seat, SeatingPlan, Venue
from gateway.engine.declare import Tab

_venue = Venue.__table__
_plan = SeatingPlan.__table__
_seat = Seat.__table__

VENUE = Tab("venue", _venue, key=_venue.c.id, order=(_venue.c.id,), entity="ven")
SEATING_PLAN = Tab("seating-plan", _plan, key=_plan.c.id, order=(_plan.c.id,), entity="spl")
VENUE_PLANS = Tab(
    "venue-plans", _plan, key=_plan.c.venue_id, order=(_plan.c.name, _plan.c.id), entity="spl", usual=2
)
SEAT = Tab("seat", _seat, key=_seat.c.id, order=(_seat.c.id,), entity="sea")
PLAN_SEATS = Tab(
    "plan-seats",
    _seat,
    key=_seat.c.seating_plan_id,
    order=(_seat.c.area, _seat.c.label, _seat.c.id),
    entity="sea",
)
