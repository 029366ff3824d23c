"""The criteria of autotags: the tree, what it reads, how it is stored and told: `domain/autotag_*.py`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import autotag_predicates as about
from domain import autotag_sales as sales
from domain.autotag_codec import QUESTIONS, UnknownCriteria, dumped, parsed
from domain.autotag_criteria import All, AnyOf, Not, checked, inputs, is_time_based, path_of, places
from domain.autotag_events import concerns, touched
from domain.autotag_periods import Moment, Period
from domain.autotag_predicates import Input
from domain.autotag_previews import Outcome, Sampled, check_seen, sample_of, token_of
from domain.autotag_refusals import PreviewChanged, PreviewRequired
from domain.autotag_words import Speech
from domain.criteria import Days
from domain.customers import Kind
from domain.errors import Refusals
from domain.memberships import MembershipStatus
from tests.autotag_world import World

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 3, 31)
MAIL, SPENT = about.HasEmail(True), sales.OrderTotal(at_least=10_000, period=Period(last_months=12))
TAGGED = about.HasTag(UUID(int=7))
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.mark.rule("TAG-P02")
@given(seed=st.integers(0, 2**32))
def test_criteria_are_read_as_they_were_stored_and_a_way_leads_to_each_part(seed: int) -> None:
    world = World(Random(seed))
    for tree in (world.tree(), *world.questions()):
        assert parsed(dumped(tree)) == tree
        assert checked(tree) == tree
        for place in places(tree):
            part = tree
            for step in place.way:
                part = part.part if isinstance(part, Not) else part.parts[step]  # type: ignore[union-attr]
            assert part == place.part
            assert isinstance(part, All | AnyOf | Not) or path_of(tree, place.way)[-1] == part.kind


@pytest.mark.rule("TAG-P02")
def test_every_question_of_the_book_can_be_asked() -> None:
    assert set(QUESTIONS) == {each.kind for each in World(Random(1)).questions()}
    assert set(QUESTIONS) == {
        "hasEmail", "postcodeStartsWith", "age", "customerType", "hasTag", "contactPreference", "membership",
        "orderCount", "orderTotal", "lastOrder", "attended", "donationTotal", "giftAidDeclarationCoversToday",
        "creditBalanceAtLeast", "householdSize", "isPrimaryHouseholder", "attribute", "potentialDuplicate",
        "created", "lastActivity",
    }  # fmt: skip
    with pytest.raises(UnknownCriteria):
        parsed({"shoeSize": {"at_least": 40}})


@pytest.mark.rule("TAG-P03")
def test_an_event_concerns_criteria_that_read_what_it_touches_and_no_others() -> None:
    tree = All((MAIL, AnyOf((Not(TAGGED), SPENT))))
    assert inputs(tree) == {Input.DETAILS, Input.TAGS, Input.ORDERS}
    concerned = {
        event: concerns(event, tree)
        for event in ("customer.updated", "tags.changed", "order.confirmed", "customer.created", "unheard.of")
    }
    assert concerned == dict.fromkeys(concerned, True)
    for event in (
        "address.added",
        "contact-preferences.set",
        "note.added",
        "customer.autotagged",
        "credit.issued",
    ):
        assert not concerns(event, tree), event


# What changes so much of a record that every criterion may judge it anew.
_EVERYTHING = {"customer.created", "customer.reactivated", "customer.converted", "customer.unmerged"}


@pytest.mark.rule("TAG-P03")
def test_every_event_that_is_recorded_of_a_record_has_been_thought_of() -> None:
    sources = "".join(
        path.read_text("utf-8") for path in sorted((ROOT / "gateway" / "commands").glob("*.py"))
    )
    recorded = set(re.findall(r'"([a-z-]+\.(?:[a-z]+-)?[a-z]+(?:ed|set|read|out|changed))"', sources))
    assert {"address.added", "customer.updated", "tags.changed"} <= recorded
    everything = {event for event in recorded if touched(event) == frozenset(Input)}
    assert everything == {*_EVERYTHING, "protected.read-not-recorded"} & everything
    assert everything >= _EVERYTHING


@pytest.mark.rule("TAG-P03")
def test_criteria_that_go_by_the_day_are_told_from_those_that_do_not() -> None:
    assert not is_time_based(
        All((MAIL, TAGGED, sales.OrderCount(at_least=1, period=Period(date(2026, 1, 1)))))
    )
    for asked in (
        SPENT,
        about.AgeBetween(at_most=25),
        about.MembershipIs(MembershipStatus.EXPIRED),
        sales.LastOrder(before=Moment(months_ago=36)),
        about.GiftAidCovers(True),
        sales.Attended(genre="Drama"),
    ):
        assert is_time_based(Not(asked)), asked


def test_days_told_from_today_end_today() -> None:
    assert Period(last_days=30).on(TODAY) == Days(date(2026, 3, 1), TODAY)
    assert Period(last_months=1).on(TODAY) == Days(date(2026, 2, 28), TODAY)
    assert Moment(months_ago=13).day(TODAY) == date(2025, 2, 28)
    assert Moment(days_ago=0).day(TODAY) == Moment(on=TODAY).day(date(2020, 1, 1)) == TODAY


@pytest.mark.parametrize(
    ("asked", "faults"),
    [
        (sales.OrderCount(), [("orderCount",)]),
        (about.AgeBetween(-1, 151), [("age", "atLeast"), ("age", "atMost")]),
        (about.CreditBalance(-1), [("creditBalanceAtLeast",)]),
        (
            sales.LastOrder(Moment(), Moment(days_ago=40_000)),
            [("lastOrder", "before"), ("lastOrder", "after", "daysAgo")],
        ),
        (sales.Attended(UUID(int=1), "Drama"), [("attended", "genre")]),
        (about.PostcodeStartsWith(("",)), [("postcodeStartsWith", "0")]),
        (about.AttributeEquals(UUID(int=1), "x", 5), [("attribute",)]),
    ],
)
def test_what_is_wrong_with_a_question_is_told_with_its_field(
    asked: about.Predicate, faults: list[tuple[str, ...]]
) -> None:
    with pytest.raises(Refusals) as refused:
        checked(Not(asked))
    assert [each.path for each in refused.value.refusals] == [("not", *fault) for fault in faults]


def test_criteria_of_a_thousand_questions_are_refused() -> None:
    with pytest.raises(Refusals, match="Ask at most 50 things, groups counted; these are 51"):
        checked(All((MAIL,) * 50))
    assert checked(All((MAIL,) * 49))


def test_criteria_are_told_in_words() -> None:
    speech = Speech({UUID(int=7): "Press"}, "GBP")
    tree = AnyOf((All((about.CustomerType(Kind.INDIVIDUAL), Not(TAGGED))), about.AgeBetween(18, 25)))
    assert (
        speech.whole(tree)
        == 'any of (all of (is an Individual; not (has the tag "Press")); is 18 to 25 years old)'
    )
    for asked in World(Random(3)).questions():
        assert re.fullmatch(r"(has|is|was|answered|lives|last|looks)\b.+", speech.question(asked)), asked
    answers = [(SPENT, 1250), (MAIL, False), (about.AgeBetween(1), 3), (about.AgeBetween(1), None)]
    assert [speech.answer(*each) for each in answers] == ["12.50 GBP", "no", "3", "none"]


@pytest.mark.rule("TAG-P05")
def test_a_token_is_good_for_what_it_was_shown_for_and_a_quarter_of_an_hour() -> None:
    key, tag, many = b"k" * 32, UUID(int=1), Outcome(1_000, 1)
    token = token_of(key, tag, MAIL, many, NOW)
    check_seen(key, token, tag, MAIL, many, NOW + timedelta(minutes=14, seconds=59))
    check_seen(key, None, tag, MAIL, Outcome(999, 1), NOW)
    with pytest.raises(PreviewRequired, match="come onto 1,000 records and go from 1"):
        check_seen(key, None, tag, MAIL, many, NOW)
    for changed in (
        (b"o" * 32, token, tag, MAIL, many, NOW),
        (key, token, UUID(int=2), MAIL, many, NOW),
        (key, token, tag, SPENT, many, NOW),
        (key, token, tag, MAIL, Outcome(1_000, 2), NOW),
        (key, token, tag, MAIL, many, NOW + timedelta(minutes=15)),
        (key, "9" + token, tag, MAIL, many, NOW),
        (key, "é", tag, MAIL, many, NOW),
    ):
        with pytest.raises(PreviewChanged):
            check_seen(*changed)


@pytest.mark.rule("TAG-P05")
def test_a_sample_has_at_most_twenty_of_both_sorts() -> None:
    adding, removing = [UUID(int=n) for n in range(30)], [UUID(int=n) for n in range(100, 103)]
    few = sample_of(adding, removing)
    assert few == (*(Sampled(key, True) for key in adding[:17]), *(Sampled(key, False) for key in removing))
    both = sample_of(adding, adding)
    assert [len([each for each in both if each.added is added]) for added in (True, False)] == [10, 10]
    assert len(sample_of([], adding)) == 20
