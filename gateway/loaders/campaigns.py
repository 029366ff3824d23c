"""How fundraising campaigns and the campaigns below them are read, each with the names on the way down to it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import array

from db.models import Campaign
from gateway.engine.declare import Tab

_campaign = Campaign.__table__
_middle = _campaign.alias("middle")
_top = _campaign.alias("top")

# The level says how many there are above, and a name that is not there is none.
_above = (
    sa.select(array([_top.c.name, _middle.c.name]))
    .select_from(_middle.outerjoin(_top, _top.c.id == _middle.c.parent_id))
    .where(_middle.c.id == _campaign.c.parent_id)
    .correlate(_campaign)
    .scalar_subquery()
)
_path = sa.func.array_remove(
    sa.func.array_append(_above, _campaign.c.name), sa.null(), type_=sa.ARRAY(sa.Text)
)
_source = sa.select(*_campaign.c, _path.label("path")).subquery("campaign_read")

CAMPAIGN = Tab("campaign", _source, key=_source.c.id, order=(_source.c.id,), entity="cam")
SUB_CAMPAIGNS = Tab(
    "sub-campaigns",
    _source,
    key=_source.c.parent_id,
    order=(_source.c.name, _source.c.id),
    entity="cam",
)


def is_of_campaign(key: sa.ColumnElement[Any], campaign_id: UUID) -> sa.ColumnElement[bool]:
    """Whether `key` names this campaign or one of the two levels below it.

    They are looked up once, in an array, so that an index on the key may find the rows.
    """
    below, between = _campaign.alias("below"), _campaign.alias("between")
    found = sa.select(below.c.id).where(
        sa.or_(
            below.c.id == campaign_id,
            below.c.parent_id == campaign_id,
            below.c.parent_id.in_(sa.select(between.c.id).where(between.c.parent_id == campaign_id)),
        )
    )
    return key == sa.any_(sa.func.array(found.scalar_subquery(), type_=sa.ARRAY(sa.Uuid)))
