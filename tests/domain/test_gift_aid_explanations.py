"""Why Gift Aid can or cannot be claimed for a donation: `domain/gift_aid_explanations.py`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.addresses import AddressFields
from domain.customers import Kind
from domain.gift_aid import Cancellation, Coverage, Declaration, DeclarationType, Donor
from domain.gift_aid_claimability import Gift, GiftAidStatus, GiftReason
from domain.gift_aid_explanations import Dates, Effect, Explanation, Fix, FixKind, explain
from domain.orders import DonationSource, ItemState

TODAY = date(2026, 11, 22)
DAY = date(2026, 5, 1)
ADA, FACILITATOR = UUID(int=1), UUID(int=2)
GIFT = Gift(ADA, Kind.INDIVIDUAL, DAY, 5000)
ADDRESS = AddressFields(line1="12 Harbour Row", town="Bristol", postcode="BS1 4AA", country_code="GB")
DONOR = Donor("Ada", "Marsh", ADDRESS)


def declared(number: int, since: date, until: date | None = None, **more: Any) -> Declaration:
    made_at = datetime(2026, 6, 1, tzinfo=UTC) + timedelta(days=number)
    return Declaration(UUID(int=number), ADA, made_at, since, until, **{"donor": DONOR, **more})


def cancelled(number: int, since: date, *ids: int) -> Cancellation:
    made_at = datetime(2026, 6, 1, tzinfo=UTC) + timedelta(days=number)
    return Cancellation(UUID(int=number), made_at, since, frozenset(UUID(int=each) for each in ids))


def effects(explained: Explanation) -> list[tuple[int, Effect]]:
    return [(each.id.int, each.effect) for each in explained.considered]


@pytest.mark.rule("GAD-N01")
def test_all_that_was_declared_and_cancelled_is_told_in_its_order_with_what_it_did_to_the_day() -> None:
    declarations = [
        declared(8, DAY),
        declared(1, DAY, DAY),
        declared(2, date(2026, 4, 1)),
        declared(3, date(2026, 5, 2)),
        declared(4, date(2026, 4, 1), date(2026, 4, 30)),
        replace(declared(9, DAY), customer_id=FACILITATOR),
    ]
    cancellations = [
        cancelled(5, date(2026, 4, 15), 2, 4),
        cancelled(6, date(2026, 5, 2), 1),
        cancelled(7, DAY, 3),
        cancelled(10, DAY, 9),
    ]
    explained = explain(GIFT, declarations, cancellations, TODAY)
    assert effects(explained) == [
        (1, Effect.ALSO_COVERS),
        (2, Effect.CANCELLED),
        (3, Effect.BEGINS_LATER),
        (4, Effect.ENDED_BEFORE),
        (5, Effect.UNCOVERS),
        (6, Effect.TAKES_EFFECT_LATER),
        (7, Effect.CHANGES_NOTHING),
        (8, Effect.COVERS),
    ]
    assert explained.verdict.declaration_id == UUID(int=8)
    assert explained.verdict.status is GiftAidStatus.CLAIMABLE
    assert (explained.fixes, explained.fixable, explained.worth_minor) == ((), False, 1250)


@pytest.mark.rule("GAD-N01")
def test_the_dates_say_when_the_period_ends_and_how_many_days_are_left() -> None:
    assert explain(GIFT, [], [], TODAY).dates == Dates(
        received_on=DAY,
        period_ends=date(2027, 3, 31),
        claim_by=date(2031, 3, 31),
        days_to_claim=1591,
        earliest_backdate=date(2022, 11, 22),
    )
    old = replace(GIFT, received_on=date(2022, 3, 31))
    assert explain(old, [], [], date(2026, 3, 31)).dates.days_to_claim == 1
    assert explain(old, [], [], date(2026, 4, 1)).dates.days_to_claim == 0


@pytest.mark.rule("GAD-N01")
@pytest.mark.parametrize(
    ("day", "coverage"),
    [(TODAY, Coverage.FROM_TODAY), (DAY, Coverage.SINCE), (date(2022, 11, 22), Coverage.SINCE)],
)
def test_a_missing_declaration_is_mended_by_one_that_reaches_back_to_the_gift(
    day: date, coverage: Coverage
) -> None:
    explained = explain(replace(GIFT, received_on=day), [], [], TODAY)
    assert explained.fixable
    assert explained.fixes == (
        Fix(
            FixKind.DECLARE,
            (GiftReason.NO_DECLARATION,),
            "If the donor wishes, take a declaration that covers the day of the gift.",
            coverage=coverage,
            coverage_from=day,
        ),
    )


@pytest.mark.rule("GAD-N01")
def test_nothing_mends_a_gift_that_no_declaration_can_reach() -> None:
    explained = explain(replace(GIFT, received_on=date(2022, 11, 21)), [], [], TODAY)
    assert (explained.verdict.reasons, explained.fixes, explained.fixable) == (
        (GiftReason.NO_DECLARATION,),
        (),
        False,
    )


def test_after_a_cancellation_only_a_donor_who_wants_it_again_is_asked_to_declare() -> None:
    explained = explain(GIFT, [declared(1, DAY)], [cancelled(2, DAY, 1)], TODAY)
    assert [fix.reasons for fix in explained.fixes] == [(GiftReason.COVERAGE_CANCELLED,)]
    assert explained.fixes[0].message.startswith("Only if the donor wants Gift Aid again")


def test_a_verbal_declaration_wants_its_written_record_and_an_incomplete_one_another_declaration() -> None:
    verbal = declared(1, DAY, kind=DeclarationType.VERBAL)
    (send,) = explain(GIFT, [verbal], [], TODAY).fixes
    assert (send.kind, send.declaration_id) == (FixKind.SEND_WRITTEN_RECORD, verbal.id)
    (anew,) = explain(GIFT, [replace(verbal, donor=Donor("Ada", "Marsh"))], [], TODAY).fixes
    assert (anew.kind, anew.reasons, anew.coverage_from) == (
        FixKind.DECLARE_ANEW,
        (GiftReason.ADDRESS_INCOMPLETE, GiftReason.WRITTEN_RECORD_NOT_SENT),
        DAY,
    )


def test_a_gift_that_something_unmendable_stands_against_is_not_fixable_whatever_else_is_mended() -> None:
    explained = explain(replace(GIFT, fund_eligible=False, state=ItemState.RETURNED), [], [], TODAY)
    assert [fix.kind for fix in explained.fixes] == [FixKind.DECLARE, FixKind.ALLOW_FUND]
    assert not explained.fixable


def mended(
    gift: Gift, declarations: Collection[Declaration], fixes: tuple[Fix, ...]
) -> tuple[Gift, list[Declaration]]:
    """The gift and the declarations after everything was done that the fixes say."""
    after = list(declarations)
    for fix in fixes:
        match fix.kind:
            case FixKind.DECLARE | FixKind.DECLARE_ANEW:
                assert fix.coverage_from is not None
                after.append(declared(99, fix.coverage_from))
            case FixKind.SEND_WRITTEN_RECORD:
                after = [
                    replace(each, written_record_sent_on=TODAY) if each.id == fix.declaration_id else each
                    for each in after
                ]
            case FixKind.ALLOW_FUND:
                gift = replace(gift, fund_eligible=True)
            case FixKind.INCLUDE:
                gift = replace(gift, excluded=False)
            case FixKind.RECEIVE_PAYMENT:
                gift = replace(gift, state=ItemState.SOLD)
    return gift, after


DAYS = st.sampled_from([DAY + timedelta(days=count) for count in (-1700, -1500, -1, 0, 1, 205)])
GIFTS = st.builds(
    Gift,
    st.just(ADA),
    st.sampled_from([Kind.INDIVIDUAL, Kind.INDIVIDUAL, Kind.ORGANISATION]),
    DAYS,
    st.just(5000),
    source=st.sampled_from([DonationSource.STANDALONE, DonationSource.STANDALONE, DonationSource.LEGACY]),
    state=st.sampled_from([ItemState.SOLD, ItemState.SOLD, ItemState.RESERVED, ItemState.RETURNED]),
    fund_eligible=st.booleans(),
    excluded=st.booleans(),
)
DECLARED = st.builds(
    declared,
    st.integers(1, 4),
    DAYS,
    kind=st.sampled_from(DeclarationType),
    donor=st.sampled_from([DONOR, Donor("Ada", "Marsh")]),
)


@pytest.mark.rule("GAD-N01")
@given(GIFTS, st.lists(DECLARED, max_size=2, unique_by=lambda each: each.id), st.none() | DAYS)
def test_a_gift_is_claimable_after_its_fixes_exactly_where_it_was_said_to_be_fixable(
    gift: Gift, declarations: list[Declaration], cancelled_from: date | None
) -> None:
    cancellations = [] if cancelled_from is None else [cancelled(5, cancelled_from, 1, 2)]
    before = explain(gift, declarations, cancellations, TODAY)
    mended_gift, more = mended(gift, declarations, before.fixes)
    after = explain(mended_gift, more, cancellations, TODAY)
    assert (after.verdict.status is GiftAidStatus.CLAIMABLE) == (
        before.fixable or before.verdict.status is GiftAidStatus.CLAIMABLE
    )
