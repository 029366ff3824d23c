"""The benchmark's record on the gateway's engine, declared as the product's own is."""

# ruff: noqa: UP045 - strawberry reads Optional[...] of forward references at run time
from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Optional

import strawberry

from bench.contestants.ours import tabs
from domain.customers import age_on
from domain.money import Money as MoneyRule
from domain.permissions import Permission
from gateway.engine.connections import Connection
from gateway.engine.declare import Key, Tab, computed, find, link, page, tab
from gateway.engine.schema import CONFIG, GatewaySchema
from gateway.schema._rows import enum_type, row_type
from gateway.schema.money import Money
from gateway.settings import Limits

READ = Permission.CUSTOMER_READ


class Segment(StrEnum):
    NEW = "NEW"
    REGULAR = "REGULAR"
    LAPSED = "LAPSED"
    VIP = "VIP"


enum_type(
    Segment, "How a customer buys.", NEW="New.", REGULAR="Regularly.", LAPSED="No more.", VIP="A great deal."
)


def _full_name(first_name: str, last_name: str) -> str:
    return f"{first_name} {last_name}"


def _age(birth_date: date | None, *, today: date) -> int | None:
    return None if birth_date is None else age_on(birth_date, today)


def _amount(of: str) -> Any:
    """The column of minor units as money of the house's currency."""
    return computed(MoneyRule, of, description="The amount as money.")


def _list(what: Tab) -> Any:
    return tab(what, needs=READ, description=f"All {what.name}.")


def _page(what: Tab, parent: str | None = "id") -> Any:
    return page(what, needs=READ, parent=parent, description=f"Pages of {what.name}.")


@row_type(description="An address of a customer.")
class Address:
    id: int
    kind: str
    line1: str
    city: str
    postcode: str
    country: str
    is_primary: bool


@row_type(description="A label on customers.")
class Tag:
    id: int
    name: str
    color: str


@row_type(description="An answer about one channel and purpose.")
class ContactPreference:
    id: int
    channel: str
    purpose: str
    opted_in: bool
    updated_at: datetime


@row_type(description="One line of an order.")
class OrderItem:
    id: int
    sku: str
    title: str
    quantity: int
    unit_price_minor: int
    unit_price: Money = _amount("unit_price_minor")


@row_type(description="An order.")
class Order:
    id: int
    order_no: str
    status: str
    total_minor: int
    total: Money = computed(MoneyRule, "total_minor", "currency", description="The amount as money.")
    currency: str
    placed_at: datetime
    items: Optional[list[OrderItem]] = _list(tabs.ITEMS)


@row_type(description="All orders of a customer in two figures.")
class OrderTotals:
    count: int
    total: Money = _amount("total_minor")


@row_type(description="A year of membership.")
class Membership:
    id: int
    level: str
    status: str
    starts_on: date
    ends_on: Optional[date]
    price_minor: int
    price: Money = _amount("price_minor")


@row_type(description="A voucher of a subscription.")
class Voucher:
    id: int
    code: str
    status: str
    value_minor: int
    value: Money = _amount("value_minor")
    redeemed_at: Optional[datetime]


@row_type(description="A package of seats for a season.")
class TicketSubscription:
    id: int
    season: str
    package: str
    seats: int
    status: str
    vouchers: Optional[list[Voucher]] = _list(tabs.VOUCHERS)


@row_type(description="One part of a pledge, and when it is due.")
class Instalment:
    id: int
    due_on: date
    amount_minor: int
    amount: Money = _amount("amount_minor")
    paid: bool


@row_type(description="A promise to give.")
class Pledge:
    id: int
    campaign: str
    amount_minor: int
    amount: Money = _amount("amount_minor")
    status: str
    pledged_at: datetime
    instalments: Optional[list[Instalment]] = _list(tabs.INSTALMENTS)


@row_type(description="Something that happened.")
class TimelineEvent:
    id: int
    kind: str
    summary: str
    occurred_at: datetime


@row_type(description="A customer.")
class Customer:
    id: int
    customer_no: str
    first_name: str
    last_name: str
    full_name: str = computed(_full_name, "first_name", "last_name", description="Both names.")
    email: Optional[str]
    phone: Optional[str]
    birth_date: Optional[date]
    age: Optional[int] = computed(_age, "birth_date", description="Age in full years today.")
    created_at: datetime
    segment: Segment
    lifetime_value_minor: int
    lifetime_value: Money = _amount("lifetime_value_minor")
    is_active: bool
    addresses: Optional[list[Address]] = _list(tabs.ADDRESSES)
    tags: Optional[list[Tag]] = _list(tabs.TAGS)
    contact_preferences: Optional[list[ContactPreference]] = _list(tabs.CONTACT_PREFERENCES)
    orders: Optional[Connection[Order]] = _page(tabs.ORDERS)
    order_totals: Optional[OrderTotals] = link(
        tabs.ORDER_TOTALS, needs=READ, parent="id", description="All orders in two figures."
    )
    memberships: Optional[list[Membership]] = _list(tabs.MEMBERSHIPS)
    ticket_subscriptions: Optional[list[TicketSubscription]] = _list(tabs.TICKET_SUBSCRIPTIONS)
    pledges: Optional[list[Pledge]] = _list(tabs.PLEDGES)
    timeline: Optional[Connection[TimelineEvent]] = _page(tabs.TIMELINE)


def _by_id(id: int) -> Key:
    return Key(tabs.CUSTOMER, id)


@strawberry.type
class Query:
    customer: Optional[Customer] = find(
        tabs.CUSTOMER, _by_id, needs=READ, description="The customer with this id."
    )
    customers: Optional[Connection[Customer]] = _page(tabs.CUSTOMERS, parent=None)


def build(limits: Limits) -> GatewaySchema:
    """The schema with these limits."""
    return GatewaySchema(strawberry.Schema(query=Query, config=CONFIG), limits)
