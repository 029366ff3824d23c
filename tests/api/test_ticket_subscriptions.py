"""Ticket subscriptions on the record: what became of their vouchers, what they are good for, and which are listed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from db.models import Customer, VoucherGroupInstance
from domain.ticket_subscriptions import subscription_state
from gateway.engine import ids
from tests import box_office as sell
from tests import factories as make
from tests import subscriptions as hold
from tests.ask import Ask
from tests.database import Database

COUNTS = "{ issued available redeemed expired returned }"
WHOLE = f"""query ($id: ID!) {{ customer(id: $id) {{ ticketSubscriptions {{
  name state issuedOn expiresOn returnedAt order {{ id number }}
  vouchers {COUNTS} vouchersByGroup {{ vouchers {COUNTS} group {{ name voucherCount price {{ amount currency }}
    commission {{ amount }} position instances(first: 1) {{ totalCount nodes {{ event {{ name }} }} }}
    ticketTypes {{ name }} }} }}
  pricingSet {{ name structure {{ name description active pricingSets {{ name voucherGroups {{ name }} }} }} }}
}} }} }}"""
LISTED = """query ($id: ID!, $expired: Boolean!) { customer(id: $id) {
  usual: ticketSubscriptions { state } asked: ticketSubscriptions(includeExpired: $expired) { state } } }"""


async def person(database: Database, **given: Any) -> Customer:
    home, ada = make.individual(**given)
    await database.save(home, ada)
    return ada


def counts(issued: int, available: int, redeemed: int, expired: int = 0, returned: int = 0) -> dict[str, int]:
    return {
        "issued": issued,
        "available": available,
        "redeemed": redeemed,
        "expired": expired,
        "returned": returned,
    }


@pytest.mark.rule("TSB-02", "TSB-08", "TSB-P01")
async def test_a_subscription_leads_to_its_order_and_tells_what_was_sold(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    show = sell.show()
    later = show.again(show.instance.starts_at + timedelta(days=1))
    sold = hold.structure(show, description="Six evenings.")
    made = hold.ticket_subscription(ada, sold)
    order, redeemed_in = sell.order(ada), sell.order(ada)
    redeemed = sell.ticket(
        redeemed_in, show, full_price_minor=0, ticket_subscription_id=made.id, voucher_group_id=sold.plays.id
    )
    await database.save(*show.rows, later, *sold.rows, made, order, redeemed_in, redeemed)
    await database.save(hold.subscription_sold(order, made))
    await database.save(
        VoucherGroupInstance(voucher_group_id=sold.plays.id, instance_id=later.id),
        hold.vouchers(made, sold.films),
        hold.vouchers(made, sold.plays, redeemed=3),
    )

    [found] = (await ask(WHOLE, id=f"{ada.number}")).ok["customer"]["ticketSubscriptions"]

    assert found == {
        "name": sold.structure.name,
        "state": "CURRENT",
        "issuedOn": "2026-09-01",
        "expiresOn": "2027-06-30",
        "returnedAt": None,
        "order": {"id": ids.encode("ord", order.id), "number": order.number},
        "vouchers": counts(6, 3, 3),
        "vouchersByGroup": [
            {
                "vouchers": counts(4, 1, 3),
                "group": {
                    "name": "Plays",
                    "voucherCount": 4,
                    "price": {"amount": "18.00", "currency": "GBP"},
                    "commission": {"amount": "0.50"},
                    "position": 0,
                    "instances": {"totalCount": 2, "nodes": [{"event": {"name": "The Lantern Keepers"}}]},
                    "ticketTypes": [{"name": show.ticket_type.name}],
                },
            },
            {
                "vouchers": counts(2, 2, 0),
                "group": {
                    "name": "Films",
                    "voucherCount": 2,
                    "price": {"amount": "9.00", "currency": "GBP"},
                    "commission": {"amount": "0.00"},
                    "position": 1,
                    "instances": {"totalCount": 0, "nodes": []},
                    "ticketTypes": [],
                },
            },
        ],
        "pricingSet": {
            "name": "Standard",
            "structure": {
                "name": sold.structure.name,
                "description": "Six evenings.",
                "active": True,
                "pricingSets": [
                    {"name": "Standard", "voucherGroups": [{"name": "Plays"}, {"name": "Films"}]}
                ],
            },
        },
    }


@pytest.mark.rule("TSB-P01")
async def test_vouchers_are_good_for_what_is_still_to_come_the_next_one_first(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    show = sell.show(starts_at=datetime(2026, 12, 24, 19, 30, tzinfo=UTC))
    begun = show.again(datetime(2026, 11, 22, 10, tzinfo=UTC))  # the instant at which tests ask
    next_one = show.again(datetime(2026, 11, 22, 19, 30, tzinfo=UTC))
    sold = hold.structure(show)
    made = hold.ticket_subscription(ada, sold)
    await database.save(*show.rows, begun, next_one, *sold.rows, made, hold.vouchers(made, sold.plays))
    await database.save(
        *(
            VoucherGroupInstance(voucher_group_id=sold.plays.id, instance_id=each.id)
            for each in (begun, next_one)
        )
    )
    days = "{ totalCount nodes { startsAt } }"
    document = f"""query ($id: ID!, $past: Boolean!) {{ customer(id: $id) {{ ticketSubscriptions {{
      vouchersByGroup {{ group {{ usual: instances {days} asked: instances(includePast: $past) {days} }} }} }} }} }}"""

    async def told(*, past: bool) -> list[tuple[int, list[str]]]:
        found = (await ask(document, id=f"{ada.number}", past=past)).ok["customer"]["ticketSubscriptions"]
        group = found[0]["vouchersByGroup"][0]["group"]
        return [
            (group[name]["totalCount"], [each["startsAt"][:10] for each in group[name]["nodes"]])
            for name in ("usual", "asked")
        ]

    coming = (2, ["2026-11-22", "2026-12-24"])
    assert await told(past=False) == [coming, coming]
    assert await told(past=True) == [coming, (3, ["2026-11-22", "2026-11-22", "2026-12-24"])]


@pytest.mark.rule("TSB-05", "TSB-06", "TSB-P02")
async def test_vouchers_left_after_the_last_day_have_expired(ask: Ask, database: Database) -> None:
    ada = await person(database)
    show = sell.show()
    sold = hold.structure(show)
    made = hold.ticket_subscription(ada, sold, expires_on=date(2026, 11, 22))
    await database.save(*show.rows, *sold.rows, made)
    await database.save(
        hold.vouchers(made, sold.plays, redeemed=1, returned=1), hold.vouchers(made, sold.films, redeemed=2)
    )

    async def told(day: str) -> Any:
        found = await ask(WHOLE, id=f"{ada.number}", now=f"{day}T12:00:00+00:00")
        [shown] = found.ok["customer"]["ticketSubscriptions"]
        return shown["state"], shown["vouchers"], [each["vouchers"] for each in shown["vouchersByGroup"]]

    plays, films = counts(4, 2, 1, returned=1), counts(2, 0, 2)
    assert await told("2026-11-22") == ("CURRENT", counts(6, 2, 3, returned=1), [plays, films])
    plays = counts(4, 0, 1, expired=2, returned=1)
    assert await told("2026-11-23") == ("EXPIRED", counts(6, 0, 3, expired=2, returned=1), [plays, films])


@pytest.mark.rule("TSB-01", "TSB-03", "TSB-04")
async def test_current_and_expired_subscriptions_are_listed_and_expired_ones_can_be_left_out(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    show = sell.show()
    sold = hold.structure(show)
    await database.save(*show.rows, *sold.rows)
    cases = [
        (date(2026, 11, 21), 0),
        (date(2026, 11, 22), 0),
        (date(2026, 11, 23), 4),
        (date(2026, 11, 24), 3),
    ]
    for expires_on, returned in cases:
        made = hold.ticket_subscription(ada, sold, expires_on=expires_on)
        await database.save(made, hold.vouchers(made, sold.plays, returned=returned))
    # One of which nothing was issued is current until it expires.
    await database.save(hold.ticket_subscription(ada, sold, expires_on=date(2026, 11, 25)))

    async def listed(*, expired: bool) -> Any:
        found = (await ask(LISTED, id=f"{ada.number}", expired=expired)).ok["customer"]
        return [[each["state"] for each in found[name]] for name in ("usual", "asked")]

    everything = ["CURRENT", "CURRENT", "RETURNED", "CURRENT", "EXPIRED"]
    today = date(2026, 11, 22)
    ruled = [subscription_state(4, returned, expires_on, today).value for expires_on, returned in cases]
    assert ["CURRENT", *reversed(ruled)] == everything
    assert await listed(expired=True) == [everything, everything]
    assert await listed(expired=False) == [everything, ["CURRENT", "CURRENT", "CURRENT"]]


async def test_a_subscription_that_was_returned_says_when(ask: Ask, database: Database) -> None:
    ada = await person(database)
    show = sell.show()
    sold = hold.structure(show)
    made = hold.ticket_subscription(ada, sold, returned_at=datetime(2026, 10, 5, 9, tzinfo=UTC))
    await database.save(*show.rows, *sold.rows, made, hold.vouchers(made, sold.plays, returned=4))

    [found] = (await ask(WHOLE, id=f"{ada.number}")).ok["customer"]["ticketSubscriptions"]

    assert (found["state"], found["returnedAt"]) == ("RETURNED", "2026-10-05T09:00:00+00:00")
    assert (found["vouchers"], found["order"]) == (counts(4, 0, 0, returned=4), None)


@pytest.mark.rule("NAV-13", "NAV-P03", "ROL-P07")
async def test_subscriptions_and_what_they_are_made_of_resolve_by_id(ask: Ask, database: Database) -> None:
    ada = await person(database, active=False)
    show = sell.show()
    sold = hold.structure(show)
    made = hold.ticket_subscription(ada, sold)
    await database.save(*show.rows, *sold.rows, made)
    keys = [
        ("tsb", made.id),
        ("tss", sold.structure.id),
        ("tsp", sold.pricing_set.id),
        ("tsv", sold.plays.id),
    ]
    document = """query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on VoucherGroup { pricingSet { name } }
      ... on TicketSubscription { customer { fullName } } } }"""

    found = {
        by: (await ask(document, by=by, ids=[ids.encode(word, key) for word, key in keys])).ok["nodes"]
        for by in ("femi", "bea")
    }

    structure = [
        {"__typename": "TicketSubscriptionStructure"},
        {"__typename": "PricingSet"},
        {"__typename": "VoucherGroup", "pricingSet": {"name": "Standard"}},
    ]
    held = {"__typename": "TicketSubscription", "customer": {"fullName": "Ada Byron"}}
    assert found == {"femi": [held, *structure], "bea": [None, *structure]}
