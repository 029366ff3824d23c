"""How credit is read: the account with what can be spent today, its lots, and its ledger."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import CreditEntry, CreditLot, Customer, GiftVoucher
from domain.credit import CreditKind
from gateway.engine.declare import Tab
from gateway.loaders._scope import of_visible_customer

_customer = Customer.__table__
_lot = CreditLot.__table__
_entry = CreditEntry.__table__
_voucher = GiftVoucher.__table__
_TODAY = sa.bindparam("today", type_=sa.Date)
SOON_DAYS = 30


def _spendable(*conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    """What the customer can spend today of the lots that meet the conditions (CRD-P01)."""
    left = (
        sa.select(sa.cast(sa.func.coalesce(sa.func.sum(_entry.c.amount_minor), 0), sa.BigInteger))
        .select_from(_lot.join(_entry, _entry.c.lot_id == _lot.c.id))
        .where(
            _lot.c.customer_id == _customer.c.id,
            sa.or_(_lot.c.expires_on.is_(None), _lot.c.expires_on >= _TODAY),
            *conditions,
        )
    )
    return left.correlate(_customer).scalar_subquery()


_account = sa.select(
    _customer.c.id,
    _spendable().label("balance_minor"),
    _spendable(_lot.c.kind == CreditKind.ACCOUNT_CREDIT).label("account_credit_minor"),
    _spendable(_lot.c.kind == CreditKind.GIFT_VOUCHER).label("gift_vouchers_minor"),
    _spendable(_lot.c.expires_on <= _TODAY + SOON_DAYS).label("expiring_soon_minor"),
).subquery("credit_account")

_remaining = (
    sa.select(sa.cast(sa.func.coalesce(sa.func.sum(_entry.c.amount_minor), 0), sa.BigInteger))
    .where(_entry.c.lot_id == _lot.c.id)
    .correlate(_lot)
    .scalar_subquery()
)
_lots = (
    sa.select(*_lot.c, _remaining.label("remaining_minor"), _voucher.c.last_four.label("voucher_last_four"))
    .select_from(_lot.outerjoin(_voucher, _voucher.c.id == _lot.c.voucher_id))
    .subquery("credit_lot_read")
)

CREDIT_ACCOUNT = Tab("credit-account", _account, key=_account.c.id, order=(_account.c.id,))
# In the order in which they are spent: what expires first, what never does last, and then the oldest (CRD-P02).
CREDIT_LOTS = Tab(
    "credit-lots",
    _lots,
    key=_lots.c.customer_id,
    order=(_lots.c.expires_on, _lots.c.issued_at, _lots.c.id),
    entity="crl",
)
CREDIT_LOT = Tab(
    "credit-lot",
    _lots,
    key=_lots.c.id,
    order=(_lots.c.id,),
    root_scope=of_visible_customer(_lots.c.customer_id),
    entity="crl",
)
LEDGER = Tab(
    "credit-ledger",
    _entry,
    key=_entry.c.customer_id,
    order=(_entry.c.at.desc(), _entry.c.id.desc()),
    entity="cre",
)
LOT_ENTRIES = Tab(
    "credit-lot-entries", _entry, key=_entry.c.lot_id, order=(_entry.c.at, _entry.c.id), entity="cre"
)
CREDIT_ENTRY = Tab(
    "credit-entry",
    _entry,
    key=_entry.c.id,
    order=(_entry.c.id,),
    root_scope=of_visible_customer(_entry.c.customer_id),
    entity="cre",
)
