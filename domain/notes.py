"""What a pop-up note is, and until when it pops up."""

from __future__ import annotations

from datetime import date
from enum import StrEnum, unique

from domain.errors import InvalidDate
from domain.texts import clean_block, required

BODY_LIMIT = 5000


@unique
class Colour(StrEnum):
    """Blue is for all staff who open the record, pink for fundraisers only (NOT-01, NOT-05)."""

    BLUE = "BLUE"
    PINK = "PINK"


def clean_body(body: str | None) -> str:
    """The note's plain text, of at most 5,000 characters (NOT-P01)."""
    return required(clean_block(body, limit=BODY_LIMIT, field="body"), field="body")


def pops_up(show_until: date | None, today: date) -> bool:
    """Whether the note shows when the record is opened: to the end of its last day, or always (NOT-P01)."""
    return show_until is None or today <= show_until


def check_show_until(show_until: date | None, today: date) -> None:
    """A note that is written or changed shows at least today."""
    if not pops_up(show_until, today):
        raise InvalidDate("The note would never show; give today or a later day, or none.", ("showUntil",))
