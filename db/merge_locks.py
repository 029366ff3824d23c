"""Who is being merged or converted just now: held by the transaction that does it, and gone with it however it ends."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Customer

# Advisory locks have two numbers: what they are about, and the number of the record, which stays below two billion.
_AMONG_MERGES = 7_001
_AGAINST_WRITES = 7_002


async def take(session: AsyncSession, numbers: Iterable[int]) -> bool:
    """Whether these records are now held for this transaction; not where another merge has one of them (MRG-P12).

    Merges ask each other without waiting. Writers look at the second lock for a moment each, so that one waits.
    """
    for number in sorted(numbers):
        if not await session.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(_AMONG_MERGES, number))):
            return False
        await session.execute(sa.select(sa.func.pg_advisory_xact_lock(_AGAINST_WRITES, number)))
    return True


def under_way(number: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Whether a merge has the record of this number just now; nothing is held by asking."""
    key = (_AGAINST_WRITES, sa.cast(number, sa.Integer))
    # Taken and given back at once: the second is asked only where the first was had.
    return sa.case(
        (sa.func.pg_try_advisory_lock_shared(*key), ~sa.func.pg_advisory_unlock_shared(*key)), else_=True
    )


async def is_under_way(session: AsyncSession, ref: UUID | int) -> bool:
    """Whether the record, named by its key or number, is being merged or converted by another transaction."""
    named = Customer.number == ref if isinstance(ref, int) else Customer.id == ref
    return bool(await session.scalar(sa.select(under_way(Customer.__table__.c.number)).where(named)))
