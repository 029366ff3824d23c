"""What a search term means: `domain/searching.py`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.customers import Kind
from domain.errors import CriterionRequired, InvalidText, TooLong
from domain.searching import (
    CreateFrom,
    Term,
    TermKind,
    create_from,
    looks_like_friendly_id,
    name_key,
    parse_individual_term,
    parse_organisation_term,
    parse_term,
)


def name(last: str, *words: str) -> Term:
    return Term(TermKind.NAME, last=last, words=words)


def parts(last: str, first: str) -> Term:
    return Term(TermKind.NAME, last=last, first=first, by_parts=True)


@pytest.mark.parametrize("typed", ["I-1000042", "i1000042", "1000042", " O-1000042"])
def test_a_customer_id_is_found_by_its_number_under_either_kind(typed: str) -> None:
    number = Term(TermKind.CUSTOMER_NUMBER, number=1000042)
    assert parse_individual_term(typed) == number
    assert parse_organisation_term(typed, "GB") == number
    assert looks_like_friendly_id(typed) is True


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("Smith, John", parts("smith", "john")),
        ("smith,j", parts("smith", "j")),
        ("Smith, J.", parts("smith", "j")),
        ("Smith,", parts("smith", "")),
        (", John", parts("", "john")),
        ("Smith, John, Jr", parts("smith", "john, jr")),
        ("  PÉREZ  GARCÍA ,  josé ", parts("perez garcia", "jose")),
        ("Smi", name("smi", "smi")),
        ("Ann Smith", name("ann smith", "ann", "smith")),
        ("O’Brien", name("o'brien", "o", "brien")),
    ],
)
def test_a_comma_parts_the_beginnings_of_surname_and_first_name_and_without_one_words_count_too(
    typed: str, term: Term
) -> None:
    assert parse_individual_term(typed) == term


def test_names_are_found_whatever_their_case_and_accents() -> None:
    assert name_key("Jose") == name_key("José") == name_key("JOSE\u0301") == "jose"
    assert name_key("Bjørn  Straße") == "bjorn strasse"


@pytest.mark.rule("SRC-P02")
def test_an_email_address_is_trimmed_and_its_case_set_aside() -> None:
    assert parse_individual_term(" Ada@Example.ORG ") == Term(TermKind.EMAIL, email="ada@example.org")


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("sw1a 1aa", "SW1A1AA"),
        ("SW1A1AA", "SW1A1AA"),
        ("10019-7475", "100197475"),
        ("10019", "10019"),
        ("k1a 0b1", "K1A0B1"),
        ("d02 x285", "D02X285"),
        ("75001", "75001"),
        ("00-950", "00950"),
    ],
)
@pytest.mark.rule("SRC-P02")
def test_a_postcode_is_upper_cased_and_its_spaces_removed(typed: str, key: str) -> None:
    assert parse_individual_term(typed) == Term(TermKind.POSTCODE, postcode=key)


@pytest.mark.parametrize(
    ("typed", "country", "term"),
    [
        ("SW1A 1AA", "GB", Term(TermKind.POSTCODE, postcode="SW1A1AA")),
        ("10019", "US", Term(TermKind.POSTCODE, postcode="10019")),
        ("Smith, Jones and Sons", "GB", name("smith, jones and sons", "smith", "jones", "and", "sons")),
        ("Art@Work", "GB", name("art@work", "art", "work")),
        ("Théâtre", "GB", name("theatre", "theatre")),
        (
            "Studio 54",
            "GB",
            Term(TermKind.NAME, postcode="STUDIO54", last="studio 54", words=("studio", "54")),
        ),
        ("10019", "GB", Term(TermKind.NAME, postcode="10019", last="10019", words=("10019",))),
    ],
)
def test_an_organisation_is_found_by_name_id_or_postcode_and_a_comma_or_an_at_is_part_of_its_name(
    typed: str, country: str, term: Term
) -> None:
    assert parse_organisation_term(typed, country) == term


def test_the_type_switch_decides_how_a_term_is_read() -> None:
    assert parse_term(Kind.INDIVIDUAL, "a@b.co", "GB").kind is TermKind.EMAIL
    assert parse_term(Kind.ORGANISATION, "a@b.co", "GB").kind is TermKind.NAME


@pytest.mark.parametrize("typed", ["", "  ", "\u200b", ",", " , .", "\u00a0", "¸", "\u0301"])
def test_a_term_without_anything_to_look_for_is_refused(typed: str) -> None:
    with pytest.raises(CriterionRequired) as refused:
        parse_individual_term(typed)
    assert refused.value.path == ("term",)


@pytest.mark.parametrize("typed", ["", "  ", "\u200b", "¸", "\u0301"])
def test_an_organisation_term_without_anything_to_look_for_is_refused(typed: str) -> None:
    with pytest.raises(CriterionRequired):
        parse_organisation_term(typed, "GB")


def test_a_term_that_nothing_can_hold_is_refused() -> None:
    with pytest.raises(TooLong, match="254 characters or fewer"):
        parse_organisation_term("x" * 255, "GB")
    with pytest.raises(InvalidText):
        parse_individual_term("Smith\x00")


@given(st.text(max_size=60), st.sampled_from(Kind), st.sampled_from(["GB", "IE", "US", "CA"]))
def test_any_text_is_either_read_or_refused(text: str, kind: Kind, country: str) -> None:
    try:
        term = parse_term(kind, text, country)
    except (CriterionRequired, InvalidText):
        return
    assert any((term.number is not None, term.email, term.postcode, term.last, term.first))
    assert name_key(term.last) == term.last


@pytest.mark.rule("SRC-06")
@pytest.mark.parametrize(
    ("typed", "kind", "form"),
    [
        ("Smith, Ann Mary", Kind.INDIVIDUAL, CreateFrom(first_name="Ann Mary", last_name="Smith")),
        ("Smith,", Kind.INDIVIDUAL, CreateFrom(last_name="Smith")),
        (", Ann", Kind.INDIVIDUAL, CreateFrom(first_name="Ann")),
        ("  Smith ", Kind.INDIVIDUAL, CreateFrom(last_name="Smith")),
        ("Ann Mary Smith", Kind.INDIVIDUAL, CreateFrom(first_name="Ann Mary", last_name="Smith")),
        (" Ann@Example.org", Kind.INDIVIDUAL, CreateFrom(email="Ann@Example.org")),
        ("bs1 4dj", Kind.INDIVIDUAL, CreateFrom(postcode="bs1 4dj")),
        ("I-1000042", Kind.INDIVIDUAL, CreateFrom()),
        ("Frost, Reed & Sons", Kind.ORGANISATION, CreateFrom(name="Frost, Reed & Sons")),
        ("Studio 54", Kind.ORGANISATION, CreateFrom(name="Studio 54")),
    ],
)
def test_a_new_record_begins_with_what_was_typed_as_it_was_typed(
    typed: str, kind: Kind, form: CreateFrom
) -> None:
    assert create_from(kind, typed, parse_term(kind, typed, "GB")) == form
