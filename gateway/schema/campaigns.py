"""Fundraising campaigns as clients see them, in up to three levels."""

from __future__ import annotations

from typing import Optional

import strawberry

from domain.permissions import Permission
from gateway.engine.declare import identity, link, tab
from gateway.loaders.campaigns import CAMPAIGN, SUB_CAMPAIGNS
from gateway.schema._rows import row_type
from gateway.schema.nodes import Node, register


@row_type(description="An effort to raise money, or a part of a larger one.")
class Campaign(Node):
    id: strawberry.ID = identity("cam")
    name: str = strawberry.field(description="Name of the campaign, unique below its parent.")
    level: int = strawberry.field(
        description="Level 1 is a campaign, level 2 a sub-campaign, level 3 a part of a sub-campaign."
    )
    path: list[str] = strawberry.field(
        description="The names on the way down to it, its own last: of up to three levels."
    )
    active: bool = strawberry.field(description="Whether it is used for new gifts; earlier ones keep it.")
    parent: Optional[Campaign] = link(
        CAMPAIGN,
        needs=Permission.SIGNED_IN,
        parent="parent_id",
        description="The campaign that it is a part of; null at level 1.",
    )
    sub_campaigns: Optional[list[Campaign]] = tab(
        SUB_CAMPAIGNS,
        needs=Permission.SIGNED_IN,
        description="The campaigns that are parts of it, by name.",
    )


register("Campaign", CAMPAIGN, Permission.SIGNED_IN)
