"""Who may be put in charge of opportunities, as fundraisers see each other."""

from __future__ import annotations

from typing import Optional

import strawberry

from domain.permissions import Permission
from gateway.engine.declare import tab
from gateway.loaders.fundraisers import FUNDRAISERS
from gateway.schema.colleagues import Colleague


@strawberry.type
class FundraiserQuery:
    fundraisers: Optional[list[Colleague]] = tab(
        FUNDRAISERS,
        parent=None,
        needs=Permission.FUNDRAISING,
        description="Those who may be put in charge of opportunities now, by name.",
    )
