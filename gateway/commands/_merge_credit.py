"""Account credit in a merge: every lot moves as it is, posted out on one account and in on the other (CRD-P09)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from db.models import CreditEntry, CreditLot
from db.work import Work
from domain.credit import CreditKind, Entry, Lot
from domain.credit_movements import merge as merged_accounts
from gateway.commands._merging import Merge

_lot = CreditLot.__table__
_entry = CreditEntry.__table__


async def merge_credit(merge: Merge) -> None:
    """Move the loser's lots, with their issue and expiry; what was posted for it stays under its name."""
    zone = merge.here.zone
    gone, kept = [await lots_of(merge.tx, each.id, zone) for each in (merge.loser, merge.survivor)]
    if not gone:
        return
    posted = merged_accounts(gone, kept, merge.here.today)
    await _post(merge, merge.loser.id, posted.gone.entries)
    await merge.bring(_lot.c.customer_id)
    await _post(merge, merge.survivor.id, posted.kept.entries)


async def lots_of(tx: Work, customer_id: UUID, zone: ZoneInfo) -> list[Lot]:
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


async def _post(merge: Merge, customer_id: UUID, entries: Iterable[Entry]) -> None:
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
        sa.literal(merge.tx.actor.username).label("username"),
        sa.literal(merge.tx.now, sa.DateTime(timezone=True)).label("at"),
    )
    await merge.ledger.add(_entry, chosen=chosen, reason="Credit goes with the record.")
