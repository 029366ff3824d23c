"""The statement of a customer as clients see it: a page of its lines, and what all of it comes to (STM-02)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Optional

import strawberry

from domain import statements as rules
from domain.credit import EntryKind
from domain.customers import parse_friendly_id
from domain.errors import Refusal
from domain.money import Money as MoneyRule
from domain.orders import ItemKind, PaymentKind
from domain.permissions import Permission
from gateway.context import Context
from gateway.engine import ids
from gateway.engine.connections import After, First, PageInfo
from gateway.engine.declare import answered, column, computed, link
from gateway.engine.declared import LARGEST_PAGE
from gateway.loaders.customers import CUSTOMERS
from gateway.loaders.orders import ORDER
from gateway.resolvers import statements as resolvers
from gateway.schema._refusals import as_error
from gateway.schema._rows import enum_type, value_type
from gateway.schema.money import Money

if TYPE_CHECKING:
    from gateway.schema.customers import Customer
    from gateway.schema.orders import Order

READ = Permission.ORDER_READ
Someone = Annotated["Customer", strawberry.lazy("gateway.schema.customers")]
ItsOrder = Annotated["Order", strawberry.lazy("gateway.schema.orders")]
CustomerId = Annotated[strawberry.ID, strawberry.argument(description="The customer, by either id.")]
FirstDay = Annotated[
    Optional[date],
    strawberry.argument(
        name="from",
        description="First day, in the system's zone; null for twelve months up to the last day.",
    ),
]
LastDay = Annotated[
    Optional[date],
    strawberry.argument(
        name="to",
        description="Last day, which belongs to the period; null for today, and so is a day to come.",
    ),
]

enum_type(
    rules.StatementMovement,
    "What happened to an item on the day of its line.",
    PURCHASE="It was bought.",
    RETURN="It was given back.",
    EXCHANGE="It was given back for another.",
)


@value_type(
    description="What a line comes to, or several together; below zero for what was given back.",
    of=rules.Amounts,
)
class StatementAmounts:
    price: Money = computed(MoneyRule, "price", description="What is charged for the things themselves.")
    commission: Money = computed(MoneyRule, "commission", description="The fees on top of the price.")
    agent_commission: Money = computed(
        MoneyRule, "agent_commission", description="What of the price stays with the agent who sold tickets."
    )
    gift: Money = computed(
        MoneyRule,
        "gift",
        description="What of the price is a gift: all of a donation, and what is given with a membership or a ticket."
        " It is part of the price and not added to it.",
    )
    total: Money = computed(
        MoneyRule, "total", description="The price and the commission, less that of the agent."
    )


@value_type(description="One thing that was bought, or given back.", of=rules.StatementLine)
class StatementLine:
    on: date = strawberry.field(
        description="The civil date on which its order was confirmed, or it was given back; what was put into an order"
        " later was bought then."
    )
    movement: rules.StatementMovement = strawberry.field(description="What happened to it.")
    item_id: strawberry.ID = column("item_id", ids.encoder("itm"), description="Id of the item of the order.")
    kind: ItemKind = strawberry.field(description="What it is.")
    description: str = strawberry.field(
        description="What it is called: the event with ticket type and seat, or the name of what was sold."
    )
    amounts: StatementAmounts = strawberry.field(description="What it comes to.")
    order_number: int = strawberry.field(description="The number of its order.")
    order: Optional[ItsOrder] = link(ORDER, needs=READ, parent="order_id", description="Its order.")


@value_type(description="What the lines of one kind come to.", of=rules.KindTotal)
class StatementKindTotal:
    kind: ItemKind = strawberry.field(description="The kind of things.")
    lines: int = strawberry.field(description="How many lines they are.")
    amounts: StatementAmounts = strawberry.field(description="What they come to.")


@value_type(
    description="A deposit that came in for what is reserved, or went out again.", of=rules.DepositMovement
)
class StatementDeposit:
    on: date = strawberry.field(description="The civil date.")
    kind: PaymentKind = strawberry.field(description="What became of it.")
    amount: Money = computed(
        MoneyRule, "amount", description="What came in, or below zero what was used, paid back or moved."
    )
    order_number: int = strawberry.field(description="The number of the order that it is held for.")
    order: Optional[ItsOrder] = link(ORDER, needs=READ, parent="order_id", description="That order.")


@value_type(description="A posting of the customer's account credit.", of=rules.CreditMovement)
class StatementCredit:
    on: date = strawberry.field(description="The civil date.")
    kind: EntryKind = strawberry.field(description="What it did.")
    amount: Money = computed(MoneyRule, "amount", description="What came in, or below zero what went out.")
    balance_after: Money = computed(MoneyRule, "balance_after", description="The whole balance afterwards.")
    order_number: Optional[int] = strawberry.field(
        description="The number of the order that it paid or returned; null for none."
    )


@value_type(
    description="What a customer bought and gave back within some days. Its blocks follow one another, purchases, what"
    " was placed for others, deposits and credit, and each shows what of it is on the page; the sums and the hash are"
    " those of the whole statement.",
    of=resolvers.Shown,
)
class Statement:
    customer: Optional[Someone] = link(
        CUSTOMERS, needs=Permission.CUSTOMER_READ, parent="customer_id", description="Whose statement it is."
    )
    first_day: date = strawberry.field(description="The first day that it is about.")
    last_day: date = strawberry.field(description="The last day that it is about, today at the latest.")
    lines: list[StatementLine] = strawberry.field(
        description="What was bought by orders of the customer's own, and what was given back, by day and order."
        " What is only reserved is left out."
    )
    by_kind: list[StatementKindTotal] = strawberry.field(
        description="What the lines come to by what the things are, for the kinds that there are."
    )
    totals: StatementAmounts = strawberry.field(
        description="What all lines of the customer's own orders come to."
    )
    facilitated: list[StatementLine] = strawberry.field(
        description="The same of orders that the customer placed for others; these are in no sum."
    )
    deposits: list[StatementDeposit] = strawberry.field(
        description="What became of deposits on the customer's orders; they are in no sum until they are used."
    )
    credit: list[StatementCredit] = strawberry.field(
        description="How the customer's account credit moved; it is in no sum."
    )
    has_restricted_items: bool = strawberry.field(
        description="Whether something is left out, since you may not see what is in a restricted order."
    )
    hash: str = strawberry.field(
        description="SHA-256 over the whole statement, as it is printed on the paper: the same days give the same hash"
        " for as long as nothing in them has changed."
    )
    total_count: int = strawberry.field(description="How many lines the whole statement has, in all blocks.")
    page_info: PageInfo = strawberry.field(description="Where the page begins and ends.")
    customer_id: strawberry.Private[Optional[object]] = None


async def _statement(
    context: Context,
    customer_id: CustomerId,
    first_day: FirstDay = None,
    last_day: LastDay = None,
    first: First = LARGEST_PAGE,
    after: After = None,
) -> Optional[Statement]:
    try:
        period = rules.StatementPeriod.of(first_day, last_day, context.today)
    except Refusal as refused:
        raise as_error(refused) from refused
    ref = ids.key_of("cus", customer_id) or parse_friendly_id(customer_id)
    if ref is None:
        return None
    return await resolvers.statement(context, ref, period, first, after)  # type: ignore[return-value]


@strawberry.type
class StatementQuery:
    statement: Optional[Statement] = answered(
        _statement,
        needs=READ,
        description="The statement of a customer: tickets, merchandise, memberships, donations and all else that was"
        " bought, with commissions. Null where you may not see the record.",
    )
