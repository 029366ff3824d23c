"""The loaders of the tutorials' server: one a relation, each batch in an ORM session of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from aiodataloader import DataLoader
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import aliased

from bench.contestants import models
from bench.contestants.pool import DATABASE, HOST, SIZE, USER
from db.models import Address, CreditEntry, Note, Order

engine = create_async_engine(
    f"postgresql+asyncpg://{USER}@/{DATABASE}?host={HOST}&port=5432", pool_size=SIZE, max_overflow=0
)


def grouped(keys: Sequence[UUID], found: Iterable[Any]) -> list[list[Any]]:
    """The rows of each key, in the order of the keys."""
    lists = defaultdict(list)
    for key, row in found:
        lists[key].append(row)
    return [lists[key] for key in keys]


class Children(DataLoader[UUID, list[Any]]):
    """All rows of `model` that belong to a parent, in this order."""

    def __init__(self, model: Any, key: Any, *order: Any, where: Any = None) -> None:
        super().__init__()
        self.model, self.key, self.order = model, key, order
        self.where = sa.true() if where is None else where

    async def batch_load_fn(self, keys: list[UUID]) -> list[list[Any]]:
        rows = sa.select(self.key, self.model).where(self.key.in_(keys), self.where).order_by(*self.order)
        async with AsyncSession(engine) as session:
            return grouped(keys, (await session.execute(rows)).tuples())


class Newest(DataLoader[UUID, list[Any]]):
    """The newest rows of `model` that belong to a parent, so many a parent."""

    def __init__(self, model: Any, key: Any, at: Any, first: int) -> None:
        super().__init__()
        self.model, self.key, self.at, self.first = model, key, at, first

    async def batch_load_fn(self, keys: list[UUID]) -> list[list[Any]]:
        parent = sa.func.unnest(sa.literal(keys, sa.ARRAY(sa.Uuid))).table_valued("key").render_derived()
        newest = (
            sa.select(self.model)
            .where(self.key == parent.c.key)
            .order_by(self.at.desc(), self.model.id.desc())
            .limit(self.first)
            .lateral()
        )
        rows = sa.select(parent.c.key, aliased(self.model, newest)).join_from(parent, newest, sa.true())
        async with AsyncSession(engine) as session:
            return grouped(keys, (await session.execute(rows)).tuples())


class Loaders:
    """The loaders of one request."""

    def __init__(self) -> None:
        card, tag, membership = models.Card, models.BorneTag, models.HeldMembership
        subscription, vouchers = models.HeldSubscription, models.Vouchers
        self.cards = Children(
            card, card.customer_id, card.preferred.desc(), card.added_at.desc(), card.id.desc()
        )
        self.addresses = Children(Address, Address.customer_id, Address.default_billing.desc(), Address.id)
        self.tags = Children(tag, tag.customer_id, tag.name, tag.tag_id)
        self.blue_notes = Children(
            Note,
            Note.customer_id,
            Note.pinned.desc(),
            Note.created_at.desc(),
            Note.id.desc(),
            where=Note.colour == "BLUE",
        )
        self.memberships = Children(
            membership, membership.customer_id, membership.end_date.desc(), membership.id
        )
        self.terms = Children(
            models.Term, models.Term.membership_id, models.Term.start_date.desc(), models.Term.id
        )
        self.subscriptions = Children(
            subscription, subscription.customer_id, subscription.expires_on.desc(), subscription.id.desc()
        )
        self.vouchers = Children(
            vouchers,
            vouchers.ticket_subscription_id,
            vouchers.position,
            vouchers.name,
            vouchers.voucher_group_id,
        )
        self.items = Children(models.Item, models.Item.order_id, models.Item.added_at, models.Item.id)
        self._newest: dict[tuple[type, int], Newest] = {}

    def answers(self, first: int) -> Newest:
        return self._paged(models.Answer, models.Answer.customer_id, models.Answer.at, first)

    def mailings(self, first: int) -> Newest:
        return self._paged(models.Mailing, models.Mailing.customer_id, models.Mailing.sent_at, first)

    def ledger(self, first: int) -> Newest:
        return self._paged(CreditEntry, CreditEntry.customer_id, CreditEntry.at, first)

    def orders(self, first: int) -> Newest:
        return self._paged(Order, Order.owner_id, Order.placed_at, first)

    def _paged(self, model: Any, key: Any, at: Any, first: int) -> Newest:
        known = model, first
        if known not in self._newest:
            self._newest[known] = Newest(model, key, at, first)
        return self._newest[known]
