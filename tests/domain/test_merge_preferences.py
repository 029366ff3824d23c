"""Contact preferences in a merge: No before Yes before Not Asked, and no Yes over a later No without a reason."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.mailings import Bounce, BounceType
from domain.merges import (
    AnswerChoice,
    BlockerCode,
    ConsentEffect,
    FieldChoice,
    MergedAnswer,
    MergePlan,
    MergeTab,
    Pick,
    Reason,
    TabStatus,
    WarningCode,
)
from domain.preferences import Answer, Channel
from tests.merge_facts import ada, answer, codes, eda, key, line, planned, status, warned

YES, NO, NOT_ASKED = Answer.YES, Answer.NO, Answer.NOT_ASKED
THIS = key(30)


def merged(
    ours: Answer, theirs: Answer, days: tuple[int, int] = (1, 2), choice: AnswerChoice | None = None
) -> MergePlan:
    return planned(
        ada(answers=(answer(ours, days[0]),)),
        eda(answers=(answer(theirs, days[1]),)),
        answers={} if choice is None else {THIS: choice},
    )


def stands(plan: MergePlan) -> str | None:
    return line(plan, "preference.Preference 30").result


@pytest.mark.rule("CPR-P05", "MRG-P18")
@pytest.mark.parametrize(
    ("ours", "theirs", "result", "reason"),
    [
        (NO, YES, "NO", Reason.NO_BEFORE_YES),
        (YES, NO, "NO", Reason.NO_BEFORE_YES),
        (NOT_ASKED, NO, "NO", Reason.NO_BEFORE_YES),
        (YES, NOT_ASKED, "YES", Reason.YES_BEFORE_NOT_ASKED),
        (NOT_ASKED, YES, "YES", Reason.YES_BEFORE_NOT_ASKED),
        (YES, YES, "YES", Reason.SAME_ON_BOTH),
    ],
)
def test_no_stands_before_yes_and_yes_before_not_asked(
    ours: Answer, theirs: Answer, result: str, reason: Reason
) -> None:
    plan = merged(ours, theirs)

    assert stands(plan) == result
    assert line(plan, "preference.Preference 30").reason is reason
    assert codes(plan) == []


@pytest.mark.rule("CPR-P05")
def test_an_answer_is_added_only_where_the_latest_of_both_would_be_another() -> None:
    assert merged(NO, YES, (1, 2)).decisions.answers == (MergedAnswer(THIS, 1, NO, None),)
    assert merged(YES, NO, (1, 2)).decisions.answers == ()
    assert merged(NO, YES, (2, 2)).decisions.answers == (MergedAnswer(THIS, 1, NO, None),)


@pytest.mark.rule("CPR-P05")
def test_a_yes_over_a_later_no_needs_a_reason() -> None:
    refused = merged(YES, NO, (1, 2), choice=AnswerChoice(Pick.SURVIVOR))
    blank = merged(YES, NO, (1, 2), choice=AnswerChoice(Pick.SURVIVOR, "  "))
    given_reason = merged(YES, NO, (1, 2), choice=AnswerChoice(Pick.SURVIVOR, " Asked today. "))

    assert codes(refused) == codes(blank) == [BlockerCode.CONSENT_DOWNGRADE_NOT_ALLOWED]
    assert stands(refused) == "NO"
    assert status(refused, MergeTab.CONTACT_PREFERENCES) is TabStatus.BLOCKED
    assert (codes(given_reason), stands(given_reason)) == ([], "YES")
    assert given_reason.decisions.answers == (MergedAnswer(THIS, 1, YES, "Asked today."),)


@pytest.mark.rule("CPR-P05", "MRG-23")
def test_a_yes_after_the_no_can_be_chosen_as_it_is() -> None:
    plan = merged(YES, NO, (2, 1), choice=AnswerChoice(Pick.SURVIVOR))

    assert (codes(plan), stands(plan)) == ([], "YES")
    assert line(plan, "preference.Preference 30").reason is Reason.CHOSEN


@pytest.mark.rule("CPR-P03")
def test_an_answer_is_forgotten_only_with_a_reason() -> None:
    assert codes(merged(NOT_ASKED, YES, choice=AnswerChoice(Pick.SURVIVOR))) == [BlockerCode.INVALID_CHOICE]
    plan = merged(NOT_ASKED, YES, choice=AnswerChoice(Pick.SURVIVOR, "It was another person."))
    assert plan.decisions.answers == (MergedAnswer(THIS, 1, NOT_ASKED, "It was another person."),)


@pytest.mark.parametrize("choice", [AnswerChoice(Pick.CUSTOM), AnswerChoice(Pick.LOSER, "x" * 201)])
def test_a_choice_that_cannot_be_made_is_a_blocker(choice: AnswerChoice) -> None:
    assert codes(merged(YES, NO, choice=choice)) == [BlockerCode.INVALID_CHOICE]
    assert codes(planned(answers={key(99): AnswerChoice(Pick.LOSER)})) == [BlockerCode.INVALID_CHOICE]


@pytest.mark.rule("MRG-P17")
def test_a_yes_and_a_no_are_warned_of() -> None:
    assert WarningCode.PREFERENCE_CONFLICT in warned(merged(YES, NO))
    assert WarningCode.PREFERENCE_CONFLICT not in warned(merged(YES, NOT_ASKED))


@pytest.mark.rule("MRG-16", "MRG-17")
def test_preferences_are_greyed_where_nothing_or_the_same_was_answered() -> None:
    assert status(merged(NOT_ASKED, NOT_ASKED), MergeTab.CONTACT_PREFERENCES) is TabStatus.EMPTY
    assert status(merged(YES, YES), MergeTab.CONTACT_PREFERENCES) is TabStatus.SAME
    assert status(merged(YES, NO), MergeTab.CONTACT_PREFERENCES) is TabStatus.ACTION_NEEDED


@pytest.mark.rule("MRG-N02", "CPR-P04")
def test_the_plan_tells_on_each_channel_whether_we_may_write_before_and_after() -> None:
    effects = {each.channel: each for each in merged(YES, NO).consent}

    assert effects["EMAIL"] == ConsentEffect("EMAIL", True, False, False)
    assert effects.keys() == {channel.value for channel in Channel} - {"THIRD_PARTY"}


@pytest.mark.rule("CPR-P05")
def test_a_block_goes_where_its_email_address_goes() -> None:
    bounced = Bounce("eda@example.com", date(2026, 11, 1), BounceType.HARD)
    sides = (
        ada(email="ada@example.com", answers=(answer(YES),)),
        eda(email="eda@example.com", answers=(answer(YES),), bounces=(bounced,)),
    )

    def emailed(pick: Pick) -> bool:
        plan = planned(*sides, fields={"email": FieldChoice(pick)})
        return next(each.result for each in plan.consent if each.channel == "EMAIL")

    assert (emailed(Pick.SURVIVOR), emailed(Pick.LOSER)) == (True, False)


@pytest.mark.rule("CPR-P05")
def test_nobody_writes_to_who_died_on_either_record() -> None:
    plan = planned(ada(answers=(answer(YES),)), eda(answers=(answer(YES),), deceased_on=date(2025, 1, 1)))

    assert not any(each.result for each in plan.consent)


answers = st.sampled_from(Answer)
days = st.integers(1, 3)
choices = st.one_of(st.none(), st.builds(AnswerChoice, st.sampled_from(Pick), st.sampled_from([None, " "])))


@pytest.mark.rule("CPR-P05")
@given(ours=answers, theirs=answers, days=st.tuples(days, days), choice=choices)
def test_a_later_no_never_becomes_yes_without_a_reason(
    ours: Answer, theirs: Answer, days: tuple[int, int], choice: AnswerChoice | None
) -> None:
    plan = merged(ours, theirs, days, choice)

    said = [
        (day, answered)
        for day, answered in zip(days, (ours, theirs), strict=True)
        if answered is not NOT_ASKED
    ]
    last_no = max((day for day, answered in said if answered is NO), default=0)
    last_yes = max((day for day, answered in said if answered is YES), default=0)
    if last_no and last_no >= last_yes:
        assert stands(plan) == "NO"


@given(ours=answers, theirs=answers, days=st.tuples(days, days))
def test_who_survives_does_not_change_what_is_answered(
    ours: Answer, theirs: Answer, days: tuple[int, int]
) -> None:
    if ours is theirs is NOT_ASKED:
        return
    assert stands(merged(ours, theirs, days)) == stands(merged(theirs, ours, (days[1], days[0])))
