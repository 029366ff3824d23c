"""What a merge must not change, though it moves everything: money, orders and opportunities (MRG-P12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.models import (
    CreditEntry,
    CreditLot,
    Membership,
    MembershipTerm,
    Opportunity,
    Order,
    OrderItem,
    OrderPayment,
    Pledge,
)
from db.work import Work
from gateway.commands._merging import among

_lot, _entry = CreditLot.__table__, CreditEntry.__table__
_order, _item, _payment = Order.__table__, OrderItem.__table__, OrderPayment.__table__
_opportunity, _pledge = Opportunity.__table__, Pledge.__table__
_membership, _term = Membership.__table__, MembershipTerm.__table__


class Unbalanced(Exception):
    """The merge would have lost or made money or orders: a bug, so it is rolled back (MRG-P12)."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What some records have together; money in minor units."""

    credit: int
    orders: int
    ordered: int
    paid: int
    opportunities: int
    asked: int
    linked: int
    pledged: int
    memberships: int
    membership_fees: int


async def totals_of(tx: Work, customers: Iterable[UUID], today: date) -> Totals:
    """What these customers have together, counted and added up in the store."""
    ids = list(customers)
    lots = sa.and_(
        among(_lot.c.customer_id, ids), sa.or_(_lot.c.expires_on.is_(None), _lot.c.expires_on >= today)
    )
    orders = sa.select(_order.c.id).where(among(_order.c.owner_id, ids))
    opportunities = sa.select(_opportunity.c.id).where(among(_opportunity.c.customer_id, ids))
    memberships = sa.select(_membership.c.id).where(among(_membership.c.customer_id, ids))
    found = await tx.session.execute(
        sa.select(
            _sum(_entry.c.amount_minor, _entry.c.lot_id.in_(sa.select(_lot.c.id).where(lots))),
            _count(orders),
            _sum(_item.c.total_minor, _item.c.order_id.in_(orders)),
            _sum(_payment.c.amount_minor, _payment.c.order_id.in_(orders)),
            _count(opportunities),
            _sum(_opportunity.c.asked_minor, _opportunity.c.id.in_(opportunities)),
            _sum(_item.c.total_minor, _item.c.opportunity_id.in_(opportunities)),
            _sum(_pledge.c.amount_minor, _pledge.c.opportunity_id.in_(opportunities)),
            _count(memberships),
            _sum(_term.c.price_minor, _term.c.membership_id.in_(memberships)),
        )
    )
    return Totals(*map(int, found.one()))


def check_balance(before: Totals, after: Totals) -> None:
    """Raises Unbalanced unless what both records had is what the survivor has."""
    if before != after:
        raise Unbalanced(f"The two records had {before}, the merged one has {after}.")


def _sum(column: Any, where: sa.ColumnElement[bool]) -> Any:
    total = sa.cast(sa.func.coalesce(sa.func.sum(column), 0), sa.BigInteger)
    return sa.select(total).where(where).scalar_subquery()


def _count(which: sa.Select[Any]) -> Any:
    return sa.select(sa.func.count()).select_from(which.subquery()).scalar_subquery()
