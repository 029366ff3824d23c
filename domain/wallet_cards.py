"""Stored cards: until when one is good, how it is shown, and what must never be kept of it."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta

EXPIRES_SOON = timedelta(days=60)
_LENGTHS = range(13, 20)
# Digits as people write card numbers: alone, or in groups with one mark between them.
_DIGITS = re.compile(r"[0-9]+(?:[ .\-‐‑‒–/][0-9]+)*")


def good_until(expiry_year: int, expiry_month: int) -> date:
    """The last day on which a card can be charged: the last of the month printed on it (WAL-P04)."""
    return date(expiry_year, expiry_month, monthrange(expiry_year, expiry_month)[1])


def is_expired(expiry_year: int, expiry_month: int, today: date) -> bool:
    """Whether the card's last day is over (WAL-P04)."""
    return today > good_until(expiry_year, expiry_month)


def expires_soon(expiry_year: int, expiry_month: int, renews_a_membership: bool, today: date) -> bool:
    """Whether a card that a membership renews by is still good, but for 60 days at most (WAL-P04)."""
    left = good_until(expiry_year, expiry_month) - today
    return renews_a_membership and timedelta(0) <= left <= EXPIRES_SOON


def masked(last_four: str) -> str:
    """The card's number as it is shown, such as "•••• 4242"."""
    return f"•••• {last_four}"


def holds_card_number(text: str) -> bool:
    """Whether the text holds what looks like a card number: 13 to 19 digits with the right check digit (WAL-P01).

    A number in groups is found among other digits, such as an expiry date behind it; one within a longer run
    of digits, or grown together with letters (a token), is part of some other reference.
    """
    plain = unicodedata.normalize("NFKC", text)
    for found in _DIGITS.finditer(plain):
        groups = re.findall("[0-9]+", found[0])
        # Only the outermost groups can have grown together with what stands around.
        if _is_word(plain[max(0, found.start() - 1) : found.start()]):
            groups = groups[1:]
        if _is_word(plain[found.end() : found.end() + 1]):
            groups = groups[:-1]
        if any(_is_card_number(candidate) for candidate in _joined(groups)):
            return True
    return False


def _is_word(character: str) -> bool:
    return character == "_" or character.isalpha()


def _joined(groups: list[str]) -> list[str]:
    """What neighbouring groups make together, wherever it is as long as a card number."""
    return [
        joined
        for first in range(len(groups))
        for last in range(first, len(groups))
        if len(joined := "".join(groups[first : last + 1])) in _LENGTHS
    ]


def _is_card_number(digits: str) -> bool:
    """The check of Luhn: every second digit from the right counts twice."""
    doubled = (int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
