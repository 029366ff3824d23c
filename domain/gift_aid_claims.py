"""Claims for Gift Aid: where one stands, and what becomes of its rows (GAD-P14 to GAD-P16)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import StrEnum, unique

from domain.errors import InvalidDate, InvalidValue, Problems
from domain.gift_aid_claim_refusals import ClaimPeriodTooRecent, ClaimStatusWrong
from domain.gift_aid_figures import DEFAULT_FIGURES, Figures


@unique
class ClaimStatus(StrEnum):
    """Where a claim stands (GAD-P14)."""

    DRAFT = "DRAFT"
    PREVIEWED = "PREVIEWED"
    SUBMITTED = "SUBMITTED"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    PART_REJECTED = "PART_REJECTED"


@unique
class ClaimOutcome(StrEnum):
    """What the tax authority makes of a claim."""

    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    PART_REJECTED = "PART_REJECTED"

    @property
    def status(self) -> ClaimStatus:
        """Where the claim stands then."""
        return ClaimStatus(self.value)


@unique
class AdjustmentReason(StrEnum):
    """What happened to a gift after it was claimed for, so that too much was paid (GAD-P16)."""

    RETURNED = "RETURNED"
    CANCELLED = "CANCELLED"
    EXCLUDED = "EXCLUDED"


@unique
class ClaimStep(StrEnum):
    """What is done to a claim, as people say it."""

    PREVIEW = "previewed"
    EXPORT = "exported"
    SUBMIT = "submitted"
    DECIDE = "given an outcome"
    ABANDON = "abandoned"


_DRAFTS = frozenset({ClaimStatus.DRAFT, ClaimStatus.PREVIEWED})
# Claims whose gifts were told to the tax authority, and those of them whose tax was paid.
TOLD = (ClaimStatus.SUBMITTED, ClaimStatus.ACCEPTED, ClaimStatus.PART_REJECTED)
PAID = (ClaimStatus.ACCEPTED, ClaimStatus.PART_REJECTED)

_FROM: dict[ClaimStep, frozenset[ClaimStatus]] = {
    ClaimStep.PREVIEW: _DRAFTS,
    # What was rejected gives its adjustments to the next claim, so that its files would no longer be the same.
    ClaimStep.EXPORT: frozenset(ClaimStatus) - {ClaimStatus.DRAFT, ClaimStatus.REJECTED},
    ClaimStep.SUBMIT: frozenset({ClaimStatus.PREVIEWED}),
    ClaimStep.DECIDE: frozenset({ClaimStatus.SUBMITTED}),
    ClaimStep.ABANDON: _DRAFTS,
}


def check_step(status: ClaimStatus, step: ClaimStep) -> None:
    """Whether this can be done to a claim of this status. Raises ClaimStatusWrong (GAD-P14).

    A draft is previewed, as often as it takes, then submitted, and then given its outcome, which is the end.
    """
    if status not in _FROM[step]:
        allowed = " or ".join(each for each in ClaimStatus if each in _FROM[step])
        raise ClaimStatusWrong(
            f"This claim is {status}; one that is {allowed} can be {step}.", ("claimId",), status=status
        )


def latest_end(today: date, figures: Figures = DEFAULT_FIGURES) -> date:
    """The last day that the period of a claim prepared today may have (GAD-P14)."""
    return today - timedelta(days=figures.days_to_wait(today))


def check_period(first: date, last: date, today: date, figures: Figures = DEFAULT_FIGURES) -> None:
    """Whether gifts of these days can be claimed for today. Raises InvalidDate, and ClaimPeriodTooRecent (GAD-P14)."""
    problems = Problems()
    latest = latest_end(today, figures)
    with problems.at():
        if first > last:
            raise InvalidDate("A period begins before it ends; swap the days.", ("from",))
    with problems.at():
        if last > latest:
            raise ClaimPeriodTooRecent(
                f"End the period on {latest} or earlier: donors can still take declarations for later gifts back.",
                ("to",),
                latest_allowed=latest,
            )
    problems.raise_any()


def check_outcome(outcome: ClaimOutcome, rejected: Mapping[int, str | None], rows: Collection[int]) -> None:
    """Whether the tax authority can have answered so to a claim with these rows. Raises InvalidValue (GAD-P15)."""
    if (outcome is ClaimOutcome.PART_REJECTED) != bool(rejected):
        raise InvalidValue(
            "Name the rejected rows of a claim that was rejected in part, and of no other.", ("rejectedRows",)
        )
    unknown = sorted(set(rejected) - set(rows))
    if unknown:
        named = ", ".join(map(str, unknown[:10]))
        raise InvalidValue(f"The claim has no rows {named}; take their numbers from it.", ("rejectedRows",))
    if rejected and len(rejected) == len(set(rows)):
        raise InvalidValue("All rows were rejected; record the claim as REJECTED.", ("rejectedRows",))
