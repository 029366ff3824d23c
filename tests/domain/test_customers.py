"""The customer's kinds, ids, ages and details: `domain/customers.py`."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.customers import (
    DetailChanges,
    Details,
    Kind,
    Section,
    age_on,
    birth_date_allowed,
    changed_details,
    friendly_id,
    new_individual,
    new_organisation,
    parse_friendly_id,
)
from domain.errors import Refusals

TODAY = date(2026, 5, 20)
ADA = Details(first_name="Ada", last_name="Lovelace", email="ada@example.org", online_account_active=True)
ACME = Details(name="Acme Trust")


def refused(kind: Kind, current: Details, changes: DetailChanges) -> list[tuple[str, tuple[str, ...]]]:
    with pytest.raises(Refusals) as several:
        changed_details(kind, current, changes, today=TODAY)
    return [(refusal.code, refusal.path) for refusal in several.value.refusals]


def individual(changes: DetailChanges) -> Details:
    return changed_details(Kind.INDIVIDUAL, ADA, changes, today=TODAY)


def test_five_sections_are_saved_by_themselves() -> None:
    assert [section.value for section in Section] == [
        "DETAILS",
        "ADDRESSES",
        "CONTACT_PREFERENCES",
        "TAGS",
        "NOTES",
    ]


@pytest.mark.parametrize(
    ("kind", "number", "written"),
    [
        (Kind.INDIVIDUAL, 1000042, "I-1000042"),
        (Kind.ORGANISATION, 1000043, "O-1000043"),
        (Kind.INDIVIDUAL, 42, "I-0000042"),
        (Kind.INDIVIDUAL, 123456789012, "I-123456789012"),
    ],
)
@pytest.mark.rule("CUS-02")
def test_a_friendly_id_is_a_letter_and_at_least_seven_digits(kind: Kind, number: int, written: str) -> None:
    assert friendly_id(kind, number) == written


@pytest.mark.parametrize(
    "typed",
    [
        "I-1000042",
        "i1000042",
        "1000042",
        " O-1000042 ",
        "I 1000042",
        "I–1000042",
        "Ｉ-１００００４２",
        "i - 1000042",
    ],
)
def test_the_letter_and_the_dash_of_a_friendly_id_do_not_matter(typed: str) -> None:
    assert parse_friendly_id(typed) == 1000042


@pytest.mark.parametrize(
    "typed", ["", "I-", "100004", "X-1000042", "I-1000042a", "O2", "1" * 19, "-1000042", "١٠٠٠٠٤٢"]
)
def test_other_texts_are_no_friendly_id(typed: str) -> None:
    assert parse_friendly_id(typed) is None


@given(st.sampled_from(Kind), st.integers(0, 10**18 - 1))
def test_a_friendly_id_reads_back_as_its_number(kind: Kind, number: int) -> None:
    assert parse_friendly_id(friendly_id(kind, number)) == number
    assert parse_friendly_id(friendly_id(kind, number).lower().replace("-", "")) == number


@pytest.mark.parametrize(
    ("born", "today", "age"),
    [
        (date(2000, 5, 20), date(2026, 5, 20), 26),
        (date(2000, 5, 21), date(2026, 5, 20), 25),
        (date(2000, 2, 29), date(2023, 2, 28), 22),
        (date(2000, 2, 29), date(2023, 3, 1), 23),
        (date(2000, 2, 29), date(2024, 2, 29), 24),
        (date(2026, 5, 20), date(2026, 5, 20), 0),
    ],
)
@pytest.mark.rule("CUS-P06")
def test_age_is_full_years_and_a_leap_day_birthday_falls_on_1_march_in_common_years(
    born: date, today: date, age: int
) -> None:
    assert age_on(born, today) == age


DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@given(DAYS, DAYS)
def test_age_counts_the_birthdays_that_have_come(one: date, other: date) -> None:
    born, today = sorted((one, other))
    birthdays = 0
    for year in range(born.year + 1, today.year + 1):
        try:
            birthday = born.replace(year=year)
        except ValueError:
            birthday = date(year, 3, 1)
        birthdays += birthday <= today
    assert age_on(born, today) == birthdays


@pytest.mark.parametrize(
    ("born", "allowed"),
    [
        (date(1899, 12, 31), False),
        (date(1900, 1, 1), True),
        (TODAY, True),
        (TODAY + timedelta(days=1), False),
    ],
)
@pytest.mark.rule("CUS-P06")
def test_a_date_of_birth_is_between_1900_and_today(born: date, allowed: bool) -> None:
    assert birth_date_allowed(born, TODAY) is allowed
    if not allowed:
        assert refused(Kind.INDIVIDUAL, ADA, {"birth_date": born}) == [
            ("INVALID_DATE_OF_BIRTH", ("birthDate",))
        ]


@pytest.mark.rule("CUS-23", "CUS-36")
def test_an_individual_needs_two_names_and_nothing_else() -> None:
    entered: DetailChanges = {"first_name": " Ada ", "last_name": "Love\u00a0 lace", "phone": "01632  960001"}
    assert new_individual(entered, today=TODAY) == Details(
        first_name="Ada", last_name="Love lace", phone="01632 960001"
    )
    with pytest.raises(Refusals) as several:
        new_individual({"last_name": "  ", "title": "Ms"}, today=TODAY)
    assert [(refusal.code, refusal.path) for refusal in several.value.refusals] == [
        ("REQUIRED", ("firstName",)),
        ("REQUIRED", ("lastName",)),
    ]


@pytest.mark.rule("CUS-19", "CUS-36")
def test_an_organisation_needs_a_name_and_takes_a_phone_and_a_contact() -> None:
    entered: DetailChanges = {
        "name": " Acme  Trust",
        "phone": "01632 960001",
        "primary_contact": "Ada Lovelace",
    }
    assert new_organisation(entered, today=TODAY) == Details(
        name="Acme Trust", phone="01632 960001", primary_contact="Ada Lovelace"
    )
    with pytest.raises(Refusals, match="Fill in the name"):
        new_organisation({}, today=TODAY)


@pytest.mark.rule("CUS-25")
def test_an_organisation_cannot_have_an_email_whatever_it_is() -> None:
    for email in ("office@example.org", "not an address"):
        assert refused(Kind.ORGANISATION, ACME, {"email": email}) == [
            ("EMAIL_NOT_ALLOWED_FOR_ORGANISATION", ("email",))
        ]
    assert changed_details(Kind.ORGANISATION, ACME, {"email": " "}, today=TODAY) == ACME


def test_what_only_the_other_kind_has_is_refused_and_clearing_it_is_nothing() -> None:
    assert refused(Kind.ORGANISATION, ACME, {"first_name": "Ada", "online_account_active": True}) == [
        ("WRONG_KIND", ("firstName",)),
        ("WRONG_KIND", ("onlineAccountActive",)),
    ]
    assert refused(Kind.INDIVIDUAL, ADA, {"name": "Acme"}) == [("WRONG_KIND", ("name",))]
    nothing: DetailChanges = {"last_name": None, "birth_date": None, "online_account_active": False}
    assert changed_details(Kind.ORGANISATION, ACME, nothing, today=TODAY) == ACME


@pytest.mark.parametrize(
    ("field", "as_input", "limit"),
    [
        ("title", "title", 20),
        ("first_name", "firstName", 50),
        ("last_name", "lastName", 50),
        ("phone", "phone", 30),
        ("mobile", "mobile", 30),
    ],
)
@pytest.mark.rule("CUS-P03")
def test_each_field_of_an_individual_has_its_length(field: str, as_input: str, limit: int) -> None:
    longest: DetailChanges = {field: "x" * limit}  # type: ignore[misc]
    longer: DetailChanges = {field: "x" * (limit + 1)}  # type: ignore[misc]
    assert getattr(individual(longest), field) == "x" * limit
    assert refused(Kind.INDIVIDUAL, ADA, longer) == [("TOO_LONG", (as_input,))]


@pytest.mark.rule("CUS-P03")
def test_an_organisation_name_has_at_most_120_characters() -> None:
    longest: DetailChanges = {"name": "x" * 120}
    assert changed_details(Kind.ORGANISATION, ACME, longest, today=TODAY).name == "x" * 120
    assert refused(Kind.ORGANISATION, ACME, {"name": "x" * 121}) == [("TOO_LONG", ("name",))]


@pytest.mark.rule("CUS-P03")
def test_names_are_trimmed_and_control_characters_in_them_refused() -> None:
    assert individual({"first_name": "  Ada \t Augusta "}).first_name == "Ada Augusta"
    assert refused(Kind.INDIVIDUAL, ADA, {"last_name": "Love\x07lace"}) == [("INVALID_TEXT", ("lastName",))]


def test_what_is_absent_stays_and_null_clears() -> None:
    held = Details(first_name="Ada", last_name="Lovelace", title="Ms", phone="1", birth_date=date(1990, 1, 1))
    changes: DetailChanges = {"title": None, "birth_date": None}
    assert changed_details(Kind.INDIVIDUAL, held, changes, today=TODAY) == Details(
        first_name="Ada", last_name="Lovelace", phone="1"
    )
    assert changed_details(Kind.INDIVIDUAL, held, {}, today=TODAY) == held


def test_a_required_name_is_not_cleared() -> None:
    assert refused(Kind.INDIVIDUAL, ADA, {"first_name": None, "last_name": ""}) == [
        ("REQUIRED", ("firstName",)),
        ("REQUIRED", ("lastName",)),
    ]
    assert refused(Kind.ORGANISATION, ACME, {"name": None}) == [("REQUIRED", ("name",))]


def test_a_value_that_stands_on_the_record_is_not_checked_again_when_another_changes() -> None:
    imported = Details(first_name=None, last_name="X" * 80, birth_date=date(1850, 1, 1))
    assert changed_details(Kind.INDIVIDUAL, imported, {"phone": "1"}, today=TODAY).phone == "1"


@pytest.mark.rule("CUS-P08")
def test_an_online_account_needs_an_email() -> None:
    without: DetailChanges = {"first_name": "Ada", "last_name": "Lovelace", "online_account_active": True}
    with pytest.raises(Refusals) as several:
        new_individual(without, today=TODAY)
    assert [(refusal.code, refusal.path) for refusal in several.value.refusals] == [
        ("EMAIL_REQUIRED_FOR_ONLINE_ACCOUNT", ("onlineAccountActive",))
    ]
    assert new_individual({**without, "email": "ada@example.org"}, today=TODAY) == ADA


@pytest.mark.rule("CUS-P08")
def test_clearing_the_email_turns_the_online_account_off() -> None:
    assert individual({"email": None}) == Details(first_name="Ada", last_name="Lovelace")
    assert refused(Kind.INDIVIDUAL, ADA, {"email": None, "online_account_active": True}) == [
        ("EMAIL_REQUIRED_FOR_ONLINE_ACCOUNT", ("onlineAccountActive",))
    ]


def test_a_refused_email_is_not_also_called_missing() -> None:
    changes: DetailChanges = {"email": "ada", "online_account_active": True}
    assert refused(Kind.INDIVIDUAL, Details(), changes) == [("INVALID_EMAIL", ("email",))]


def test_a_death_is_not_in_the_future_and_not_before_the_birth() -> None:
    born: DetailChanges = {"birth_date": date(1950, 6, 1), "deceased_on": date(1950, 6, 1)}
    assert individual(born).deceased_on == date(1950, 6, 1)
    assert individual({"deceased_on": TODAY}).deceased_on == TODAY
    assert refused(Kind.INDIVIDUAL, ADA, {"deceased_on": TODAY + timedelta(days=1)}) == [
        ("INVALID_DATE", ("deceasedOn",))
    ]
    early: DetailChanges = {**born, "deceased_on": date(1950, 5, 31)}
    assert refused(Kind.INDIVIDUAL, ADA, early) == [("INVALID_DATE", ("deceasedOn",))]
    dead = Details(first_name="Ada", last_name="Lovelace", deceased_on=date(1950, 5, 31))
    assert refused(Kind.INDIVIDUAL, dead, {"birth_date": date(1950, 6, 1)}) == [
        ("INVALID_DATE", ("birthDate",))
    ]


def test_all_that_is_wrong_with_the_details_is_told_at_once() -> None:
    changes: DetailChanges = {
        "title": "x" * 21,
        "first_name": "",
        "email": "ada",
        "mobile": "\x00",
        "birth_date": date(1800, 1, 1),
    }
    assert refused(Kind.INDIVIDUAL, ADA, changes) == [
        ("TOO_LONG", ("title",)),
        ("REQUIRED", ("firstName",)),
        ("INVALID_EMAIL", ("email",)),
        ("INVALID_TEXT", ("mobile",)),
        ("INVALID_DATE_OF_BIRTH", ("birthDate",)),
    ]
