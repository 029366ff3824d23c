"""The rows of orders and of what hangs on them."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID


class OrderRow(NamedTuple):
    id: UUID
    number: int
    owner_id: UUID
    owner_name: str
    facilitator_id: UUID | None
    sales_channel: str
    state: str
    placed_at: datetime
    edited_at: datetime
    confirmed_at: datetime | None
    reserved_until: datetime | None
    restricted: bool
    placed_by: str


class SoftCreditRow(NamedTuple):
    id: UUID
    order_id: UUID
    customer_id: UUID
    type: str
    added_at: datetime


class OrderPaymentRow(NamedTuple):
    id: UUID
    order_id: UUID
    kind: str
    method: str | None
    amount_minor: int
    at: datetime


class OrderEventRow(NamedTuple):
    id: UUID
    order_id: UUID
    kind: str
    at: datetime
    username: str
    narrative: str
    amount_minor: int | None


class OrderAttributeValueRow(NamedTuple):
    order_id: UUID
    attribute_id: UUID
    value: str


class OrderItemRow(NamedTuple):
    id: UUID
    order_id: UUID
    kind: str
    state: str
    added_at: datetime
    returned_at: datetime | None
    full_price_minor: int
    discount_minor: int
    commission_minor: int
    agent_commission_minor: int
    instance_id: UUID | None
    seat_id: UUID | None
    ticket_type_id: UUID | None
    price_band_id: UUID | None
    delivery_method: str | None
    product_id: UUID | None
    membership_term_id: UUID | None
    ticket_subscription_id: UUID | None
    voucher_group_id: UUID | None
    series_subscription_id: UUID | None
    opportunity_id: UUID | None
    attended: bool | None


class DonationRow(NamedTuple):
    id: UUID
    order_item_id: UUID
    order_id: UUID
    fund_id: UUID
    campaign_id: UUID | None
    source: str
    amount_minor: int
    made_on: date
    recognition_name: str | None
    tribute: str | None
    excluded_from_gift_aid: str | None
    gift_aid_claimed_on: date | None
