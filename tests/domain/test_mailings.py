"""Mailings: `domain/mailings.py`."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.mailings import (
    Bounce,
    BounceLimit,
    BounceType,
    Engagement,
    OpenReliability,
    blocked_since,
    counts_as_engaged,
    engagement,
    open_reliability,
)

DAY = date(2026, 5, 1)
ADA = "ada@example.org"


@pytest.mark.rule("MAI-07", "MAI-N01")
@pytest.mark.parametrize(
    ("opened_on", "clicked", "machine_opened", "reliability", "found"),
    [
        (DAY, False, None, OpenReliability.MACHINE_POSSIBLE, Engagement.OPENED_PERHAPS),
        (DAY, False, True, OpenReliability.MACHINE_POSSIBLE, Engagement.OPENED_PERHAPS),
        (DAY, False, False, OpenReliability.RELIABLE, Engagement.OPENED),
        (DAY, True, True, OpenReliability.RELIABLE, Engagement.CLICKED),
        (None, True, None, OpenReliability.RELIABLE, Engagement.CLICKED),
        (None, False, None, OpenReliability.RELIABLE, Engagement.NONE),
        (date(2021, 9, 19), False, None, OpenReliability.RELIABLE, Engagement.OPENED),
        (date(2021, 9, 20), False, None, OpenReliability.MACHINE_POSSIBLE, Engagement.OPENED_PERHAPS),
    ],
)
def test_an_opening_that_a_machine_may_have_done_is_told_apart_and_a_click_always_counts(
    opened_on: date | None,
    clicked: bool,
    machine_opened: bool | None,
    reliability: OpenReliability,
    found: Engagement,
) -> None:
    assert open_reliability(opened_on, clicked, machine_opened) is reliability
    assert engagement(opened_on, clicked, machine_opened) is found


@pytest.mark.rule("MAI-N01")
def test_clicks_and_sure_openings_are_engagement_and_machine_openings_are_not() -> None:
    assert [found for found in Engagement if counts_as_engaged(found)] == [
        Engagement.CLICKED,
        Engagement.OPENED,
    ]


def soft(*days: int, email: str = ADA) -> list[Bounce]:
    return [Bounce(email, DAY + timedelta(days=day)) for day in days]


@pytest.mark.rule("MAI-P02")
@pytest.mark.parametrize(
    ("bounces", "since"),
    [
        ([], None),
        (soft(0, 1), None),
        (soft(0, 0, 0), DAY),
        (soft(0, 10, 29), DAY + timedelta(days=29)),
        (soft(29, 0, 10), DAY + timedelta(days=29)),
        (soft(0, 10, 30), None),
        (soft(0, 20, 40, 45), DAY + timedelta(days=45)),
        (soft(0, 1, 2, 3), DAY + timedelta(days=2)),
        ([Bounce(ADA, DAY, BounceType.HARD)], DAY),
        (
            [*soft(0), Bounce("ADA@example.org", DAY + timedelta(days=1), BounceType.HARD)],
            DAY + timedelta(days=1),
        ),
    ],
)
def test_three_bounces_in_thirty_days_or_one_for_good_block_an_address(
    bounces: list[Bounce], since: date | None
) -> None:
    assert blocked_since(ADA, bounces) == since


@pytest.mark.rule("MAI-P02")
def test_a_block_lasts_until_the_email_address_changes() -> None:
    bounces = soft(-2000, -1999, -1998)
    assert blocked_since(ADA, bounces) == DAY - timedelta(days=1998)
    assert blocked_since("Ada@Example.org", bounces) == DAY - timedelta(days=1998)
    assert blocked_since("ada.marsh@example.org", bounces) is None
    assert blocked_since(None, bounces) is None
    assert blocked_since(ADA, [*soft(0, 1), *soft(2, email="other@example.org")]) is None


@pytest.mark.rule("MAI-P02")
def test_how_many_bounces_in_how_many_days_block_is_a_setting() -> None:
    assert blocked_since(ADA, soft(0, 6), BounceLimit(bounces=2, days=7)) == DAY + timedelta(days=6)
    assert blocked_since(ADA, soft(0, 7), BounceLimit(bounces=2, days=7)) is None
    assert blocked_since(ADA, soft(5), BounceLimit(bounces=1, days=1)) == DAY + timedelta(days=5)
