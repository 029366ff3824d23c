"""What a declaration or a cancellation would do to gifts made already: `domain/gift_aid_what_if.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.addresses import AddressFields
from domain.customers import Kind
from domain.gift_aid import Cancellation, Declaration, DeclarationType, Donor
from domain.gift_aid_claimability import Gift, GiftAidStatus, GiftReason, Verdict, cover_of, verdict_of, worth
from domain.gift_aid_what_if import Flip, WhatIf, what_if
from domain.orders import ItemState

TODAY, FIRST = date(2028, 3, 31), date(2028, 2, 27)
ADA, HOME = UUID(int=1), AddressFields(line1="12 Harbour Row", postcode="BS1 4AA")
GIFT = Gift(ADA, Kind.INDIVIDUAL, date(2028, 2, 29), 5000)


def declared(number: int, first: date, last: date | None = None, **values: Any) -> Declaration:
    donor = Donor("Ada", "Marsh", HOME)
    return Declaration(UUID(int=number), ADA, moment(number), first, last, **{"donor": donor, **values})


def cancelled(number: int, since: date, *ids: int) -> Cancellation:
    return Cancellation(UUID(int=number), moment(number), since, frozenset(UUID(int=each) for each in ids))


def moment(number: int) -> datetime:
    return datetime(2028, 3, 1, number, tzinfo=UTC)


def numbered(*gifts: Gift) -> list[tuple[UUID, Gift]]:
    return [(UUID(int=1000 + place), gift) for place, gift in enumerate(gifts)]


@pytest.mark.rule("GAD-N02")
def test_a_declaration_gains_the_gifts_of_its_days_and_tells_how_each_stood_and_would_stand() -> None:
    before, on = replace(GIFT, received_on=date(2028, 2, 28)), GIFT
    found = what_if(numbered(before, on), [], [], declared(9, date(2028, 2, 29)), TODAY)
    uncovered = Verdict(GiftAidStatus.NOT_CLAIMABLE, (GiftReason.NO_DECLARATION,))
    covered = Verdict(GiftAidStatus.CLAIMABLE, (), UUID(int=9))
    assert found == WhatIf((Flip(UUID(int=1001), uncovered, covered, True, False, 1250),), 1250, 0, 0)


@pytest.mark.rule("GAD-N02")
def test_a_cancellation_loses_what_could_be_claimed_and_tells_apart_what_was_claimed_already() -> None:
    claimed = replace(GIFT, amount_minor=800, claimed=True)
    found = what_if(
        numbered(GIFT, claimed), [declared(1, FIRST)], [], cancelled(9, date(2028, 2, 29), 1), TODAY
    )
    assert [(flip.gained, flip.claimed) for flip in found.flips] == [(False, False), (False, True)]
    assert (found.gained_minor, found.lost_minor, found.to_give_back_minor) == (0, 1250, 200)


@pytest.mark.rule("GAD-N02")
def test_what_was_claimed_in_time_has_to_be_given_back_however_late_it_is() -> None:
    long_ago = replace(GIFT, received_on=date(2020, 5, 1), claimed=True)
    unclaimed = replace(long_ago, claimed=False)
    ended = cancelled(9, date(2020, 5, 1), 1)
    found = what_if(numbered(long_ago, unclaimed), [declared(1, date(2020, 1, 1))], [], ended, TODAY)
    assert [flip.donation_id for flip in found.flips] == [UUID(int=1000)]
    assert (found.lost_minor, found.to_give_back_minor) == (0, 1250)


@pytest.mark.rule("GAD-N02")
def test_a_gift_for_which_nothing_changes_is_left_out_whatever_declaration_it_would_show() -> None:
    again = what_if(numbered(GIFT), [declared(1, FIRST)], [], declared(9, FIRST), TODAY)
    hopeless = what_if(numbered(replace(GIFT, fund_eligible=False)), [], [], declared(9, FIRST), TODAY)
    assert again == hopeless == WhatIf((), 0, 0, 0)


@pytest.mark.rule("GAD-N02")
def test_the_accounting_year_of_the_house_decides_what_is_too_late_to_be_gained() -> None:
    gifts = numbered(replace(GIFT, received_on=date(2024, 3, 31)))
    proposed, too_late = declared(9, date(2024, 1, 1)), TODAY + timedelta(days=1)
    assert what_if(gifts, [], [], proposed, TODAY).gained_minor == 1250
    assert what_if(gifts, [], [], proposed, too_late).gained_minor == 0
    assert what_if(gifts, [], [], proposed, too_late, year_end=(12, 31)).gained_minor == 1250


DAYS = st.sampled_from([FIRST + timedelta(days=count) for count in (-2000, -1, 0, 1, 2, 3, 20)])
GIFTS = st.builds(
    Gift,
    st.just(ADA),
    st.sampled_from([Kind.INDIVIDUAL] * 4 + [Kind.ORGANISATION]),
    DAYS,
    st.sampled_from([1, 3, 10, 801, 5000]),
    state=st.sampled_from([ItemState.SOLD] * 3 + [ItemState.RETURNED, ItemState.RESERVED]),
    fund_eligible=st.sampled_from([True, True, False]),
    excluded=st.sampled_from([False, False, True]),
    claimed=st.booleans(),
)
DECLARED = st.builds(
    declared,
    st.integers(2, 5),
    DAYS,
    kind=st.sampled_from(DeclarationType),
    has_details=st.booleans(),
    donor=st.sampled_from([Donor("Ada", "Marsh", HOME), Donor("Ada", "Marsh")]),
)
CANCELLED = st.builds(cancelled, st.integers(6, 8), DAYS, st.integers(2, 5), st.integers(2, 5))
PROPOSED = st.builds(declared, st.just(9), DAYS) | st.builds(
    cancelled, st.just(9), DAYS, st.integers(2, 5), st.integers(2, 5), st.integers(2, 5)
)


def stands(gift: Gift, declarations: list[Declaration], cancellations: list[Cancellation]) -> Verdict:
    return verdict_of(gift, cover_of(gift, declarations, cancellations), TODAY)


def fails(verdict: Verdict) -> bool:
    """Whether it is to be given back: something else is against it than that it was claimed, or is too late now."""
    return any(reason.value not in ("ALREADY_CLAIMED", "DEADLINE_PASSED") for reason in verdict.reasons)


@pytest.mark.rule("GAD-N02")
@given(
    st.lists(GIFTS, max_size=5),
    st.lists(DECLARED, max_size=3, unique_by=lambda each: each.id),
    st.lists(CANCELLED, max_size=2, unique_by=lambda each: each.id),
    PROPOSED,
)
def test_what_is_gained_and_lost_is_the_difference_between_the_verdicts_before_and_after(
    gifts: list[Gift],
    declarations: list[Declaration],
    cancellations: list[Cancellation],
    proposed: Declaration | Cancellation,
) -> None:
    given_, gained, lost, back, flips = numbered(*gifts), 0, 0, 0, {}
    more = [*declarations, proposed] if isinstance(proposed, Declaration) else declarations
    fewer = [*cancellations, proposed] if isinstance(proposed, Cancellation) else cancellations
    for key, gift in given_:
        before, after = stands(gift, declarations, cancellations), stands(gift, more, fewer)
        aid = worth(gift.amount_minor, gift.received_on)
        if gift.claimed:
            back += aid * (not fails(before) and fails(after))
            flipped = fails(before) != fails(after)
        else:
            gained += aid * (before.status is not after.status is GiftAidStatus.CLAIMABLE)
            lost += aid * (after.status is not before.status is GiftAidStatus.CLAIMABLE)
            flipped = before.status is not after.status
        if flipped:
            flips[key] = (before, after)

    found = what_if(given_, declarations, cancellations, proposed, TODAY)

    assert (found.gained_minor, found.lost_minor, found.to_give_back_minor) == (gained, lost, back)
    assert [flip.donation_id for flip in found.flips] == list(flips)
    assert {flip.donation_id: (flip.before, flip.after) for flip in found.flips} == flips
