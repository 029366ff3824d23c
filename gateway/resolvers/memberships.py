"""Which memberships, and how auto-renew stands with one, from the columns of its row."""

from __future__ import annotations

from datetime import date

from domain import auto_renewal
from domain.auto_renewal import AutoRenewEligibility, RenewalNotice
from domain.customers import Kind
from domain.memberships import membership_status
from domain.renewals import ChosenCard, auto_renew_obstacles
from gateway.engine.declare import Narrowing
from gateway.loaders.memberships import MEMBERSHIPS


def membership_narrowing(*, include_expired: bool) -> Narrowing:
    """Current memberships, or all of them with those that are over (MEM-02)."""
    return Narrowing(() if include_expired else MEMBERSHIPS.default)


def auto_renew_eligibility(
    first_starts: date,
    last_ends: date,
    closes_days_after: int,
    cancelled_on: date | None,
    returned_on: date | None,
    type_allows: bool,
    holder_kind: str,
    expiry_year: int | None,
    expiry_month: int | None,
    continuous_authority: bool | None,
    *,
    today: date,
) -> AutoRenewEligibility:
    """Whether the membership can renew by itself, with all that stands in its way (MEM-P07)."""
    status = membership_status(first_starts, last_ends, closes_days_after, cancelled_on, returned_on, today)
    card = _card(expiry_year, expiry_month, continuous_authority)
    owner = holder_kind == Kind.INDIVIDUAL
    return auto_renewal.eligibility(auto_renew_obstacles(status.live, type_allows, owner, card, today))


def next_attempt(
    first_starts: date,
    last_ends: date,
    opens_days_before: int,
    closes_days_after: int,
    cancelled_on: date | None,
    returned_on: date | None,
    auto_renew: bool,
    *,
    today: date,
) -> date | None:
    """The next day on which the card is tried; None where auto-renew is off, or the membership is over."""
    status = membership_status(first_starts, last_ends, closes_days_after, cancelled_on, returned_on, today)
    on = auto_renew and status.live
    return auto_renewal.next_attempt(last_ends, opens_days_before, closes_days_after, on=on, today=today)


def renewal_notices(
    first_starts: date,
    last_starts: date,
    last_ends: date,
    opens_days_before: int,
    closes_days_after: int,
    cancelled_on: date | None,
    returned_on: date | None,
    auto_renew: bool,
    expiry_year: int | None,
    expiry_month: int | None,
    continuous_authority: bool | None,
    *,
    today: date,
) -> tuple[RenewalNotice, ...]:
    """What the customer is still told before the membership renews by itself."""
    attempt = next_attempt(
        first_starts,
        last_ends,
        opens_days_before,
        closes_days_after,
        cancelled_on,
        returned_on,
        auto_renew,
        today=today,
    )
    card = _card(expiry_year, expiry_month, continuous_authority)
    return auto_renewal.notices(last_starts, last_ends, attempt, card, today)


def _card(year: int | None, month: int | None, authority: bool | None) -> ChosenCard | None:
    if year is None or month is None:
        return None
    return ChosenCard(year, month, bool(authority))
