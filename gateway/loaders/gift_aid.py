"""How Gift Aid declarations and cancellations are read: only those of a customer whom the actor may see."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import Address, CancelledDeclaration, Customer, GiftAidCancellation, GiftAidDeclaration
from gateway.engine.declare import Tab
from gateway.loaders._scope import of_visible_customer

_declaration = GiftAidDeclaration.__table__
_cancellation = GiftAidCancellation.__table__
_named = CancelledDeclaration.__table__
_donor = Customer.__table__.alias("declarant")
_address = Address.__table__


def acts_on(cancellation: Any, declaration: Any) -> sa.ColumnElement[bool]:
    """Whether the cancellation was made after the declaration: who declares again wants Gift Aid again (GAD-P09)."""
    return sa.tuple_(cancellation.made_at, cancellation.id) > sa.tuple_(declaration.made_at, declaration.id)


def _acting(column: sa.ColumnElement[Any]) -> sa.ScalarSelect[Any]:
    """That column of the cancellation that takes the most days from the declaration; null where none does."""
    return (
        sa.select(column)
        .join_from(_named, _cancellation, _cancellation.c.id == _named.c.cancellation_id)
        .where(_named.c.declaration_id == _declaration.c.id, acts_on(_cancellation.c, _declaration.c))
        .order_by(_cancellation.c.effective_from, _cancellation.c.made_at, _cancellation.c.id)
        .limit(1)
        .correlate(_declaration)
        .scalar_subquery()
    )


# Name and default billing address as the record has them today, in the order in which the rule takes them (GAD-P18).
_on_record = (
    sa.select(
        sa.func.row(
            _donor.c.kind,
            _donor.c.first_name,
            _donor.c.last_name,
            _address.c.line1,
            _address.c.line2,
            _address.c.line3,
            _address.c.town,
            _address.c.county,
            _address.c.postcode,
            _address.c.country_code,
        )
    )
    .select_from(
        _donor.outerjoin(_address, sa.and_(_address.c.customer_id == _donor.c.id, _address.c.default_billing))
    )
    .where(_donor.c.id == _declaration.c.customer_id)
    .correlate(_declaration)
    .scalar_subquery()
)


def _read(*columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    return sa.select(
        *_declaration.c,
        *columns,
        _acting(_cancellation.c.effective_from).label("cancelled_from"),
        _acting(_cancellation.c.id).label("cancelled_by_id"),
        _on_record.label("on_record"),
    )


_declarations = _read().subquery("gift_aid_declaration_read")
_declarations_named = (
    _read(_named.c.cancellation_id)
    .join_from(_named, _declaration, _declaration.c.id == _named.c.declaration_id)
    .subquery("gift_aid_declaration_named")
)
_naming = (
    sa.select(*_cancellation.c, _named.c.declaration_id)
    .join_from(_named, _cancellation, _cancellation.c.id == _named.c.cancellation_id)
    .subquery("gift_aid_cancellation_naming")
)

DECLARATIONS = Tab(
    "gift-aid-declarations",
    _declarations,
    key=_declarations.c.customer_id,
    order=(_declarations.c.made_at.desc(), _declarations.c.id.desc()),
    entity="gad",
    usual=2,
)
# A donation leads to the declaration of whoever paid, on whosever record it stands.
DECLARATION = Tab(
    "gift-aid-declaration",
    _declarations,
    key=_declarations.c.id,
    order=(_declarations.c.id,),
    scope=of_visible_customer(_declarations.c.customer_id),
    entity="gad",
)
DECLARATIONS_CANCELLED = Tab(
    "gift-aid-declarations-cancelled",
    _declarations_named,
    key=_declarations_named.c.cancellation_id,
    order=(_declarations_named.c.made_at.desc(), _declarations_named.c.id.desc()),
    entity="gad",
    usual=2,
)
CANCELLATIONS = Tab(
    "gift-aid-cancellations",
    _naming,
    key=_naming.c.declaration_id,
    order=(_naming.c.made_at.desc(), _naming.c.id.desc()),
    entity="gac",
    usual=1,
)
CANCELLATION = Tab(
    "gift-aid-cancellation",
    _cancellation,
    key=_cancellation.c.id,
    order=(_cancellation.c.id,),
    scope=of_visible_customer(_cancellation.c.customer_id),
    entity="gac",
)
