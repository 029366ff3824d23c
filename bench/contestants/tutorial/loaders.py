"""The loaders of the tutorials' server: one a relation, each batch in an ORM session of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from aiodataloader import DataLoader
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import aliased

from bench.contestants import models
from bench.contestants.pool import DATABASE, HOST, SIZE, USER

engine = create_async_engine(
    f"postgresql+asyncpg://{USER}@/{DATABASE}?host={HOST}&port=5432", pool_size=SIZE, max_overflow=0
)


def grouped(keys: Sequence[int], found: Iterable[Any]) -> list[list[Any]]:
    """The rows of each key, in the order of the keys."""
    lists = defaultdict(list)
    for key, row in found:
        lists[key].append(row)
    return [lists[key] for key in keys]


class Children(DataLoader[int, list[Any]]):
    """All rows of `model` that belong to a parent."""

    def __init__(self, model: Any, key: Any) -> None:
        super().__init__()
        self.model, self.key = model, key

    async def batch_load_fn(self, keys: list[int]) -> list[list[Any]]:
        rows = sa.select(self.key, self.model).where(self.key.in_(keys)).order_by(self.model.id)
        async with AsyncSession(engine) as session:
            return grouped(keys, (await session.execute(rows)).tuples())


class Newest(DataLoader[int, list[Any]]):
    """The newest rows of `model` that belong to a parent, so many a parent."""

    def __init__(self, model: Any, key: Any, at: Any, first: int) -> None:
        super().__init__()
        self.model, self.key, self.at, self.first = model, key, at, first

    async def batch_load_fn(self, keys: list[int]) -> list[list[Any]]:
        parent = sa.func.unnest(sa.literal(keys, sa.ARRAY(sa.Integer))).table_valued("key").render_derived()
        newest = (
            sa.select(self.model)
            .where(self.key == parent.c.key)
            .order_by(self.at.desc(), self.model.id)
            .limit(self.first)
            .lateral()
        )
        rows = sa.select(parent.c.key, aliased(self.model, newest)).join_from(parent, newest, sa.true())
        async with AsyncSession(engine) as session:
            return grouped(keys, (await session.execute(rows)).tuples())


class TagsOfCustomer(DataLoader[int, list[models.Tag]]):
    async def batch_load_fn(self, keys: list[int]) -> list[list[models.Tag]]:
        link = models.CustomerTag
        rows = (
            sa.select(link.customer_id, models.Tag)
            .join_from(link, models.Tag)
            .where(link.customer_id.in_(keys))
            .order_by(models.Tag.id)
        )
        async with AsyncSession(engine) as session:
            return grouped(keys, (await session.execute(rows)).tuples())


class Loaders:
    """The loaders of one request."""

    def __init__(self) -> None:
        self.addresses = Children(models.Address, models.Address.customer_id)
        self.tags = TagsOfCustomer()
        self.contact_preferences = Children(models.ContactPreference, models.ContactPreference.customer_id)
        self.items = Children(models.OrderItem, models.OrderItem.order_id)
        self.memberships = Children(models.Membership, models.Membership.customer_id)
        self.ticket_subscriptions = Children(models.TicketSubscription, models.TicketSubscription.customer_id)
        self.vouchers = Children(models.Voucher, models.Voucher.subscription_id)
        self.pledges = Children(models.Pledge, models.Pledge.customer_id)
        self.instalments = Children(models.PledgeInstalment, models.PledgeInstalment.pledge_id)
        self._newest: dict[tuple[type, int], Newest] = {}

    def orders(self, first: int) -> Newest:
        return self._paged(models.Order, models.Order.placed_at, first)

    def timeline(self, first: int) -> Newest:
        return self._paged(models.TimelineEvent, models.TimelineEvent.occurred_at, first)

    def _paged(self, model: Any, at: Any, first: int) -> Newest:
        known = model, first
        if known not in self._newest:
            self._newest[known] = Newest(model, model.customer_id, at, first)
        return self._newest[known]
