"""Account credit and gift vouchers as clients see them: the balance, what it is made of, and every movement."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Optional

import strawberry

from domain.credit import CreditKind, EntryKind
from domain.money import Money as MoneyRule
from domain.permissions import Permission
from gateway.engine.connections import Connection
from gateway.engine.declare import column, computed, identity, link, page, tab
from gateway.loaders.credit import CREDIT_ACCOUNT, CREDIT_ENTRY, CREDIT_LOT, CREDIT_LOTS, LEDGER, LOT_ENTRIES
from gateway.loaders.orders import ORDER
from gateway.schema._rows import enum_type, row_type
from gateway.schema.money import Money
from gateway.schema.nodes import Node, register

if TYPE_CHECKING:
    from gateway.schema.orders import Order

READ = Permission.CUSTOMER_SERVICE
SomeOrder = Annotated["Order", strawberry.lazy("gateway.schema.orders")]
SomeLot = Annotated["CreditLot", strawberry.lazy("gateway.schema.credit")]

enum_type(
    CreditKind,
    "Which of the two parts of the balance credit belongs to.",
    ACCOUNT_CREDIT="Credit that the organisation gave, such as for a return.",
    GIFT_VOUCHER="What is left of gift vouchers that the customer redeemed.",
)
enum_type(
    EntryKind,
    "What an entry of the credit ledger did.",
    ISSUE="Credit was given.",
    REDEEM_VOUCHER="A gift voucher was turned into credit.",
    SPEND="Credit paid for an order.",
    RESTORE="What had been paid with credit came back with a return.",
    EXPIRE="What was left ran out.",
    REFUND_OUT="Credit was paid out.",
    MERGE_IN="Credit came from a record that was merged into this one, or converted.",
    MERGE_OUT="Credit went to the record that this one was merged into, or to whoever took it over in a conversion.",
    ADJUST="Staff corrected the credit.",
)


def _expired(expires_on: date | None, *, today: date) -> bool:
    return expires_on is not None and expires_on < today


@row_type(description="One movement of credit; the ledger is only ever added to.")
class CreditEntry(Node):
    id: strawberry.ID = identity("cre")
    kind: EntryKind = strawberry.field(description="What it did.")
    amount: Optional[Money] = computed(
        MoneyRule, "amount_minor", description="What came in, or below zero what went out."
    )
    balance_after: Optional[Money] = computed(
        MoneyRule, "balance_after_minor", description="The whole balance afterwards."
    )
    at: datetime = strawberry.field(description="When it was posted, in UTC.")
    user: str = column("username", description="Username of who did it; `Web` for the customer online.")
    lot: Optional[SomeLot] = link(
        CREDIT_LOT, needs=READ, parent="lot_id", description="The credit that it moved."
    )
    order: Optional[SomeOrder] = link(
        ORDER,
        needs=Permission.ORDER_READ,
        parent="order_id",
        description="The order that it paid or returned.",
    )


@row_type(description="Credit that came onto the account at one time, with an expiry of its own.")
class CreditLot(Node):
    id: strawberry.ID = identity("crl")
    kind: CreditKind = strawberry.field(description="Account credit, or what a gift voucher left.")
    amount: Optional[Money] = computed(MoneyRule, "amount_minor", description="What was issued.")
    remaining: Optional[Money] = computed(
        MoneyRule, "remaining_minor", description="What is left of it, whether or not it has expired."
    )
    issued_at: datetime = strawberry.field(description="When it was issued, in UTC.")
    expires_on: Optional[date] = strawberry.field(
        description="The last day on which it can be spent; null where it never expires."
    )
    expired: bool = computed(_expired, "expires_on", description="Whether that day has passed.")
    voucher_last_four: Optional[str] = strawberry.field(
        description="The last four characters of the gift voucher's code, where it came from one."
    )
    note: Optional[str] = strawberry.field(description="What staff wrote about it.")
    entries: Optional[list[CreditEntry]] = tab(
        LOT_ENTRIES,
        needs=READ,
        description="What became of it, from its issue on: what it paid, and what came back.",
    )


@row_type(description="What the customer can spend, and how it came to that.")
class CreditAccount:
    balance: Optional[Money] = computed(
        MoneyRule, "balance_minor", description="The account balance: all that can be spent today."
    )
    gift_vouchers: Optional[Money] = computed(
        MoneyRule, "gift_vouchers_minor", description="The part of the balance from gift vouchers."
    )
    account_credit: Optional[Money] = computed(
        MoneyRule, "account_credit_minor", description="The part of the balance that is account credit."
    )
    expiring_soon: Optional[Money] = computed(
        MoneyRule,
        "expiring_soon_minor",
        description="The part of the balance that expires within 30 days.",
    )
    lots: Optional[list[CreditLot]] = tab(
        CREDIT_LOTS, needs=READ, description="Each credit that was ever issued, what is spent first first."
    )
    ledger: Optional[Connection[CreditEntry]] = page(
        LEDGER, needs=READ, description="Every movement, the newest first."
    )


credit_account_tab: Any = link(
    CREDIT_ACCOUNT,
    needs=Permission.CUSTOMER_SERVICE,
    parent="id",
    description="Account credit and gift vouchers: what can be spent, and how it came to that.",
)

register("CreditLot", CREDIT_LOT, READ)
register("CreditEntry", CREDIT_ENTRY, READ)
