"""Mailings: what was sent to a customer by email or by post, and how far what is known of it can be trusted."""

from __future__ import annotations

from enum import StrEnum, unique


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
