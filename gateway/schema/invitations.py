"""Invitations as clients see them: to what somebody is asked, what they answered, and who comes with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Optional

import strawberry

from domain.customers import full_name
from domain.invitations import Countdown as CountdownRule
from domain.invitations import ReplyStatus, countdown
from domain.permissions import Permission
from gateway.engine.declare import Narrowing, computed, identity, link, page, tab
from gateway.loaders.customers import CUSTOMERS
from gateway.loaders.events import INSTANCE
from gateway.loaders.invitations import ATTENDEES, INVITATION, INVITATIONS
from gateway.loaders.order_items import ORDER_ITEM
from gateway.resolvers.invitations import invitations_narrowing
from gateway.schema._rows import enum_type, row_type, value_type
from gateway.schema.events import Instance
from gateway.schema.nodes import Node, register
from gateway.schema.order_items import OrderItem

if TYPE_CHECKING:
    from gateway.schema.customers import Customer

Someone = Annotated["Customer", strawberry.lazy("gateway.schema.customers")]
READ = Permission.FUNDRAISING

enum_type(
    ReplyStatus,
    "What became of an invitation.",
    NOT_SENT="It has not been sent yet.",
    INVITED="It was sent, and there is no answer yet.",
    ACCEPTED="The person will come.",
    DECLINED="The person will not come.",
    TENTATIVE="The person may come.",
    NO_REPLY="It was sent, and no answer is expected any more.",
)


def _label(reply_status: str) -> str:
    return ReplyStatus(reply_status).label


def _name(
    given: str | None,
    kind: str | None,
    title: str | None,
    first_name: str | None,
    last_name: str | None,
    name: str | None,
) -> str | None:
    return given if kind is None else full_name(kind, title, first_name, last_name, name)


@value_type(description="How long it is until something begins.", of=CountdownRule)
class Countdown:
    label: str = strawberry.field(
        description="In words: whole days while there is one, such as 12 days, whole hours below, and PAST from the"
        " moment that it begins."
    )
    duration: str = strawberry.field(
        description="The same as an ISO 8601 duration, such as P12D or PT5H; in minutes in the last hour, and PT0S once"
        " it has begun. A day is one of the calendar in the system's zone."
    )
    is_past: bool = strawberry.field(description="Whether it has begun.")


@row_type(description="Somebody who comes because of an invitation: the invitee, or a guest.")
class Attendee:
    name: Optional[str] = computed(
        _name,
        "given_name",
        "kind",
        "title",
        "first_name",
        "last_name",
        "name",
        description="The name that heads their record, or the one that was noted for a guest without a record.",
    )
    customer: Optional[Someone] = link(
        CUSTOMERS,
        needs=Permission.CUSTOMER_READ,
        parent="customer_id",
        description="Their record; null for a guest who is known by name alone.",
    )
    is_invitee: bool = strawberry.field(description="Whether it is the person who was invited.")
    attended: Optional[bool] = strawberry.field(
        description="Whether they came, as it was noted or their ticket was scanned; null while nobody knows."
    )
    ticket: Optional[OrderItem] = link(
        ORDER_ITEM,
        needs=Permission.ORDER_READ,
        parent="ticket_id",
        description="The ticket that lets them in; null while they have none.",
    )


@row_type(description="What a person is asked to come to, and what they answered.")
class Invitation(Node):
    id: strawberry.ID = identity("inv")
    instance: Optional[Instance] = link(
        INSTANCE,
        needs=Permission.SIGNED_IN,
        parent="instance_id",
        description="When and where it is given, and as part of which event.",
    )
    event_name: str = strawberry.field(description="Name of the event.")
    starts_at: datetime = strawberry.field(description="When it begins.")
    countdown: Countdown = computed(countdown, "starts_at", description="How long it is until then.")
    reply_status: ReplyStatus = strawberry.field(description="Where the reply stands.")
    reply_label: str = computed(_label, "reply_status", description="The same in words, such as No reply.")
    invited_at: Optional[datetime] = strawberry.field(
        description="When it was sent; null while it has not been."
    )
    replied_at: Optional[datetime] = strawberry.field(
        description="When they answered; null while they have not."
    )
    guests_allowed: int = strawberry.field(description="How many guests they may bring.")
    guest_count: int = strawberry.field(description="How many guests come with them, whether or not they do.")
    attendees: Optional[list[Attendee]] = tab(
        ATTENDEES, needs=READ, description="Who comes because of it: the invitee first, then the guests."
    )
    invitee: Optional[Someone] = link(
        CUSTOMERS,
        needs=Permission.CUSTOMER_READ,
        parent="invitee_id",
        description="The person who is invited.",
    )
    on_behalf_of: Optional[Someone] = link(
        CUSTOMERS,
        needs=Permission.CUSTOMER_READ,
        parent="on_behalf_of_id",
        description="The organisation for which the person is invited; null where it is for themselves.",
    )
    on_behalf_of_related: Optional[bool] = strawberry.field(
        description="Whether the person has a current relationship with that organisation today; null where there is"
        " none."
    )
    pinned: bool = strawberry.field(description="Whether it is on your pinboard.")
    version: int = strawberry.field(
        description="To be sent as `expectedVersion` when the invitation is changed."
    )
    created_at: datetime = strawberry.field(description="When it was entered.")


register("Invitation", INVITATION, READ)


def _narrowed(
    upcoming_only: Annotated[
        bool, strawberry.argument(description="Whether to leave out what has begun or is over.")
    ] = False,
    reply_status: Annotated[
        Optional[Sequence[ReplyStatus]],
        strawberry.argument(description="Only those whose reply stands so; null for all."),
    ] = None,
) -> Narrowing:
    """The arguments of a person's invitations."""
    return invitations_narrowing(upcoming_only=upcoming_only, replies=reply_status)


invitations_tab: Any = page(
    INVITATIONS,
    needs=READ,
    narrow=_narrowed,
    description="What the person is invited to, what comes last first; not where they are somebody's guest.",
)
