"""To which household a demo customer belonged, and since when; a few moved in with those they live with now."""

from __future__ import annotations

from datetime import datetime, timedelta

from db.demo.dice import Dice
from db.demo.holdings.rows import HouseholdMembershipRow
from db.demo.record import Record
from db.demo.rows import Batch, HouseholdRow
from domain.customers import Kind
from domain.households import Cause

MOVED = 0.07  # of those who joined a household that was there


def write_household(batch: Batch, dice: Dice, record: Record, now: datetime) -> None:
    """The places that the customer had in households."""
    if record.kind is not Kind.INDIVIDUAL or record.household_id is None:
        return
    joined, because = record.created_at, Cause.RECORD_MADE
    moved_in = record.new_household is None and now - joined > timedelta(days=30) and dice.chance(MOVED)
    if moved_in:
        before = HouseholdRow(dice.key(joined), None, record.id, joined)
        at, cause = dice.opening_hour(joined + timedelta(days=1), now), Cause.JOINED
        batch.add(before._replace(closed_at=at))
        batch.add(_place(dice, record, before, at, cause))
        joined, because = at, Cause.JOINED
    batch.add(
        HouseholdMembershipRow(dice.key(joined), record.household_id, record.id, joined, None, because, None)
    )


def _place(
    dice: Dice, record: Record, household: HouseholdRow, left: datetime, because: Cause
) -> HouseholdMembershipRow:
    joined = household.created_at
    return HouseholdMembershipRow(
        dice.key(joined), household.id, record.id, joined, left, Cause.RECORD_MADE, because
    )
