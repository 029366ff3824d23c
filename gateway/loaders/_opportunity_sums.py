"""What an opportunity comes to, added up of the items linked to it and of what was promised (OPP-P03, OPP-P04).

Restricted orders count too: whoever may see opportunities may open these.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import Opportunity, Order, OrderItem, Pledge
from domain.orders import ItemKind, ItemState
from domain.pledges import PledgeKind
from gateway.loaders.pledges import given_to

_opportunity = Opportunity.__table__
_item = OrderItem.__table__
_order = Order.__table__
_pledge = Pledge.__table__

_NOW = sa.bindparam("now", type_=sa.DateTime(timezone=True))

# The gift in a ticket or a membership is inside its price, and the price of a donation is the gift.
RECEIVED = sa.case((_item.c.kind == ItemKind.DONATION.value, _item.c.price_minor), else_=_item.c.total_minor)
RESERVED = _item.c.price_minor + _item.c.commission_minor


def _sum(amount: sa.ColumnElement[Any]) -> sa.ColumnElement[int]:
    return sa.cast(sa.func.coalesce(sa.func.sum(amount), 0), sa.BigInteger)


def received(*columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """These columns of the items that were bought for the opportunity of a row, and not returned or exchanged.

    An order that was called off has none: what was sold in it was returned.
    """
    return (
        sa.select(*columns)
        .select_from(_item)
        .where(_item.c.opportunity_id == _opportunity.c.id, _item.c.state == ItemState.SOLD.value)
        .correlate(_opportunity)
    )


def reserved(*columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """These columns of the items that are reserved for the opportunity of a row."""
    return (
        sa.select(*columns)
        .join_from(_item, _order, _order.c.id == _item.c.order_id)
        .where(
            _item.c.opportunity_id == _opportunity.c.id, is_reserved(_item.c.state, _order.c.reserved_until)
        )
        .correlate(_opportunity)
    )


def is_reserved(state: sa.ColumnElement[Any], until: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether an item is reserved still: a reservation is over at its instant, swept or not (ORD-P06)."""
    return sa.and_(state == ItemState.RESERVED.value, sa.or_(until.is_(None), until > _NOW))


def _still_due(pledge: Any) -> sa.ColumnElement[int]:
    """What of a pledge or legacy is still to be given, in minor units; never less than nothing (OPP-08)."""
    left = pledge.c.amount_minor - given_to(pledge)
    return sa.func.greatest(left, sa.literal_column("0"), type_=sa.BigInteger)


def is_expected(pledge: Any) -> sa.ColumnElement[bool]:
    """Whether it was neither cancelled nor written off."""
    return sa.and_(pledge.c.cancelled_at.is_(None), pledge.c.written_off_at.is_(None))


def _promised(kind: PledgeKind) -> sa.ColumnElement[int]:
    return (
        sa.select(_sum(_still_due(_pledge)))
        .where(
            _pledge.c.opportunity_id == _opportunity.c.id, _pledge.c.kind == kind.value, is_expected(_pledge)
        )
        .correlate(_opportunity)
        .scalar_subquery()
    )


SUMS = (
    received(_sum(RECEIVED)).scalar_subquery().label("received_minor"),
    reserved(_sum(RESERVED)).scalar_subquery().label("reserved_minor"),
    _promised(PledgeKind.PLEDGE).label("pledges_minor"),
    _promised(PledgeKind.LEGACY).label("legacies_minor"),
)
"""Columns beside those of an opportunity, in minor units."""


def by_kind(items: sa.Select[Any], amount: sa.ColumnElement[Any]) -> sa.ColumnElement[list[Any]]:
    """Kind, amount and number of these items, a row each kind that there is."""
    groups = items.add_columns(sa.func.row(_item.c.kind, _sum(amount), sa.func.count()))
    counted = groups.group_by(_item.c.kind).order_by(_item.c.kind).scalar_subquery()
    return sa.func.array(counted, type_=sa.ARRAY(sa.Text))
