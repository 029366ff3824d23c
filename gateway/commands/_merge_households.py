"""Households in a merge: the survivor's wins, and only the loser leaves its own (HHD-P09, HHD-P11)."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from db.models import Customer, Household, HouseholdMembership
from domain.audit import change
from domain.households import Cause
from gateway.commands._merging import Merge
from gateway.commands._succession import friendly, successor_of, tell_successor

_home = Household.__table__
_stay = HouseholdMembership.__table__


async def merge_households(merge: Merge) -> UUID | None:
    """End the loser's place in its household; who took over as primary there, if anybody of another name did.

    Those who lived with it stay where they are. A household that nobody is left in is closed, and kept.
    """
    left = merge.loser.household_id
    if left is None:
        return None
    now = merge.tx.now
    await merge.ledger.change(
        _stay,
        sa.and_(merge.of_loser(_stay.c.customer_id), _stay.c.left_at.is_(None)),
        {"left_at": sa.func.greatest(_stay.c.joined_at, now), "left_because": Cause.MERGED.value},
        reason="The record was merged away.",
    )
    if left == merge.survivor.household_id:
        await _hand_to_survivor(merge, left)
        return None
    successor = await successor_of(merge.tx, left, merge.loser.id)
    if successor is None:
        await merge.ledger.change(
            _home,
            sa.and_(_home.c.id == left, _home.c.closed_at.is_(None)),
            {"closed_at": now},
            reason="Nobody is left in it.",
        )
        return None
    return await _hand_on(merge, left, successor)


async def _hand_to_survivor(merge: Merge, home: UUID) -> None:
    led = sa.and_(_home.c.id == home, merge.of_loser(_home.c.primary_id))
    if await merge.ledger.move(
        _home.c.primary_id, merge.survivor.id, led, reason="The survivor has the loser's place."
    ):
        merge.changes.append(change("household.primary", friendly(merge.loser), friendly(merge.survivor)))


async def _hand_on(merge: Merge, home: UUID, successor: Customer) -> UUID | None:
    """Whom the household goes to, where the loser led it."""
    led = sa.and_(_home.c.id == home, merge.of_loser(_home.c.primary_id))
    if await merge.ledger.change(
        _home, led, {"primary_id": successor.id}, reason="The primary was merged away."
    ):
        tell_successor(merge.tx, merge.loser, successor)
        return successor.id
    return None
