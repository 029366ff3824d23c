"""The attributes of an opportunity as clients see them: what is asked about it, such as who introduced the donor."""

from __future__ import annotations

from typing import Optional

import strawberry

from domain.permissions import Permission
from gateway.engine.declare import identity, link
from gateway.loaders.opportunity_attributes import OPPORTUNITY_ATTRIBUTE
from gateway.schema._rows import row_type
from gateway.schema.nodes import Node, register


@row_type(description="A question that is asked about opportunities.")
class OpportunityAttribute(Node):
    id: strawberry.ID = identity("opa")
    name: str = strawberry.field(description="The question; no two are the same.")
    position: int = strawberry.field(description="Place in the form, from 0.")


@row_type(description="What is asked about opportunities, and the answer of one.")
class OpportunityAttributeValue:
    name: str = strawberry.field(description="The question.")
    value: Optional[str] = strawberry.field(description="The answer; null where there is none.")
    attribute: Optional[OpportunityAttribute] = link(
        OPPORTUNITY_ATTRIBUTE,
        needs=Permission.FUNDRAISING,
        parent="attribute_id",
        description="The question by itself, as it is asked about every opportunity.",
    )


register("OpportunityAttribute", OPPORTUNITY_ATTRIBUTE, Permission.FUNDRAISING)
