"""Moving the credit of one account to another, lot by lot, with not a penny lost (CRD-P09)."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from db.models import CreditEntry, CreditLot
from db.transformations import Ledger
from db.work import Work
from domain.credit import CreditKind, Entry, Lot, balance
from domain.credit_movements import merge

_lot: Any = CreditLot.__table__
_entry: Any = CreditEntry.__table__


async def transfer_credit(
    tx: Work, ledger: Ledger, gone: UUID, kept: UUID, *, zone: tzinfo, reason: str
) -> int:
    """How many minor units `kept` took over from `gone`, whose lots it has from now on as they were issued."""
    today = tx.now.astimezone(zone).date()
    held, taking = [await _lots(tx, each, zone) for each in (gone, kept)]
    moved = merge(held, taking, today)
    entries = [*_rows(tx, gone, moved.gone.entries), *_rows(tx, kept, moved.kept.entries)]
    await ledger.add(_entry, *entries, reason=reason)
    await ledger.move(_lot.c.customer_id, kept, _lot.c.customer_id == gone, reason=reason)
    after = balance(await _lots(tx, kept, zone), today)
    assert after == balance(held, today) + balance(taking, today), "credit was lost or made"
    return balance(held, today)


async def _lots(tx: Work, customer_id: UUID, zone: tzinfo) -> list[Lot]:
    left = sa.func.coalesce(sa.func.sum(_entry.c.amount_minor), 0)
    found: Any = await tx.session.execute(
        sa.select(_lot.c.id, _lot.c.kind, _lot.c.issued_at, _lot.c.expires_on, sa.cast(left, sa.BigInteger))
        .select_from(_lot.outerjoin(_entry, _entry.c.lot_id == _lot.c.id))
        .where(_lot.c.customer_id == customer_id)
        .group_by(_lot.c.id)
    )
    return [
        Lot(key, CreditKind(kind), issued.astimezone(zone).date(), expires, remaining)
        for key, kind, issued, expires, remaining in found
    ]


def _rows(tx: Work, customer_id: UUID, entries: tuple[Entry, ...]) -> list[dict[str, Any]]:
    return [
        {
            "id": uuid7(),
            "customer_id": customer_id,
            "lot_id": each.lot_id,
            "kind": each.kind.value,
            "amount_minor": each.amount,
            "balance_after_minor": each.balance_after,
            "username": tx.actor.username,
            "at": tx.now,
        }
        for each in entries
    ]
