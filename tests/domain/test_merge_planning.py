"""The plan of a merge: what can never be merged, what stands in the way, what is warned of, and what it comes to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.addresses import AddressFields
from domain.customers import Details, Kind
from domain.gift_aid import Cancellation, Declaration, DeclarationType, Donor
from domain.gift_aid_claimability import Gift
from domain.house import House
from domain.invitations import ReplyStatus
from domain.merge_facts import Giving, HeldInvitation, HeldMembership, SideFacts
from domain.merges import BlockerCode, BothLive, MergedMembership, MergeTab, Moves, Side, WarningCode
from domain.orders import DonationSource, ItemState
from tests.merge_facts import (
    ADA,
    EDA,
    HERE,
    TODAY,
    ada,
    address,
    blocker,
    codes,
    eda,
    key,
    planned,
    tag,
    warned,
)

SEEN = replace(HERE, sees_inactive=True)


def declared(number: int, of: Any, day: int, since: date = date(2026, 1, 1)) -> Declaration:
    donor = Donor("Ada", "Byron", AddressFields(line1="12 Harbour Row", postcode="BS1 4AA"))
    at = datetime(2026, 3, day, tzinfo=UTC)
    return Declaration(key(number), of, at, since, None, DeclarationType.ONLINE, donor=donor)


def cancelled(number: int, day: int, *named: int) -> Cancellation:
    at = datetime(2026, 3, day, tzinfo=UTC)
    return Cancellation(key(number), at, at.date(), frozenset(map(key, named)))


def giving(owner: Any, count: int = 1, **given: Any) -> Giving:
    gift = Gift(owner, Kind.INDIVIDUAL, date(2026, 5, 1), 1000, DonationSource.STANDALONE, ItemState.SOLD)
    return Giving(replace(gift, **given), count)


@pytest.mark.rule("MRG-15")
def test_the_tabs_are_those_of_the_wizard_in_their_order() -> None:
    assert [each.key for each in planned().tabs] == list(MergeTab)


@pytest.mark.rule("MRG-P01")
def test_a_record_is_not_merged_with_itself() -> None:
    plan = planned(ada(tags=(tag(1),)), ada())

    assert (codes(plan), plan.tabs) == ([BlockerCode.SAME_CUSTOMER], ())


@pytest.mark.rule("MRG-02", "MRG-03")
def test_only_records_of_one_kind_are_merged() -> None:
    choir = eda(kind=Kind.ORGANISATION)

    mixed = planned(ada(), choir)

    assert (codes(mixed), mixed.tabs, mixed.moves) == ([BlockerCode.WRONG_KIND], (), Moves())
    assert "Convert" in mixed.blockers[0].next_step
    assert codes(planned(ada(kind=Kind.ORGANISATION), choir)) == codes(planned()) == []


@pytest.mark.rule("MRG-P16", "MRG-12")
@pytest.mark.parametrize("side", list(Side))
def test_a_record_that_was_merged_away_is_not_merged_again_and_nothing_of_it_told(side: Side) -> None:
    gone = {"merged_into": key(9), "active": False}
    sides = (ada(**gone), eda()) if side is Side.SURVIVOR else (ada(), eda(**gone))

    plan = planned(*sides, here=SEEN)

    assert (codes(plan), plan.blockers[0].side) == ([BlockerCode.CUSTOMER_MERGED], side)
    assert (plan.tabs, plan.decisions.details) == ((), Details())


@pytest.mark.rule("MRG-P19", "ROL-P07")
def test_the_survivor_is_active_and_an_inactive_loser_is_for_support_alone() -> None:
    assert codes(planned(ada(active=False), eda(), here=SEEN)) == [BlockerCode.CUSTOMER_INACTIVE]
    assert codes(planned(ada(), eda(active=False), here=SEEN)) == []
    hidden = planned(ada(), eda(active=False, phone="0117 1"))
    assert (codes(hidden), hidden.tabs) == ([BlockerCode.CUSTOMER_INACTIVE], ())
    assert "Reactivate" in hidden.blockers[0].next_step


@pytest.mark.rule("MRG-P16", "AGC-P07")
@pytest.mark.parametrize(
    ("survivor", "loser", "code"),
    [
        (ada(), eda(in_open_claim=True), BlockerCode.CLAIM_SUBMISSION_OPEN),
        (ada(), eda(in_progress=True), BlockerCode.MERGE_IN_PROGRESS),
        (ada(in_progress=True), eda(), BlockerCode.MERGE_IN_PROGRESS),
        (ada(is_agent=True), eda(is_agent=True), BlockerCode.BOTH_ARE_AGENTS),
    ],
)
def test_what_stands_in_the_way_is_told_with_a_next_step(
    survivor: SideFacts, loser: SideFacts, code: BlockerCode
) -> None:
    plan = planned(survivor, loser)

    assert codes(plan) == [code]
    assert blocker(plan, code).next_step


@pytest.mark.rule("MRG-P16", "AGC-P07")
@pytest.mark.parametrize(
    "sides", [(ada(in_open_claim=True), eda()), (ada(is_agent=True), eda()), (ada(), eda(is_agent=True))]
)
def test_one_agent_and_a_claim_of_the_survivor_are_in_nobodys_way(sides: tuple[SideFacts, SideFacts]) -> None:
    assert codes(planned(*sides)) == []


@pytest.mark.rule("MRG-10", "MRG-P15")
def test_the_plan_tells_whether_and_until_when_the_merge_can_be_turned_back() -> None:
    never, week = planned(), planned(here=replace(HERE, unmerge_days=7))

    assert (never.reversible_until, WarningCode.NOT_REVERSIBLE in warned(never)) == (None, True)
    assert (week.reversible_until, WarningCode.NOT_REVERSIBLE in warned(week)) == (
        HERE.now + timedelta(days=7),
        False,
    )


@pytest.mark.rule("MRG-P17")
@pytest.mark.parametrize(
    ("survivor", "loser", "code"),
    [
        (
            ada(birth_date=date(1970, 1, 1)),
            eda(birth_date=date(1971, 1, 1)),
            WarningCode.DIFFERENT_BIRTH_DATE,
        ),
        (
            ada(addresses=(address(11, "Here"),)),
            eda(last_name="King", addresses=(address(21, "There"),)),
            WarningCode.DIFFERENT_NAME_AND_ADDRESS,
        ),
        (ada(), eda(deceased_on=date(2025, 1, 1)), WarningCode.DECEASED),
        (
            ada(household_id=key(81)),
            eda(household_id=key(82), housemates=1),
            WarningCode.DIFFERENT_HOUSEHOLD,
        ),
    ],
)
def test_what_may_be_two_people_is_warned_of(
    survivor: SideFacts, loser: SideFacts, code: WarningCode
) -> None:
    plan = planned(survivor, loser)

    assert warned(plan) == {code, WarningCode.NOT_REVERSIBLE}
    assert codes(plan) == []


@pytest.mark.rule("MRG-P17", "HHD-P09")
@pytest.mark.parametrize(
    "loser",
    [
        eda(household_id=key(82)),
        eda(household_id=key(81), housemates=2),
        eda(last_name="BYRÖN", addresses=(address(21, "There"),)),
        eda(last_name="King", addresses=(address(22, "here"),)),
    ],
)
def test_what_need_not_be_two_people_is_not_warned_of(loser: SideFacts) -> None:
    plan = planned(ada(household_id=key(81), addresses=(address(11, "Here"),)), loser)

    assert warned(plan) == {WarningCode.NOT_REVERSIBLE}


@pytest.mark.rule("GAD-P17", "MRG-P17")
def test_a_cancellation_after_a_declaration_of_the_other_record_is_warned_of() -> None:
    stops = ada(declarations=(declared(1, ADA, 1),), cancellations=(cancelled(2, 9, 1),))

    def warned_with(*declarations: Declaration, cancellations: tuple[Cancellation, ...] = ()) -> bool:
        plan = planned(stops, eda(declarations=declarations, cancellations=cancellations))
        return WarningCode.GIFT_AID_CANCELLED_ON_OTHER_RECORD in warned(plan)

    assert warned_with(declared(3, EDA, 5))
    assert not warned_with(declared(3, EDA, 12))
    assert not warned_with(declared(3, EDA, 5), cancellations=(cancelled(4, 6, 3),))
    assert not warned_with(declared(3, EDA, 5, since=date(2027, 1, 1)))
    swapped = planned(ada(declarations=(declared(3, ADA, 5),)), replace(stops, id=EDA, number=2))
    assert WarningCode.GIFT_AID_CANCELLED_ON_OTHER_RECORD in warned(swapped)


@pytest.mark.rule("OPP-P06", "INV-P05")
def test_what_only_fundraisers_see_is_told_to_fundraisers() -> None:
    asked = HeldInvitation(key(91), "Gala", ReplyStatus.INVITED)
    sides = (
        ada(campaigns={key(92): "Roof"}, invitations=(asked,)),
        eda(campaigns={key(92): "Roof"}, invitations=(replace(asked, reply=ReplyStatus.ACCEPTED),)),
    )

    seen, unseen = planned(*sides), planned(*sides, here=replace(HERE, sees_fundraising=False))

    assert {WarningCode.SAME_CAMPAIGN_TWICE, WarningCode.INVITATION_CONFLICT} <= warned(seen)
    assert warned(unseen) == {WarningCode.NOT_REVERSIBLE}
    told = {each.code: each.message for each in seen.warnings}
    assert "Gala (Invited and Accepted)" in told[WarningCode.INVITATION_CONFLICT]
    apart = planned(ada(campaigns={key(92): "Roof"}), eda(campaigns={key(93): "Choir"}, invitations=(asked,)))
    assert warned(apart) == {WarningCode.NOT_REVERSIBLE}


def held(number: int, ends: date, type_: int = 500) -> HeldMembership:
    return HeldMembership(key(number), key(type_), "Friend", ends)


@pytest.mark.rule("MEM-P09", "MRG-P17")
def test_two_live_memberships_of_one_type_are_warned_of_and_ask_for_a_choice() -> None:
    sides = (
        ada(memberships=(held(501, date(2027, 1, 1)), held(503, date(2026, 12, 1)))),
        eda(memberships=(held(502, date(2027, 6, 1)),)),
    )

    asked = planned(*sides)
    chosen = planned(*sides, memberships={key(500): BothLive.RETURN_LOSERS})

    assert codes(asked) == [BlockerCode.MEMBERSHIP_CHOICE_REQUIRED]
    assert WarningCode.DUPLICATE_LIVE_MEMBERSHIP in warned(asked)
    assert codes(chosen) == []
    assert WarningCode.DUPLICATE_LIVE_MEMBERSHIP in warned(chosen)
    assert chosen.decisions.memberships == (
        MergedMembership(key(500), key(501), key(502), BothLive.RETURN_LOSERS),
    )


@pytest.mark.rule("MEM-P09")
def test_memberships_of_two_types_ask_for_nothing() -> None:
    sides = ada(memberships=(held(501, TODAY),)), eda(memberships=(held(502, TODAY, type_=600),))

    assert codes(planned(*sides)) == []
    assert codes(planned(*sides, memberships={key(600): BothLive.KEEP_BOTH})) == [BlockerCode.INVALID_CHOICE]


@pytest.mark.rule("MRG-N02", "GAD-P17")
def test_a_declaration_of_one_covers_the_gifts_of_both_afterwards() -> None:
    moves = planned(
        ada(declarations=(declared(1, ADA, 1),), gifts=(giving(ADA),)), eda(gifts=(giving(EDA, 3),))
    ).moves

    assert (moves.gift_aid_before, moves.gift_aid_after) == (250, 1000)


@pytest.mark.rule("GAD-P17")
def test_a_cancellation_goes_on_acting_on_what_it_names_and_on_nothing_else() -> None:
    moves = planned(
        ada(declarations=(declared(1, ADA, 1),), cancellations=(cancelled(2, 9, 1),), gifts=(giving(ADA),)),
        eda(declarations=(declared(3, EDA, 5),), gifts=(giving(EDA),)),
    ).moves

    assert (moves.gift_aid_before, moves.gift_aid_after) == (250, 500)


@pytest.mark.rule("GAD-01")
def test_where_there_is_no_gift_aid_nothing_is_claimable() -> None:
    house = replace(HERE, house=House(gift_aid=False))

    moves = planned(ada(declarations=(declared(1, ADA, 1),), gifts=(giving(ADA),)), here=house).moves

    assert (moves.gift_aid_before, moves.gift_aid_after) == (0, 0)


def test_the_numbers_that_were_read_are_those_of_the_plan() -> None:
    counted = Moves(orders=3, order_total=7500, rows=12)

    assert planned(around={"moves": counted}).moves == counted


@pytest.mark.rule("MRG-P17")
def test_a_double_surname_that_is_written_otherwise_is_no_other_name() -> None:
    written = ada(last_name="Ashdown-Pryce", addresses=(address(11, "Here"),))
    otherwise = eda(last_name="Ashdown Pryce", addresses=(address(21, "There"),))

    assert WarningCode.DIFFERENT_NAME_AND_ADDRESS not in warned(planned(written, otherwise))
