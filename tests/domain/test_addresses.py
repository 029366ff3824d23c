"""Addresses and their defaults: `domain/addresses.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.addresses import (
    AddressFields,
    Defaults,
    address_key,
    check_distinct,
    check_validity,
    clean_address,
    defaults_after_adding,
    defaults_after_deleting,
    defaults_after_setting,
    line_key,
    one_line,
)
from domain.errors import (
    AddressIsDefault,
    DuplicateAddress,
    InvalidDate,
    LastAddress,
    NotFound,
    Refusals,
)

LONDON = AddressFields(line1="12 High Street", town="London", postcode="SW1A 1AA", country_code="GB")
HOME, WORK, SECOND = (UUID(int=number) for number in (1, 2, 3))


def refused(typed: AddressFields) -> list[tuple[str, tuple[str, ...]]]:
    with pytest.raises(Refusals) as several:
        clean_address(typed)
    return [(refusal.code, refusal.path) for refusal in several.value.refusals]


def test_an_address_is_stored_trimmed_with_its_postcode_as_its_country_writes_it() -> None:
    typed = AddressFields(
        label=" Home ",
        line1=" 12  High Street",
        line2="",
        line3=" ",
        town=" London ",
        postcode="sw1a1aa",
        country_code="gb",
    )
    assert clean_address(typed) == replace(LONDON, label="Home")


@pytest.mark.rule("ADR-P01", "ADR-P07")
def test_all_that_is_wrong_with_an_address_is_told_at_once() -> None:
    typed = AddressFields(
        label="x" * 51,
        line1=" ",
        line2="y" * 101,
        line3="\x00",
        town=None,
        postcode="1001",
        country_code="US",
    )
    assert refused(typed) == [
        ("TOO_LONG", ("label",)),
        ("REQUIRED", ("line1",)),
        ("TOO_LONG", ("line2",)),
        ("INVALID_TEXT", ("line3",)),
        ("REQUIRED", ("town",)),
        ("REQUIRED", ("county",)),
        ("INVALID_POSTCODE", ("postcode",)),
    ]


@pytest.mark.rule("ADR-P01")
def test_a_country_is_required_and_an_unknown_one_refused_beside_the_other_problems() -> None:
    assert refused(replace(LONDON, country_code=None, town="")) == [
        ("REQUIRED", ("countryCode",)),
        ("REQUIRED", ("town",)),
    ]
    assert refused(replace(LONDON, country_code="UK")) == [("UNKNOWN_COUNTRY", ("countryCode",))]


@pytest.mark.parametrize(("country", "word"), [("US", "state"), ("CA", "province")])
@pytest.mark.rule("ADR-P01")
def test_the_us_and_canada_need_a_state_or_province(country: str, word: str) -> None:
    typed = replace(LONDON, country_code=country, postcode=None, postcode_unknown=True)
    with pytest.raises(Refusals, match=f"Fill in the {word}"):
        clean_address(typed)
    assert clean_address(replace(typed, county="Ontario")).county == "Ontario"


@pytest.mark.parametrize("country", ["GB", "IE", "FR", "DE", "JP"])
@pytest.mark.rule("ADR-P01")
def test_where_the_country_uses_one_a_postcode_is_required_unless_the_customer_could_not_give_it(
    country: str,
) -> None:
    typed = replace(LONDON, country_code=country, postcode=None)
    assert refused(typed) == [("REQUIRED", ("postcode",))]
    stored = clean_address(replace(typed, postcode_unknown=True))
    assert (stored.postcode, stored.postcode_unknown) == (None, True)


@pytest.mark.parametrize("country", ["HK", "AE", "KE"])
def test_no_postcode_is_asked_for_where_the_country_does_not_need_one(country: str) -> None:
    stored = clean_address(replace(LONDON, country_code=country, postcode=None))
    assert (stored.postcode, stored.postcode_unknown) == (None, False)


def test_a_postcode_that_is_given_is_not_unknown() -> None:
    assert clean_address(replace(LONDON, postcode_unknown=True)) == LONDON


def test_a_postcode_marked_unknown_is_still_checked_when_it_is_given() -> None:
    assert refused(replace(LONDON, postcode="nowhere", postcode_unknown=True)) == [
        ("INVALID_POSTCODE", ("postcode",))
    ]


def test_an_address_cannot_end_before_it_begins() -> None:
    check_validity(date(2026, 5, 1), date(2026, 5, 1))
    check_validity(None, date(2026, 5, 1))
    with pytest.raises(InvalidDate):
        check_validity(date(2026, 5, 2), date(2026, 5, 1))


@pytest.mark.parametrize(
    "same",
    [
        replace(LONDON, line1="12 HIGH STREET."),
        replace(LONDON, line1="12,  High-Street"),
        replace(LONDON, postcode="sw1a1aa"),
        replace(LONDON, town="Lóndon"),
        replace(LONDON, line1="12", line2="High Street"),
        replace(LONDON, label="Billing"),
        replace(LONDON, country_code="gb"),
    ],
)
@pytest.mark.rule("ADR-P08")
def test_case_punctuation_and_spacing_do_not_make_another_address(same: AddressFields) -> None:
    with pytest.raises(DuplicateAddress):
        check_distinct(same, [replace(LONDON, line1="1 Low Road"), LONDON])


@pytest.mark.parametrize(
    "other",
    [
        replace(LONDON, line1="1 2 High Street"),
        replace(LONDON, line1="12a High Street"),
        replace(LONDON, town="Londonderry"),
        replace(LONDON, county="Kent"),
        replace(LONDON, postcode="SW1A 1AB"),
        replace(LONDON, country_code="IE"),
    ],
)
def test_another_number_town_county_postcode_or_country_makes_another_address(other: AddressFields) -> None:
    check_distinct(other, [LONDON])


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("St. John's Road", "st johns road"),
        ("St John’s  Road", "st johns road"),
        ("P.O. Box 5", "po box 5"),
        ("Stratford-upon-Avon", "stratford upon avon"),
        ("Flat 1/2", "flat 1 2"),
        ("Größe Straße 5", "grosse strasse 5"),
    ],
)
def test_a_line_is_folded_to_its_words(line: str, key: str) -> None:
    assert line_key(line) == key


@given(st.text(max_size=40))
def test_the_key_of_a_line_key_is_the_key(line: str) -> None:
    assert line_key(line_key(line)) == line_key(line)


@given(*[st.text("aB é-.,'\t", max_size=9)] * 3)
def test_cleaning_an_address_does_not_make_it_another(line1: str, line2: str, town: str) -> None:
    typed = replace(LONDON, line1=f"1{line1}", line2=line2, town=f"Y{town}", postcode=" sw1a1aa")
    assert address_key(clean_address(typed)) == address_key(typed)


def test_the_first_address_becomes_both_defaults_and_a_later_one_only_what_is_asked() -> None:
    first = defaults_after_adding(Defaults(), HOME)
    assert first == Defaults(HOME, HOME)
    assert defaults_after_adding(first, WORK) == first
    assert defaults_after_adding(first, WORK, delivery=True) == Defaults(HOME, WORK)
    assert defaults_after_adding(first, WORK, billing=True) == Defaults(WORK, HOME)


def test_setting_a_default_moves_that_one_and_leaves_the_other() -> None:
    held = [HOME, WORK]
    assert defaults_after_setting(Defaults(HOME, HOME), held, delivery=WORK) == Defaults(HOME, WORK)
    assert defaults_after_setting(Defaults(HOME, WORK), held, billing=WORK, delivery=HOME) == Defaults(
        WORK, HOME
    )


def test_an_address_of_another_record_cannot_be_a_default() -> None:
    with pytest.raises(Refusals) as several:
        defaults_after_setting(Defaults(HOME, HOME), [HOME, WORK], billing=uuid4(), delivery=uuid4())
    assert [(refusal.code, refusal.path) for refusal in several.value.refusals] == [
        ("NOT_FOUND", ("billingAddressId",)),
        ("NOT_FOUND", ("deliveryAddressId",)),
    ]


def test_an_address_that_is_no_default_is_deleted_without_a_replacement() -> None:
    assert defaults_after_deleting(Defaults(HOME, HOME), [HOME, WORK], WORK) == Defaults(HOME, HOME)


@pytest.mark.parametrize(
    ("current", "words"),
    [
        (Defaults(HOME, WORK), "default billing address"),
        (Defaults(WORK, HOME), "default delivery address"),
        (Defaults(HOME, HOME), "default billing and delivery address"),
    ],
)
def test_a_default_address_is_not_deleted_without_a_replacement(current: Defaults, words: str) -> None:
    with pytest.raises(AddressIsDefault, match=words) as refused:
        defaults_after_deleting(current, [HOME, WORK], HOME)
    assert refused.value.path == ("replacementId",)


def test_the_replacement_takes_just_the_places_that_the_deleted_address_leaves() -> None:
    held = [HOME, WORK, SECOND]
    assert defaults_after_deleting(Defaults(HOME, HOME), held, HOME, replacement=WORK) == Defaults(WORK, WORK)
    assert defaults_after_deleting(Defaults(HOME, WORK), held, HOME, replacement=SECOND) == Defaults(
        SECOND, WORK
    )


def test_the_last_address_is_not_deleted_whatever_replacement_is_named() -> None:
    for replacement in (None, WORK):
        with pytest.raises(LastAddress):
            defaults_after_deleting(Defaults(HOME, HOME), [HOME], HOME, replacement=replacement)


@pytest.mark.parametrize(
    ("deleted", "replacement", "path"),
    [(SECOND, None, "addressId"), (HOME, HOME, "replacementId"), (HOME, SECOND, "replacementId")],
)
def test_only_addresses_of_the_record_are_deleted_or_take_a_place(
    deleted: UUID, replacement: UUID | None, path: str
) -> None:
    with pytest.raises(NotFound) as refused:
        defaults_after_deleting(Defaults(HOME, HOME), [HOME, WORK], deleted, replacement=replacement)
    assert refused.value.path == (path,)


STEP = st.tuples(
    st.sampled_from(["add", "set", "delete"]), st.integers(0, 9), st.integers(0, 9), st.booleans()
)


@given(st.lists(STEP, max_size=12))
def test_whatever_is_done_there_is_one_default_of_each_while_there_is_an_address(
    steps: list[tuple[str, int, int, bool]],
) -> None:
    held: list[UUID] = []
    defaults = Defaults()
    for number, (step, first, second, flag) in enumerate(steps, start=1):
        one, other = (held[index % len(held)] if held else uuid4() for index in (first, second))
        try:
            if step == "add":
                defaults = defaults_after_adding(defaults, UUID(int=number), billing=flag)
                held.append(UUID(int=number))
            elif step == "set":
                defaults = defaults_after_setting(
                    defaults, held, billing=one, delivery=other if flag else None
                )
            else:
                defaults = defaults_after_deleting(defaults, held, one, replacement=other if flag else None)
                held.remove(one)
        except (NotFound, LastAddress, AddressIsDefault, Refusals):
            pass
        assert (defaults.billing in held and defaults.delivery in held) or (
            not held and defaults == Defaults()
        )


def test_one_line_has_every_part_but_a_county_that_bears_the_name_of_its_town() -> None:
    assert one_line("Flat 2", "14 Lantern Row", None, "Bristol", "BRISTOL", "BS6 5QJ") == (
        "Flat 2, 14 Lantern Row, Bristol, BS6 5QJ"
    )
    assert one_line("Gull Cottage", None, "Pier", "Penzance", "Cornwall", None) == (
        "Gull Cottage, Pier, Penzance, Cornwall"
    )
