"""What may be done with a subscription to a fixed series: `domain/series_offers.py`."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from domain.fixed_series import SeriesState
from domain.permissions import Actor, Interface, Role
from domain.series_offers import series_offers

TODAY = date(2026, 11, 22)
YESTERDAY = TODAY - timedelta(days=1)


def somebody(role: Role, interface: Interface) -> Actor:
    return Actor.of(UUID(int=1), username="bea", name="Bea", interface=interface, roles=[role])


BOX_OFFICE = somebody(Role.SALES_USER, Interface.SALES)
FUNDRAISER = somebody(Role.OPPORTUNITIES_USER, Interface.OPPORTUNITIES)


def offered(
    state: SeriesState,
    actor: Actor = BOX_OFFICE,
    held_until: date | None = None,
    last_instance_on: date | None = None,
) -> dict[str, str | None]:
    """The actions, each with why it is not allowed; None where it is."""
    made = series_offers(state, held_until, last_instance_on, TODAY, actor)
    assert all(each.allowed is (each.reason is None) for each in made)
    return {each.action.value: each.reason for each in made}


@pytest.mark.rule("FXS-P01")
def test_a_hold_is_released_or_bought_and_what_was_bought_is_returned() -> None:
    assert offered(SeriesState.HELD) == {
        "RELEASE": None,
        "BUY": None,
        "RETURN": "It is held and not bought; release it instead.",
    }
    why = "It is bought, and can only be returned."
    assert offered(SeriesState.PURCHASED) == {"RELEASE": why, "BUY": why, "RETURN": None}


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (SeriesState.RELEASED, "It was released."),
        (SeriesState.RETURNED, "It was returned."),
        (SeriesState.ROLLED_OVER, "It was rolled over into another series."),
        (SeriesState.EXPIRED, "The hold has run out."),
    ],
)
def test_nothing_is_done_with_what_is_over_and_the_reason_says_how_it_ended(
    state: SeriesState, why: str
) -> None:
    assert offered(state) == {"RELEASE": why, "BUY": why, "RETURN": why}


def test_a_hold_that_ran_out_is_over_though_nobody_has_swept_it() -> None:
    assert set(offered(SeriesState.HELD, held_until=YESTERDAY).values()) == {"The hold has run out."}


def test_a_series_that_is_over_is_not_bought_any_more() -> None:
    assert offered(SeriesState.HELD, last_instance_on=YESTERDAY) == {
        "RELEASE": None,
        "BUY": "The last instance of the group is over; release it instead.",
        "RETURN": "It is held and not bought; release it instead.",
    }


@pytest.mark.rule("ROL-P06")
def test_a_fundraiser_releases_and_returns_series_and_sells_none() -> None:
    assert offered(SeriesState.HELD, FUNDRAISER) == {
        "RELEASE": None,
        "BUY": "This needs the role Sales User or Sales Administrator. Ask your Settings Administrator, who grants"
        " roles to user accounts.",
        "RETURN": "It is held and not bought; release it instead.",
    }
    assert offered(SeriesState.PURCHASED, FUNDRAISER)["RETURN"] is None
