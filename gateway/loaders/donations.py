"""How donations are read, with the Gift Aid declaration that covers each (DON-05, GAD-P09)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from db.models import (
    CancelledDeclaration,
    Customer,
    Donation,
    Fund,
    GiftAidCancellation,
    GiftAidDeclaration,
    Order,
    OrderItem,
)
from db.scope import SEES_RESTRICTED
from domain.orders import ItemState, OrderRole
from gateway.engine.declare import Narrowing, Tab
from gateway.loaders._order_groups import narrowing
from gateway.loaders._parties import USUAL_ROLES, has_part, parties

_order = Order.__table__
_item = OrderItem.__table__
_donation = Donation.__table__
_fund = Fund.__table__
_donor = Customer.__table__.alias("donor")
_declaration = GiftAidDeclaration.__table__
_cancellation = GiftAidCancellation.__table__
_named = CancelledDeclaration.__table__


def _of_donor(order: Any) -> sa.ColumnElement[bool]:
    """The declarations of whoever owns the order: a facilitator's do not count."""
    own: sa.ColumnElement[bool] = _declaration.c.customer_id == order.c.owner_id
    return own


_reaches = sa.and_(
    _declaration.c.coverage_from <= _donation.c.made_on,
    sa.or_(_declaration.c.coverage_to.is_(None), _declaration.c.coverage_to >= _donation.c.made_on),
)
# A cancellation acts on what was declared before it; who declares again wants Gift Aid again (GAD-P09).
_cancelled = (
    sa.exists()
    .where(
        _named.c.declaration_id == _declaration.c.id,
        _cancellation.c.id == _named.c.cancellation_id,
        _cancellation.c.effective_from <= _donation.c.made_on,
        sa.tuple_(_cancellation.c.made_at, _cancellation.c.id)
        > sa.tuple_(_declaration.c.made_at, _declaration.c.id),
    )
    .correlate(_declaration, _donation)
)


def _covering(order: Any, column: Any) -> Any:
    """That column of the latest-made declaration that covers the day of the donation; null where none does."""
    return (
        sa.select(column)
        .where(_of_donor(order), _reaches, ~_cancelled)
        .order_by(_declaration.c.made_at.desc(), _declaration.c.id.desc())
        .limit(1)
        .correlate(order, _donation)
        .scalar_subquery()
    )


def _declared(order: Any, *conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.exists().where(_of_donor(order), *conditions).correlate(order, _donation)


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


def _read(order: Any, *columns: Any) -> Any:
    """Donations with what their item, order and fund tell of them, and how the donor's declarations cover them.

    What belongs to an order that expired was never given.
    """
    return (
        sa.select(
            *_donation.c,
            *columns,
            order.c.number,
            order.c.owner_id,
            _item.c.order_id,
            _item.c.state,
            sa.select(_fund.c.gift_aid_eligible)
            .where(_fund.c.id == _donation.c.fund_id)
            .scalar_subquery()
            .label("fund_eligible"),
            sa.select(_donor.c.kind)
            .where(_donor.c.id == order.c.owner_id)
            .correlate(order)
            .scalar_subquery()
            .label("donor_kind"),
            _covering(order, _declaration.c.id).label("declaration_id"),
            _covering(order, _evidence).label("covered_by"),
            _declared(order).label("has_declared"),
            _declared(order, _reaches).label("was_covered"),
        )
        .join_from(_donation, _item, _item.c.id == _donation.c.order_item_id)
        .where(
            _item.c.state != ItemState.EXPIRED.value,
            sa.or_(~order.c.restricted, SEES_RESTRICTED),
        )
    )


_party = parties(_order.c.number, _order.c.owner_id, _order.c.restricted)
_of_party = (
    _read(_party, _party.c.party_id, _party.c.owner, _party.c.facilitator, _party.c.soft_credited)
    .join(_party, _party.c.order_id == _item.c.order_id)
    .subquery("donation_of_party")
)
# One that is reached by itself is on nobody's record.
_alone = (
    _read(
        _order,
        *(sa.cast(sa.null(), sa.Boolean).label(name) for name in ("owner", "facilitator", "soft_credited")),
    )
    .join(_order, _order.c.id == _item.c.order_id)
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
