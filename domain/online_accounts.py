"""The online accounts of customers: who is mailed a link to set a password, how long it works, what a password is."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum, unique
from hashlib import sha256

from domain.customers import Kind
from domain.errors import CustomerInactive, Problems
from domain.mail_refusals import NoEmail
from domain.online_account_refusals import (
    OnlineAccountInactive,
    OrganisationNotAllowed,
    PasswordMailLimit,
)
from domain.permissions import Actor

WEB = Actor(None, "Web", "Web", None, frozenset(), frozenset())
"""The customer online, as the audit names them."""

LINK_LASTS = timedelta(minutes=60)
HOUR = timedelta(hours=1)
MAILS_AN_HOUR = 5
SHORTEST = 12
LONGEST = 200


@unique
class PasswordFault(StrEnum):
    """Why a password was not set."""

    TOO_SHORT = "PASSWORD_TOO_SHORT"
    TOO_LONG = "PASSWORD_TOO_LONG"
    LINK_INVALID = "PASSWORD_LINK_INVALID"


class PasswordRefused(Exception):
    """A password that cannot be set; the customer online is told, who sees none of the refusals of staff."""

    def __init__(self, fault: PasswordFault, message: str) -> None:
        super().__init__(message)
        self.fault = fault
        self.message = message


def check_password_mail(
    kind: Kind, *, active: bool, email: str | None, account_active: bool, activate: bool
) -> str:
    """The address that the link is mailed to (ACC-P01, ACC-P02).

    Refused: OrganisationNotAllowed, or all of CustomerInactive, NoEmail and OnlineAccountInactive that apply. Of an
    account without an address only the address is told, since it cannot be on.
    """
    if kind is Kind.ORGANISATION:
        raise OrganisationNotAllowed(
            "An Organisation has no online account; send it to an Individual related to it.", ("customerId",)
        )
    problems = Problems()
    with problems.at():
        if not active:
            raise CustomerInactive("This record is inactive; reactivate it first.", ("customerId",))
    with problems.at():
        if email is None:
            raise NoEmail("The record has no email address: add one first.", ("customerId",))
        if not account_active and not activate:
            raise OnlineAccountInactive(
                "The online account is off: send `activate: true` to turn it on with this.", ("activate",)
            )
    problems.raise_any()
    assert email is not None, "a problem would have been raised"
    return email


def check_frequency(mailed: Sequence[datetime], now: datetime) -> None:
    """Raises PasswordMailLimit after five within the hour; `mailed` are the times of earlier ones (ACC-P01)."""
    lately = sorted(at for at in mailed if at > now - HOUR)
    if len(lately) >= MAILS_AN_HOUR:
        raise PasswordMailLimit(
            f"{MAILS_AN_HOUR} of these mails were sent within an hour; wait until the time that is named.",
            ("customerId",),
            try_again_at=lately[-MAILS_AN_HOUR] + HOUR,
        )


def token_hash(token: str) -> bytes:
    """What the store keeps of the token of a link."""
    return sha256(token.encode("utf-8", "surrogatepass")).digest()


def link_invalid() -> PasswordRefused:
    """Why a link works no more is not told: who has an old one need not know."""
    return PasswordRefused(
        PasswordFault.LINK_INVALID,
        "This link does not work, or no longer: it works once, for an hour, unless a newer one was sent. Ask for"
        " another.",
    )


def as_hashed(password: str) -> str:
    """The password in the one form that all keyboards' spellings of it share."""
    return unicodedata.normalize("NFKC", password)


def clean_password(text: str) -> str:
    """A new password as it is hashed. Raises PasswordRefused for one that is too short, or too long."""
    password = as_hashed(text)
    if len(password) < SHORTEST:
        raise PasswordRefused(
            PasswordFault.TOO_SHORT, f"A password has at least {SHORTEST} characters; add some more."
        )
    if len(password) > LONGEST:
        raise PasswordRefused(
            PasswordFault.TOO_LONG, f"A password has at most {LONGEST} characters; leave some out."
        )
    return password


def password_mail(name: str, link: str) -> tuple[str, str]:
    """The subject and the text of the mail with the link (ACC-01)."""
    minutes = int(LINK_LASTS.total_seconds() // 60)
    return (
        "Change your password",
        f"""Dear {name},

Choose a new password for your online account on this page:

{link}

The page can be used once, within {minutes} minutes. If you did not ask for this, you need not do anything: your
password stays as it is.
""",
    )
