"""What the fundraisers did about somebody, what they plan to do, and what they ought to have done by now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from db.demo.dice import Dice
from db.demo.fundraising.prospects import Prospect
from db.demo.fundraising.rows import ActivityRow
from db.demo.house.fundraising import (
    CALL,
    EMAIL,
    FAX,
    LETTER,
    LUNCH,
    MEETING,
    PROPOSAL,
    THANK_YOU,
    TOUR,
    ActivityTypeRow,
)
from db.demo.personas import FEMI, OLGA, Persona

_DAY = timedelta(days=1)
_DONE = (
    (CALL, "Rang about the season", "Would rather meet than talk on the telephone."),
    (MEETING, "Coffee in the foyer", "Asked what the roof costs by the square metre."),
    (LUNCH, "Lunch with the chair", "Went on until four. Interested in naming something."),
    (LETTER, "Letter with the annual report", None),
    (EMAIL, "Sent the drawings", None),
    (TOUR, "Showed the fly tower", "Brought two friends, who may give too."),
    (PROPOSAL, "Proposal sent", "Three ways of giving, from small to large."),
)
_LONG_AGO = (FAX, "Faxed the budget", None)
_TO_DO = (
    (CALL, "Ring after the first night", None),
    (MEETING, "Meet about the next step", "Bring the model of the stage."),
    (LUNCH, "Lunch, if the chair is free", None),
    (PROPOSAL, "Send the proposal", "Two pages at most."),
    (LETTER, "Write by hand before the holidays", None),
)
_GIFT = (THANK_YOU, "Thank-you call", "Delighted to be rung.")


def activity(
    key: UUID,
    customer_id: UUID,
    kind: ActivityTypeRow,
    subject: str,
    due_at: datetime,
    *,
    done_at: datetime | None = None,
    by: Persona = FEMI,
    notes: str | None = None,
    opportunity_id: UUID | None = None,
    assigned: bool = True,
    created_at: datetime | None = None,
) -> ActivityRow:
    """An activity; planned, or overdue, until it is done. It was made in the week before unless told otherwise."""
    made = created_at or min(due_at, done_at or due_at) - 5 * _DAY
    whom = by.id if assigned else None
    return ActivityRow(
        key, customer_id, kind.id, opportunity_id, subject, notes, due_at, done_at, whom, by.username, made
    )


def some_activities(dice: Dice, prospect: Prospect, now: datetime) -> Iterator[ActivityRow]:
    """What was done and is to be done about an opportunity."""
    last = prospect.closed_at or now
    for _ in range(dice.choice((1, 2, 2, 3, 5))):
        due = dice.opening_hour(prospect.opened_at, last)
        done = min(max(due + dice.randint(-2, 4) * _DAY, prospect.opened_at), last)
        what = _LONG_AGO if due < now - 1000 * _DAY and dice.chance(0.2) else dice.choice(_DONE)
        yield _some(dice, prospect, what, due, done, prospect.opened_at)
    if prospect.outcome == "WON":
        yield _some(dice, prospect, _GIFT, last, last, last)
    if prospect.closed_at is not None:
        return
    if dice.chance(0.6):
        made = dice.between(max(prospect.opened_at, now - 20 * _DAY), now)
        due = dice.opening_hour(now + _DAY, now + 60 * _DAY)
        yield _some(dice, prospect, dice.choice(_TO_DO), due, None, made)
    if dice.chance(0.3):
        due = dice.opening_hour(max(prospect.opened_at, now - 40 * _DAY), now)
        yield _some(dice, prospect, dice.choice(_TO_DO), due, None, prospect.opened_at)


def some_thanks(dice: Dice, customer_id: UUID, since: datetime, now: datetime) -> ActivityRow:
    """Something that has nothing to do with an opportunity."""
    at = dice.opening_hour(max(since, now - 600 * _DAY), now)
    kind, subject, notes = _GIFT
    by = dice.choice((FEMI, OLGA))
    return activity(
        dice.key(at), customer_id, kind, subject, at, done_at=at, by=by, notes=notes, created_at=at
    )


def _some(
    dice: Dice,
    prospect: Prospect,
    what: tuple[ActivityTypeRow, str, str | None],
    due: datetime,
    done: datetime | None,
    created_at: datetime,
) -> ActivityRow:
    kind, subject, notes = what
    return activity(
        dice.key(due),
        prospect.customer_id,
        kind,
        subject,
        due,
        done_at=done,
        by=prospect.owner,
        notes=notes,
        opportunity_id=prospect.id,
        assigned=dice.chance(0.9),
        created_at=created_at,
    )
