"""Those who work with the system as their colleagues see them: by name, whatever they were granted."""

from __future__ import annotations

from typing import Optional

import strawberry

from domain.permissions import Permission
from gateway.engine.declare import identity, tab
from gateway.loaders.staff import FUNDRAISERS, STAFF_MEMBER
from gateway.schema._rows import row_type
from gateway.schema.nodes import Node, register


@row_type(description="Somebody who works with the system, as colleagues see them.")
class StaffMember(Node):
    id: strawberry.ID = identity("stf")
    name: str = strawberry.field(description="The person's name.")
    job_title: Optional[str] = strawberry.field(description="What the person does.")
    active: bool = strawberry.field(description="Whether the person still works with the system.")


register("StaffMember", STAFF_MEMBER, Permission.FUNDRAISING)


@strawberry.type
class StaffQuery:
    fundraisers: Optional[list[StaffMember]] = tab(
        FUNDRAISERS,
        parent=None,
        needs=Permission.FUNDRAISING,
        description="Those who may be put in charge of opportunities now, by name.",
    )
