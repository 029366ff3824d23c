"""Orders as clients see them: what stands of each in a list, and what opens where it is not restricted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Optional

import strawberry

from domain.deposits import has_unused_deposit
from domain.order_states import item_state
from domain.orders import ItemState, OrderRole, OrderState, parts_of
from domain.permissions import Actor, Permission
from gateway.engine import ids
from gateway.engine.declare import Key, Narrowing, computed, find, identity, link, page, tab
from gateway.engine.errors import RequestCode, RequestError
from gateway.loaders._parties import USUAL_ROLES
from gateway.loaders.customers import CUSTOMERS
from gateway.loaders.opportunities import OPPORTUNITIES_OF_ORDER
from gateway.loaders.order_attributes import ORDER_ATTRIBUTES
from gateway.loaders.order_events import ORDER_EVENTS
from gateway.loaders.order_items import ORDER_ITEMS
from gateway.loaders.order_payments import ORDER_PAYMENTS
from gateway.loaders.order_totals import ORDER_TOTALS
from gateway.loaders.orders import ORDER, ORDER_BY_NUMBER, ORDERS
from gateway.loaders.soft_credits import SOFT_CREDITS
from gateway.resolvers.orders import order_narrowing
from gateway.schema._parties import Roles
from gateway.schema._rows import enum_type, row_type
from gateway.schema.nodes import Node, register
from gateway.schema.order_attributes import OrderAttributeValue
from gateway.schema.order_details import OrderDetails
from gateway.schema.order_events import OrderEvent
from gateway.schema.order_items import OrderItem
from gateway.schema.order_payments import OrderPayment
from gateway.schema.order_totals import OrderTotals, TotalLine, explained
from gateway.schema.soft_credits import SoftCredit

if TYPE_CHECKING:
    from gateway.schema.customers import Customer
    from gateway.schema.opportunities import Opportunity

Someone = Annotated["Customer", strawberry.lazy("gateway.schema.customers")]
ItsOpportunity = Annotated["Opportunity", strawberry.lazy("gateway.schema.opportunities")]
READ = Permission.ORDER_READ
# What of a restricted order is for few (ORD-P13).
RESTRICTED = ("restricted", Permission.ORDER_RESTRICTED)

enum_type(
    OrderState,
    "Where an order stands.",
    RESERVED="Everything in it is reserved, and nothing sold yet.",
    CONFIRMED="What is in it was sold.",
    PARTIALLY_RETURNED="Some of what was sold was returned.",
    RETURNED="All that was sold was returned.",
    CANCELLED="It was called off.",
    EXPIRED="It was reserved, and not bought in time.",
)


def restricted_for(restricted: bool | None, *, actor: Actor) -> bool:
    """Whether what is restricted is so for whoever asks."""
    return bool(restricted) and not actor.may(Permission.ORDER_RESTRICTED)


def _state(state: str, reserved_until: datetime | None, *, now: datetime) -> OrderState:
    """A reservation that nobody swept yet is over all the same (ORD-P06)."""
    if state == OrderState.RESERVED and item_state(ItemState.RESERVED, reserved_until, now) != state:
        return OrderState.EXPIRED
    return OrderState(state)


def _roles(
    owner: bool | None, facilitator: bool | None, soft_credited: bool | None
) -> tuple[OrderRole, ...] | None:
    if owner is None:
        return None
    return parts_of(owner, bool(facilitator), bool(soft_credited))


def _has_unused_deposit(deposits: Sequence[int]) -> bool:
    return has_unused_deposit(*deposits)


@row_type(description="What somebody bought or reserved at one time.")
class Order(Node):
    id: strawberry.ID = identity("ord")
    number: int = strawberry.field(
        description="The number that people read out; no two orders have the same."
    )
    state: OrderState = computed(_state, "state", "reserved_until", description="Where the order stands now.")
    placed_at: datetime = strawberry.field(description="When the order was placed.")
    edited_at: datetime = strawberry.field(description="When anything in it was last changed.")
    confirmed_at: Optional[datetime] = strawberry.field(
        description="When it was bought; null while it is only reserved."
    )
    reserved_until: Optional[datetime] = strawberry.field(
        description="When what is reserved in it goes back on sale; null where nothing was reserved."
    )
    restricted: bool = strawberry.field(
        description="Whether what is in it is for sales administrators and fundraisers only."
    )
    has_restricted_items: bool = computed(
        restricted_for,
        "restricted",
        description="Whether you may see that the order is there, and nothing of what is in it.",
    )
    has_unused_deposit: bool = computed(
        _has_unused_deposit,
        "deposits",
        description="Whether a deposit is still held for it: the exclamation mark in the list of orders.",
    )
    roles: Optional[list[OrderRole]] = computed(
        _roles,
        "owner",
        "facilitator",
        "soft_credited",
        description="The parts that the customer in whose list it stands has in it; null where it stands in none.",
    )
    owner: Optional[Someone] = link(
        CUSTOMERS,
        needs=Permission.CUSTOMER_READ,
        parent="owner_id",
        description="The customer for whom it was placed; null where you may not see the record.",
    )
    owner_name: str = strawberry.field(description="The owner's name as it was when the order was placed.")
    facilitator: Optional[Someone] = link(
        CUSTOMERS,
        needs=Permission.CUSTOMER_READ,
        parent="facilitator_id",
        description="The customer who placed it for its owner; null where the owner did, or you may not see the"
        " record.",
    )

    details: Optional[OrderDetails] = computed(
        OrderDetails.of,
        "sales_channel",
        "placed_by",
        withheld=RESTRICTED,
        description="How it was sold, and by whom.",
    )
    soft_credits: Optional[list[SoftCredit]] = tab(
        SOFT_CREDITS,
        needs=READ,
        withheld=RESTRICTED,
        description="Who is credited with it beside those who placed it, the first one first.",
    )
    items: Optional[list[OrderItem]] = tab(
        ORDER_ITEMS,
        needs=READ,
        withheld=RESTRICTED,
        description="Everything in it, also what was returned, in the order in which it was added.",
    )
    attributes: Optional[list[OrderAttributeValue]] = tab(
        ORDER_ATTRIBUTES,
        needs=READ,
        withheld=RESTRICTED,
        description="What is asked about orders, with the answers of this one, in the order of the form.",
    )
    opportunities: Optional[list[ItsOpportunity]] = tab(
        OPPORTUNITIES_OF_ORDER,
        needs=Permission.FUNDRAISING,
        description="The opportunities that anything in it counts towards, those begun last first.",
    )
    history: Optional[list[OrderEvent]] = tab(
        ORDER_EVENTS,
        needs=READ,
        withheld=RESTRICTED,
        description="What happened to it, the first thing first; nothing of it is ever taken out.",
    )
    payments: Optional[list[OrderPayment]] = tab(
        ORDER_PAYMENTS,
        needs=READ,
        withheld=RESTRICTED,
        description="Every movement of money on it, the first one first.",
    )
    totals: Optional[OrderTotals] = link(
        ORDER_TOTALS,
        needs=READ,
        parent="id",
        withheld=RESTRICTED,
        description="What it comes to, what was paid, and what is due.",
    )
    explain_total: Optional[list[TotalLine]] = computed(
        explained,
        "priced_items",
        "movements",
        "reserved_until",
        withheld=RESTRICTED,
        description="How its total comes about, line by line, down to what is left to pay.",
    )


register("Order", ORDER, READ)


@strawberry.input(description="Which orders; what is given must all hold.")
class OrderFilter:
    states: Optional[list[OrderState]] = strawberry.field(
        default=None, description="Where the orders stand: any one of these."
    )
    placed_from: Optional[date] = strawberry.field(
        default=None, description="The first day on which they were placed, in the system's zone."
    )
    placed_to: Optional[date] = strawberry.field(
        default=None, description="The last day on which they were placed."
    )
    has_unused_deposit: Optional[bool] = strawberry.field(
        default=None, description="Whether a deposit is still held for them."
    )
    restricted: Optional[bool] = strawberry.field(
        default=None, description="Whether what is in them is for sales administrators and fundraisers only."
    )


def orders_narrowed(
    roles: Roles = USUAL_ROLES,
    filter: Annotated[
        Optional[OrderFilter], strawberry.argument(description="Which orders; null for all.")
    ] = None,
) -> Narrowing:
    """The arguments of a customer's orders."""
    return order_narrowing(roles, filter)


def _key(
    number: Annotated[Optional[int], strawberry.argument(description="The number of the order.")] = None,
    id: Annotated[Optional[strawberry.ID], strawberry.argument(description="Its opaque id.")] = None,
) -> Key | None:
    if (number is None) == (id is None):
        raise RequestError(RequestCode.BAD_USER_INPUT, "Give the number of an order or its id, one of them.")
    if id is None:
        return Key(ORDER_BY_NUMBER, number)
    key = ids.key_of("ord", id)
    return None if key is None else Key(ORDER, key)


@strawberry.type
class OrderQuery:
    order: Optional[Order] = find(
        ORDER,
        _key,
        needs=READ,
        description="The order with this number or this id; null when there is none. It is there also when you may"
        " not see its owner, whose name is copied on it.",
    )


orders_tab: Any = page(
    ORDERS,
    needs=Permission.ORDER_READ,
    narrow=orders_narrowed,
    description="The orders that the customer placed or had placed, the latest first; those that they are only"
    " credited with where you ask for them.",
)

has_restricted_items_tab: Any = computed(
    restricted_for,
    "has_restricted_orders",
    needs=Permission.ORDER_READ,
    description="Whether there are orders of which you may see no more than that they are there: what is in"
    " them is in no list and no sum.",
)
