"""What counts as a reason to act on a customer, and what does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from db.models import Customer
from domain.duplicates import AUTOTAG
from gateway.engine import ids
from tests import box_office as sell
from tests import factories as make
from tests import gift_aid
from tests import orders as sold
from tests import subscriptions as hold
from tests.ask import Ask
from tests.database import Database

ATTENTION = "query ($id: ID!) { customer(id: $id) { attention { kind amount { amount } aboutId } } }"


async def reasons(ask: Ask, who: Customer, kind: str) -> list[Any]:
    """The reasons of a kind."""
    answer = await ask(ATTENTION, id=f"{who.number}")
    return [each for each in answer.ok["customer"]["attention"] if each["kind"] == kind]


@pytest.mark.rule("ORD-P04")
async def test_a_deposit_that_was_used_refunded_or_made_credit_is_settled(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    settled, partly = (sell.order(ada) for _ in range(2))
    movements = [
        *((settled, "DEPOSIT_TAKEN", amount) for amount in (500, 400)),
        (settled, "DEPOSIT_USED", 600),
        (settled, "DEPOSIT_REFUNDED", 200),
        (settled, "DEPOSIT_MOVED_TO_CREDIT", 100),
        (settled, "PAYMENT", 900),
        (partly, "DEPOSIT_TAKEN", 500),
        (partly, "DEPOSIT_USED", 380),
    ]
    paid = [sold.payment(order, kind, amount) for order, kind, amount in movements]
    await database.save(home, ada, settled, partly, *paid)

    found = await reasons(ask, ada, "UNUSED_DEPOSIT")

    assert [(each["amount"]["amount"], each["aboutId"]) for each in found] == [
        ("1.20", ids.encode("ord", partly.id))
    ]


@pytest.mark.rule("NAV-N01", "ORD-P01")
async def test_a_deposit_is_told_of_on_the_records_of_its_order_s_owner_and_of_who_placed_it(
    ask: Ask, database: Database
) -> None:
    (home, ada), (her_home, kit) = make.individual(), make.individual()
    choir = make.organisation(name=make.choir())
    order = sell.order(choir, facilitator_id=ada.id)
    credited = sold.credit(order, kit)
    deposit = sold.payment(order, "DEPOSIT_TAKEN", 500)
    await database.save(home, ada, her_home, kit, choir, order, credited, deposit)

    told = [{"kind": "UNUSED_DEPOSIT", "amount": {"amount": "5.00"}, "aboutId": ids.encode("ord", order.id)}]
    assert [await reasons(ask, each, "UNUSED_DEPOSIT") for each in (choir, ada, kit)] == [told, told, []]


@pytest.mark.rule("NAV-N01")
async def test_donations_that_no_declaration_could_help_or_that_one_reached_are_no_reason(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    order, fund, bar = sell.order(ada), sell.fund(), sell.fund(gift_aid_eligible=False)
    gifts = [
        sell.donation(order, fund, 1, made_on=date(2022, 11, 22)),
        sell.donation(order, fund, 20, made_on=date(2022, 11, 21)),
        sell.donation(order, fund, 300, excluded_from_gift_aid="Raffle"),
        sell.donation(order, fund, 4000, gift_aid_claimed_on=date(2026, 10, 2)),
        sell.donation(order, fund, 50000, source="LEGACY"),
        sell.donation(order, fund, 600000, state="RETURNED"),
        sell.donation(order, bar, 7000000),
        sell.donation(order, fund, 80000000, made_on=date(2026, 5, 1)),
        sell.donation(order, fund, 900000000, made_on=date(2026, 7, 1)),
    ]
    declared = gift_aid.declaration(ada, date(2026, 4, 1), coverage_to=date(2026, 9, 30))
    cancelled = gift_aid.cancellation([declared])
    await database.save(home, ada, order, fund, bar, declared, *cancelled)
    await database.save(*(row for gift in gifts for row in gift))

    found = await reasons(ask, ada, "GIFT_AID_DECLARATION_MISSING")

    # Only the first penny: covered before the cancellation, or cancelled by the donor's own wish, is no reason to ask.
    assert [each["amount"]["amount"] for each in found] == ["0.01"]


@pytest.mark.rule("NAV-N01", "MEM-P07")
async def test_a_membership_that_has_given_up_renewing_by_itself_is_to_be_renewed_by_hand(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    card, removed = hold.card(ada), hold.card(ada, removed_at=sell.PLACED)
    friends, old = hold.membership_type(), hold.membership_type(active=False)
    given_up, trying, cardless, withdrawn, over = (
        hold.membership(ada, type_, auto_renew=True, card_id=by.id)
        for type_, by in (
            (friends, card),
            (friends, card),
            (friends, removed),
            (old, card),
            (friends, card),
        )
    )
    ends = {
        given_up: date(2026, 11, 14),  # the last attempt was a week later
        trying: date(2026, 11, 15),
        cardless: date(2026, 12, 1),
        withdrawn: date(2026, 12, 1),
        over: date(2026, 10, 22),
    }
    await database.save(home, ada, card, removed, friends, old)
    for held, end in ends.items():
        await database.save(held, hold.term(held, date(2026, 1, 1), end))

    assert [each["aboutId"] for each in await reasons(ask, ada, "MEMBERSHIP_RENEWABLE")] == [
        ids.encode("mem", given_up.id),
        ids.encode("mem", cardless.id),
    ]
    assert await reasons(ask, ada, "CARD_EXPIRES_BEFORE_RENEWAL") == []


async def test_a_tag_of_that_name_which_people_set_makes_no_duplicate(ask: Ask, database: Database) -> None:
    home, ada = make.individual()
    group = make.tag_group()
    tag = make.tag(group.id, name=AUTOTAG)
    await database.save(home, ada, group, tag, make.customer_tag(ada.id, tag.id))

    assert await reasons(ask, ada, "POTENTIAL_DUPLICATE") == []
