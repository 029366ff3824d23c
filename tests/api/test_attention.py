"""What wants doing about a customer, on the record."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from db.models import Customer
from domain.duplicates import AUTOTAG
from gateway.engine import ids
from gateway.settings import Settings
from tests import box_office as sell
from tests import factories as make
from tests import orders as sold
from tests import subscriptions as hold
from tests.ask import Ask, asking
from tests.database import Database
from tests.ledgers import Ledger

ATTENTION = """query ($id: ID!) { customer(id: $id) { attention {
  rank kind message dueOn amount { amount currency } aboutId mutation } } }"""
KINDS = "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer { attention { kind aboutId } } } }"


class Neglected:
    """Somebody of whom everything wants doing, on 22 November 2026."""

    def __init__(self, **values: Any) -> None:
        self.home, self.ada = make.individual(**values)
        self.ledger = Ledger(self.ada)
        self.lot = self.ledger.lot(1250, expires_on=date(2026, 12, 10))
        self.order = sell.order(self.ada)
        self.fund = sell.fund()
        self.item, self.gift = sell.donation(self.order, self.fund, 10000)
        self.deposit = sold.payment(self.order, "DEPOSIT_TAKEN", 500)
        self.card = hold.card(self.ada, expiry_year=2026, expiry_month=11)
        self.friends = hold.membership_type(name=make.unique("Friends"), auto_renew_allowed=True)
        self.renews = hold.membership(self.ada, self.friends, auto_renew=True, card_id=self.card.id)
        self.lapses = hold.membership(self.ada, self.friends)

    @property
    def rows(self) -> tuple[Any, ...]:
        """All of it, in an order in which it can be saved."""
        return (
            *(self.home, self.ada, *self.ledger.rows, self.order, self.fund, self.item, self.gift),
            *(self.deposit, self.card, self.friends, self.renews, self.lapses),
            hold.term(self.renews, date(2026, 1, 1), date(2026, 12, 31)),
            hold.term(self.lapses, date(2025, 11, 20), date(2026, 11, 19)),
        )


async def alike(database: Database, who: Customer) -> None:
    """The record bears the autotag of records that look like another."""
    group = make.tag_group()
    tag = make.tag(group.id, name=AUTOTAG, is_autotag=True)
    await database.save(group, tag, make.customer_tag(who.id, tag.id))


async def kinds(ask: Ask, who: Customer, **asked: Any) -> list[str]:
    """The kinds of reasons, but for preferences, which other tests set up."""
    answer = await ask(ATTENTION, id=f"{who.number}", **asked)
    found = answer.ok["customer"]["attention"]
    return [each["kind"] for each in found if each["kind"] != "PREFERENCE_NOT_ASKED"]


@pytest.mark.rule("NAV-N01")
async def test_everything_that_wants_doing_is_told_the_most_pressing_first(
    ask: Ask, database: Database
) -> None:
    stage = Neglected()
    await database.save(*stage.rows)
    await alike(database, stage.ada)
    preference, statement = make.preference()
    await database.save(preference, statement)

    answer = await ask(ATTENTION, id=f"{stage.ada.number}")

    *told, last = answer.ok["customer"]["attention"]
    common = {"mutation": None, "amount": None, "dueOn": None, "aboutId": None}
    assert told == [
        {
            **common,
            "rank": 1,
            "kind": "CREDIT_EXPIRING",
            "message": "Credit of 12.50 GBP expires on 10 December 2026.",
            "dueOn": "2026-12-10",
            "amount": {"amount": "12.50", "currency": "GBP"},
            "aboutId": ids.encode("crl", stage.lot.id),
        },
        {
            **common,
            "rank": 2,
            "kind": "MEMBERSHIP_RENEWABLE",
            "message": f"The membership {stage.friends.name} ended on 19 November 2026 and can be renewed until"
            " 19 December 2026.",
            "dueOn": "2026-12-19",
            "aboutId": ids.encode("mem", stage.lapses.id),
        },
        {
            **common,
            "rank": 3,
            "kind": "CARD_EXPIRES_BEFORE_RENEWAL",
            "message": "The card •••• 4242 is good until 30 November 2026 only, and a membership is to renew by it on"
            " 30 December 2026: ask for another card.",
            "dueOn": "2026-12-30",
            "aboutId": ids.encode("mem", stage.renews.id),
        },
        {
            **common,
            "rank": 4,
            "kind": "UNUSED_DEPOSIT",
            "message": f"A deposit of 5.00 GBP on order {stage.order.number} is not used:"
            " use it, refund it or make it credit.",
            "amount": {"amount": "5.00", "currency": "GBP"},
            "aboutId": ids.encode("ord", stage.order.id),
        },
        {
            **common,
            "rank": 5,
            "kind": "GIFT_AID_DECLARATION_MISSING",
            "message": "Donations of 100.00 GBP have no Gift Aid declaration: ask for one.",
            "amount": {"amount": "100.00", "currency": "GBP"},
        },
        {
            **common,
            "rank": 6,
            "kind": "POTENTIAL_DUPLICATE",
            "message": "Another record looks like the same customer: compare them.",
        },
    ]
    assert (last["rank"], last["kind"], last["mutation"]) == (
        7,
        "PREFERENCE_NOT_ASKED",
        "setContactPreferences",
    )


@pytest.mark.rule("NAV-N01", "ROL-P06")
async def test_nobody_learns_of_what_they_may_not_read(ask: Ask, database: Database) -> None:
    stage = Neglected()
    await database.save(*stage.rows)
    await alike(database, stage.ada)

    assert await kinds(ask, stage.ada, by="sam") == ["POTENTIAL_DUPLICATE"]
    assert len(await kinds(ask, stage.ada, by="femi")) == 6


@pytest.mark.rule("ORD-P13")
async def test_deposits_and_donations_of_restricted_orders_are_for_those_who_may_open_them(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    order, fund = sell.order(ada, restricted=True), sell.fund()
    deposit = sold.payment(order, "DEPOSIT_TAKEN", 500)
    await database.save(home, ada, order, fund, *sell.donation(order, fund), deposit)

    assert await kinds(ask, ada, by="bea") == []
    assert await kinds(ask, ada, by="ade") == ["UNUSED_DEPOSIT", "GIFT_AID_DECLARATION_MISSING"]


@pytest.mark.rule("GAD-01")
async def test_a_system_without_gift_aid_misses_no_declaration(
    settings: Settings, database: Database
) -> None:
    home, ada = make.individual()
    order, fund = sell.order(ada), sell.fund()
    await database.save(home, ada, order, fund, *sell.donation(order, fund))

    async with asking(settings, region="US", currency="USD") as ask:
        assert await kinds(ask, ada) == []


async def test_nothing_is_asked_of_somebody_who_has_died(ask: Ask, database: Database) -> None:
    stage = Neglected(deceased_on=date(2026, 11, 1))
    await database.save(*stage.rows)

    answer = await ask(ATTENTION, id=f"{stage.ada.number}")

    assert [each["kind"] for each in answer.ok["customer"]["attention"]] == [
        "CREDIT_EXPIRING",
        "UNUSED_DEPOSIT",
    ]


@pytest.mark.rule("NAV-N01")
async def test_what_reasons_are_about_resolves_through_node(ask: Ask, database: Database) -> None:
    stage = Neglected()
    await database.save(*stage.rows)
    found = (await ask(ATTENTION, id=f"{stage.ada.number}")).ok["customer"]["attention"]
    about = [each["aboutId"] for each in found if each["aboutId"] is not None]

    nodes = await ask("query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }", ids=about)

    assert [each["__typename"] for each in nodes.ok["nodes"]] == [
        "CreditLot",
        "Membership",
        "Membership",
        "Order",
    ]
    assert [each["id"] for each in nodes.ok["nodes"]] == about


@pytest.mark.rule("NAV-N01")
async def test_many_records_take_one_statement(settings: Settings, database: Database) -> None:
    stages = [Neglected() for _ in range(3)]
    for stage in stages:
        await database.save(*stage.rows)
    records = [ids.encode("cus", stage.ada.id) for stage in stages]

    async with asking(settings, explain=True) as ask:
        ask.client.headers["x-explain"] = "1"
        answer = await ask(KINDS, ids=records)

    explained = answer.extensions["explain"]
    assert explained["declined"] == {}
    # Signing in is read at no place of the answer.
    assert [each["tab"] for each in explained["statements"] if each["at"] is not None] == ["customers"]
    assert [
        [each["aboutId"] for each in node["attention"] if each["kind"] == "UNUSED_DEPOSIT"]
        for node in answer.ok["nodes"]
    ] == [[ids.encode("ord", stage.order.id)] for stage in stages]
