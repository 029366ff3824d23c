"""The wallet as clients see it: the cards stored in it, never what charges them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Optional

import strawberry

from domain.permissions import Permission
from domain.wallet_cards import expires_soon, good_until, is_expired, masked
from gateway.engine.declare import computed, identity, link, tab
from gateway.loaders.memberships import RENEWED_BY_CARD
from gateway.loaders.wallet_cards import STORED_CARD, STORED_CARDS, WALLET
from gateway.schema._rows import row_type
from gateway.schema.gift_aid import GiftAidDeclaration, declarations_elsewhere_tab
from gateway.schema.memberships import Membership
from gateway.schema.nodes import Node, register

SERVICE = Permission.CUSTOMER_SERVICE


@row_type(description="A payment card that is stored, so that its details need not be entered again.")
class StoredCard(Node):
    id: strawberry.ID = identity("crd")
    brand: str = strawberry.field(description="Whose card it is, such as Visa.")
    last_four: str = strawberry.field(description="The last four digits of its number; no more are kept.")
    masked_number: str = computed(masked, "last_four", description="Its number as it is shown: •••• 4242.")
    expiry_month: int = strawberry.field(description="The month printed on it, from 1 to 12.")
    expiry_year: int = strawberry.field(description="The year printed on it.")
    good_until: date = computed(
        good_until,
        "expiry_year",
        "expiry_month",
        description="The last day on which it can be charged: the last of the month printed on it.",
    )
    expired: bool = computed(
        is_expired, "expiry_year", "expiry_month", description="Whether that day is over."
    )
    expiring_soon: bool = computed(
        expires_soon,
        "expiry_year",
        "expiry_month",
        "renews_a_membership",
        description="Whether a membership renews by it and it is good for 60 days at most.",
    )
    holder_name: str = strawberry.field(description="The name printed on it.")
    provider: str = strawberry.field(description="The payment provider that keeps its details.")
    preferred: bool = strawberry.field(
        description="Whether it is offered first; no more than one card of a wallet is."
    )
    continuous_authority: bool = strawberry.field(
        description="Whether the holder agreed that it is charged in their absence, as auto-renew does."
    )
    added_at: datetime = strawberry.field(description="When it was stored.")
    added_by: str = strawberry.field(description="Username of who stored it; `Web` for the customer online.")
    last_used_at: Optional[datetime] = strawberry.field(
        description="When it was last charged; null for never."
    )
    renews: Optional[list[Membership]] = tab(
        RENEWED_BY_CARD,
        needs=Permission.CUSTOMER_SERVICE,
        description="The current memberships that renew by it, which would not if it were removed;"
        " each has the date of its next attempt.",
    )


@row_type(description="The wallet of a person: what they pay with.")
class Wallet:
    stored_cards: Optional[list[StoredCard]] = tab(
        STORED_CARDS,
        needs=Permission.CUSTOMER_SERVICE,
        description="The stored cards, the preferred one first, then the newest; removed ones are not shown.",
    )
    gift_aid_declarations: Optional[list[GiftAidDeclaration]] = declarations_elsewhere_tab


wallet_tab: Any = link(
    WALLET, needs=Permission.CUSTOMER_SERVICE, parent="id", description="The wallet, with the stored cards."
)

register("StoredCard", STORED_CARD, SERVICE)
