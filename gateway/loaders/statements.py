"""How the statement of a customer is read: what they bought and gave back, their deposits and their credit (STM-02)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.scope import of_actor
from db.work import Work
from domain.credit import EntryKind
from domain.customers import Kind, friendly_id
from domain.orders import ItemKind, ItemState, PaymentKind
from domain.statements import (
    Amounts,
    BoughtItem,
    CreditMovement,
    DepositMovement,
    Statement,
    StatementPeriod,
    deposit_amount,
    lines_of,
)
from gateway.loaders._statement_queries import CREDIT, DEPOSITS, ITEMS, MEASURED, NAMED

Row = Mapping[str, Any]
# How rows are read, with values by the names of their parameters, in whichever transaction.
Rows = Callable[[sa.Select[Any], Mapping[str, Any]], Awaitable[Sequence[Row]]]


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose statement it is, of which days, and how long it is for whoever asks."""

    customer_id: UUID
    friendly_id: str
    name: str
    period: StatementPeriod
    size: int
    has_restricted_items: bool

    @property
    def values(self) -> Mapping[str, Any]:
        return _values(self.customer_id, self.period)


def rows_in(tx: Work, time_zone: str) -> Rows:
    """How rows are read within a work, as its actor may see them."""
    known = {**of_actor(tx.actor), "zone": time_zone}

    async def rows(query: sa.Select[Any], values: Mapping[str, Any]) -> Sequence[Row]:
        found: Sequence[Any] = (await tx.session.execute(query, {**known, **values})).mappings().all()
        return found

    return rows


async def measured(rows: Rows, ref: UUID | int, period: StatementPeriod) -> Asked | None:
    """Who is asked for, by id or number, and how many lines there would be; None for whom the actor may not see."""
    by_number = isinstance(ref, int)
    named = await rows(NAMED, {"customer": None if by_number else ref, "number": ref if by_number else None})
    if not named:
        return None
    [customer] = named
    [size] = await rows(MEASURED, _values(customer["id"], period))
    shown = friendly_id(Kind(customer["kind"]), customer["number"])
    return Asked(customer["id"], shown, customer["name"], period, int(size["lines"]), size["hidden"])


async def statement_of(rows: Rows, asked: Asked, currency: str) -> Statement:
    """The whole statement, in three statements however long it is."""
    bought = await rows(ITEMS, asked.values)
    owned, facilitated = (
        lines_of((_bought(row) for row in bought if row["facilitated"] is part), asked.period)
        for part in (False, True)
    )
    return Statement(
        asked.customer_id,
        asked.friendly_id,
        asked.name,
        currency,
        asked.period,
        owned,
        facilitated,
        tuple(_deposit(row) for row in await rows(DEPOSITS, asked.values)),
        tuple(_credit(row) for row in await rows(CREDIT, asked.values)),
        asked.has_restricted_items,
    )


def _values(customer_id: UUID, period: StatementPeriod) -> Mapping[str, Any]:
    return {"customer": customer_id, "first": period.first, "last": period.last}


def _bought(row: Row) -> BoughtItem:
    return BoughtItem(
        row["id"],
        row["order_id"],
        row["number"],
        ItemKind(row["kind"]),
        row["description"],
        Amounts(
            row["price_minor"], row["commission_minor"], row["agent_commission_minor"], row["gift_minor"]
        ),
        row["bought_on"],
        row["gone_on"],
        row["state"] == ItemState.EXCHANGED.value,
    )


def _deposit(row: Row) -> DepositMovement:
    kind = PaymentKind(row["kind"])
    amount = deposit_amount(kind, row["amount_minor"])
    return DepositMovement(row["on"], row["id"], row["order_id"], row["number"], kind, amount)


def _credit(row: Row) -> CreditMovement:
    return CreditMovement(
        row["on"],
        row["id"],
        EntryKind(row["kind"]),
        row["amount_minor"],
        row["balance_after_minor"],
        row["number"],
    )
