"""Phone numbers: `domain/phones.py`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import TooLong
from domain.phones import Phone, clean_phone, read_phone


@pytest.mark.parametrize(
    ("typed", "country", "e164"),
    [
        ("01632 960123", "GB", "+441632960123"),
        ("(0)20 7946 0123", "GB", "+442079460123"),
        ("07400 123456", "GB", "+447400123456"),
        ("+353 1 234 5678", "GB", "+35312345678"),
        ("01 234 5678", "IE", "+35312345678"),
        ("(212) 736-5000", "US", "+12127365000"),
        ("416-967-1111", "CA", "+14169671111"),
        ("020 7946 0123 ext 5", "GB", "+442079460123"),
    ],
)
@pytest.mark.rule("CUS-P05")
def test_a_number_is_kept_as_typed_beside_the_form_that_can_be_dialled_from_the_region(
    typed: str, country: str, e164: str
) -> None:
    phone = read_phone(typed, country)
    assert phone == Phone(typed, e164)
    assert phone.valid is True


@pytest.mark.parametrize("typed", ["ask at the door", "12", "ext. 5", "?", "0" * 30])
@pytest.mark.rule("CUS-P05")
def test_what_cannot_be_dialled_is_accepted_and_flagged(typed: str) -> None:
    phone = read_phone(typed, "GB")
    assert phone == Phone(typed, None)
    assert phone.valid is False


@given(st.text(max_size=30))
def test_no_text_is_refused_as_a_number(text: str) -> None:
    assert read_phone(text, "GB").typed == text


@pytest.mark.rule("CUS-P03")
def test_a_number_has_at_most_30_characters() -> None:
    assert clean_phone(" 01632  960123 ", field="phone") == "01632 960123"
    assert clean_phone("1" * 30, field="phone") == "1" * 30
    with pytest.raises(TooLong) as refused:
        clean_phone("1" * 31, field="mobile")
    assert refused.value.path == ("mobile",)


def test_a_bare_dialling_code_is_no_number() -> None:
    assert read_phone("0117", "GB").e164 is None
