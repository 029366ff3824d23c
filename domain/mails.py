"""Mails that the gateway sends to customers itself; none of them is a mailing (MAI-05)."""

from __future__ import annotations

from enum import StrEnum, unique

from domain.permissions import Actor

MAILER = Actor.of_job("mail", ())
"""Who sends mails."""


@unique
class MailKind(StrEnum):
    """Which mail it is."""

    GIFT_AID_DECLARATION = "GIFT_AID_DECLARATION"
    PRINT_AT_HOME = "PRINT_AT_HOME"
    CHANGE_PASSWORD = "CHANGE_PASSWORD"  # noqa: S105 - the kind of a mail, no password


@unique
class MailFailure(StrEnum):
    """Why a mail will not be sent any more, though nobody stopped it."""

    RECIPIENT_REFUSED = "RECIPIENT_REFUSED"
    MESSAGE_REFUSED = "MESSAGE_REFUSED"
