"""Memberships as clients see them: chains of terms, when they are renewed, and whether that happens by itself."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Optional

import strawberry

from domain.memberships import MembershipStatus, membership_status, renewable_from, renewable_until
from domain.money import Money as MoneyRule
from domain.permissions import Permission
from domain.renewals import can_renew, cannot_renew, renewal_date
from gateway.engine.declare import Narrowing, column, computed, identity, link, tab
from gateway.loaders.customers import CUSTOMERS
from gateway.loaders.membership_types import MEMBERSHIP_TYPE
from gateway.loaders.memberships import MEMBERSHIP, MEMBERSHIPS, TERM, TERMS
from gateway.loaders.orders import ORDER
from gateway.loaders.wallet_cards import STORED_CARD
from gateway.resolvers import memberships as resolvers
from gateway.schema._rows import enum_type, row_type
from gateway.schema.membership_types import MembershipType
from gateway.schema.money import Money
from gateway.schema.nodes import Node, register
from gateway.schema.orders import Order
from gateway.schema.renewals import AutoRenewEligibility, CannotRenew, RenewalNotice

if TYPE_CHECKING:
    from gateway.schema.customers import Customer
    from gateway.schema.wallet_cards import StoredCard

Someone = Annotated["Customer", strawberry.lazy("gateway.schema.customers")]
Card = Annotated["StoredCard", strawberry.lazy("gateway.schema.wallet_cards")]

SERVICE = Permission.CUSTOMER_SERVICE
ORDERS = Permission.ORDER_READ

enum_type(
    MembershipStatus,
    "Where a membership stands today.",
    FUTURE="It has been bought, and its first term begins later.",
    ACTIVE="A term runs.",
    GRACE="Its last term is over, and it can still be renewed.",
    EXPIRED="Its last term is over, and so are the days of grace.",
    CANCELLED="It was cancelled.",
    RETURNED="It was returned, and the money given back.",
)


def narrowed_memberships(
    include_expired: Annotated[
        bool,
        strawberry.argument(
            description="Whether memberships that are over are listed too: expired, cancelled or returned."
        ),
    ] = False,
) -> Narrowing:
    """The arguments of the list of memberships."""
    return resolvers.membership_narrowing(include_expired=include_expired)


@row_type(description="One paid stretch of a membership: the sale made the first, each renewal the next.")
class MembershipTerm(Node):
    id: strawberry.ID = identity("mtm")
    start_date: date = column("starts", description="First day of the term.")
    end_date: date = column("ends", description="Last day of the term.")
    price: Optional[Money] = computed(
        MoneyRule,
        "price_minor",
        description="What was charged for it; null where its order is restricted and you may not open it.",
    )
    custom_end_reason: Optional[str] = strawberry.field(
        description="Why staff set another end than the usual one; null where they did not."
    )
    returned: bool = strawberry.field(description="Whether the term was returned.")
    order: Optional[Order] = link(
        ORDER, needs=ORDERS, parent="order_id", description="The order in which it was bought."
    )


_STANDS = ("first_starts", "last_ends", "renewal_closes_days_after", "cancelled_on", "returned_on")
_WINDOW = ("last_ends", "renewal_opens_days_before", "renewal_closes_days_after")
_RENEWS = (*_WINDOW, "cancelled_on", "returned_on", "type_active")
_CARD = ("card_expiry_year", "card_expiry_month", "card_continuous_authority")


@row_type(description="A membership that a customer holds, or has held.")
class Membership(Node):
    id: strawberry.ID = identity("mem")
    customer: Optional[Someone] = link(
        CUSTOMERS, needs=Permission.CUSTOMER_READ, parent="customer_id", description="Whose membership it is."
    )
    name: str = strawberry.field(description="Name of its type.")
    type: Optional[MembershipType] = link(
        MEMBERSHIP_TYPE,
        needs=Permission.SIGNED_IN,
        parent="type_id",
        description="What it is a membership of, as it is on offer.",
    )
    status: MembershipStatus = computed(
        membership_status, *_STANDS, description="Where the membership stands today."
    )
    start_date: date = column("first_starts", description="First day of its first term.")
    end_date: date = column("last_ends", description="Last day of its latest term.")
    price: Optional[Money] = computed(
        MoneyRule,
        "price_minor",
        description="What was charged for the latest term; null where its order is restricted and you may not open it.",
    )
    renewal_price: Optional[Money] = computed(
        MoneyRule, "renewal_price_minor", description="What the next term costs, if renewed in time."
    )
    renewal_date: date = computed(
        renewal_date,
        *_WINDOW,
        "auto_renew",
        description="The day of the next automatic attempt; where there is none, the first day on which it can be"
        " renewed.",
    )
    renewable_from: date = computed(
        renewable_from,
        "last_ends",
        "renewal_opens_days_before",
        description="First day on which it can be renewed.",
    )
    renewable_until: date = computed(
        renewable_until,
        "last_ends",
        "renewal_closes_days_after",
        description="Last day on which it can be renewed, which ends its grace.",
    )
    can_renew: bool = computed(can_renew, *_RENEWS, description="Whether it can be renewed today.")
    cannot_renew_reason: Optional[CannotRenew] = computed(
        cannot_renew, *_RENEWS, description="Why it cannot be renewed today; null when it can."
    )
    auto_renew: bool = strawberry.field(
        description="Whether it is to renew by itself, from the card chosen for it."
    )
    auto_renew_eligibility: AutoRenewEligibility = computed(
        resolvers.auto_renew_eligibility,
        *_STANDS,
        "auto_renew_allowed",
        "holder_kind",
        *_CARD,
        description="Whether it can renew by itself as things stand, and what is missing.",
    )
    card: Optional[Card] = link(
        STORED_CARD,
        needs=Permission.CUSTOMER_SERVICE,
        parent="card_id",
        description="The card chosen for auto-renew, the only one that is ever tried; null where none is stored.",
    )
    next_attempt_date: Optional[date] = computed(
        resolvers.next_attempt,
        "first_starts",
        *_WINDOW,
        "cancelled_on",
        "returned_on",
        "auto_renew",
        description="When the card is tried next; null where auto-renew is off, or every attempt was made.",
    )
    notices: list[RenewalNotice] = computed(
        resolvers.renewal_notices,
        "first_starts",
        "last_starts",
        *_WINDOW,
        "cancelled_on",
        "returned_on",
        "auto_renew",
        *_CARD,
        description="What the customer will be told before it renews by itself, 30 and 7 days before its end.",
    )
    terms: Optional[list[MembershipTerm]] = tab(
        TERMS, needs=Permission.CUSTOMER_SERVICE, description="The terms it is a chain of, the latest first."
    )
    order: Optional[Order] = link(
        ORDER,
        needs=ORDERS,
        parent="order_id",
        description="The order in which the latest term was bought: what View Order opens.",
    )


memberships_tab: Any = tab(
    MEMBERSHIPS,
    needs=Permission.CUSTOMER_SERVICE,
    narrow=narrowed_memberships,
    description="The current memberships, the one that lasts longest first; expired ones where they are asked for.",
)

register("Membership", MEMBERSHIP, SERVICE)
register("MembershipTerm", TERM, SERVICE)
