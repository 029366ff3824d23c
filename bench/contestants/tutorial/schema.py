"""The schema of the tutorials' server: what has rows of its own has a resolver that asks a loader."""

# ruff: noqa: UP045 - strawberry reads Optional[...] of forward references at run time
# The loaders give rows of the store, which stand for these types:
# mypy: disable-error-code="no-any-return"
from __future__ import annotations

from datetime import date, datetime
from typing import Any, Optional
from uuid import UUID

import sqlalchemy as sa
import strawberry
from sqlalchemy.ext.asyncio import AsyncSession
from strawberry.types import Info

from bench.contestants.tutorial.loaders import engine
from db.models import Customer as Person
from domain.memberships import PeriodUnit

Unit = strawberry.enum(PeriodUnit)


@strawberry.type
class Card:
    brand: str
    last_four: str
    expiry_month: int
    expiry_year: int
    holder_name: str
    provider: str
    preferred: bool
    continuous_authority: bool
    added_at: datetime
    added_by: str
    last_used_at: Optional[datetime]


@strawberry.type
class Address:
    label: Optional[str]
    line1: str
    line2: Optional[str]
    town: str
    county: Optional[str]
    postcode: Optional[str]
    source: str
    valid_from: Optional[date]
    valid_to: Optional[date]
    default_billing: bool = strawberry.field(name="isDefaultBilling")
    default_delivery: bool = strawberry.field(name="isDefaultDelivery")
    created_at: datetime


@strawberry.type
class Tag:
    name: str
    description: Optional[str]
    is_autotag: bool
    position: int


@strawberry.type
class Note:
    body: str
    pinned: bool
    show_until: Optional[date]
    created_by: str
    created_at: datetime
    version: int


@strawberry.type
class Answer:
    name: str
    answer: str
    statement: int
    source: str
    username: Optional[str]
    at: datetime


@strawberry.type
class Term:
    start_date: date
    end_date: date
    custom_end_reason: Optional[str]


@strawberry.type
class Membership:
    id: UUID
    name: str
    start_date: date
    end_date: date
    auto_renew: bool
    description: Optional[str]
    period_length: Optional[int]
    period_unit: Optional[PeriodUnit]

    @strawberry.field
    async def terms(self, info: Info) -> list[Term]:
        return await info.context.terms.load(self.id)


@strawberry.type
class Vouchers:
    name: str
    issued: int
    redeemed: int
    returned: int


@strawberry.type
class TicketSubscription:
    id: UUID
    name: str
    issued_on: date
    expires_on: date
    returned_at: Optional[datetime]

    @strawberry.field
    async def vouchers_by_group(self, info: Info) -> list[Vouchers]:
        return await info.context.vouchers.load(self.id)


@strawberry.type
class Mailing:
    name: str
    kind: str
    sent_at: datetime
    sent_to: Optional[str]
    opened_at: Optional[datetime]
    bounced_at: Optional[datetime]
    opted_out_at: Optional[datetime]


@strawberry.type
class Entry:
    kind: str
    username: str = strawberry.field(name="user")
    at: datetime


@strawberry.type
class Item:
    added_at: datetime
    returned_at: Optional[datetime]
    delivery_method: Optional[str]
    event: Optional[str]
    starts_at: Optional[datetime]


@strawberry.type
class Order:
    id: UUID
    number: int
    placed_at: datetime
    edited_at: datetime
    confirmed_at: Optional[datetime]
    reserved_until: Optional[datetime]
    restricted: bool
    owner_name: str

    @strawberry.field
    async def items(self, info: Info) -> list[Item]:
        return await info.context.items.load(self.id)


@strawberry.type
class Customer:
    id: UUID
    title: Optional[str]
    first_name: str
    last_name: str
    email: Optional[str]
    birth_date: Optional[date]
    active: bool
    online_account_active: bool
    details_version: int
    created_at: datetime
    updated_at: datetime

    @strawberry.field
    async def stored_cards(self, info: Info) -> list[Card]:
        return await info.context.cards.load(self.id)

    @strawberry.field
    async def addresses(self, info: Info) -> list[Address]:
        return await info.context.addresses.load(self.id)

    @strawberry.field
    async def tags(self, info: Info) -> list[Tag]:
        return await info.context.tags.load(self.id)

    @strawberry.field
    async def blue_notes(self, info: Info) -> list[Note]:
        return await info.context.blue_notes.load(self.id)

    @strawberry.field
    async def contact_preference_history(self, info: Info, first: int = 10) -> list[Answer]:
        return await info.context.answers(first).load(self.id)

    @strawberry.field
    async def memberships(self, info: Info) -> list[Membership]:
        return await info.context.memberships.load(self.id)

    @strawberry.field
    async def ticket_subscriptions(self, info: Info) -> list[TicketSubscription]:
        return await info.context.subscriptions.load(self.id)

    @strawberry.field
    async def mailings(self, info: Info, first: int = 10) -> list[Mailing]:
        return await info.context.mailings(first).load(self.id)

    @strawberry.field
    async def ledger(self, info: Info, first: int = 10) -> list[Entry]:
        return await info.context.ledger(first).load(self.id)

    @strawberry.field
    async def orders(self, info: Info, first: int = 10) -> list[Order]:
        return await info.context.orders(first).load(self.id)


@strawberry.type
class Query:
    @strawberry.field
    async def customer(self, id: strawberry.ID) -> Optional[Customer]:
        model: Any = Person
        async with AsyncSession(engine) as session:
            return await session.get(model, UUID(id))

    @strawberry.field
    async def customers(self, after_at: str, after_id: strawberry.ID, first: int = 50) -> list[Customer]:
        at, model = datetime.fromisoformat(after_at), Person
        beyond = sa.or_(model.last_activity_at < at, model.id > UUID(after_id))
        rows = (
            sa.select(model)
            .where(model.kind == "I", model.merged_into.is_(None), model.last_activity_at <= at, beyond)
            .order_by(model.last_activity_at.desc(), model.id)
            .limit(first)
        )
        found: Any
        async with AsyncSession(engine) as session:
            found = list(await session.scalars(rows))
        return found
