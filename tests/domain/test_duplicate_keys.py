"""Which records are compared with each other: whoever is alike enough shares a key, but for slips in an address."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.duplicate_keys import keys_of
from domain.duplicates import Body, Person, Reason, score, untagged

_FIRST = st.sampled_from(["", "Ada", "ADA", "Adam", "William", "Bill", "Zoe"])
_LAST = st.sampled_from(["", "Smith", "smith", "Smyth", "Smith-Jones", "Jones Smith", "O'Neill", "ONeill"])
_EMAIL = st.sampled_from([None, "ada@example.org", "Ada+box@example.org", "adam@example.org", "zoe@b.org"])
_BORN = st.sampled_from([None, date(1980, 5, 20), date(1990, 1, 2)])
_SETS = [
    st.frozensets(st.sampled_from(values)) for values in (["1", "2"], ["bs14dj", "m11ae"], ["1 a", "2 b"])
]
_PEOPLE = st.builds(Person, st.none(), _FIRST, _LAST, _EMAIL, _BORN, *_SETS)
_BODIES = st.builds(
    Body, st.none(), st.sampled_from(["Harbour Choir", "harbour choir", "Harbor Choir", "Tate"]), *_SETS
)


@pytest.mark.rule("MRG-P20")
@given(_PEOPLE, _PEOPLE)
def test_people_who_are_alike_enough_share_a_key_unless_it_is_for_a_slip_in_an_address(
    a: Person, b: Person
) -> None:
    assume(a.email is None or b.email is None or untagged(a.email) == untagged(b.email))
    assert not score(a, b).worth_a_look or not keys_of(a).isdisjoint(keys_of(b))


@pytest.mark.rule("MRG-P20")
@given(_BODIES, _BODIES)
def test_organisations_that_are_alike_enough_share_a_key(a: Body, b: Body) -> None:
    assert not score(a, b).worth_a_look or not keys_of(a).isdisjoint(keys_of(b))


@pytest.mark.parametrize("written", ["ada.byron@example.or", "da.byron@example.org", "ada.byrno@example.org"])
def test_a_slip_in_the_address_is_found_for_whoever_bears_the_name(written: str) -> None:
    a = Person(None, "Ada", "Byron", "ada.byron@example.org")
    b = Person(None, "A", "Byron", written)
    assert Reason.EMAIL_NEAR_MATCH in score(a, b).reasons
    assert not keys_of(a).isdisjoint(keys_of(b))


def test_a_person_and_an_organisation_share_nothing() -> None:
    place = (frozenset({"1"}), frozenset({"bs14dj"}), frozenset({"1 a"}))
    assert keys_of(Person(None, "Ada", "Choir", None, None, *place)).isdisjoint(
        keys_of(Body(None, "Choir", *place))
    )


def test_keys_are_whole_numbers_that_the_store_can_hold_and_stay_what_they_are() -> None:
    (key,) = keys_of(Body(None, "Harbour Choir"))
    assert key == next(iter(keys_of(Body(None, "HARBOUR  choir"))))
    assert -(2**63) <= key < 2**63
