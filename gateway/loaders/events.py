"""How events and the instances at which they are given are read."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import Event, Instance, SeatingPlan
from gateway.engine.declare import Tab

_event = Event.__table__
_instance = Instance.__table__
_plan = SeatingPlan.__table__

_read = sa.select(
    *_instance.c,
    sa.select(_plan.c.venue_id)
    .where(_plan.c.id == _instance.c.seating_plan_id)
    .scalar_subquery()
    .label("venue_id"),
).subquery("instance_read")

EVENT = Tab("event", _event, key=_event.c.id, order=(_event.c.id,), entity="evt")
INSTANCE = Tab("instance", _read, key=_read.c.id, order=(_read.c.id,), entity="ins")
EVENT_INSTANCES = Tab(
    "event-instances", _read, key=_read.c.event_id, order=(_read.c.starts_at, _read.c.id), entity="ins"
)
