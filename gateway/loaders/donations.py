"""How donations are read, with the Gift Aid declaration that covers each (DON-05, GAD-P09)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from db.conversions import kind_on
from db.models import (
    CancelledDeclaration,
    Customer,
    Donation,
    Fund,
    GiftAidCancellation,
    GiftAidDeclaration,
    Order,
    OrderItem,
    PledgePayment,
)
from db.scope import SEES_RESTRICTED
from domain.orders import ItemState, OrderRole
from gateway.engine.declare import Narrowing, Tab
from gateway.loaders._order_groups import narrowing, of_order
from gateway.loaders._parties import USUAL_ROLES, has_part, parties

_PARTS = ("owner", "facilitator", "soft_credited")

_order = Order.__table__
_item = OrderItem.__table__
_donation = Donation.__table__
_fund = Fund.__table__
_donor = Customer.__table__.alias("donor")
_declaration = GiftAidDeclaration.__table__
_cancellation = GiftAidCancellation.__table__
_named = CancelledDeclaration.__table__
_paying = PledgePayment.__table__


# What belongs to an order that expired was never given.
_given = (
    sa.select(*_donation.c, _item.c.state, _item.c.opportunity_id)
    .join_from(_donation, _item, _item.c.id == _donation.c.order_item_id)
    .where(_item.c.state != ItemState.EXPIRED.value)
)


def _declared(order: Any, given: Any, column: Any, *conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Declarations of the donor, who owns the order: those of a facilitator do not count."""
    return (
        sa.select(column)
        .where(_declaration.c.customer_id == order.c.owner_id, *conditions)
        .correlate(order, given)
    )


def _reaches(given: Any) -> sa.ColumnElement[bool]:
    """Whether the declaration covered the day of the gift when it was made."""
    return sa.and_(
        _declaration.c.coverage_from <= given.c.made_on,
        sa.or_(_declaration.c.coverage_to.is_(None), _declaration.c.coverage_to >= given.c.made_on),
    )


def _cancelled(given: Any) -> sa.ColumnElement[bool]:
    """Whether the day was uncovered since: by a cancellation made later, or who declares again could not (GAD-P09)."""
    return (
        sa.exists()
        .where(
            _named.c.declaration_id == _declaration.c.id,
            _cancellation.c.id == _named.c.cancellation_id,
            _cancellation.c.effective_from <= given.c.made_on,
            sa.tuple_(_cancellation.c.made_at, _cancellation.c.id)
            > sa.tuple_(_declaration.c.made_at, _declaration.c.id),
        )
        .correlate(_declaration, given)
    )


def _covering(order: Any, given: Any, column: Any) -> Any:
    """That column of the latest-made declaration that covers the day of the gift; null where none does."""
    return (
        _declared(order, given, column, _reaches(given), ~_cancelled(given))
        .order_by(_declaration.c.made_at.desc(), _declaration.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


# What decides whether gifts under the declaration can be claimed for.
_evidence = sa.func.row(
    _declaration.c.id,
    _declaration.c.type,
    _declaration.c.written_record_sent_on,
    sa.func.length(sa.func.trim(_declaration.c.evidence_text)) > 0,
    _declaration.c.document_id.is_not(None),
    _declaration.c.first_name,
    _declaration.c.last_name,
    _declaration.c.address_line1,
    _declaration.c.postcode,
    _declaration.c.country_code,
)


def _pledge(given: Any) -> sa.ScalarSelect[Any]:
    """The pledge or legacy that the donation pays; null where none was promised."""
    return (
        sa.select(_paying.c.pledge_id)
        .where(_paying.c.donation_id == given.c.id)
        .order_by(_paying.c.id)
        .limit(1)
        .correlate(given)
        .scalar_subquery()
    )


def _read(order: Any, given: Any, *columns: Any) -> sa.Select[Any]:
    """Donations with what their order and fund tell of them, and how the donor's declarations cover them."""
    return sa.select(
        *given.c,
        *columns,
        order.c.number,
        order.c.owner_id,
        sa.select(_fund.c.gift_aid_eligible)
        .where(_fund.c.id == given.c.fund_id)
        .correlate(given)
        .scalar_subquery()
        .label("fund_eligible"),
        sa.select(kind_on(given.c.made_on, given.c.order_id, _donor.c))
        .where(_donor.c.id == order.c.owner_id)
        .correlate(order, given)
        .scalar_subquery()
        .label("donor_kind"),
        _pledge(given).label("pledge_id"),
        _covering(order, given, _declaration.c.id).label("declaration_id"),
        _covering(order, given, _evidence).label("covered_by"),
        _declared(order, given, _declaration.c.id).exists().label("has_declared"),
        _declared(order, given, _declaration.c.id, _reaches(given)).exists().label("was_covered"),
    ).where(sa.or_(~order.c.restricted, SEES_RESTRICTED))


_party = parties(_order.c.number, _order.c.owner_id, _order.c.restricted)
_theirs = of_order(_given, _donation.c.order_id, _party)
_of_party = (
    _read(_party, _theirs, _party.c.party_id, *(_party.c[part] for part in _PARTS))
    .join_from(_party, _theirs, sa.true())
    .subquery("donation_of_party")
)
# One that is reached by itself is on nobody's record.
_any = _given.subquery("given")
_alone = (
    _read(_order, _any, *(sa.cast(sa.null(), sa.Boolean).label(part) for part in _PARTS))
    .join_from(_any, _order, _order.c.id == _any.c.order_id)
    .subquery("donation_alone")
)

DONATIONS = Tab(
    "donations",
    _of_party,
    key=_of_party.c.party_id,
    order=(_of_party.c.made_on.desc(), _of_party.c.id.desc()),
    default=(has_part(_of_party, USUAL_ROLES),),
    entity="don",
)
DONATION = Tab("donation", _alone, key=_alone.c.id, order=(_alone.c.id,), entity="don")


def donations_narrowing(roles: Sequence[OrderRole]) -> Narrowing:
    """The donations of customers with one of these parts."""
    return narrowing(_of_party, roles)
