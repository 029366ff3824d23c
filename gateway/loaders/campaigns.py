"""How fundraising campaigns and the campaigns below them are read."""

from __future__ import annotations

from db.models import Campaign
from gateway.engine.declare import Tab

_campaign = Campaign.__table__

CAMPAIGN = Tab("campaign", _campaign, key=_campaign.c.id, order=(_campaign.c.id,), entity="cam")
SUB_CAMPAIGNS = Tab(
    "sub-campaigns",
    _campaign,
    key=_campaign.c.parent_id,
    order=(_campaign.c.name, _campaign.c.id),
    entity="cam",
)
