"""Documents that are put on a record: `domain/documents.py`."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents import LARGEST_BYTES, LONGEST_NAME, SUFFIXES, check_document, document_name, kept_until
from domain.errors import DocumentNotAccepted
from domain.gift_aid_claimability import YearEnd
from tests.references.gift_aid import ends_year

PDF, PNG, MAIL = "application/pdf", "image/png", "message/rfc822"
FILES = {
    PDF: b"%PDF-1.7 letter",
    PNG: b"\x89PNG\r\n\x1a\n picture",
    "image/jpeg": b"\xff\xd8\xff picture",
    MAIL: b"From: ada@example.org\r\nDate: Sun, 22 Nov 2026 10:00:00 +0000\r\n\r\nYes, please.",
    "application/vnd.ms-outlook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 mail",
}


@pytest.mark.rule("GAD-P08")
@pytest.mark.parametrize("said", SUFFIXES)
@pytest.mark.parametrize("really", FILES)
def test_a_file_is_taken_as_what_it_is_and_as_nothing_else(said: str, really: str) -> None:
    if said == really:
        check_document(FILES[really], said)
    else:
        with pytest.raises(DocumentNotAccepted):
            check_document(FILES[really], said)


@pytest.mark.rule("GAD-P08")
def test_a_file_of_ten_megabytes_is_taken_and_one_byte_more_is_not() -> None:
    beginning = FILES[PDF]
    check_document(beginning.ljust(LARGEST_BYTES, b" "), PDF)
    assert LARGEST_BYTES == 10 * 1024 * 1024
    for wrong in (b"", beginning.ljust(LARGEST_BYTES + 1, b" ")):
        with pytest.raises(DocumentNotAccepted):
            check_document(wrong, PDF)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"\n" * 1019 + b"%PDF-1.4", PDF),
        (b"Received: from post\r\n" * 9 + FILES[MAIL], MAIL),
        (b"date: today\nfrom: ada@example.org\n\n", MAIL),
    ],
)
def test_a_little_may_stand_before_what_a_file_is_known_by(content: bytes, media_type: str) -> None:
    check_document(content, media_type)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"\n" * 1020 + b"%PDF-1.4", PDF),
        (b"From: ada@example.org\r\n\r\nNo date.", MAIL),
        (b"Date: today\r\n\r\nFrom: ada@example.org", MAIL),
        (FILES[MAIL] + b"\0", MAIL),
        (b"\x89PNG", PNG),
    ],
)
def test_a_file_without_what_it_is_known_by_is_refused(content: bytes, media_type: str) -> None:
    with pytest.raises(DocumentNotAccepted):
        check_document(content, media_type)


@pytest.mark.parametrize(
    ("given_name", "media_type", "name"),
    [
        ("letter.pdf", PDF, "letter.pdf"),
        ("Letter of Ada.PDF", PDF, "Letter of Ada.pdf"),
        ("Łukasz ügyfél.jpeg", PNG, "Łukasz ügyfél.png"),
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("C:\\scans\\letter", PNG, "letter.png"),
        ("letter.pdf.exe", PDF, "letter.pdf.pdf"),
        ("a\r\nb\u202e.pdf", PDF, "ab.pdf"),
        (" . .pdf", PDF, "pdf.pdf"),
        ("", MAIL, "document.eml"),
        ("folder/", PDF, "document.pdf"),
        ("...", PDF, "document.pdf"),
    ],
)
def test_a_document_has_a_name_without_folders_and_with_the_suffix_of_its_type(
    given_name: str, media_type: str, name: str
) -> None:
    assert document_name(given_name, media_type) == name


@given(st.text(max_size=200), st.sampled_from(sorted(SUFFIXES)))
def test_whatever_it_was_called_the_name_is_printable_short_and_one_of_a_file(
    given_name: str, media_type: str
) -> None:
    name = document_name(given_name, media_type)
    assert name.endswith(SUFFIXES[media_type])
    assert len(SUFFIXES[media_type]) < len(name) <= LONGEST_NAME
    assert name.isprintable()
    assert not set(name) & set("/\\")
    assert not name.startswith((".", " "))


@pytest.mark.rule("GAD-P08")
@pytest.mark.parametrize(
    ("last_gift_on", "year_end", "until"),
    [
        (date(2026, 3, 31), (3, 31), date(2032, 3, 31)),
        (date(2026, 4, 1), (3, 31), date(2033, 3, 31)),
        (date(2026, 2, 28), (2, 29), date(2032, 2, 29)),
        (date(2024, 2, 29), (2, 29), date(2030, 2, 28)),
        (date(2026, 12, 31), (12, 31), date(2032, 12, 31)),
    ],
)
def test_a_document_is_kept_for_six_years_after_the_accounting_period_of_the_last_gift(
    last_gift_on: date, year_end: YearEnd, until: date
) -> None:
    assert kept_until(last_gift_on, year_end) == until


@pytest.mark.rule("GAD-P08")
def test_while_it_covers_no_gift_there_is_no_day_until_which_it_is_kept() -> None:
    assert kept_until(None) is None
    assert kept_until(date(2026, 3, 31)) == date(2032, 3, 31)


@given(st.dates(date(2000, 1, 1), date(2150, 1, 1)), st.sampled_from([(3, 31), (2, 29), (12, 31), (4, 5)]))
def test_the_day_until_which_it_is_kept_ends_an_accounting_year_six_to_seven_years_later(
    last_gift_on: date, year_end: YearEnd
) -> None:
    until = kept_until(last_gift_on, year_end)
    assert until is not None
    assert ends_year(until, year_end)
    # Seven years have two leap days at most, and none around 2100.
    assert 6 * 365 <= (until - last_gift_on).days <= 7 * 365 + 2
