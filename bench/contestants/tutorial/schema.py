"""The schema of the tutorials' server: what has rows of its own has a resolver that asks a loader."""

# ruff: noqa: UP045 - strawberry reads Optional[...] of forward references at run time
# The loaders give rows of the store, which stand for these types:
# mypy: disable-error-code="no-any-return"
from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Optional

import sqlalchemy as sa
import strawberry
from sqlalchemy.ext.asyncio import AsyncSession
from strawberry.types import Info

from bench.contestants import models
from bench.contestants.tutorial.loaders import engine


@strawberry.enum
class Segment(StrEnum):
    NEW = "NEW"
    REGULAR = "REGULAR"
    LAPSED = "LAPSED"
    VIP = "VIP"


@strawberry.type
class Address:
    id: int
    kind: str
    line1: str
    city: str
    postcode: str
    country: str
    is_primary: bool


@strawberry.type
class Tag:
    id: int
    name: str
    color: str


@strawberry.type
class ContactPreference:
    id: int
    channel: str
    purpose: str
    opted_in: bool
    updated_at: datetime


@strawberry.type
class OrderItem:
    id: int
    sku: str
    title: str
    quantity: int
    unit_price_minor: int


@strawberry.type
class Order:
    id: int
    order_no: str
    status: str
    total_minor: int
    currency: str
    placed_at: datetime

    @strawberry.field
    async def items(self, info: Info) -> list[OrderItem]:
        return await info.context.items.load(self.id)


@strawberry.type
class Membership:
    id: int
    level: str
    status: str
    starts_on: date
    ends_on: Optional[date]
    price_minor: int


@strawberry.type
class Voucher:
    id: int
    code: str
    status: str
    value_minor: int
    redeemed_at: Optional[datetime]


@strawberry.type
class TicketSubscription:
    id: int
    season: str
    package: str
    seats: int
    status: str

    @strawberry.field
    async def vouchers(self, info: Info) -> list[Voucher]:
        return await info.context.vouchers.load(self.id)


@strawberry.type
class Instalment:
    id: int
    due_on: date
    amount_minor: int
    paid: bool


@strawberry.type
class Pledge:
    id: int
    campaign: str
    amount_minor: int
    status: str
    pledged_at: datetime

    @strawberry.field
    async def instalments(self, info: Info) -> list[Instalment]:
        return await info.context.instalments.load(self.id)


@strawberry.type
class TimelineEvent:
    id: int
    kind: str
    summary: str
    occurred_at: datetime


@strawberry.type
class Customer:
    id: int
    customer_no: str
    first_name: str
    last_name: str
    email: Optional[str]
    phone: Optional[str]
    birth_date: Optional[date]
    created_at: datetime
    segment: Segment
    lifetime_value_minor: int
    is_active: bool

    @strawberry.field
    async def addresses(self, info: Info) -> list[Address]:
        return await info.context.addresses.load(self.id)

    @strawberry.field
    async def tags(self, info: Info) -> list[Tag]:
        return await info.context.tags.load(self.id)

    @strawberry.field
    async def contact_preferences(self, info: Info) -> list[ContactPreference]:
        return await info.context.contact_preferences.load(self.id)

    @strawberry.field
    async def orders(self, info: Info, first: int = 10) -> list[Order]:
        return await info.context.orders(first).load(self.id)

    @strawberry.field
    async def memberships(self, info: Info) -> list[Membership]:
        return await info.context.memberships.load(self.id)

    @strawberry.field
    async def ticket_subscriptions(self, info: Info) -> list[TicketSubscription]:
        return await info.context.ticket_subscriptions.load(self.id)

    @strawberry.field
    async def pledges(self, info: Info) -> list[Pledge]:
        return await info.context.pledges.load(self.id)

    @strawberry.field
    async def timeline(self, info: Info, first: int = 10) -> list[TimelineEvent]:
        return await info.context.timeline(first).load(self.id)


@strawberry.type
class Query:
    @strawberry.field
    async def customer(self, id: int) -> Optional[Customer]:
        model: Any = models.Customer
        async with AsyncSession(engine) as session:
            return await session.get(model, id)

    @strawberry.field
    async def customers(self, first: int = 50, after: int = 0) -> list[Customer]:
        model: Any = models.Customer
        rows = sa.select(model).where(model.id > after).order_by(model.id).limit(first)
        async with AsyncSession(engine) as session:
            return list(await session.scalars(rows))
