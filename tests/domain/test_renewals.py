"""Renewing a membership: `domain/renewals.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.memberships import Period, PeriodUnit, Term
from domain.renewals import (
    AutoRenewObstacle,
    CannotRenew,
    ChosenCard,
    RenewalObstacle,
    RenewalOffer,
    RenewalPreview,
    attempts,
    auto_renew_obstacles,
    can_renew,
    cannot_renew,
    renewal_date,
    renewal_preview,
)

END = date(2026, 12, 31)
DAY = timedelta(days=1)
OFFER = RenewalOffer(Period(1, PeriodUnit.YEAR), 6000, 5000, 2500, opens_days_before=60, closes_days_after=30)
TERMS = [Term(date(2026, 1, 1), END)]
CARD = ChosenCard(2026, 11, continuous_authority=True)


@pytest.mark.rule("MEM-P02")
@pytest.mark.parametrize(
    ("today", "reason", "message"),
    [
        (date(2026, 10, 31), RenewalObstacle.TOO_EARLY, "It can be renewed from 1 November 2026."),
        (date(2026, 11, 1), None, None),
        (date(2027, 1, 30), None, None),
        (
            date(2027, 1, 31),
            RenewalObstacle.TOO_LATE,
            "It could be renewed until 30 January 2027; sell a new one at the full price.",
        ),
    ],
)
def test_a_membership_is_renewed_only_within_its_window_and_whoever_asks_outside_it_is_told_when(
    today: date, reason: RenewalObstacle | None, message: str | None
) -> None:
    found = cannot_renew(END, 60, 30, None, None, True, today)
    assert found == (reason and CannotRenew(reason, message or ""))
    assert can_renew(END, 60, 30, None, None, True, today) is (reason is None)


@pytest.mark.rule("MEM-P02")
def test_what_was_returned_or_cancelled_or_is_no_longer_sold_is_not_renewed() -> None:
    cases = {
        RenewalObstacle.RETURNED: (END, END, False),
        RenewalObstacle.CANCELLED: (END, END + DAY, False),
        RenewalObstacle.TYPE_WITHDRAWN: (None, None, False),
    }
    for reason, (cancelled_on, returned_on, active) in cases.items():
        found = cannot_renew(END, 60, 30, cancelled_on, returned_on, active, END)
        assert found is not None
        assert (found.reason, ";" in found.message) == (reason, True)
    assert can_renew(END, 60, 30, END + DAY, END + DAY, True, END) is True


def test_auto_renew_tries_on_the_day_before_the_end_and_twice_after_it_within_the_window() -> None:
    assert attempts(END, 60, 30) == (date(2026, 12, 30), date(2027, 1, 3), date(2027, 1, 7))
    assert attempts(END, 0, 6) == (date(2027, 1, 3),)
    assert attempts(END, 0, 0) == ()


@pytest.mark.rule("MEM-P02")
def test_the_renewal_date_is_the_next_attempt_with_auto_renew_and_the_opening_without() -> None:
    days = [date(2026, 11, 22), date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 7), date(2027, 1, 8)]
    assert [renewal_date(END, 60, 30, True, day).isoformat() for day in days] == [
        "2026-12-30",
        "2026-12-30",
        "2027-01-03",
        "2027-01-07",
        "2026-11-01",
    ]
    assert {renewal_date(END, 60, 30, False, day) for day in days} == {date(2026, 11, 1)}


def test_a_card_is_good_to_the_end_of_its_month() -> None:
    assert [CARD.expired(day) for day in (date(2026, 11, 30), date(2026, 12, 1), date(2027, 1, 1))] == [
        False,
        True,
        True,
    ]
    assert replace(CARD, expiry_year=2027, expiry_month=1).expired(date(2026, 12, 1)) is False


def test_auto_renew_needs_a_live_membership_of_an_individual_a_type_that_allows_it_and_a_good_card() -> None:
    today = date(2026, 11, 30)
    assert auto_renew_obstacles(True, True, True, CARD, today) == ()
    assert auto_renew_obstacles(False, True, True, CARD, today) == (AutoRenewObstacle.NOT_LIVE,)
    assert auto_renew_obstacles(True, False, True, CARD, today) == (AutoRenewObstacle.TYPE_DOES_NOT_ALLOW,)
    assert auto_renew_obstacles(True, True, False, None, today) == (
        AutoRenewObstacle.OWNER_NOT_INDIVIDUAL,
        AutoRenewObstacle.NO_CARD,
    )
    old = replace(CARD, continuous_authority=False)
    assert auto_renew_obstacles(True, True, True, old, today + DAY) == (
        AutoRenewObstacle.CARD_EXPIRED,
        AutoRenewObstacle.NO_CONTINUOUS_AUTHORITY,
    )


def test_every_obstacle_to_auto_renew_says_in_a_sentence_of_its_own_what_to_do() -> None:
    messages = {obstacle.message for obstacle in AutoRenewObstacle}
    assert len(messages) == 6
    assert all(message.endswith(".") for message in messages)


@pytest.mark.parametrize("on", [date(2026, 11, 1), END, date(2027, 1, 30)])
@pytest.mark.rule("MEM-P03")
def test_a_renewal_previewed_on_any_day_of_its_window_is_the_same(on: date) -> None:
    assert renewal_preview(TERMS, OFFER, None, None, 2500, on) == RenewalPreview(
        Term(date(2027, 1, 1), date(2027, 12, 31)),
        renewal=True,
        price=5000,
        donation=2500,
        gift_aid=625,
        obstacle=None,
    )


def test_a_preview_before_the_window_opens_tells_what_the_renewal_will_be_and_from_when() -> None:
    shown = renewal_preview(TERMS, replace(OFFER, renewal_price=None), None, None, 0, date(2026, 10, 31))
    assert (shown.renewal, shown.price, shown.gift_aid, shown.term.starts) == (
        True,
        6000,
        0,
        date(2027, 1, 1),
    )
    assert shown.obstacle is not None
    assert shown.obstacle.reason is RenewalObstacle.TOO_EARLY


@pytest.mark.rule("MEM-P03", "MEM-C01")
def test_after_grace_a_new_membership_is_bought_at_the_full_price_from_that_day() -> None:
    shown = renewal_preview(TERMS, OFFER, None, None, 2500, date(2027, 1, 31))
    assert (shown.renewal, shown.price, shown.term) == (
        False,
        6000,
        Term(date(2027, 1, 31), date(2028, 1, 30)),
    )
    assert shown.obstacle is not None
    assert shown.obstacle.reason is RenewalObstacle.TOO_LATE
    cancelled = renewal_preview(TERMS, OFFER, END, None, 2500, END)
    assert (cancelled.renewal, cancelled.price, cancelled.term.starts) == (False, 6000, END)
