"""Documents that are put on a record: which files are taken, what they are called, and how long they are kept."""

from __future__ import annotations

import re
from datetime import date
from email.parser import BytesHeaderParser

from domain.errors import DocumentNotAccepted
from domain.gift_aid_claimability import DEFAULT_YEAR_END, YearEnd, anniversary_of_period

LARGEST_BYTES = 10 * 1024 * 1024
LONGEST_NAME = 120
YEARS_KEPT = 6

# What each is called, and how it begins. A mail begins with any of its header lines.
SUFFIXES = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "message/rfc822": ".eml",
    "application/vnd.ms-outlook": ".msg",
}
_BEGINS = {
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
    "application/vnd.ms-outlook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
}
# A PDF may have a little before its first line.
_PDF_WITHIN = 1024
_HEADERS_WITHIN = 64 * 1024
_MAIL_HEADERS = ("From", "Date")


def check_document(content: bytes, media_type: str) -> None:
    """Refuse a file that is empty, too large, or not what it is said to be (GAD-P08). Raises DocumentNotAccepted."""
    if not content:
        raise DocumentNotAccepted("The file is empty.")
    if len(content) > LARGEST_BYTES:
        raise DocumentNotAccepted("The file is larger than 10 MB; scan it at a lower resolution.")
    if not _is(content, media_type):
        raise DocumentNotAccepted(f"This is no file of the type {media_type}; send it as what it is.")


def _is(content: bytes, media_type: str) -> bool:
    if media_type == "application/pdf":
        return b"%PDF-" in content[:_PDF_WITHIN]
    if media_type == "message/rfc822":
        return _is_mail(content[:_HEADERS_WITHIN])
    return content.startswith(_BEGINS[media_type])


def _is_mail(beginning: bytes) -> bool:
    if b"\0" in beginning:
        return False
    headers = BytesHeaderParser().parsebytes(beginning)
    return all(headers[name] for name in _MAIL_HEADERS)


def document_name(given: str, media_type: str) -> str:
    """The file's name as it is shown and downloaded: no folders, nothing unprintable, and the suffix of its type."""
    last = re.split(r"[/\\]", given)[-1]
    printable = "".join(each for each in last if each.isprintable()).strip(" .")
    suffix = SUFFIXES[media_type]
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", printable).rstrip(" .") or "document"
    return f"{stem[: LONGEST_NAME - len(suffix)]}{suffix}"


def kept_until(last_gift_on: date | None, year_end: YearEnd = DEFAULT_YEAR_END) -> date | None:
    """The day until which a document that proves a declaration is kept at least (GAD-P08).

    That is six years after the accounting period of the last gift that it covers; None while it covers none, when
    it is kept for as long as the declaration may.
    """
    return None if last_gift_on is None else anniversary_of_period(last_gift_on, YEARS_KEPT, year_end)
