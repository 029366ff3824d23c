"""What memberships, subscriptions, series and cards ask of the store: as much for many records as for one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import pytest

from gateway.engine import ids
from gateway.settings import Settings
from tests import box_office as sell
from tests import factories as make
from tests import subscriptions as hold
from tests.ask import Ask, asking
from tests.database import Database

HOLDINGS = """
  memberships { status canRenew order { number } type { fund { name } } card { lastFour } terms { order { number } } }
  ticketSubscriptions { vouchers { available } order { number } vouchersByGroup { vouchers { available }
    group { instances(first: 2) { nodes { event { name } } } ticketTypes { name } } }
    pricingSet { structure { name } } }
  fixedSeries { state seat { label } venue { name } group { name } instances { startsAt } order { number } }
  ... on Individual { wallet { storedCards { lastFour renews { name } } } }
"""


@pytest.fixture
async def told(settings: Settings, database: Database) -> AsyncIterator[Ask]:
    """An application that tells which statements it ran."""
    async with asking(settings, explain=True) as ask:
        ask.client.headers["x-explain"] = "1"
        yield ask


@pytest.mark.rule("NAV-05", "XCT-P05")
async def test_the_holdings_of_many_records_take_as_many_statements_as_those_of_one(
    told: Ask, database: Database
) -> None:
    people = [make.individual() for _ in range(3)]
    show, house, friends, roof = sell.show(), sell.show(), hold.membership_type(), sell.fund()
    friends.fund_id = roof.id
    sold = hold.structure(show)
    rows = [*show.rows, *house.rows, roof, friends, *sold.rows]
    for home, each in people:
        order, card = sell.order(each), hold.card(each)
        member = hold.membership(each, friends, auto_renew=True, card_id=card.id)
        term = hold.term(member, date(2026, 1, 1), date(2026, 12, 31))
        tickets, series = hold.ticket_subscription(each, sold), hold.series(house, show)
        series.seat.label = make.unique("A")
        seat = hold.series_subscription(each, series, state="PURCHASED")
        rows += [home, each, order, card, member, term, tickets, *series.rows, seat]
        rows += [hold.vouchers(tickets, sold.plays), hold.term_sold(order, term)]
        rows += [hold.subscription_sold(order, tickets), hold.series_sold(order, seat.id)]
    await database.save(*rows)
    document = f"query ($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on Customer {{ {HOLDINGS} }} }} }}"
    records = [ids.encode("cus", each.id) for _, each in people]

    for asked in (records[:1], records):
        answer = await told(document, ids=asked)
        for shown in answer.ok["nodes"]:
            assert shown["memberships"][0]["terms"][0]["order"] == shown["memberships"][0]["order"]
            assert len(shown["ticketSubscriptions"][0]["vouchersByGroup"]) == 1
            assert len(shown["fixedSeries"][0]["instances"]) == 1
            assert len(shown["wallet"]["storedCards"][0]["renews"]) == 1
        explained = answer.extensions["explain"]
        assert (explained["declined"], explained["bailed"]) == ({}, None)
        assert sorted(each["tab"] for each in explained["statements"] if each["at"]) == [
            "customers",
            "event",
            "fixed-series",
            "fund",
            "instances-of-series-group",
            "instances-of-voucher-group",
            "membership-terms",
            "membership-type",
            "memberships",
            "memberships-renewed-by-card",
            "order",
            "order",
            "order",
            "order",
            "pricing-set",
            "seat",
            "series-group",
            "stored-card",
            "stored-cards",
            "subscription-structure",
            "ticket-subscriptions",
            "ticket-types-of-voucher-group",
            "venue",
            "voucher-group",
            "vouchers-by-group",
        ]
