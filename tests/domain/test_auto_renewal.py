"""Auto-renew as it is shown: `domain/auto_renewal.py`."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.auto_renewal import AutoRenewEligibility, Lack, NoticeKind, eligibility, next_attempt, notices
from domain.renewals import AutoRenewObstacle, ChosenCard

STARTS, ENDS = date(2026, 1, 1), date(2026, 12, 31)
ATTEMPT = date(2026, 12, 30)
TODAY = date(2026, 11, 22)
GOOD = ChosenCard(2026, 12, continuous_authority=True)


def told(card: ChosenCard | None, today: date = TODAY, starts: date = STARTS) -> list[tuple[str, str]]:
    return [(each.kind.value, f"{each.on}") for each in notices(starts, ENDS, ATTEMPT, card, today)]


@pytest.mark.rule("MEM-P07")
def test_what_stands_in_the_way_of_auto_renew_is_told_with_what_to_do_about_it() -> None:
    assert eligibility(()) == AutoRenewEligibility(True, ())
    assert eligibility((AutoRenewObstacle.NO_CARD,)) == AutoRenewEligibility(
        False, (Lack(AutoRenewObstacle.NO_CARD, "No card is chosen; choose one in the wallet."),)
    )


@pytest.mark.rule("MEM-P07")
def test_the_next_attempt_is_the_first_of_three_that_is_not_over() -> None:
    days = ("2026-12-30", "2026-12-31", "2027-01-03", "2027-01-04", "2027-01-07", "2027-01-08")
    found = [next_attempt(ENDS, 60, 30, on=True, today=date.fromisoformat(day)) for day in days]

    assert [each and f"{each}" for each in found] == [
        "2026-12-30",
        "2027-01-03",
        "2027-01-03",
        "2027-01-07",
        "2027-01-07",
        None,
    ]
    assert next_attempt(ENDS, 60, 30, on=False, today=TODAY) is None


@pytest.mark.rule("MEM-P07")
def test_a_customer_is_told_30_and_7_days_before_the_end_and_not_of_days_that_are_over() -> None:
    assert told(GOOD) == [("UPCOMING", "2026-12-01"), ("UPCOMING", "2026-12-24")]
    assert told(GOOD, today=date(2026, 12, 1)) == [("UPCOMING", "2026-12-01"), ("UPCOMING", "2026-12-24")]
    assert told(GOOD, today=date(2026, 12, 2)) == [("UPCOMING", "2026-12-24")]
    assert told(GOOD, today=date(2026, 12, 25)) == []


def test_a_term_shorter_than_a_month_has_no_notice_before_it_begins() -> None:
    assert told(GOOD, starts=date(2026, 12, 10)) == [("UPCOMING", "2026-12-24")]


@pytest.mark.rule("MEM-P07")
def test_a_card_that_will_not_do_at_the_attempt_is_what_the_customer_is_told_of() -> None:
    expires = ChosenCard(2026, 11, continuous_authority=True)
    alone = ChosenCard(2030, 1, continuous_authority=False)

    kinds = [{kind for kind, _ in told(card)} for card in (GOOD, expires, alone, None)]

    assert kinds == [
        {NoticeKind.UPCOMING},
        {NoticeKind.CARD_EXPIRING},
        {NoticeKind.CARD_MISSING},
        {NoticeKind.CARD_MISSING},
    ]


def test_nothing_is_told_where_there_is_no_attempt() -> None:
    assert notices(STARTS, ENDS, None, GOOD, ENDS - timedelta(days=40)) == ()
