"""Which periods can be claimed for, and what can be done to a claim: `domain/gift_aid_claims.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.errors import InvalidDate, InvalidValue, Refusals
from domain.gift_aid_claim_refusals import ClaimPeriodTooRecent, ClaimStatusWrong
from domain.gift_aid_claims import (
    ClaimOutcome,
    ClaimStatus,
    ClaimStep,
    check_outcome,
    check_period,
    check_step,
)
from domain.gift_aid_figures import DEFAULT_FIGURES, dated

TODAY = date(2026, 11, 22)
LATEST = date(2026, 10, 23)
DRAFT, PREVIEWED, SUBMITTED = ClaimStatus.DRAFT, ClaimStatus.PREVIEWED, ClaimStatus.SUBMITTED
ACCEPTED, REJECTED, PART_REJECTED = ClaimStatus.ACCEPTED, ClaimStatus.REJECTED, ClaimStatus.PART_REJECTED


@pytest.mark.rule("GAD-P14")
def test_a_period_ends_thirty_days_ago_at_the_latest() -> None:
    check_period(date(2026, 4, 1), LATEST, TODAY)
    check_period(LATEST, LATEST, TODAY)
    with pytest.raises(Refusals) as refused:
        check_period(date(2026, 4, 1), LATEST + timedelta(days=1), TODAY)
    (refusal,) = refused.value.refusals
    assert isinstance(refusal, ClaimPeriodTooRecent)
    assert (refusal.path, refusal.latest_allowed) == (("to",), LATEST)
    assert str(LATEST) in refusal.message


@pytest.mark.rule("GAD-P14")
def test_how_long_to_wait_is_a_figure() -> None:
    figures = replace(DEFAULT_FIGURES, days_before=dated((date(2026, 1, 1), 10)))
    check_period(date(2026, 4, 1), date(2026, 11, 12), TODAY, figures)
    with pytest.raises(Refusals):
        check_period(date(2026, 4, 1), date(2026, 11, 13), TODAY, figures)


def test_a_period_that_ends_before_it_begins_and_too_late_is_told_both() -> None:
    with pytest.raises(Refusals) as refused:
        check_period(TODAY, TODAY - timedelta(days=1), TODAY)
    assert [type(each) for each in refused.value.refusals] == [InvalidDate, ClaimPeriodTooRecent]


@pytest.mark.rule("GAD-P14")
@pytest.mark.parametrize(
    ("step", "allowed"),
    [
        (ClaimStep.PREVIEW, {DRAFT, PREVIEWED}),
        (ClaimStep.EXPORT, {PREVIEWED, SUBMITTED, ACCEPTED, PART_REJECTED}),
        (ClaimStep.SUBMIT, {PREVIEWED}),
        (ClaimStep.DECIDE, {SUBMITTED}),
        (ClaimStep.ABANDON, {DRAFT, PREVIEWED}),
    ],
)
def test_each_step_is_taken_from_its_own_statuses_only(step: ClaimStep, allowed: set[ClaimStatus]) -> None:
    for status in ClaimStatus:
        if status in allowed:
            check_step(status, step)
        else:
            with pytest.raises(ClaimStatusWrong) as refused:
                check_step(status, step)
            assert (refused.value.status, refused.value.path) == (status, ("claimId",))


@pytest.mark.rule("GAD-P15")
def test_an_outcome_names_rejected_rows_if_and_only_if_a_part_was_rejected() -> None:
    check_outcome(ClaimOutcome.ACCEPTED, {}, {1, 2})
    check_outcome(ClaimOutcome.REJECTED, {}, {1, 2})
    check_outcome(ClaimOutcome.PART_REJECTED, {2: "No such donor"}, {1, 2})
    for outcome, rows in (
        (ClaimOutcome.ACCEPTED, {1: "x"}),
        (ClaimOutcome.REJECTED, {1: "x"}),
        (ClaimOutcome.PART_REJECTED, {}),
        (ClaimOutcome.PART_REJECTED, {3: "x"}),
        (ClaimOutcome.PART_REJECTED, {1: "x", 2: "y"}),
    ):
        with pytest.raises(InvalidValue):
            check_outcome(outcome, rows, {1, 2})


@pytest.mark.rule("GAD-P14")
def test_each_outcome_is_a_status() -> None:
    assert {outcome.status for outcome in ClaimOutcome} == {ACCEPTED, REJECTED, PART_REJECTED}
