"""What an email address is, and when two are the same one."""

from __future__ import annotations

import unicodedata

from email_validator import EmailNotValidError, validate_email

from domain.errors import InvalidEmail, TooLong
from domain.texts import clean_line

EMAIL_LIMIT = 254


def clean_email(text: str | None, *, field: str = "email") -> str | None:
    """The address as it is stored, or None for an empty one (CUS-P04).

    It is kept as typed but for the spaces around it: mail is sent to what people wrote, and some old mail
    systems do mind the case. Whether two addresses are the same is asked of `email_key`.
    """
    try:
        address = clean_line(text, limit=EMAIL_LIMIT, field=field)
    except TooLong as refused:
        raise InvalidEmail(refused.message, refused.path) from None
    if address is None:
        return None
    wrong = _what_is_wrong(address)
    if wrong is not None:
        raise InvalidEmail(wrong, (field,))
    return address


def email_key(text: str) -> str:
    """What two spellings of one address share: the whole address in lower case (CUS-P04)."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text.strip()).lower())


def looks_like_email(text: str) -> bool:
    """Whether somebody who types this into a search means an email address."""
    return "@" in text


def _what_is_wrong(address: str) -> str | None:
    if address.count("@") != 1:
        return "An email address has exactly one @, as in name@example.org."
    local, _, domain = address.partition("@")
    if '"' in local:
        return "Write the part before the @ without quotation marks."
    if "." not in domain.strip("."):
        return "The part after the @ needs a dot, as in name@example.org."
    try:
        # Whether mail arrives is not asked here; .test is for systems that are being tried out, so it passes.
        validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError as refused:
        return f"This cannot be an email address: {refused}"
    return None
