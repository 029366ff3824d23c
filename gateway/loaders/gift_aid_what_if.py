"""How everything is read that a proposed declaration or cancellation is judged by: the donor, and all their gifts."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.gift_aid import CANCELLED, DECLARED
from db.models import Address, CancelledDeclaration, Customer, GiftAidCancellation, GiftAidDeclaration
from gateway.engine.statements import Statement, compiled
from gateway.loaders._scope import of_visible_customer
from gateway.loaders.customers import CUSTOMERS, CUSTOMERS_BY_NUMBER
from gateway.loaders.donations import DONATION
from gateway.loaders.gift_aid_explanations import GIFT_COLUMNS

_customer = Customer.__table__
_address = Address.__table__
_declaration = GiftAidDeclaration.__table__
_cancellation = GiftAidCancellation.__table__
_named = CancelledDeclaration.__table__
_donation = DONATION.source


def _all(query: sa.Select[Any]) -> sa.Function[Any]:
    return sa.func.array(query.correlate(_customer).scalar_subquery())


_homes = (
    sa.select(
        sa.func.row(
            _address.c.line1,
            _address.c.line2,
            _address.c.line3,
            _address.c.town,
            _address.c.county,
            _address.c.postcode,
            _address.c.country_code,
        )
    )
    .where(_address.c.customer_id == _customer.c.id)
    .order_by(_address.c.default_billing.desc(), _address.c.created_at, _address.c.id)
)
_declared = sa.select(sa.func.row(*DECLARED)).where(_declaration.c.customer_id == _customer.c.id)
_cancelled = (
    sa.select(sa.func.row(*CANCELLED))
    .join_from(_cancellation, _named, _named.c.cancellation_id == _cancellation.c.id)
    .where(_cancellation.c.customer_id == _customer.c.id)
    .order_by(_cancellation.c.id)
)


def donor(ref: Any) -> Statement:
    """The customer, by key or number, with addresses, declarations and cancellations."""
    tab = CUSTOMERS_BY_NUMBER if isinstance(ref, int) else CUSTOMERS
    assert tab.key is not None, "customers have a key"
    found = sa.select(tab.c.id).where(tab.key == ref).scalar_subquery()
    return compiled(
        sa.select(
            _customer.c.id,
            _customer.c.kind,
            _customer.c.first_name,
            _customer.c.last_name,
            _customer.c.deceased_on,
            _all(_homes).label("homes"),
            _all(_declared).label("declarations"),
            _all(_cancelled).label("cancellations"),
        ).where(_customer.c.id == found, of_visible_customer(_customer.c.id))
    )


GIFTS = compiled(
    sa.select(
        _donation.c.id,
        *GIFT_COLUMNS,
    )
    .where(_donation.c.owner_id == sa.bindparam("owner_id", type_=sa.Uuid))
    .order_by(_donation.c.made_on.desc(), _donation.c.id.desc())
)
