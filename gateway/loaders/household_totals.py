"""What the members of a household have bought and given, each order item counted once, under its owner (HHD-P08)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import Customer, Donation, Household, HouseholdMembership, Order, OrderItem, SoftCredit
from db.scope import SEES_RESTRICTED, visible_customer
from gateway.engine.declare import Tab

_household = Household.__table__
_customer = Customer.__table__
_membership = HouseholdMembership.__table__
_order = Order.__table__
_item = OrderItem.__table__
_donation = Donation.__table__
_credit = SoftCredit.__table__
_COUNTED = sa.or_(~_order.c.restricted, SEES_RESTRICTED)
_BOUGHT = _order.c.state == sa.func.any(
    sa.literal_column("array['CONFIRMED', 'PARTIALLY_RETURNED']", sa.ARRAY(sa.Text))
)


def _members(name: str, *, then: bool) -> tuple[Any, sa.ColumnElement[bool]]:
    """Members who are seen, with their household, and the condition that they were members when it was ordered."""
    customer = _customer.alias(f"{name}_customer")
    if not then:
        return customer, visible_customer(customer.c)
    stay = (
        sa.select(_membership)
        .join(customer, customer.c.id == _membership.c.customer_id)
        .where(visible_customer(customer.c))
        .subquery(name)
    )
    placed = _order.c.placed_at
    return stay, sa.and_(
        stay.c.joined_at <= placed, sa.or_(stay.c.left_at.is_(None), placed < stay.c.left_at)
    )


def _key(members: Any, *, then: bool) -> sa.ColumnElement[Any]:
    found: sa.ColumnElement[Any] = members.c.customer_id if then else members.c.id
    return found


def _totals(name: str, *, then: bool) -> Tab:
    member, belonged = _members("member", then=then)
    owner, owned = _members("owning", then=then)
    ours = sa.and_(member.c.household_id == _household.c.id, belonged)
    owned_by_us = (
        sa.exists()
        .where(owner.c.household_id == _household.c.id, _key(owner, then=then) == _order.c.owner_id, owned)
        .correlate(_household, _order)
    )
    bought = (
        sa.select(
            sa.func.count(sa.distinct(_order.c.id)).label("orders"),
            sa.func.count().filter(_item.c.kind == "TICKET").label("tickets"),
            sa.cast(sa.func.coalesce(sa.func.sum(_item.c.total_minor), 0), sa.BigInteger).label(
                "spent_minor"
            ),
            sa.func.count(_donation.c.id).label("donations"),
            sa.cast(sa.func.coalesce(sa.func.sum(_donation.c.amount_minor), 0), sa.BigInteger).label(
                "donated_minor"
            ),
        )
        .select_from(member)
        .join(_order, _order.c.owner_id == _key(member, then=then))
        .join(_item, sa.and_(_item.c.order_id == _order.c.id, _item.c.state == "SOLD"))
        .outerjoin(_donation, _donation.c.order_item_id == _item.c.id)
        .where(ours, _COUNTED)
        .correlate(_household)
        .lateral("bought")
    )
    facilitated = (
        sa.select(_order.c.id)
        .select_from(member)
        .join(_order, _order.c.facilitator_id == _key(member, then=then))
    )
    credited = (
        sa.select(_order.c.id)
        .select_from(member)
        .join(_credit, _credit.c.customer_id == _key(member, then=then))
        .join(_order, _order.c.id == _credit.c.order_id)
    )
    source = (
        sa.select(
            _household.c.id,
            *bought.c,
            _others(facilitated, ours, owned_by_us).label("facilitated"),
            _others(credited, ours, owned_by_us).label("soft_credited"),
            _hidden(member, ours, then=then).label("has_restricted_items"),
        )
        .select_from(_household.outerjoin(bought, sa.true()))
        .subquery(name.replace("-", "_"))
    )
    return Tab(name, source, key=source.c.id, order=(source.c.id,))


def _others(orders: Any, ours: sa.ColumnElement[bool], owned_by_us: Any) -> sa.ScalarSelect[int]:
    """How many of these orders, which stand, are of somebody outside the household."""
    found = orders.where(ours, ~owned_by_us, _BOUGHT, _COUNTED).distinct().correlate(_household).lateral()
    return sa.select(sa.func.count()).select_from(found).scalar_subquery()


def _hidden(member: Any, ours: sa.ColumnElement[bool], *, then: bool) -> sa.ColumnElement[bool]:
    """Whether items were left out since their order is restricted (ORD-P13)."""
    return sa.and_(
        ~SEES_RESTRICTED,
        sa.exists()
        .where(
            ours,
            _order.c.owner_id == _key(member, then=then),
            _order.c.restricted,
            _item.c.order_id == _order.c.id,
            _item.c.state == "SOLD",
        )
        .correlate(_household),
    )


TOTALS_AS_MEMBERS_NOW = _totals("household-totals-now", then=False)
TOTALS_AS_MEMBER_THEN = _totals("household-totals-then", then=True)
