"""Activities as clients see them: what is planned to be done about a customer, and what was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Optional

import strawberry

from domain.activities import ActivityStatus, status_on
from domain.permissions import Permission
from gateway.engine import ids
from gateway.engine.declare import Narrowing, computed, identity, link, page, tab
from gateway.engine.errors import RequestCode, RequestError
from gateway.loaders.activities import ACTIVITIES, ACTIVITY, ACTIVITY_TYPE, ACTIVITY_TYPES
from gateway.loaders.colleagues import COLLEAGUE
from gateway.loaders.customers import CUSTOMERS
from gateway.loaders.opportunities import OPPORTUNITY
from gateway.resolvers.activities import ActivitiesAsked, activities_narrowing, activity_types_narrowing
from gateway.schema._rows import enum_type, row_type
from gateway.schema.colleagues import Colleague
from gateway.schema.nodes import Node, register
from gateway.schema.opportunities import Opportunity

if TYPE_CHECKING:
    from gateway.schema.customers import Customer

Someone = Annotated["Customer", strawberry.lazy("gateway.schema.customers")]
READ = Permission.FUNDRAISING

enum_type(
    ActivityStatus,
    "Where an activity stands today.",
    PLANNED="It is to be done, today or later.",
    DONE="It was done.",
    OVERDUE="The day for which it was planned is over, and it was not done.",
)


@row_type(description="A kind of activity, such as a call, a meeting or a letter.")
class ActivityType(Node):
    id: strawberry.ID = identity("aty")
    name: str = strawberry.field(description="What it is called.")
    active: bool = strawberry.field(description="Whether it may be chosen for new activities.")
    position: int = strawberry.field(description="Place in the list, from 0.")


@row_type(description="What a fundraiser did about a customer, or plans to do.")
class Activity(Node):
    id: strawberry.ID = identity("act")
    type: Optional[ActivityType] = link(
        ACTIVITY_TYPE, needs=READ, parent="type_id", description="What kind of activity it is."
    )
    subject: str = strawberry.field(description="What it is about, in one line.")
    notes: Optional[str] = strawberry.field(description="What is to be remembered of it.")
    status: ActivityStatus = computed(
        status_on,
        "completed_at",
        "due_on",
        description="Where it stands today: overdue from the day after that for which it is planned.",
    )
    due_at: datetime = strawberry.field(description="When it is planned to be done.")
    completed_at: Optional[datetime] = strawberry.field(
        description="When it was done; null while it was not."
    )
    assigned_to: Optional[Colleague] = link(
        COLLEAGUE, needs=READ, parent="assigned_to_id", description="Who is to do it; null for nobody yet."
    )
    opportunity: Optional[Opportunity] = link(
        OPPORTUNITY,
        needs=READ,
        parent="opportunity_id",
        description="The opportunity that it belongs to; null where it belongs to none.",
    )
    customer: Optional[Someone] = link(
        CUSTOMERS, needs=Permission.CUSTOMER_READ, parent="customer_id", description="Whom it is about."
    )
    created_at: datetime = strawberry.field(description="When it was entered.")
    created_by: str = strawberry.field(description="Username of who entered it.")
    version: int = strawberry.field(
        description="To be sent as `expectedVersion` when the activity is changed."
    )


register("ActivityType", ACTIVITY_TYPE, READ)
register("Activity", ACTIVITY, READ)


@strawberry.input(description="Which activities; what is given must all hold.")
class ActivityFilter:
    status: Optional[Sequence[ActivityStatus]] = strawberry.field(
        default=None, description="Only those that stand so today."
    )
    opportunity_id: Optional[strawberry.ID] = strawberry.field(
        default=None, description="Only those that belong to this opportunity."
    )
    assigned_to_me: Optional[bool] = strawberry.field(
        default=None, description="Only those that you are to do, or only the others."
    )

    def read(self) -> ActivitiesAsked:
        opportunity = None if self.opportunity_id is None else ids.key_of("opp", self.opportunity_id)
        if opportunity is None and self.opportunity_id is not None:
            raise RequestError(RequestCode.BAD_USER_INPUT, "`opportunityId` is no opportunity's id.")
        return ActivitiesAsked(self.status, opportunity, self.assigned_to_me)


def _narrowed(
    filter: Annotated[
        Optional[ActivityFilter], strawberry.argument(description="Which activities; null for all.")
    ] = None,
) -> Narrowing:
    """The argument of a record's activities."""
    return activities_narrowing(ActivitiesAsked() if filter is None else filter.read())


def _types_narrowed(
    include_inactive: Annotated[
        bool, strawberry.argument(description="Whether to list types that are not offered any more.")
    ] = False,
) -> Narrowing:
    """The argument of the list of types."""
    return activity_types_narrowing(include_inactive=include_inactive)


activities_tab: Any = page(
    ACTIVITIES,
    needs=READ,
    narrow=_narrowed,
    description="What was done about the customer and what is planned, the latest first, plans at the top.",
)


@strawberry.type
class ActivityQuery:
    activity_types: Optional[list[ActivityType]] = tab(
        ACTIVITY_TYPES,
        parent=None,
        needs=READ,
        narrow=_types_narrowed,
        description="The types of activity that may be chosen, in their order.",
    )
