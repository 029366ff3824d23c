"""The ticket subscriptions that a customer holds, as clients see them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Optional

import strawberry

from domain.permissions import Permission
from domain.ticket_subscriptions import SubscriptionState, subscription_state
from gateway.engine.declare import Narrowing, computed, identity, link, tab
from gateway.loaders.customers import CUSTOMERS
from gateway.loaders.orders import ORDER
from gateway.loaders.subscription_structures import PRICING_SET, VOUCHER_GROUP
from gateway.loaders.ticket_subscriptions import TICKET_SUBSCRIPTION, TICKET_SUBSCRIPTIONS, VOUCHERS_BY_GROUP
from gateway.resolvers import ticket_subscriptions as resolvers
from gateway.schema._rows import enum_type, row_type, value_type
from gateway.schema.nodes import Node, register
from gateway.schema.orders import Order
from gateway.schema.subscription_structures import PricingSet, VoucherGroup

if TYPE_CHECKING:
    from gateway.schema.customers import Customer

Someone = Annotated["Customer", strawberry.lazy("gateway.schema.customers")]
SERVICE = Permission.CUSTOMER_SERVICE

enum_type(
    SubscriptionState,
    "Where a ticket subscription stands today.",
    CURRENT="Its vouchers can be redeemed.",
    EXPIRED="Its last day is over; what was redeemed stays.",
    RETURNED="It was returned.",
)


def narrowed_subscriptions(
    include_expired: Annotated[
        bool,
        strawberry.argument(description="Whether those that are over are listed too: expired or returned."),
    ] = True,
) -> Narrowing:
    """The arguments of the list of ticket subscriptions."""
    return resolvers.subscription_narrowing(include_expired=include_expired)


@value_type(description="How many vouchers there are, by what became of them.", of=resolvers.Vouchers)
class Vouchers:
    issued: int = strawberry.field(description="How many were sold.")
    available: int = strawberry.field(description="How many can still be redeemed.")
    redeemed: int = strawberry.field(description="How many have become tickets.")
    expired: int = strawberry.field(description="How many were left when the subscription expired.")
    returned: int = strawberry.field(description="How many were given back.")


_COUNTS = ("issued", "redeemed", "returned", "expires_on")


@row_type(description="The vouchers of one group that a subscription has.")
class SubscriptionVouchers:
    group: Optional[VoucherGroup] = link(
        VOUCHER_GROUP,
        needs=Permission.SIGNED_IN,
        parent="voucher_group_id",
        description="The group: what they cost, and what they are good for.",
    )
    vouchers: Vouchers = computed(resolvers.vouchers_of, *_COUNTS, description="How many of them are where.")


@row_type(description="A ticket subscription that a customer holds, or has held.")
class TicketSubscription(Node):
    id: strawberry.ID = identity("tsb")
    customer: Optional[Someone] = link(
        CUSTOMERS,
        needs=Permission.CUSTOMER_READ,
        parent="customer_id",
        description="Whose subscription it is.",
    )
    name: str = strawberry.field(description="Name of the subscription, which leads to the order.")
    order: Optional[Order] = link(
        ORDER,
        needs=Permission.ORDER_READ,
        parent="order_id",
        description="The order in which it was bought; null where it came without one.",
    )
    state: SubscriptionState = computed(
        subscription_state,
        "issued",
        "returned",
        "expires_on",
        description="Where the subscription stands today.",
    )
    issued_on: date = strawberry.field(description="The day on which it was issued.")
    expires_on: date = strawberry.field(description="The last day on which its vouchers can be redeemed.")
    returned_at: Optional[datetime] = strawberry.field(
        description="When it was returned; null where it was not."
    )
    vouchers: Vouchers = computed(
        resolvers.vouchers_of,
        *_COUNTS,
        description="How many of its vouchers are where, all groups together.",
    )
    vouchers_by_group: Optional[list[SubscriptionVouchers]] = tab(
        VOUCHERS_BY_GROUP,
        needs=Permission.CUSTOMER_SERVICE,
        description="The same for each group of vouchers, in their order.",
    )
    pricing_set: Optional[PricingSet] = link(
        PRICING_SET,
        needs=Permission.SIGNED_IN,
        parent="pricing_set_id",
        description="What was sold: the pricing set, and through it the subscription as it is on offer.",
    )


ticket_subscriptions_tab: Any = tab(
    TICKET_SUBSCRIPTIONS,
    needs=Permission.CUSTOMER_SERVICE,
    narrow=narrowed_subscriptions,
    description="The ticket subscriptions, current and expired, the one that lasts longest first.",
)

register("TicketSubscription", TICKET_SUBSCRIPTION, SERVICE)
