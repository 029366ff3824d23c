"""Which donations can be claimed for: `domain/gift_aid_claimability.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.addresses import AddressFields
from domain.customers import Kind
from domain.gift_aid import Cancellation, Declaration, DeclarationType, Donor, NotClaimableReason
from domain.gift_aid_claimability import (
    Cover,
    Gift,
    GiftAidStatus,
    GiftReason,
    Verdict,
    YearEnd,
    claim_by,
    cover_of,
    period_end,
    text_of,
    verdict_of,
    worth,
)
from domain.orders import DonationSource, ItemState

TODAY = date(2026, 11, 22)
ADA, FACILITATOR = UUID(int=1), UUID(int=2)
GIFT = Gift(ADA, Kind.INDIVIDUAL, date(2026, 5, 1), 5000)
HOME = AddressFields(line1="12 Harbour Row", town="Bristol", postcode="BS1 4AA", country_code="GB")
DECLARED = Declaration(
    UUID(int=7), ADA, datetime(2026, 4, 1, tzinfo=UTC), date(2026, 4, 1), donor=Donor("Ada", "Marsh", HOME)
)
COVERED = Cover(DECLARED.id)


def cancelled(since: date) -> Cancellation:
    return Cancellation(
        UUID(int=8), datetime(2026, 6, 1, tzinfo=UTC), since, frozenset({DECLARED.id, UUID(int=9)})
    )


@pytest.mark.rule("GAD-P10")
def test_a_paid_donation_of_an_individual_that_a_good_declaration_covers_is_claimable_and_shows_it() -> None:
    cover = cover_of(GIFT, [DECLARED], [])
    assert cover == COVERED
    assert verdict_of(GIFT, cover, TODAY) == Verdict(GiftAidStatus.CLAIMABLE, (), DECLARED.id)


@pytest.mark.rule("GAD-P10")
@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"owner_kind": Kind.ORGANISATION}, GiftReason.NOT_AN_INDIVIDUAL),
        ({"money": False}, GiftReason.NOT_MONEY),
        ({"donation": False}, GiftReason.NOT_A_DONATION),
        ({"source": DonationSource.LEGACY}, GiftReason.LEGACY),
        ({"fund_eligible": False}, GiftReason.FUND_NOT_ELIGIBLE),
        ({"state": ItemState.RESERVED}, GiftReason.NOT_RECEIVED),
        ({"state": ItemState.EXPIRED}, GiftReason.NOT_RECEIVED),
        ({"state": ItemState.RETURNED}, GiftReason.RETURNED),
        ({"state": ItemState.EXCHANGED}, GiftReason.RETURNED),
        ({"received_on": date(2022, 3, 31)}, GiftReason.DEADLINE_PASSED),
    ],
)
def test_each_condition_alone_stands_against_a_claim(changed: dict[str, Any], reason: GiftReason) -> None:
    assert verdict_of(replace(GIFT, **changed), COVERED, TODAY) == Verdict(
        GiftAidStatus.NOT_CLAIMABLE, (reason,), DECLARED.id
    )


@pytest.mark.rule("GAD-P10")
def test_outside_the_uk_nothing_is_claimable() -> None:
    assert verdict_of(GIFT, COVERED, TODAY, uk=False).reasons == (GiftReason.NOT_UK,)


@pytest.mark.parametrize(
    "source", [source for source in DonationSource if source is not DonationSource.LEGACY]
)
def test_every_source_of_a_donation_but_a_legacy_qualifies(source: DonationSource) -> None:
    assert verdict_of(replace(GIFT, source=source), COVERED, TODAY).status is GiftAidStatus.CLAIMABLE


@pytest.mark.rule("GAD-P10")
def test_everything_that_stands_against_a_claim_is_told_at_once() -> None:
    hopeless = replace(GIFT, money=False, fund_eligible=False, received_on=date(2019, 1, 1))
    assert verdict_of(hopeless, Cover(reasons=(GiftReason.NO_DECLARATION,)), TODAY, uk=False).reasons == (
        GiftReason.NOT_UK,
        GiftReason.NOT_MONEY,
        GiftReason.FUND_NOT_ELIGIBLE,
        GiftReason.NO_DECLARATION,
        GiftReason.DEADLINE_PASSED,
    )


@pytest.mark.rule("GAD-P10")
def test_an_excluded_donation_says_so_and_a_claimed_one_stays_claimed_even_when_it_is_given_back() -> None:
    excluded = verdict_of(replace(GIFT, excluded=True), COVERED, TODAY)
    assert (excluded.status, excluded.reasons) == (GiftAidStatus.EXCLUDED, (GiftReason.EXCLUDED,))
    returned = verdict_of(replace(GIFT, claimed=True, state=ItemState.RETURNED), COVERED, TODAY)
    assert (returned.status, returned.reasons) == (
        GiftAidStatus.CLAIMED,
        (GiftReason.RETURNED, GiftReason.ALREADY_CLAIMED),
    )


@pytest.mark.rule("GAD-P10")
def test_a_declaration_of_the_facilitator_never_covers_the_owners_gift() -> None:
    theirs = replace(DECLARED, customer_id=FACILITATOR)
    assert cover_of(GIFT, [theirs], []) == Cover(reasons=(GiftReason.NO_DECLARATION,))


@pytest.mark.rule("GAD-P10")
@pytest.mark.parametrize(
    ("declaration", "cancelled_from", "reason"),
    [
        (replace(DECLARED, coverage_from=date(2026, 5, 2)), None, GiftReason.NOT_COVERED),
        (replace(DECLARED, coverage_to=date(2026, 4, 30)), None, GiftReason.NOT_COVERED),
        (replace(DECLARED, coverage_to=date(2026, 4, 30)), date(2026, 4, 15), GiftReason.NOT_COVERED),
        (replace(DECLARED, coverage_from=date(2026, 5, 2)), date(2026, 4, 15), GiftReason.NOT_COVERED),
        (replace(DECLARED, coverage_to=date(2026, 5, 1)), date(2026, 5, 1), GiftReason.COVERAGE_CANCELLED),
        (DECLARED, date(2026, 5, 1), GiftReason.COVERAGE_CANCELLED),
        (DECLARED, date(2026, 3, 1), GiftReason.COVERAGE_CANCELLED),
        (replace(DECLARED, id=UUID(int=9)), date(2026, 5, 1), GiftReason.COVERAGE_CANCELLED),
        (replace(DECLARED, id=UUID(int=5)), date(2026, 5, 1), None),
        (DECLARED, date(2026, 5, 2), None),
    ],
)
def test_a_day_that_is_not_covered_says_whether_it_ever_was(
    declaration: Declaration, cancelled_from: date | None, reason: GiftReason | None
) -> None:
    cancellations = [] if cancelled_from is None else [cancelled(cancelled_from)]
    cover = cover_of(GIFT, [declaration], cancellations)
    assert cover.reasons == (() if reason is None else (reason,))
    assert cover.declaration_id == (None if reason else declaration.id)


@pytest.mark.rule("GAD-P10")
def test_a_declaration_that_is_not_claimable_is_shown_and_says_why_the_gift_is_not_either() -> None:
    verbal = replace(DECLARED, kind=DeclarationType.VERBAL, donor=Donor())
    assert cover_of(GIFT, [verbal], []) == Cover(
        DECLARED.id,
        (GiftReason.WRITTEN_RECORD_NOT_SENT, GiftReason.ADDRESS_INCOMPLETE, GiftReason.NAME_INCOMPLETE),
    )


def test_every_reason_of_a_declaration_with_days_left_is_one_of_a_gift_too() -> None:
    of_declarations = set(NotClaimableReason) - {NotClaimableReason.CANCELLED}
    assert {reason.value for reason in of_declarations} <= {reason.value for reason in GiftReason}


@pytest.mark.parametrize(
    ("received_on", "year_end", "ends", "last_day"),
    [
        (date(2022, 3, 31), (3, 31), date(2022, 3, 31), date(2026, 3, 31)),
        (date(2022, 4, 1), (3, 31), date(2023, 3, 31), date(2027, 3, 31)),
        (date(2022, 12, 31), (12, 31), date(2022, 12, 31), date(2026, 12, 31)),
        (date(2024, 2, 29), (2, 29), date(2024, 2, 29), date(2028, 2, 29)),
        (date(2023, 2, 28), (2, 29), date(2023, 2, 28), date(2027, 2, 28)),
        (date(2023, 3, 1), (2, 29), date(2024, 2, 29), date(2028, 2, 29)),
        (date(2024, 2, 29), (2, 28), date(2025, 2, 28), date(2029, 2, 28)),
    ],
)
def test_a_gift_can_be_claimed_for_until_four_years_after_its_accounting_period(
    received_on: date, year_end: YearEnd, ends: date, last_day: date
) -> None:
    assert period_end(received_on, year_end) == ends
    assert claim_by(received_on, year_end) == last_day


@pytest.mark.rule("GAD-P10")
def test_the_deadline_is_the_last_day_on_which_a_gift_is_claimable() -> None:
    gift = replace(GIFT, received_on=date(2022, 4, 1))
    assert verdict_of(gift, COVERED, date(2027, 3, 31)).status is GiftAidStatus.CLAIMABLE
    assert verdict_of(gift, COVERED, date(2027, 4, 1)).reasons == (GiftReason.DEADLINE_PASSED,)
    assert verdict_of(gift, COVERED, date(2027, 4, 1), year_end=(4, 5)).reasons == (
        GiftReason.DEADLINE_PASSED,
    )
    later = replace(gift, received_on=date(2022, 4, 6))
    assert verdict_of(later, COVERED, date(2027, 4, 5), year_end=(4, 5)).status is GiftAidStatus.CLAIMABLE


@pytest.mark.rule("GAD-02")
@pytest.mark.parametrize(
    ("amount", "received_on", "aid"),
    [
        (100, date(2026, 5, 1), 25),
        (5000, date(2008, 4, 6), 1250),
        (1, date(2026, 5, 1), 0),
        (2, date(2026, 5, 1), 0),
        (3, date(2026, 5, 1), 1),
        (6, date(2026, 5, 1), 2),
        (10, date(2026, 5, 1), 2),
        (-10, date(2026, 5, 1), -2),
        (7800, date(2008, 4, 5), 2200),
        (5000, date(2000, 4, 5), 0),
    ],
)
def test_gift_aid_adds_25p_to_a_pound_at_the_rate_of_the_gifts_day_a_half_to_the_even_penny(
    amount: int, received_on: date, aid: int
) -> None:
    assert worth(amount, received_on) == aid


@given(st.integers(-(10**9), 10**9))
def test_what_a_gift_is_worth_is_rounded_once_and_as_exact_fractions_are(amount: int) -> None:
    assert worth(amount, TODAY) == round(Fraction(amount * 20, 80))
    assert worth(amount, date(2004, 1, 1)) == round(Fraction(amount * 22, 78))


def test_every_reason_is_a_sentence_of_its_own() -> None:
    texts = [text_of(reason) for reason in GiftReason]
    assert len(set(texts)) == len(GiftReason) == 17
    assert all(text.endswith(".") for text in texts)
