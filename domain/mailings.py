"""Mailings: what was sent to a customer by email or by post, and how far what is known of it can be trusted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique

from domain.emails import email_key

# The day of iOS 15, whose Mail opens whatever arrives.
MACHINES_OPEN_SINCE = date(2021, 9, 20)


@unique
class MailingKind(StrEnum):
    """The two kinds of mailing (MAI-02)."""

    INTEGRATED_EMAIL = "INTEGRATED_EMAIL"
    POSTAL_MAILING = "POSTAL_MAILING"


@unique
class BounceType(StrEnum):
    """How an email came back: for now, or for good (MAI-P02)."""

    SOFT = "SOFT"
    HARD = "HARD"


@unique
class FulfilmentMethod(StrEnum):
    """How a postal mailing was sent (MAI-06)."""

    FIRST_CLASS = "FIRST_CLASS"
    SECOND_CLASS = "SECOND_CLASS"
    COURIER = "COURIER"
    AIR_MAIL = "AIR_MAIL"
    BY_HAND = "BY_HAND"


@unique
class OpenReliability(StrEnum):
    """Whether what is known of an email's opening was a person's doing (MAI-07, MAI-P01)."""

    RELIABLE = "RELIABLE"
    MACHINE_POSSIBLE = "MACHINE_POSSIBLE"


@unique
class Engagement(StrEnum):
    """What a mailing is known to have stirred, the surest first (MAI-N01)."""

    CLICKED = "CLICKED"
    OPENED = "OPENED"
    OPENED_PERHAPS = "OPENED_PERHAPS"
    NONE = "NONE"


def open_reliability(opened_on: date | None, clicked: bool, machine_opened: bool | None) -> OpenReliability:
    """How far the open data of one email can be trusted (MAI-07).

    `machine_opened` is what the provider says of the first opening, None where it says nothing. Who clicked has
    opened it; an email that not even a machine opened was not opened.
    """
    if opened_on is None or clicked or machine_opened is False or opened_on < MACHINES_OPEN_SINCE:
        return OpenReliability.RELIABLE
    return OpenReliability.MACHINE_POSSIBLE


def engagement(opened_on: date | None, clicked: bool, machine_opened: bool | None) -> Engagement:
    """What one email stirred: a click counts, an opening unless a machine may have done it (MAI-N01)."""
    if clicked:
        return Engagement.CLICKED
    if opened_on is None:
        return Engagement.NONE
    reliable = open_reliability(opened_on, clicked, machine_opened) is OpenReliability.RELIABLE
    return Engagement.OPENED if reliable else Engagement.OPENED_PERHAPS


def counts_as_engaged(found: Engagement) -> bool:
    """Whether a person surely did something with the email (MAI-N01)."""
    return found in (Engagement.CLICKED, Engagement.OPENED)


@dataclass(frozen=True, slots=True)
class Bounce:
    """An email that came back: from which address, and on which civil date."""

    email: str
    bounced_on: date
    kind: BounceType = BounceType.SOFT


@dataclass(frozen=True, slots=True)
class BounceLimit:
    """From how many bounces within how many days on an address is blocked (MAI-P02)."""

    bounces: int = 3
    days: int = 30


DEFAULT_BOUNCE_LIMIT = BounceLimit()


def blocked_since(
    email: str | None, bounces: Iterable[Bounce], limit: BounceLimit = DEFAULT_BOUNCE_LIMIT
) -> date | None:
    """The day from which on the email address is blocked; None while it is not (MAI-04, MAI-P02).

    A block ends with the address only: bounces of a former address do not count, and no lapse of time lifts it.
    """
    if email is None:
        return None
    address = email_key(email)
    own = sorted(
        (bounce for bounce in bounces if email_key(bounce.email) == address), key=lambda each: each.bounced_on
    )
    for index, bounce in enumerate(own):
        first = own[index - limit.bounces + 1] if index + 1 >= limit.bounces else None
        many = first is not None and (bounce.bounced_on - first.bounced_on).days < limit.days
        if many or bounce.kind is BounceType.HARD:
            return bounce.bounced_on
    return None
