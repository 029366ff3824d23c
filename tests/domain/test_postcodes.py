"""Postcodes: `domain/postcodes.py`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidPostcode
from domain.postcodes import looks_like_postcode, one_character_off, postcode_key, written_postcode

LETTER = st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
DIGIT = st.sampled_from("0123456789")


@pytest.mark.parametrize(
    ("typed", "country", "written"),
    [
        ("sw1a1aa", "GB", "SW1A 1AA"),
        (" SW1 A1AA ", "GB", "SW1A 1AA"),
        ("m11ae", "GB", "M1 1AE"),
        ("B33\u00a08TH", "GB", "B33 8TH"),
        ("cr2-6xh", "GB", "CR2 6XH"),
        ("DN55 1PT", "GB", "DN55 1PT"),
        ("gir 0aa", "GB", "GIR 0AA"),
        ("d02x285", "IE", "D02 X285"),
        ("d6w xy00", "IE", "D6W XY00"),
        ("10019", "US", "10019"),
        ("10019-7475", "US", "10019-7475"),
        ("10019 7475", "US", "10019-7475"),
        ("100197475", "US", "10019-7475"),
        ("k1a0b1", "CA", "K1A 0B1"),
        ("75001", "FR", "75001"),
        ("gx11 1aa", "GI", "GX11 1AA"),
        ("whatever it is", "KE", "WHATEVER IT IS"),
    ],
)
@pytest.mark.rule("ADR-P07")
def test_a_postcode_is_written_as_its_country_writes_it(typed: str, country: str, written: str) -> None:
    assert written_postcode(typed, country) == written


@pytest.mark.parametrize(
    ("typed", "country", "message"),
    [
        ("SWAA AAA", "GB", "A UK postcode looks like SW1A 1AA; this one has no number."),
        ("SW1A 1A", "GB", "looks like SW1A 1AA"),
        ("SW1A 1AAA", "GB", "looks like SW1A 1AA"),
        ("SW1A", "GB", "looks like SW1A 1AA"),
        ("10019", "GB", "looks like SW1A 1AA"),
        ("SW1A*1AA", "GB", "other characters than letters and digits"),
        ("D02 X28", "IE", "An Eircode looks like D02 X285"),
        ("SW1A 1AA", "IE", "An Eircode looks like D02 X285"),
        ("1001", "US", "A ZIP code looks like 10019 or 10019-7475"),
        ("10019-74", "US", "A ZIP code looks like 10019 or 10019-7475"),
        ("K1A 0B", "CA", "A Canadian postal code looks like K1A 0B1"),
        ("1K1 B0B", "CA", "A Canadian postal code looks like K1A 0B1"),
    ],
)
@pytest.mark.rule("ADR-P07")
def test_a_postcode_of_another_form_is_refused_with_an_example(
    typed: str, country: str, message: str
) -> None:
    with pytest.raises(InvalidPostcode) as refused:
        written_postcode(typed, country)
    assert message in refused.value.message
    assert refused.value.path == ("postcode",)


@given(st.tuples(LETTER, DIGIT, DIGIT, LETTER, LETTER))
@pytest.mark.rule("ADR-P07")
def test_the_one_space_of_a_uk_postcode_stands_before_its_last_three_characters(
    parts: tuple[str, ...],
) -> None:
    typed = "".join(parts).lower()
    written = written_postcode(typed, "GB")
    assert written == f"{typed[:-3]} {typed[-3:]}".upper()
    assert written_postcode(written, "GB") == written


@pytest.mark.rule("SRC-P02")
def test_spacing_case_and_hyphens_do_not_make_another_postcode() -> None:
    assert postcode_key("sw1a 1aa") == postcode_key("SW1A1AA") == "SW1A1AA"
    assert postcode_key("10019-7475") == postcode_key("10019 7475") == "100197475"


@given(st.text(max_size=20))
def test_the_key_of_a_key_is_the_key(text: str) -> None:
    assert postcode_key(postcode_key(text)) == postcode_key(text)


@given(st.text(max_size=12), st.sampled_from(["GB", "IE", "US", "CA"]))
def test_a_text_looks_like_a_postcode_exactly_when_it_can_be_written_as_one(text: str, country: str) -> None:
    try:
        writable = bool(written_postcode(text, country))
    except InvalidPostcode:
        writable = False
    assert looks_like_postcode(text, country) is writable


def test_nothing_is_taken_for_a_postcode_of_a_country_whose_form_is_not_known() -> None:
    assert looks_like_postcode("75001", "FR") is False


@pytest.mark.rule("SRC-N01")
def test_one_character_off_is_one_wrong_one_missing_or_one_too_many() -> None:
    near = one_character_off("BS14DJ")

    assert {"BS14DK", "XS14DJ", "BS4DJ", "BS14D", "BS114DJ", "ABS14DJ", "BS14DJ9"} <= set(near)
    assert {"BS14DJ", "BS14JD", "BS14DKK", ""}.isdisjoint(near)
    assert len(near) == len(set(near)) == 6 * 35 + 6 + (7 * 36 - 6)
    assert one_character_off("7")[:2] == ["0", "07"]
