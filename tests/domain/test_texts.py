"""What becomes of typed text: `domain/texts.py`."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidText, Problems, Refusals, Required, TooLong
from domain.texts import clean_block, clean_line, folded, in_words, required, words_of

PRINTABLE = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=60)


def line(value: str | None, limit: int = 50) -> str | None:
    return clean_line(value, limit=limit, field="lastName")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Ada   Lovelace ", "Ada Lovelace"),
        ("Ada\u00a0\u2009Lovelace", "Ada Lovelace"),
        ("Ada\tLovelace\r\n", "Ada Lovelace"),
        ("Jose\u0301", "Jos\u00e9"),
        ("", None),
        ("   \u00a0", None),
        ("\u200b\u200f", None),
        (None, None),
    ],
)
def test_a_line_is_trimmed_and_its_inner_spaces_collapsed(typed: str | None, stored: str | None) -> None:
    assert line(typed) == stored


@pytest.mark.parametrize("kept", ["\u200fדוד\u200e", "👩\u200d🎤", "O’Brien", "Nguyễn Thị", "𠮷野"])
def test_scripts_direction_marks_and_emoji_joiners_are_stored_as_they_are(kept: str) -> None:
    assert line(kept) == kept


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\x0b", "\ud800"])
def test_control_characters_and_lone_surrogates_are_refused(character: str) -> None:
    with pytest.raises(InvalidText) as refused:
        line(f"Ada{character}Lovelace")
    assert refused.value.path == ("lastName",)
    assert f"U+{ord(character):04X} out of the last name" in refused.value.message


def test_a_line_at_its_limit_is_kept_and_one_beyond_is_refused_with_both_lengths() -> None:
    assert line("é" * 50) == "é" * 50
    with pytest.raises(TooLong, match="has 51 characters; shorten it to 50 or fewer"):
        line("é" * 51)


def test_length_counts_what_is_stored_not_what_is_typed() -> None:
    assert line("e\u0301" * 50) == "é" * 50
    assert line(" " * 80 + "Ada") == "Ada"


def test_a_block_keeps_line_ends_and_tabs_and_unifies_line_ends() -> None:
    typed = "\n One\r\n\ttwo\rthree\u2028 four \n"
    assert clean_block(typed, limit=50, field="body") == "One\n\ttwo\nthree\n four"


@pytest.mark.parametrize("character", ["\x00", "\x0c", "\x1b", "\ud800"])
def test_a_block_refuses_other_control_characters(character: str) -> None:
    with pytest.raises(InvalidText):
        clean_block(f"One{character}\n", limit=50, field="body")


@given(PRINTABLE)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = line(text, limit=500)
    assert line(once, limit=500) == once
    block = clean_block(text, limit=500, field="body")
    assert clean_block(block, limit=500, field="body") == block


def test_a_missing_value_is_refused_by_its_name_and_a_present_one_returned() -> None:
    assert required("Ada", field="firstName") == "Ada"
    with pytest.raises(Required, match=r"Fill in the first name\.") as refused:
        required(None, field="firstName")
    assert refused.value.path == ("firstName",)


def test_two_refused_fields_are_told_at_once_each_under_its_own_path() -> None:
    problems = Problems()
    with problems.at("address"):
        required(None, field="line1")
    with problems.at("address"):
        clean_line("x" * 9, limit=8, field="town")
    with pytest.raises(Refusals) as refused:
        problems.raise_any()
    assert [(r.code, r.path) for r in refused.value.refusals] == [
        ("REQUIRED", ("address", "line1")),
        ("TOO_LONG", ("address", "town")),
    ]


@pytest.mark.parametrize(
    ("field", "words"), [("lastName", "last name"), ("line1", "line 1"), ("countryCode", "country code")]
)
def test_an_input_name_reads_as_words(field: str, words: str) -> None:
    assert in_words(field) == words


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("  José  PÉREZ ", "jose perez"),
        ("Straße", "strasse"),
        ("Søren Ærø", "soren aero"),
        ("Łódź", "lodz"),
        ("Đặng", "dang"),
        ("İstanbul", "istanbul"),
        ("Ilıca", "ilica"),
        ("O’Brien", "o'brien"),
        ("O`Brien", "o'brien"),
        ("Smith\u2013Jones", "smith-jones"),
        ("Ａｄａ", "ada"),
        ("ﬁona", "fiona"),
        ("Иванов", "иванов"),
        ("\u200fAda\u200b", "ada"),
    ],
)
def test_folding_sets_aside_case_accents_and_the_marks_that_keyboards_differ_in(text: str, key: str) -> None:
    assert folded(text) == key


@given(PRINTABLE)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(PRINTABLE)
def test_folding_does_not_depend_on_how_an_accent_is_composed(text: str) -> None:
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_text_folds_alike_on_the_short_way(text: str) -> None:
    assert folded(text) == folded(text + "\u200b")


def test_words_are_runs_of_letters_and_digits() -> None:
    assert words_of("o'brien-smith 2nd") == ("o", "brien", "smith", "2nd")
    assert words_of("--") == ()
