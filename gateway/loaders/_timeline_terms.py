"""What memberships put on timelines: that they were bought, renewed, returned, or lapsed (TML-11)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import Membership, MembershipTerm, Order, OrderItem
from db.scope import SEES_RESTRICTED
from domain.orders import ItemKind
from domain.timeline import TermStep, TimelineKind
from gateway.loaders._timeline_keys import (
    BACK,
    LOOKED_UP,
    OF_PARTY,
    OPEN,
    PARTY,
    SOLD,
    is_one_of,
    keys,
    midnight,
    steps,
)

_order = Order.__table__
_item = OrderItem.__table__
_membership = Membership.__table__
_term = MembershipTerm.__table__
_later = _term.alias("later")
_TODAY = sa.bindparam("today", type_=sa.Date)


def terms() -> sa.Select[Any]:
    """What happened to the customer's own memberships, term by term."""
    sale = _sale_of(_term, "sale")
    stands = _stands(sale)
    lapsed = sa.and_(_term.c.ends < _TODAY, stands, _membership.c.returned_at.is_(None), ~_is_followed())
    at = (
        sa.select(
            sa.case(
                (sale.c.order_id.is_(None), midnight(_term.c.starts)),
                (is_one_of(sale.c.state, SOLD, *BACK), sale.c.sold_at),
            ).label("acquired"),
            sa.case((lapsed, midnight(_term.c.ends + 1))).label("lapsed"),
            sale.c.returned_at.label("returned"),
        )
        .correlate(_term, _membership, sale)
        # Decided once, and not again for each of the steps.
        .offset(LOOKED_UP)
        .lateral("at")
    )
    taken = steps(
        (TermStep.ACQUIRED, at.c.acquired),
        (TermStep.LAPSED, at.c.lapsed),
        (TermStep.RETURNED, at.c.returned),
        of=at,
    )
    return (
        keys(
            TimelineKind.MEMBERSHIP,
            _membership.c.customer_id,
            taken.c.at,
            _term.c.id,
            part_id=taken.c.step_id,
            order_id=sale.c.order_id,
        )
        .select_from(
            _membership.join(_term, _term.c.membership_id == _membership.c.id)
            .outerjoin(sale, sa.true())
            .join(at, sa.true())
            .join(taken, sa.true())
        )
        .where(sa.or_(sale.c.restricted.is_not(True), SEES_RESTRICTED))
    )


def terms_of_others() -> sa.Select[Any]:
    """What was bought or renewed for others in orders that the customer facilitated, or is credited with.

    The owner of such an order holds the membership, and has it by that.
    """
    bought = (
        sa.select(
            _item.c.membership_term_id,
            sa.func.greatest(_item.c.added_at, _order.c.confirmed_at).label("sold_at"),
            _item.c.returned_at,
        )
        .join_from(_item, _order, _order.c.id == _item.c.order_id)
        .where(
            _item.c.order_id == PARTY.c.order_id,
            _item.c.kind == ItemKind.MEMBERSHIP.value,
            is_one_of(_item.c.state, SOLD, *BACK),
        )
        .correlate(PARTY)
        .offset(LOOKED_UP)
        .lateral("bought")
    )
    taken = steps((TermStep.ACQUIRED, bought.c.sold_at), (TermStep.RETURNED, bought.c.returned_at), of=bought)
    return (
        keys(
            TimelineKind.MEMBERSHIP,
            PARTY.c.party_id,
            taken.c.at,
            bought.c.membership_term_id,
            part_id=taken.c.step_id,
            **OF_PARTY,
        )
        .select_from(PARTY.join(bought, sa.true()).join(taken, sa.true()))
        .where(OPEN, ~PARTY.c.owner)
    )


def _sale_of(term: sa.FromClause, name: str) -> sa.FromClause:
    """The item that brought a term, and of its order what decides who sees it; none of one never in an order."""
    return (
        sa.select(
            _item.c.order_id,
            _item.c.state,
            _item.c.returned_at,
            sa.func.greatest(_item.c.added_at, _order.c.confirmed_at).label("sold_at"),
            _order.c.restricted,
        )
        .join_from(_item, _order, _order.c.id == _item.c.order_id)
        .where(_item.c.membership_term_id == term.c.id)
        .correlate(term)
        .offset(LOOKED_UP)
        .lateral(name)
    )


def _stands(sale: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether a term is one: it was paid and did not come back, or was never in an order."""
    return sa.or_(sale.c.state.is_(None), sale.c.state == SOLD)


def _is_followed() -> sa.ColumnElement[bool]:
    """Whether another term goes on without a day between (MEM-P03)."""
    sale = _sale_of(_later, "later_sale")
    return (
        sa.exists()
        .select_from(_later.outerjoin(sale, sa.true()))
        .where(
            _later.c.membership_id == _term.c.membership_id,
            _later.c.starts > _term.c.starts,
            _later.c.starts <= _term.c.ends + 1,
            _stands(sale),
        )
        .correlate(_term)
    )
