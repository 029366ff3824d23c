"""The items of an order as clients see them: tickets, merchandise, memberships, gifts, subscriptions and series."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Optional

import strawberry

from domain import order_states
from domain.money import Money as MoneyRule
from domain.orders import ItemKind
from domain.permissions import Permission
from gateway.engine.declare import computed, identity, link
from gateway.loaders.donations import DONATION
from gateway.loaders.events import EVENT, INSTANCE
from gateway.loaders.funds import FUND
from gateway.loaders.merchandise import PRODUCT
from gateway.loaders.opportunities import OPPORTUNITY_OF_ITEM
from gateway.loaders.order_items import (
    FIXED_SERIES_OF_ITEM,
    KINDS,
    MEMBERSHIP_OF_ITEM,
    ORDER_ITEM,
    TERM_OF_ITEM,
    TICKET_SUBSCRIPTION_OF_ITEM,
)
from gateway.loaders.orders import ORDER
from gateway.loaders.ticket_types import PRICE_BAND, TICKET_TYPE
from gateway.loaders.venues import SEAT
from gateway.schema._items import DeliveryMethod, ItemState
from gateway.schema._rows import row_type
from gateway.schema.events import Event, Instance
from gateway.schema.funds import Fund
from gateway.schema.money import Money
from gateway.schema.nodes import Node, register
from gateway.schema.ticket_types import PriceBand, TicketType
from gateway.schema.venues import Seat

if TYPE_CHECKING:
    from gateway.schema.donations import Donation
    from gateway.schema.fixed_series import FixedSeriesSubscription
    from gateway.schema.memberships import Membership, MembershipTerm
    from gateway.schema.merchandise import Product
    from gateway.schema.opportunities import Opportunity
    from gateway.schema.orders import Order
    from gateway.schema.ticket_subscriptions import TicketSubscription

# All of these tell of their orders too.
ItsOrder = Annotated["Order", strawberry.lazy("gateway.schema.orders")]
Gift = Annotated["Donation", strawberry.lazy("gateway.schema.donations")]
Thing = Annotated["Product", strawberry.lazy("gateway.schema.merchandise")]
ItsMembership = Annotated["Membership", strawberry.lazy("gateway.schema.memberships")]
ItsTerm = Annotated["MembershipTerm", strawberry.lazy("gateway.schema.memberships")]
Subscription = Annotated["TicketSubscription", strawberry.lazy("gateway.schema.ticket_subscriptions")]
Series = Annotated["FixedSeriesSubscription", strawberry.lazy("gateway.schema.fixed_series")]
ItsOpportunity = Annotated["Opportunity", strawberry.lazy("gateway.schema.opportunities")]
WORLD = Permission.SIGNED_IN
SERVICE = Permission.CUSTOMER_SERVICE


def _state(state: str, reserved_until: datetime | None, *, now: datetime) -> ItemState:
    """A reservation that nobody swept yet is over all the same (ORD-P06)."""
    return order_states.item_state(ItemState(state), reserved_until, now)


@strawberry.interface(description="One thing in an order.")
class OrderItem(Node):
    id: strawberry.ID = identity("itm")
    description: Optional[str] = strawberry.field(
        description="What it is called: the event with ticket type and seat, or the name of what was sold."
    )
    state: ItemState = computed(_state, "state", "reserved_until", description="Where it stands now.")
    added_at: datetime = strawberry.field(description="When it was added to the order.")
    returned_at: Optional[datetime] = strawberry.field(
        description="When it was returned or exchanged; null where it was not."
    )
    full_price: Money = computed(
        MoneyRule, "full_price_minor", description="What it costs before any discount."
    )
    discount: Money = computed(MoneyRule, "discount_minor", description="What is taken off the full price.")
    price: Money = computed(
        MoneyRule,
        "price_minor",
        description="What the customer is charged for it: the full price less the discount.",
    )
    commission: Money = computed(MoneyRule, "commission_minor", description="The fee on top of the price.")
    agent_commission: Money = computed(
        MoneyRule,
        "agent_commission_minor",
        description="What of the price stays with the agent who sold it, as it was agreed then; tickets only.",
    )
    total: Money = computed(
        MoneyRule,
        "total_minor",
        description="What it adds to the order: the price and the commission, less the agent's.",
    )
    order: Optional[ItsOrder] = link(
        ORDER, needs=Permission.ORDER_READ, parent="order_id", description="The order that it is in."
    )
    donation: Optional[Gift] = link(
        DONATION,
        needs=Permission.ORDER_READ,
        parent="donation_id",
        description="The donation that it is, or that is a part of it; null where no gift is in it.",
    )
    opportunity: Optional[ItsOpportunity] = link(
        OPPORTUNITY_OF_ITEM,
        needs=Permission.FUNDRAISING,
        parent="opportunity_id",
        description="The opportunity that it counts towards; null for none.",
    )

    @classmethod
    def resolve_type(cls, row: Any, _info: Any, _abstract: Any) -> str:
        return KINDS[row["kind"]]


@row_type(kind=ItemKind.TICKET, description="A ticket for one instance of an event.")
class TicketItem(OrderItem):
    instance: Optional[Instance] = link(
        INSTANCE, needs=WORLD, parent="instance_id", description="When and where it lets in."
    )
    event: Optional[Event] = link(EVENT, needs=WORLD, parent="event_id", description="What it lets in to.")
    seat: Optional[Seat] = link(
        SEAT, needs=WORLD, parent="seat_id", description="The seat; null where seats are not numbered."
    )
    ticket_type: Optional[TicketType] = link(
        TICKET_TYPE, needs=WORLD, parent="ticket_type_id", description="For whom it was sold."
    )
    price_band: Optional[PriceBand] = link(
        PRICE_BAND,
        needs=WORLD,
        parent="price_band_id",
        description="The price band of the seat; null where there is only one price.",
    )
    delivery_method: DeliveryMethod = strawberry.field(description="How it gets to whoever comes with it.")
    ticket_subscription: Optional[Subscription] = link(
        TICKET_SUBSCRIPTION_OF_ITEM,
        needs=SERVICE,
        parent="ticket_subscription_id",
        description="The subscription whose voucher paid for it; null where none did.",
    )
    fixed_series: Optional[Series] = link(
        FIXED_SERIES_OF_ITEM,
        needs=SERVICE,
        parent="series_subscription_id",
        description="The subscription to a series that it belongs to; null where it was sold by itself.",
    )


@row_type(kind=ItemKind.MERCHANDISE, description="One piece of something that is sold beside tickets.")
class MerchandiseItem(OrderItem):
    product: Optional[Thing] = link(PRODUCT, needs=WORLD, parent="product_id", description="What it is.")


@row_type(kind=ItemKind.MEMBERSHIP, description="One term of a membership.")
class MembershipItem(OrderItem):
    membership: Optional[ItsMembership] = link(
        MEMBERSHIP_OF_ITEM,
        needs=SERVICE,
        parent="membership_id",
        description="The membership that it began or renewed; null where you may not see its holder.",
    )
    term: Optional[ItsTerm] = link(
        TERM_OF_ITEM,
        needs=SERVICE,
        parent="membership_term_id",
        description="The term of the membership that was paid; null where you may not see its holder.",
    )


@row_type(kind=ItemKind.DONATION, description="A donation that stands in the order by itself.")
class DonationItem(OrderItem):
    fund: Optional[Fund] = link(FUND, needs=WORLD, parent="fund_id", description="What it was given for.")


@row_type(kind=ItemKind.TICKET_SUBSCRIPTION, description="A subscription whose vouchers pay for tickets.")
class TicketSubscriptionItem(OrderItem):
    ticket_subscription: Optional[Subscription] = link(
        TICKET_SUBSCRIPTION_OF_ITEM,
        needs=SERVICE,
        parent="ticket_subscription_id",
        description="The subscription that was sold; null where you may not see its holder.",
    )


@row_type(kind=ItemKind.FIXED_SERIES, description="One seat at every instance of a series.")
class FixedSeriesItem(OrderItem):
    fixed_series: Optional[Series] = link(
        FIXED_SERIES_OF_ITEM,
        needs=SERVICE,
        parent="series_subscription_id",
        description="The subscription to the series that was sold; null where you may not see its holder.",
    )


register("OrderItem", ORDER_ITEM, Permission.ORDER_READ)

# Types that a client may meet behind the interface alone.
KINDS_OF_ITEMS = (
    TicketItem,
    MerchandiseItem,
    MembershipItem,
    DonationItem,
    TicketSubscriptionItem,
    FixedSeriesItem,
)
