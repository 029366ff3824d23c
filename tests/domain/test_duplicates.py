"""Duplicate detection: `domain/duplicates.py` and `domain/nicknames.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.duplicates import Body, Match, Person, Reason, Thresholds, score
from domain.nicknames import are_alternatives

BORN = date(1980, 5, 20)
ADA = Person(
    first_name="Ada",
    last_name="Lovelace",
    email="ada@example.org",
    birth_date=BORN,
    phones=frozenset({"+441632960001"}),
    postcodes=frozenset({"SW1A1AA"}),
    lines=frozenset({"12 high street"}),
)
NOBODY = Person(first_name="Zed", last_name="Quirk")
ACME = Body(
    name="Acme Trust",
    phones=frozenset({"+441632960002"}),
    postcodes=frozenset({"M11AE"}),
    lines=frozenset({"1 dock road"}),
)


def points(a: Person | Body, b: Person | Body) -> tuple[int, tuple[Reason, ...]]:
    match = score(a, b)
    return match.score, match.reasons


@pytest.mark.parametrize(
    ("a", "b", "expected", "reason"),
    [
        (Person(email="ada@example.org"), Person(email="ADA+news@example.org"), 40, Reason.EMAIL_NEAR_MATCH),
        (Person(email="ada@example.org"), Person(email="adah@example.org"), 40, Reason.EMAIL_NEAR_MATCH),
        (Person(email="ada@gmial.com"), Person(email="ada@gmail.com"), 40, Reason.EMAIL_NEAR_MATCH),
        (Person(phones=frozenset("ab")), Person(phones=frozenset("bc")), 30, Reason.PHONE_EQUAL),
        (Person(birth_date=BORN), Person(birth_date=BORN), 25, Reason.BIRTH_DATE_EQUAL),
        (Person(last_name="Pérez"), Person(last_name="PEREZ"), 15, Reason.LAST_NAME_EQUAL),
        (Person(last_name="Johnson"), Person(last_name="Johnston"), 8, Reason.LAST_NAME_CLOSE),
        (Person(first_name="José"), Person(first_name="jose"), 15, Reason.FIRST_NAME_EQUAL),
        (Person(first_name="Mike"), Person(first_name="Michael"), 10, Reason.FIRST_NAME_NICKNAME),
        (Person(first_name="Bill"), Person(first_name="William"), 10, Reason.FIRST_NAME_NICKNAME),
        (Person(first_name="J."), Person(first_name="John"), 5, Reason.FIRST_INITIAL_EQUAL),
        (
            Person(postcodes=frozenset({"X"})),
            Person(postcodes=frozenset({"X", "Y"})),
            15,
            Reason.POSTCODE_EQUAL,
        ),
        (Person(lines=frozenset({"1 a"})), Person(lines=frozenset({"1 a"})), 10, Reason.ADDRESS_LINE_EQUAL),
        (Body(name="Acme Trust"), Body(name="ACME TRUST."), 50, Reason.NAME_EQUAL),
        (Body(name="Acme Trust"), Body(name="Acme Trusts"), 30, Reason.NAME_CLOSE),
        (Body(phones=frozenset("a")), Body(phones=frozenset("a")), 30, Reason.PHONE_EQUAL),
        (Body(postcodes=frozenset("a")), Body(postcodes=frozenset("a")), 20, Reason.POSTCODE_EQUAL),
        (Body(lines=frozenset("a")), Body(lines=frozenset("a")), 15, Reason.ADDRESS_LINE_EQUAL),
    ],
)
@pytest.mark.rule("MRG-P20")
def test_each_thing_in_common_gives_its_points_and_its_reason(
    a: Person | Body, b: Person | Body, expected: int, reason: Reason
) -> None:
    assert points(a, b) == (expected, (reason,))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (Person(), Person()),
        (Body(), Body()),
        (ADA, NOBODY),
        (ADA, ACME),
        (Person(email="ada@example.org"), Person(email="adahh@example.org")),
        (Person(last_name="Smith"), Person(last_name="Smith-Jones")),
        (Person(last_name="-"), Person(last_name="-")),
        (Person(first_name="Amy"), Person(first_name="Bob")),
    ],
)
def test_what_is_missing_or_merely_resembles_gives_no_points(a: Person | Body, b: Person | Body) -> None:
    assert points(a, b) == (0, ())


@pytest.mark.rule("MRG-P20")
def test_a_different_date_of_birth_subtracts_40_and_the_score_never_falls_below_0() -> None:
    twin = replace(ADA, birth_date=date(1980, 5, 21), email=None, first_name="Eve")
    assert points(ADA, twin) == (
        30,
        (
            Reason.PHONE_EQUAL,
            Reason.BIRTH_DATE_DIFFERENT,
            Reason.LAST_NAME_EQUAL,
            Reason.POSTCODE_EQUAL,
            Reason.ADDRESS_LINE_EQUAL,
        ),
    )
    assert points(Person(birth_date=BORN), Person(birth_date=date(1981, 1, 1)))[0] == 0


@pytest.mark.rule("MRG-P20")
def test_two_records_alike_in_everything_score_100_and_are_likely_the_same() -> None:
    match = score(ADA, replace(ADA))
    assert (match.score, match.likely, match.possible, match.metric_a) == (100, True, False, True)
    assert score(ACME, replace(ACME)).score == 100


@pytest.mark.parametrize(
    ("other", "total", "likely", "possible"),
    [
        (Person(email="ada@example.org", birth_date=BORN, last_name="Lovelace"), 80, True, False),
        (Person(email="ada@example.org", birth_date=BORN, postcodes=ADA.postcodes), 80, True, False),
        (Person(email="ada@example.org", birth_date=BORN, lines=ADA.lines), 75, False, True),
        (Person(email="ada@example.org", lines=ADA.lines), 50, False, True),
        (Person(phones=ADA.phones, last_name="Lovelace"), 45, False, False),
    ],
)
@pytest.mark.rule("MRG-P20")
def test_80_is_likely_and_50_to_79_possible(other: Person, total: int, likely: bool, possible: bool) -> None:
    match = score(ADA, other)
    assert (match.score, match.likely, match.possible) == (total, likely, possible)
    assert match.worth_a_look is (likely or possible)


@pytest.mark.parametrize("place", [{"postcodes": ADA.postcodes}, {"lines": ADA.lines}])
@pytest.mark.rule("MRG-P20")
def test_the_same_initial_last_name_and_place_are_possible_below_50(place: dict[str, frozenset[str]]) -> None:
    match = score(ADA, Person(first_name="Anne", last_name="lovelace", **place))  # type: ignore[arg-type]
    assert match.score < 50
    assert (match.metric_a, match.possible, match.likely) == (True, True, False)


@pytest.mark.parametrize(
    "other",
    [
        Person(first_name="Bea", last_name="Lovelace", postcodes=ADA.postcodes),
        Person(first_name="", last_name="Lovelace", postcodes=ADA.postcodes),
        Person(first_name="Ada", last_name="Loveless", postcodes=ADA.postcodes),
        Person(first_name="Ada", last_name="Lovelace"),
    ],
)
def test_another_initial_last_name_or_place_is_not_the_metric(other: Person) -> None:
    assert score(ADA, other).metric_a is False


@pytest.mark.rule("SRC-C01")
def test_the_thresholds_can_be_set() -> None:
    other = Person(phones=ADA.phones, last_name="Lovelace")
    assert score(ADA, other, Thresholds(possible=45, likely=80)).possible is True
    assert score(ADA, other, Thresholds(possible=20, likely=45)).likely is True


@pytest.mark.parametrize("swapped", ["Jones-Smith", "jones–smith", "Jones Smith", "SMITH JONES"])
@pytest.mark.rule("SRC-B01")
def test_a_hyphenated_name_is_compared_both_ways(swapped: str) -> None:
    assert score(Person(last_name="Smith-Jones"), Person(last_name=swapped)).reasons == (
        Reason.LAST_NAME_EQUAL,
    )
    assert score(Body(name="Smith-Jones"), Body(name=swapped)).reasons == (Reason.NAME_EQUAL,)


def test_an_apostrophe_does_not_part_a_name() -> None:
    assert points(Person(last_name="O’Brien"), Person(last_name="OBrien")) == (15, (Reason.LAST_NAME_EQUAL,))


NAMES = st.sampled_from(["Ada", "Ann", "Annie", "Mike", "Michael", "O'Brien", "Smith-Jones", "Jonson", ""])
FEW = st.frozensets(st.sampled_from("abc"), max_size=2)
PEOPLE = st.builds(
    Person,
    first_name=NAMES | st.text(max_size=5),
    last_name=NAMES | st.text(max_size=8),
    email=st.none() | st.sampled_from(["a@b.co", "a+x@b.co", "ab@b.co", "zz@example.org"]),
    birth_date=st.none() | st.sampled_from([BORN, date(1990, 1, 1)]),
    phones=FEW,
    postcodes=FEW,
    lines=FEW,
)
BODIES = st.builds(Body, name=NAMES | st.text(max_size=8), phones=FEW, postcodes=FEW, lines=FEW)


@given(PEOPLE | BODIES, PEOPLE | BODIES)
@pytest.mark.rule("MRG-P20")
def test_a_score_is_the_same_from_both_sides_and_between_0_and_100(
    a: Person | Body, b: Person | Body
) -> None:
    match = score(a, b)
    assert match == score(b, a)
    assert 0 <= match.score <= 100
    assert not (match.likely and match.possible)


def test_a_match_of_nothing_is_empty() -> None:
    assert score(ADA, ACME) == Match(0, False, False, False, ())


@pytest.mark.parametrize(
    ("one", "other", "alternatives"),
    [
        ("kate", "catherine", True),
        ("katy", "kath", True),
        ("alex", "alexandra", True),
        ("alex", "alexander", True),
        ("alexander", "alexandra", False),
        ("jack", "john", True),
        ("ada", "ada", False),
        ("zed", "zebedee", False),
    ],
)
def test_names_are_alternatives_when_one_person_may_go_by_both(
    one: str, other: str, alternatives: bool
) -> None:
    assert are_alternatives(one, other) is alternatives
    assert are_alternatives(other, one) is alternatives
