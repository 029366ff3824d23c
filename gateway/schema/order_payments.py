"""Payments on an order as clients see them: what came in, what went out, and what became of deposits."""

from __future__ import annotations

from datetime import datetime
from typing import Optional

import strawberry

from domain.money import Money as MoneyRule
from domain.orders import PaymentKind, PaymentMethod
from domain.permissions import Permission
from gateway.engine.declare import computed, identity
from gateway.loaders.order_payments import ORDER_PAYMENT
from gateway.schema._rows import enum_type, row_type
from gateway.schema.money import Money
from gateway.schema.nodes import Node, register

enum_type(
    PaymentKind,
    "What a movement of money did on an order.",
    PAYMENT="It was paid.",
    REFUND="It was paid back.",
    DEPOSIT_TAKEN="It was taken as a deposit for what is reserved.",
    DEPOSIT_USED="It had been taken as a deposit, and was used to pay.",
    DEPOSIT_REFUNDED="It had been taken as a deposit, and was paid back.",
    DEPOSIT_MOVED_TO_CREDIT="It had been taken as a deposit, and was moved to the customer's account credit.",
)
enum_type(
    PaymentMethod,
    "With what it was paid, or into what it was paid back.",
    CARD="A credit or debit card.",
    CASH="Notes and coins.",
    CHEQUE="A cheque drawn on a bank.",
    BANK_TRANSFER="A transfer from or to a bank account.",
    CREDIT="The customer's account credit.",
)


@row_type(description="One movement of money on an order.")
class OrderPayment(Node):
    id: strawberry.ID = identity("opy")
    kind: PaymentKind = strawberry.field(description="What it did; this tells the direction.")
    method: Optional[PaymentMethod] = strawberry.field(
        description="With what it was paid; null where no money moved, as when a deposit is used."
    )
    amount: Money = computed(MoneyRule, "amount_minor", description="How much it was, never below zero.")
    at: datetime = strawberry.field(description="When it was done, in UTC.")


register("OrderPayment", ORDER_PAYMENT, Permission.ORDER_READ)
