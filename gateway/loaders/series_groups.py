"""How fixed series are read: their groups, and the instances of each."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import FixedSeries, SeriesGroup, SeriesGroupInstance
from gateway.engine.declare import Tab
from gateway.loaders.events import INSTANCE

_series = FixedSeries.__table__
_group = SeriesGroup.__table__
_member = SeriesGroupInstance.__table__

SERIES = Tab("series", _series, key=_series.c.id, order=(_series.c.id,), entity="fse")
SERIES_GROUP = Tab("series-group", _group, key=_group.c.id, order=(_group.c.id,), entity="fsg")
SERIES_GROUPS = Tab(
    "series-groups", _group, key=_group.c.series_id, order=(_group.c.name, _group.c.id), entity="fsg", usual=3
)

_instances = (
    sa.select(*INSTANCE.c, _member.c.group_id)
    .join_from(_member, INSTANCE.source, INSTANCE.c.id == _member.c.instance_id)
    .subquery("instance_of_series_group")
)
SERIES_INSTANCES = Tab(
    "instances-of-series-group",
    _instances,
    key=_instances.c.group_id,
    order=(_instances.c.starts_at, _instances.c.id),
    entity="ins",
    usual=8,
)
