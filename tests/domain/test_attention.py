"""What wants doing about a customer: `domain/attention.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path
from uuid import UUID

import pytest

from domain.attention import AttentionKind, Reason, attention, told_to
from domain.attention_facts import (
    AwaitedReply,
    ExpiringCredit,
    Facts,
    OverdueInstalment,
    RenewalCard,
    RenewalWindow,
    UnusedDeposit,
)
from domain.customers import Kind
from domain.permissions import Actor, Interface, Role

TODAY = date(2026, 11, 22)
LOT, MEMBERSHIP, ORDER, PLEDGE, INVITATION = (UUID(int=number) for number in range(1, 6))
YESTERDAY = TODAY - timedelta(days=1)
CREDIT = ExpiringCredit(1250, date(2026, 12, 10), LOT)
CARD = RenewalCard("4242", 2026, 11, renews_on=date(2026, 12, 1), membership_id=MEMBERSHIP)
WINDOW = RenewalWindow("Friends", TODAY, TODAY, date(2026, 12, 31), membership_id=MEMBERSHIP)
INSTALMENT = OverdueInstalment(4000, date(2026, 11, 1), PLEDGE)
REPLY = AwaitedReply("The Gala", date(2026, 12, 5), INVITATION)
EVERYTHING = Facts(
    instalments=(INSTALMENT,),
    replies=(REPLY,),
    deposits=(UnusedDeposit(500, 200001, ORDER),),
    credits=(CREDIT,),
    cards=(CARD,),
    renewals=(WINDOW,),
    preferences_not_asked=2,
    potential_duplicates=1,
    undeclared_donations_minor=10000,
)


def reasons(facts: Facts, *, uk: bool = True, today: date = TODAY) -> tuple[Reason, ...]:
    return attention(facts, today, uk=uk, currency="GBP")


@pytest.mark.rule("NAV-N01")
def test_what_has_a_date_comes_first_then_money_then_the_record_itself() -> None:
    assert reasons(EVERYTHING) == (
        Reason(
            AttentionKind.OVERDUE_INSTALMENT,
            1,
            "A pledge has been overdue since 1 November 2026: 40.00 GBP of an instalment is missing.",
            due_on=date(2026, 11, 1),
            amount_minor=4000,
            about=PLEDGE,
        ),
        Reason(
            AttentionKind.CARD_EXPIRES_BEFORE_RENEWAL,
            2,
            "The card •••• 4242 is good until 30 November 2026 only, and a membership is to renew by it on"
            " 1 December 2026: ask for another card.",
            due_on=date(2026, 12, 1),
            about=MEMBERSHIP,
        ),
        Reason(
            AttentionKind.INVITATION_AWAITING_REPLY,
            3,
            "The invitation to The Gala on 5 December 2026 has no answer: ask for one.",
            due_on=date(2026, 12, 5),
            about=INVITATION,
        ),
        Reason(
            AttentionKind.CREDIT_EXPIRING,
            4,
            "Credit of 12.50 GBP expires on 10 December 2026.",
            due_on=date(2026, 12, 10),
            amount_minor=1250,
            about=LOT,
        ),
        Reason(
            AttentionKind.MEMBERSHIP_RENEWABLE,
            5,
            "The membership Friends can be renewed until 31 December 2026.",
            due_on=date(2026, 12, 31),
            about=MEMBERSHIP,
        ),
        Reason(
            AttentionKind.UNUSED_DEPOSIT,
            6,
            "A deposit of 5.00 GBP on order 200001 is not used: use it, refund it or make it credit.",
            amount_minor=500,
            about=ORDER,
        ),
        Reason(
            AttentionKind.GIFT_AID_DECLARATION_MISSING,
            7,
            "Donations of 100.00 GBP have no Gift Aid declaration: ask for one.",
            amount_minor=10000,
        ),
        Reason(
            AttentionKind.POTENTIAL_DUPLICATE, 8, "Another record looks like the same customer: compare them."
        ),
        Reason(
            AttentionKind.PREFERENCE_NOT_ASKED,
            9,
            "2 contact preferences were never asked: ask the customer.",
            mutation="setContactPreferences",
        ),
    )


@pytest.mark.rule("NAV-N01")
def test_a_customer_about_whom_nothing_is_to_do_has_no_reasons() -> None:
    assert reasons(Facts()) == ()


@pytest.mark.rule("NAV-N01")
@pytest.mark.parametrize(
    ("expires_on", "remaining", "told"),
    [
        (TODAY, 1, True),
        (TODAY + timedelta(days=30), 1, True),
        (TODAY + timedelta(days=31), 1, False),
        (TODAY - timedelta(days=1), 1, False),
        (TODAY, 0, False),
    ],
)
def test_credit_is_told_of_in_its_last_thirty_days(expires_on: date, remaining: int, told: bool) -> None:
    assert bool(reasons(Facts(credits=(ExpiringCredit(remaining, expires_on),)))) is told


@pytest.mark.parametrize(
    ("renews_on", "told"),
    [
        (date(2026, 11, 30), False),  # still good on that day
        (date(2026, 12, 1), True),
        (date(2026, 11, 21), False),
    ],
)
def test_a_card_is_told_of_when_it_will_not_be_good_at_the_next_renewal(renews_on: date, told: bool) -> None:
    assert bool(reasons(Facts(cards=(replace(CARD, renews_on=renews_on),)))) is told


def test_a_card_that_has_expired_already_is_told_of_too() -> None:
    expired = replace(CARD, expiry_year=2025, renews_on=TODAY)
    assert [reason.due_on for reason in reasons(Facts(cards=(expired,)))] == [TODAY]
    assert reasons(Facts(cards=(replace(expired, renews_on=TODAY - timedelta(days=1)),))) == ()


@pytest.mark.parametrize(
    ("window", "told"),
    [
        (WINDOW, True),
        (replace(WINDOW, closes_on=TODAY), True),
        (replace(WINDOW, opens_on=TODAY + timedelta(days=1)), False),
        (replace(WINDOW, opens_on=date(2026, 1, 1), closes_on=TODAY - timedelta(days=1)), False),
        (replace(WINDOW, auto_renew=True), False),
    ],
)
def test_a_membership_is_told_of_within_its_window_unless_it_renews_by_itself(
    window: RenewalWindow, told: bool
) -> None:
    assert bool(reasons(Facts(renewals=(window,)))) is told


@pytest.mark.rule("NAV-N01")
def test_a_missing_declaration_is_for_people_in_the_uk_only() -> None:
    given = Facts(undeclared_donations_minor=100)
    assert [reason.kind for reason in reasons(given)] == [AttentionKind.GIFT_AID_DECLARATION_MISSING]
    assert reasons(given, uk=False) == ()
    assert reasons(replace(given, kind=Kind.ORGANISATION)) == ()


def test_of_one_day_the_kinds_keep_their_order_and_of_one_kind_the_larger_amount_comes_first() -> None:
    day = date(2026, 12, 1)
    amounts = (ExpiringCredit(5, day), ExpiringCredit(7, day), ExpiringCredit(6, day))
    window = replace(WINDOW, closes_on=day)
    for shuffled in permutations(amounts):
        found = reasons(Facts(credits=shuffled, cards=(CARD,), renewals=(window,)))
        assert [(reason.rank, reason.amount_minor) for reason in found[:3]] == [(1, 7), (2, 6), (3, 5)]
        assert [reason.kind for reason in found[3:]] == [
            AttentionKind.CARD_EXPIRES_BEFORE_RENEWAL,
            AttentionKind.MEMBERSHIP_RENEWABLE,
        ]


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        (Facts(potential_duplicates=3), "3 other records look like the same customer: compare them."),
        (Facts(preferences_not_asked=1), "A contact preference was never asked: ask the customer."),
    ],
)
def test_one_and_several_are_told_in_their_own_words(facts: Facts, message: str) -> None:
    assert [reason.message for reason in reasons(facts)] == [message]


@pytest.mark.rule("NAV-N01")
def test_every_suggested_mutation_is_in_the_schema() -> None:
    schema = (Path(__file__).parents[2] / "gateway" / "schema.graphql").read_text("utf-8")
    mutations = schema.partition("\ntype Mutation {\n")[2].partition("\n}\n")[0]
    suggested = {reason.mutation for reason in reasons(EVERYTHING)} - {None}
    assert (
        {name for name in suggested if f"\n  {name}(" in mutations} == {"setContactPreferences"} == suggested
    )


@pytest.mark.rule("NAV-N01")
def test_a_membership_in_its_days_of_grace_is_told_with_the_day_on_which_it_ended() -> None:
    over = replace(WINDOW, ends_on=TODAY - timedelta(days=1))
    assert [reason.message for reason in reasons(Facts(renewals=(over,)))] == [
        "The membership Friends ended on 21 November 2026 and can be renewed until 31 December 2026."
    ]


@pytest.mark.rule("NAV-N01")
def test_nobody_is_to_be_asked_who_cannot_be_reached_but_their_money_and_their_record_stay() -> None:
    assert [(each.kind, each.rank) for each in reasons(replace(EVERYTHING, reachable=False))] == [
        (AttentionKind.OVERDUE_INSTALMENT, 1),
        (AttentionKind.CREDIT_EXPIRING, 2),
        (AttentionKind.UNUSED_DEPOSIT, 3),
        (AttentionKind.POTENTIAL_DUPLICATE, 4),
    ]


@pytest.mark.rule("NAV-N01", "PLG-P04", "PLG-C01")
def test_a_pledge_is_overdue_by_what_is_missing_of_all_instalments_whose_day_is_over() -> None:
    late = (
        OverdueInstalment(1000, YESTERDAY, PLEDGE),
        OverdueInstalment(250, date(2026, 9, 1), PLEDGE),
        OverdueInstalment(70, date(2026, 10, 1), ORDER),
        OverdueInstalment(4000, TODAY, PLEDGE),
        OverdueInstalment(0, date(2026, 1, 1), PLEDGE),
    )
    found = reasons(Facts(instalments=late))
    assert [(each.about, each.due_on, each.amount_minor) for each in found] == [
        (PLEDGE, date(2026, 9, 1), 1250),
        (ORDER, date(2026, 10, 1), 70),
    ]
    assert found[0].message == (
        "A pledge has been overdue since 1 September 2026: 12.50 GBP of 2 instalments is missing."
    )


@pytest.mark.rule("NAV-N01")
def test_an_answer_is_awaited_until_the_day_is_over_and_of_people_alone() -> None:
    assert [each.due_on for each in reasons(Facts(replies=(replace(REPLY, on=TODAY),)))] == [TODAY]
    assert reasons(Facts(replies=(replace(REPLY, on=YESTERDAY),))) == ()
    assert reasons(Facts(kind=Kind.ORGANISATION, replies=(REPLY,))) == ()


def test_deposits_are_told_order_by_order_the_largest_first_and_none_that_is_used_up() -> None:
    deposits = (UnusedDeposit(100, 1), UnusedDeposit(0, 2), UnusedDeposit(300, 3))
    assert [reason.amount_minor for reason in reasons(Facts(deposits=deposits))] == [300, 100]


@pytest.mark.rule("NAV-N01", "ROL-P06")
@pytest.mark.parametrize(
    ("role", "interface", "told"),
    [
        (
            Role.SALES_USER,
            Interface.SALES,
            set(AttentionKind) - {AttentionKind.OVERDUE_INSTALMENT, AttentionKind.INVITATION_AWAITING_REPLY},
        ),
        (Role.OPPORTUNITIES_USER, Interface.OPPORTUNITIES, set(AttentionKind)),
        (
            Role.SUPPORT,
            Interface.SUPPORT,
            {AttentionKind.POTENTIAL_DUPLICATE, AttentionKind.PREFERENCE_NOT_ASKED},
        ),
        (Role.GENERAL_ADMINISTRATOR, Interface.ADMIN, set()),
    ],
)
def test_a_reason_is_told_only_to_those_who_may_read_what_it_tells_of(
    role: Role, interface: Interface, told: set[AttentionKind]
) -> None:
    actor = Actor.of(UUID(int=9), username="kim", name="Kim", interface=interface, roles=[role])
    found = attention(EVERYTHING, TODAY, uk=True, currency="GBP", told=told_to(actor))
    assert {reason.kind for reason in found} == told
    assert [reason.rank for reason in found] == list(range(1, len(told) + 1))
