"""Mails that the gateway sends to customers itself; none of them is a mailing (MAI-05)."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class MailKind(StrEnum):
    """Which mail it is."""

    GIFT_AID_DECLARATION = "GIFT_AID_DECLARATION"
    PRINT_AT_HOME = "PRINT_AT_HOME"
    CHANGE_PASSWORD = "CHANGE_PASSWORD"  # noqa: S105 - the kind of a mail, no password
