"""How memberships are read: each with its type, where its chain of terms begins and ends, and the card it renews by."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import Customer, Membership, MembershipTerm, MembershipType, Order, OrderItem, WalletCard
from db.scope import SEES_RESTRICTED
from gateway.engine.declare import Tab
from gateway.loaders._scope import of_visible_customer

_membership = Membership.__table__
_type = MembershipType.__table__
_term = MembershipTerm.__table__
_item = OrderItem.__table__
_order = Order.__table__
_customer = Customer.__table__
_card = WalletCard.__table__.alias("chosen_card")

_TODAY = sa.bindparam("today", type_=sa.Date)
_ZONE = sa.bindparam("zone", type_=sa.Text)


def _civil(instant: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """The civil date of an instant in the system's zone."""
    return sa.cast(sa.func.timezone(_ZONE, instant), sa.Date)


# The item that brought a term is looked up beside it, so that nothing of it is read where nothing is shown.
_of_term = _item.c.membership_term_id == _term.c.id
_RETURNED = sa.exists().where(_of_term, _item.c.state == "RETURNED").correlate(_term)

# What was paid is a detail of the order, which whoever may not open a restricted one does not learn here (ORD-P13).
_withheld = (
    sa.select(sa.literal_column("1"))
    .join_from(_item, _order, _order.c.id == _item.c.order_id)
    .where(_of_term, _order.c.restricted, ~SEES_RESTRICTED)
    .correlate(_term)
    .exists()
)
_terms = sa.select(
    _term.c.id,
    _term.c.membership_id,
    _term.c.starts,
    _term.c.ends,
    _term.c.custom_end_reason,
    sa.case((~_withheld, _term.c.price_minor)).label("price_minor"),
    sa.select(_item.c.order_id).where(_of_term).correlate(_term).scalar_subquery().label("order_id"),
    _RETURNED.label("returned"),
)
_term_read = _terms.subquery("membership_term_read")


def _term_at(name: str, *order: sa.ColumnElement[Any]) -> sa.FromClause:
    """One term of the membership: the first in this order, a returned one only where there is no other."""
    return (
        _terms.where(_term.c.membership_id == _membership.c.id)
        .order_by(_RETURNED, *order)
        .limit(1)
        .lateral(name)
    )


_latest = _term_at("latest_term", _term.c.starts.desc())
_first_start = (
    sa.select(sa.func.min(_term.c.starts))
    .where(_term.c.membership_id == _membership.c.id)
    .correlate(_membership)
    .scalar_subquery()
)
_holder = (
    sa.select(_customer.c.kind)
    .where(_customer.c.id == _membership.c.customer_id)
    .correlate(_membership)
    .scalar_subquery()
)

_source = (
    sa.select(
        _membership.c.id,
        _membership.c.customer_id,
        _membership.c.type_id,
        _membership.c.auto_renew,
        _civil(_membership.c.cancelled_at).label("cancelled_on"),
        _civil(_membership.c.returned_at).label("returned_on"),
        _type.c.name,
        _type.c.renewal_price_minor,
        _type.c.renewal_opens_days_before,
        _type.c.renewal_closes_days_after,
        _type.c.auto_renew_allowed,
        _type.c.active.label("type_active"),
        _holder.label("holder_kind"),
        _first_start.label("first_starts"),
        _latest.c.starts.label("last_starts"),
        _latest.c.ends.label("last_ends"),
        _latest.c.price_minor,
        _latest.c.order_id,
        # A card that was removed is no card.
        _card.c.id.label("card_id"),
        _card.c.expiry_year.label("card_expiry_year"),
        _card.c.expiry_month.label("card_expiry_month"),
        _card.c.continuous_authority.label("card_continuous_authority"),
    )
    .select_from(_membership)
    .join(_type, _type.c.id == _membership.c.type_id)
    .join(_latest, sa.true())
    .outerjoin(_card, sa.and_(_card.c.id == _membership.c.card_id, _card.c.removed_at.is_(None)))
    .subquery("membership_read")
)


def _is_live(membership: Any) -> sa.ColumnElement[bool]:
    """Whether it is current, as `MembershipStatus.live` has it: to come, running, or in grace (MEM-P05)."""
    return sa.and_(
        sa.or_(membership.returned_on.is_(None), membership.returned_on > _TODAY),
        sa.or_(membership.cancelled_on.is_(None), membership.cancelled_on > _TODAY),
        membership.last_ends + membership.renewal_closes_days_after >= _TODAY,
    )


MEMBERSHIPS = Tab(
    "memberships",
    _source,
    key=_source.c.customer_id,
    order=(_source.c.last_ends.desc(), _source.c.id),
    default=(_is_live(_source.c),),
    entity="mem",
    usual=2,
)
MEMBERSHIP = Tab(
    "membership",
    _source,
    key=_source.c.id,
    order=(_source.c.id,),
    root_scope=of_visible_customer(_source.c.customer_id),
    entity="mem",
)
RENEWED_BY_CARD = Tab(
    "memberships-renewed-by-card",
    _source,
    key=_source.c.card_id,
    order=(_source.c.last_ends, _source.c.id),
    scope=sa.and_(_source.c.auto_renew, _is_live(_source.c)),
    entity="mem",
    usual=1,
)


def is_renewed_by(card_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether a live membership renews by the card."""
    renewed = _source.alias("renewed_membership")
    return sa.exists().where(renewed.c.card_id == card_id, renewed.c.auto_renew, _is_live(renewed.c))


TERMS = Tab(
    "membership-terms",
    _term_read,
    key=_term_read.c.membership_id,
    order=(_term_read.c.starts.desc(), _term_read.c.id),
    entity="mtm",
    usual=3,
)
_term_held = (
    sa.select(*_term_read.c, _membership.c.customer_id)
    .join_from(_term_read, _membership, _membership.c.id == _term_read.c.membership_id)
    .subquery("membership_term_held")
)
TERM = Tab(
    "membership-term",
    _term_held,
    key=_term_held.c.id,
    order=(_term_held.c.id,),
    root_scope=of_visible_customer(_term_held.c.customer_id),
    entity="mtm",
)
