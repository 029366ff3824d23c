"""Funds as clients see them."""

from __future__ import annotations

from typing import Optional

import strawberry

from domain.permissions import Permission
from gateway.engine.declare import identity
from gateway.loaders.funds import FUND
from gateway.schema._rows import row_type
from gateway.schema.nodes import Node, register


@row_type(description="What donations are collected for.")
class Fund(Node):
    id: strawberry.ID = identity("fnd")
    name: str = strawberry.field(description="Name of the fund; no two have the same.")
    description: Optional[str] = strawberry.field(description="What the money is used for.")
    gift_aid_eligible: bool = strawberry.field(
        description="Whether Gift Aid can be claimed on what is given to it."
    )
    active: bool = strawberry.field(description="Whether donations are taken; earlier ones are kept.")


register("Fund", FUND, Permission.SIGNED_IN)
