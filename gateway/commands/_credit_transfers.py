"""An account's credit goes to another: every lot as it is, posted out on the one and in on the other (CRD-P09)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, tzinfo
from typing import Any, Protocol
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from db.models import CreditEntry, CreditLot
from db.transformations import Ledger
from db.work import Work
from domain.credit import CreditKind, Entry, Lot, balance
from domain.credit_movements import merge as merged_accounts

_lot = CreditLot.__table__
_entry = CreditEntry.__table__


class Day(Protocol):
    """The civil date that it is, and in which zone."""

    @property
    def today(self) -> date: ...

    @property
    def zone(self) -> tzinfo: ...


async def transfer_credit(tx: Work, ledger: Ledger, gone: UUID, kept: UUID, day: Day, *, reason: str) -> int:
    """How many minor units `kept` can spend that `gone` could; what was posted for it stays under its name."""
    leaving, staying = await lots_of(tx, gone, day.zone), await lots_of(tx, kept, day.zone)
    if not leaving:
        return 0
    posted = merged_accounts(leaving, staying, day.today)
    await _post(tx, ledger, gone, posted.gone.entries, reason)
    await ledger.move(_lot.c.customer_id, kept, _lot.c.customer_id == gone, reason=reason)
    await _post(tx, ledger, kept, posted.kept.entries, reason)
    return balance(leaving, day.today)


async def lots_of(tx: Work, customer_id: UUID, zone: tzinfo) -> list[Lot]:
    """The lots of an account, with what is left of each in minor units."""
    issued = sa.cast(sa.func.timezone(str(zone), _lot.c.issued_at, type_=sa.DateTime), sa.Date)
    remaining = sa.cast(sa.func.coalesce(sa.func.sum(_entry.c.amount_minor), 0), sa.BigInteger)
    found = await tx.session.execute(
        sa.select(_lot.c.id, _lot.c.kind, issued, _lot.c.expires_on, remaining)
        .select_from(_lot.outerjoin(_entry, _entry.c.lot_id == _lot.c.id))
        .where(_lot.c.customer_id == customer_id)
        .group_by(_lot.c.id)
    )
    return [Lot(lot, CreditKind(kind), on, expires, left) for lot, kind, on, expires, left in found]


async def _post(tx: Work, ledger: Ledger, customer_id: UUID, entries: Iterable[Entry], reason: str) -> None:
    """Post the entries in their order, however many they are, by one statement."""
    rows = [(uuid7(), each.lot_id, each.kind.value, each.amount, each.balance_after) for each in entries]
    if not rows:
        return
    types: dict[str, Any] = {
        "id": sa.Uuid,
        "lot_id": sa.Uuid,
        "kind": sa.Text,
        "amount_minor": sa.BigInteger,
        "balance_after_minor": sa.BigInteger,
    }
    arrays: list[Any] = [
        sa.literal(list(column), sa.ARRAY(of))
        for column, of in zip(zip(*rows, strict=True), types.values(), strict=True)
    ]
    named: list[Any] = [sa.column(name, of) for name, of in types.items()]
    posted = sa.func.unnest(*arrays).table_valued(*named, name="posted").render_derived()
    chosen = sa.select(
        *posted.c,
        sa.literal(customer_id, sa.Uuid).label("customer_id"),
        sa.literal(tx.actor.username).label("username"),
        sa.literal(tx.now, sa.DateTime(timezone=True)).label("at"),
    )
    await ledger.add(_entry, chosen=chosen, reason=reason)
