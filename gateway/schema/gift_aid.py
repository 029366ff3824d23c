"""Gift Aid declarations as clients see them."""

from __future__ import annotations

from datetime import date
from typing import Optional

import strawberry

from domain.gift_aid import DeclarationType
from domain.permissions import Permission
from gateway.engine.declare import identity
from gateway.loaders.gift_aid import DECLARATION
from gateway.schema._rows import enum_type, row_type
from gateway.schema.nodes import Node, register

enum_type(
    DeclarationType,
    "How a declaration was made.",
    VERBAL="The donor said it.",
    PAPER="The donor wrote it.",
    ONLINE="The donor made it on the website.",
)


@row_type(description="A taxpayer's statement by which Gift Aid is claimed on what they give.")
class GiftAidDeclaration(Node):
    id: strawberry.ID = identity("gad")
    type: DeclarationType = strawberry.field(description="How it was made.")
    made_on: date = strawberry.field(description="Day on which it was made.")
    coverage_from: date = strawberry.field(description="First day on which gifts are covered.")
    coverage_to: Optional[date] = strawberry.field(
        description="Last day on which gifts are covered; null when it has no end. Cancellations may cut it short."
    )


register("GiftAidDeclaration", DECLARATION, Permission.GIFT_AID_DECLARE)
