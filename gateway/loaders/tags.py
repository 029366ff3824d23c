"""How tags are read: those on a record, those of a group, and the groups."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import CustomerTag, Tag, TagGroup
from gateway.engine.declare import Tab
from gateway.loaders.autotags import CRITERIA, WITH_CRITERIA

_tag = Tag.__table__
_group = TagGroup.__table__
_applied = CustomerTag.__table__

_read = sa.select(*_tag.c, *CRITERIA).select_from(WITH_CRITERIA).subquery("tag_read")
_on_record = (
    sa.select(*_tag.c, *CRITERIA, _applied.c.customer_id, _applied.c.applied_at)
    .select_from(_applied.join(WITH_CRITERIA, _tag.c.id == _applied.c.tag_id))
    .subquery("tag_on_record")
)

TAGS = Tab(
    "tags",
    _on_record,
    key=_on_record.c.customer_id,
    order=(_on_record.c.name, _on_record.c.id),
    entity="tag",
)
TAG = Tab("tag", _read, key=_read.c.id, order=(_read.c.id,), entity="tag")
GROUP_TAGS = Tab(
    "group-tags",
    _read,
    key=_read.c.group_id,
    order=(_read.c.position, _read.c.name, _read.c.id),
    entity="tag",
)
TAG_GROUP = Tab("tag-group", _group, key=_group.c.id, order=(_group.c.id,), entity="tgr")
TAG_GROUPS = Tab(
    "tag-groups", _group, key=None, order=(_group.c.position, _group.c.name, _group.c.id), entity="tgr"
)
