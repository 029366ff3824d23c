"""Tickets that customers bring along by themselves, printed or on a telephone: which, and how often they are mailed."""

from __future__ import annotations

from collections.abc import Sized
from datetime import datetime, timedelta
from enum import StrEnum, unique

from domain.errors import TooMany
from domain.mail_refusals import MailTooSoon, NoEmail, NothingToSend
from domain.orders import DeliveryMethod

BROUGHT_ALONG = (DeliveryMethod.PRINT_AT_HOME, DeliveryMethod.E_TICKET)
MAIL_PAUSE = timedelta(minutes=1)
LINK_LASTS = timedelta(minutes=15)
# What a mail server takes as an attachment, and a file that is made while somebody waits.
MOST_TICKETS = 300


@unique
class Scope(StrEnum):
    """Which of a customer's tickets are meant (PAH-P01)."""

    ALL = "ALL"
    UPCOMING = "UPCOMING"


def address_for_tickets(email: str | None) -> str:
    """The address on the record. Raises NoEmail where there is none, as on any Organisation."""
    if email is None:
        raise NoEmail("This record has no email address; add one, or download the file.", ("customerId",))
    return email


def check_tickets(found: Sized) -> None:
    """One file has at least one ticket, and three hundred at most. Raises NothingToSend, TooMany."""
    if not found:
        raise NothingToSend("There is no ticket to print or to show among those asked for.", ("customerId",))
    if len(found) > MOST_TICKETS:
        raise TooMany(
            f"These are more than {MOST_TICKETS} tickets, the most that one file has: ask for those still to come,"
            " or download them by instance.",
            ("scope",),
        )


def check_pause(mailed_at: datetime | None, now: datetime) -> None:
    """Tickets are mailed to a customer once a minute at most (PAH-P01). Raises MailTooSoon.

    `mailed_at` may be a little after `now`: requests that wait for each other need not come in the order of theirs.
    """
    if mailed_at is not None and abs(now - mailed_at) < MAIL_PAUSE:
        again = mailed_at + MAIL_PAUSE
        raise MailTooSoon(
            "These tickets were mailed less than a minute ago; see whether they arrived before you send them again.",
            ("customerId",),
            try_again_at=again,
        )
