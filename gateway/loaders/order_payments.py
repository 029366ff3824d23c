"""How payments on orders are read: the earliest first, those of a restricted order for whoever may open it."""

from __future__ import annotations

from functools import reduce
from operator import sub

import sqlalchemy as sa

from db.models import OrderPayment
from domain.orders import PaymentKind
from gateway.engine.declare import Tab
from gateway.loaders._scope import of_open_order

_payment = OrderPayment.__table__
# What becomes of deposits, in the order in which rules take it (ORD-P04).
DEPOSITS = (
    PaymentKind.DEPOSIT_TAKEN,
    PaymentKind.DEPOSIT_USED,
    PaymentKind.DEPOSIT_REFUNDED,
    PaymentKind.DEPOSIT_MOVED_TO_CREDIT,
)

ORDER_PAYMENTS = Tab(
    "order-payments",
    _payment,
    key=_payment.c.order_id,
    order=(_payment.c.at, _payment.c.id),
    entity="opy",
    usual=2,
)
ORDER_PAYMENT = Tab(
    "order-payment",
    _payment,
    key=_payment.c.id,
    order=(_payment.c.id,),
    root_scope=of_open_order(_payment.c.order_id),
    entity="opy",
)


# Said as the index on deposits says it: of parameters PostgreSQL does not know that the index has them all.
IS_OF_DEPOSIT = _payment.c.kind.not_in(
    [sa.literal_column(f"'{kind.value}'", sa.Text) for kind in PaymentKind if kind not in DEPOSITS]
)


def sum_of_payments(kind: PaymentKind) -> sa.ColumnElement[int]:
    """What the payments of this kind come to, in minor units."""
    total = sa.func.sum(_payment.c.amount_minor).filter(_payment.c.kind == kind.value)
    return sa.cast(sa.func.coalesce(total, 0), sa.BigInteger)


def unused_deposit() -> sa.ColumnElement[int]:
    """What is left of the deposits among the payments, in minor units (ORD-P04)."""
    taken, *gone = map(sum_of_payments, DEPOSITS)
    return reduce(sub, gone, taken)
