"""How activities are read: what was done about a customer and what is planned, the latest first."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from db.models import Activity, ActivityType
from domain.activities import ActivityStatus
from gateway.engine.declare import Tab
from gateway.loaders._scope import of_visible_customer

_activity = Activity.__table__
_type = ActivityType.__table__
_ZONE = sa.bindparam("zone", type_=sa.Text)
_TODAY = sa.bindparam("today", type_=sa.Date)

_due_on = sa.cast(sa.func.timezone(_ZONE, _activity.c.due_at, type_=sa.DateTime), sa.Date)
_read = sa.select(*_activity.c, _due_on.label("due_on")).subquery("activity_read")

ACTIVITIES = Tab(
    "activities",
    _read,
    key=_read.c.customer_id,
    order=(_read.c.occurs_at.desc(), _read.c.id.desc()),
    entity="act",
)
ACTIVITY = Tab(
    "activity",
    _read,
    key=_read.c.id,
    order=(_read.c.id,),
    root_scope=of_visible_customer(_read.c.customer_id),
    entity="act",
)

ACTIVITY_TYPE = Tab("activity-type", _type, key=_type.c.id, order=(_type.c.id,), entity="aty")
ACTIVITY_TYPES = Tab(
    "activity-types",
    _type,
    key=None,
    order=(_type.c.position, _type.c.name, _type.c.id),
    default=(_type.c.active,),
    entity="aty",
    usual=10,
)


def in_status(statuses: Sequence[ActivityStatus]) -> sa.ColumnElement[bool]:
    """The activities that stand so today, as `status_on` says."""
    stands = sa.case(
        (_read.c.completed_at.is_not(None), ActivityStatus.DONE.value),
        (_read.c.due_on < _TODAY, ActivityStatus.OVERDUE.value),
        else_=ActivityStatus.PLANNED.value,
    )
    return stands == sa.any_(sa.literal([status.value for status in statuses], sa.ARRAY(sa.Text)))
