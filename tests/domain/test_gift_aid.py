"""Declarations and cancellations of Gift Aid: `domain/gift_aid.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.addresses import AddressFields
from domain.gift_aid import (
    Cancellation,
    Claimability,
    Declaration,
    DeclarationType,
    Donor,
    NotClaimableReason,
    Span,
    claimability_of,
    covering,
    days_left,
    days_of,
    details_differ,
    earliest_backdate,
)

HOME = AddressFields(line1="12 Harbour Row", town="Bristol", postcode="BS1 4AA", country_code="GB")
ADA = Donor("Ada", "Marsh", HOME)
FIRST_DAY = date(2028, 2, 20)  # so that what is drawn at random goes over a 29 February
DAYS = [FIRST_DAY + timedelta(days=count) for count in range(16)]


def declared(number: int, since: date, until: date | None = None, *, made: int | None = None) -> Declaration:
    return Declaration(
        UUID(int=number), UUID(int=1), moment(number if made is None else made), since, until, donor=ADA
    )


def cancelled(number: int, since: date, *ids: int, made: int | None = None) -> Cancellation:
    named = frozenset(UUID(int=each) for each in ids)
    return Cancellation(UUID(int=number), moment(number if made is None else made), since, named)


def moment(count: int) -> datetime:
    return datetime(2028, 3, 1, tzinfo=UTC) + timedelta(hours=count)


@pytest.mark.rule("GAD-P09")
def test_a_declaration_covers_both_its_ends_and_nothing_around_them() -> None:
    four_days = declared(1, date(2028, 2, 27), date(2028, 3, 1))
    assert [day.isoformat() for day in DAYS if covering([four_days], [], day)] == [
        "2028-02-27",
        "2028-02-28",
        "2028-02-29",
        "2028-03-01",
    ]


def test_a_declaration_for_today_only_covers_that_day_alone_even_on_29_february() -> None:
    leap_day = declared(1, date(2028, 2, 29), date(2028, 2, 29))
    assert [day for day in DAYS if covering([leap_day], [], day)] == [date(2028, 2, 29)]


def test_a_declaration_without_an_end_covers_every_later_day() -> None:
    for_ever = declared(1, date(2028, 2, 29))
    assert covering([for_ever], [], date(2028, 2, 28)) is None
    assert covering([for_ever], [], date(2099, 12, 31)) is for_ever


@pytest.mark.rule("GAD-P09")
def test_a_cancellation_uncovers_from_its_own_day_on_and_leaves_the_day_before() -> None:
    made, ended = declared(1, date(2028, 2, 22)), cancelled(2, date(2028, 2, 29), 1)
    assert days_of(made, [ended]) == Span(date(2028, 2, 22), date(2028, 2, 28))
    assert covering([made], [ended], date(2028, 2, 28)) is made
    assert covering([made], [ended], date(2028, 2, 29)) is None
    assert covering([made], [ended], date(2028, 12, 1)) is None


@pytest.mark.parametrize(("one", "other"), [(2, 3), (3, 2)])
def test_of_two_cancellations_the_one_that_reaches_further_back_counts(one: int, other: int) -> None:
    made = declared(1, date(2028, 2, 20))
    both = [cancelled(one, date(2028, 3, 1), 1), cancelled(other, date(2028, 2, 25), 1)]
    assert days_of(made, both) == Span(date(2028, 2, 20), date(2028, 2, 24))


def test_a_cancellation_leaves_the_declarations_that_it_does_not_name() -> None:
    one, other = declared(1, date(2028, 2, 20)), declared(2, date(2028, 2, 20))
    assert covering([one, other], [cancelled(3, date(2028, 2, 20), 2)], date(2028, 2, 24)) is one


@pytest.mark.rule("GAD-P09")
def test_what_is_declared_after_a_cancellation_covers_again_from_its_own_first_day() -> None:
    old, ended = declared(1, date(2028, 2, 20)), cancelled(2, date(2028, 2, 22), 1, 3)
    new = declared(3, date(2028, 2, 24))
    shown = [covering([old, new], [ended], day) for day in DAYS[:6]]
    assert shown == [old, old, None, None, new, new]


@pytest.mark.rule("GAD-P09")
def test_of_several_that_cover_a_day_the_latest_made_is_shown_and_among_equals_the_later_id() -> None:
    first, second = declared(1, date(2028, 2, 20), made=5), declared(2, date(2028, 2, 20), made=4)
    assert covering([second, first], [], DAYS[0]) is first
    assert covering([first, replace(second, made_at=first.made_at)], [], DAYS[0]) == replace(
        second, made_at=first.made_at
    )


@pytest.mark.parametrize(
    ("until", "cancelled_from", "left"),
    [
        (None, None, Span(date(2028, 2, 29))),
        (date(2028, 3, 9), None, Span(date(2028, 2, 29), date(2028, 3, 9))),
        (date(2028, 3, 9), date(2028, 3, 5), Span(date(2028, 2, 29), date(2028, 3, 4))),
        (date(2028, 3, 9), date(2028, 4, 1), Span(date(2028, 2, 29), date(2028, 3, 9))),
        (None, date(2028, 3, 1), Span(date(2028, 2, 29), date(2028, 2, 29))),
        (None, date(2028, 2, 29), None),
        (None, date(2028, 2, 1), None),
    ],
)
def test_the_days_left_are_those_before_the_cancellation(
    until: date | None, cancelled_from: date | None, left: Span | None
) -> None:
    assert days_left(date(2028, 2, 29), until, cancelled_from) == left


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Declaration], list[Cancellation]]:
    """Up to four declarations and four cancellations in any order, some made at the same moment."""
    numbers = draw(st.permutations(range(1, 9)))
    moments = st.integers(0, 5)
    declarations = []
    for number in numbers[: draw(st.integers(0, 4))]:
        since = draw(st.sampled_from(DAYS))
        until = draw(st.none() | st.sampled_from([day for day in DAYS if day >= since]))
        declarations.append(declared(number, since, until, made=draw(moments)))
    named = st.lists(st.sampled_from(numbers[:4]), max_size=4)
    cancellations = [
        cancelled(number, draw(st.sampled_from(DAYS)), *draw(named), made=draw(moments))
        for number in numbers[4 : 4 + draw(st.integers(0, 4))]
    ]
    return declarations, cancellations


def replayed(declarations: list[Declaration], cancellations: list[Cancellation], day: date) -> UUID | None:
    """The same question answered slowly: one thing after the other, day by day, in sets of days."""
    covered: dict[UUID, set[date]] = {}
    everything: list[Declaration | Cancellation] = [*declarations, *cancellations]
    for made in sorted(everything, key=lambda each: (each.made_at, each.id)):
        if isinstance(made, Declaration):
            last = made.coverage_to or DAYS[-1]
            covered[made.id] = {each for each in DAYS if made.coverage_from <= each <= last}
        else:
            for named in made.declaration_ids & covered.keys():
                covered[named] -= {each for each in DAYS if each >= made.effective_from}
    # What was put in last was made last.
    return next((made for made in reversed(covered) if day in covered[made]), None)


@pytest.mark.rule("GAD-P09")
@given(histories())
def test_any_history_covers_the_days_that_a_replay_day_by_day_finds(
    history: tuple[list[Declaration], list[Cancellation]],
) -> None:
    declarations, cancellations = history
    for day in DAYS:
        shown = covering(declarations, cancellations, day)
        assert (shown and shown.id) == replayed(declarations, cancellations, day)


VERBAL = replace(declared(1, date(2028, 2, 29)), kind=DeclarationType.VERBAL)


@pytest.mark.rule("GAD-P07")
def test_a_verbal_declaration_is_claimable_once_its_written_record_went_out_or_other_evidence_is_there() -> (
    None
):
    unsent = Claimability(False, (NotClaimableReason.WRITTEN_RECORD_NOT_SENT,))
    assert claimability_of(VERBAL, []) == unsent
    assert claimability_of(replace(VERBAL, written_record_sent_on=date(2028, 3, 1)), []) == Claimability(True)
    assert claimability_of(replace(VERBAL, has_details=True), []) == Claimability(True)
    assert claimability_of(replace(VERBAL, has_document=True), []) == Claimability(True)


@pytest.mark.rule("GAD-P07")
@pytest.mark.parametrize("kind", [DeclarationType.PAPER, DeclarationType.ONLINE])
def test_paper_and_online_declarations_are_never_short_of_a_written_record(kind: DeclarationType) -> None:
    assert claimability_of(replace(VERBAL, kind=kind), []) == Claimability(True)


@pytest.mark.rule("GAD-P07")
def test_a_declaration_stays_claimable_for_its_past_gifts_until_no_day_of_it_is_left() -> None:
    made = declared(1, date(2028, 2, 29))
    assert claimability_of(made, [cancelled(2, date(2028, 3, 1), 1)]) == Claimability(True)
    gone = Claimability(False, (NotClaimableReason.CANCELLED,))
    assert claimability_of(made, [cancelled(2, date(2028, 2, 29), 1)]) == gone


@pytest.mark.rule("GAD-P07")
def test_everything_that_stands_against_a_declaration_is_told_at_once() -> None:
    bare = replace(VERBAL, donor=Donor("Ada", " ", AddressFields(line1="12 Harbour Row")))
    assert claimability_of(bare, [cancelled(2, date(2028, 1, 1), 1)]).reasons == tuple(NotClaimableReason)


@pytest.mark.parametrize(
    ("address", "complete"),
    [
        (HOME, True),
        (replace(HOME, country_code=None), True),
        (replace(HOME, postcode=None), False),
        (replace(HOME, postcode=None, country_code=None), False),
        (replace(HOME, postcode=" ", country_code="gb"), False),
        (replace(HOME, line1=None), False),
        (replace(HOME, postcode=None, country_code="IE"), True),
    ],
)
def test_an_address_needs_its_first_line_and_in_the_uk_its_postcode(
    address: AddressFields, complete: bool
) -> None:
    made = replace(declared(1, date(2028, 2, 29)), donor=replace(ADA, address=address))
    assert claimability_of(made, []).reasons == (() if complete else (NotClaimableReason.ADDRESS_INCOMPLETE,))


@pytest.mark.parametrize(
    ("first", "last", "complete"),
    [("A", "Marsh", True), (None, "Marsh", False), ("", "Marsh", False), ("Ada", None, False)],
)
def test_a_name_needs_an_initial_and_a_surname(first: str | None, last: str | None, complete: bool) -> None:
    made = replace(declared(1, date(2028, 2, 29)), donor=Donor(first, last, HOME))
    assert claimability_of(made, []).reasons == (() if complete else (NotClaimableReason.NAME_INCOMPLETE,))


@pytest.mark.rule("GAD-P18")
@pytest.mark.parametrize(
    "changed",
    [
        Donor("Ida", "Marsh", HOME),
        Donor("Ada", "Marsh-Hale", HOME),
        Donor("Ada", "Marsh", replace(HOME, line1="14 Harbour Row")),
        Donor("Ada", "Marsh", replace(HOME, postcode="BS1 4AB")),
        Donor("Ada", "Marsh", replace(HOME, country_code="IE")),
        Donor("Ada", "Marsh"),
    ],
)
def test_another_name_or_address_than_the_declared_one_is_told(changed: Donor) -> None:
    assert details_differ(ADA, changed)


@pytest.mark.rule("GAD-P18")
def test_another_spelling_of_the_same_name_and_address_is_no_difference() -> None:
    respelt = AddressFields(line1="12, harbour row", town="BRISTOL", postcode="bs14aa")
    assert not details_differ(ADA, Donor("ADA", "Marsh ", respelt))
    assert not details_differ(ADA, ADA)


@pytest.mark.parametrize(
    ("today", "earliest"),
    [
        (date(2026, 11, 22), date(2022, 11, 22)),
        (date(2028, 2, 29), date(2024, 2, 29)),
        (date(2104, 2, 29), date(2100, 2, 28)),
    ],
)
def test_a_declaration_reaches_back_to_the_same_day_four_years_ago(today: date, earliest: date) -> None:
    assert earliest_backdate(today) == earliest
