"""Memberships on the record: which are listed, where each stands, and when it can be renewed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from db.models import Customer, MembershipTerm, MembershipType
from domain.memberships import membership_status
from gateway.engine import ids
from tests import box_office as sell
from tests import factories as make
from tests import subscriptions as hold
from tests.ask import Ask
from tests.database import Database

LISTED = """query ($id: ID!, $expired: Boolean!) {
  customer(id: $id) { current: memberships { status } asked: memberships(includeExpired: $expired) { status } }
}"""
WHOLE = """query ($id: ID!) { customer(id: $id) { memberships(includeExpired: true) {
  name status startDate endDate renewalDate renewableFrom renewableUntil canRenew cannotRenewReason { reason message }
  price { amount currency } renewalPrice { amount }
  type { name description price { amount } renewalPrice { amount } donationElement { amount } benefitValue { amount }
    periodLength periodUnit fixedEndDate renewalOpensDaysBefore renewalClosesDaysAfter autoRenewAllowed active
    fund { name } }
  terms { startDate endDate price { amount } customEndReason returned order { number } }
  order { id number }
} } }"""
STATUS = """query ($id: ID!) { customer(id: $id) { memberships { status canRenew renewableUntil } } }"""
PRICES = """query ($id: ID!) { customer(id: $id) { memberships { price { amount } terms { price { amount } } } } }"""


async def person(database: Database, **given: Any) -> Customer:
    home, ada = make.individual(**given)
    await database.save(home, ada)
    return ada


async def held(
    database: Database,
    of: Customer,
    type_: MembershipType,
    *days: tuple[date, date],
    **values: Any,
) -> list[MembershipTerm]:
    """A membership with terms of these first and last days, saved with its type."""
    made = hold.membership(of, type_, **values)
    terms = [hold.term(made, starts, ends) for starts, ends in days]
    await database.save(type_, made, *terms)
    return terms


@pytest.mark.rule("MEM-03", "MEM-04", "MEM-06")
async def test_a_membership_shows_its_dates_its_price_and_when_it_is_renewed(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    roof = sell.fund()
    friends = hold.membership_type(
        description="Priority booking.", donation_minor=1500, benefit_minor=500, fund_id=roof.id
    )
    made = hold.membership(ada, friends)
    first = hold.term(made, date(2025, 1, 1), date(2025, 12, 31))
    second = hold.term(
        made, date(2026, 1, 1), date(2026, 12, 20), price_minor=5400, custom_end_reason="Moves abroad."
    )
    bought, renewed = sell.order(ada), sell.order(ada)
    await database.save(roof, friends, made, first, second, bought, renewed)
    await database.save(hold.term_sold(bought, first), hold.term_sold(renewed, second))

    [found] = (await ask(WHOLE, id=f"{ada.number}")).ok["customer"]["memberships"]

    assert found == {
        "name": friends.name,
        "status": "ACTIVE",
        "startDate": "2025-01-01",
        "endDate": "2026-12-20",
        "renewalDate": "2026-10-21",
        "renewableFrom": "2026-10-21",
        "renewableUntil": "2027-01-19",
        "canRenew": True,
        "cannotRenewReason": None,
        "price": {"amount": "54.00", "currency": "GBP"},
        "renewalPrice": {"amount": "54.00"},
        "type": {
            "name": friends.name,
            "description": "Priority booking.",
            "price": {"amount": "60.00"},
            "renewalPrice": {"amount": "54.00"},
            "donationElement": {"amount": "15.00"},
            "benefitValue": {"amount": "5.00"},
            "periodLength": 1,
            "periodUnit": "YEAR",
            "fixedEndDate": None,
            "renewalOpensDaysBefore": 60,
            "renewalClosesDaysAfter": 30,
            "autoRenewAllowed": True,
            "active": True,
            "fund": {"name": roof.name},
        },
        "terms": [
            {
                "startDate": "2026-01-01",
                "endDate": "2026-12-20",
                "price": {"amount": "54.00"},
                "customEndReason": "Moves abroad.",
                "returned": False,
                "order": {"number": renewed.number},
            },
            {
                "startDate": "2025-01-01",
                "endDate": "2025-12-31",
                "price": {"amount": "60.00"},
                "customEndReason": None,
                "returned": False,
                "order": {"number": bought.number},
            },
        ],
        "order": {"id": ids.encode("ord", renewed.id), "number": renewed.number},
    }


@pytest.mark.rule("MEM-01", "MEM-02", "MEM-P05")
async def test_expired_memberships_are_listed_where_they_are_asked_for(ask: Ask, database: Database) -> None:
    ada = await person(database)
    kinds: dict[str, tuple[tuple[date, date], dict[str, Any]]] = {
        "Future": ((date(2026, 12, 1), date(2027, 11, 30)), {}),
        "Cancelled": (
            (date(2026, 11, 3), date(2027, 11, 2)),
            {"cancelled_at": datetime(2026, 11, 5, tzinfo=UTC)},
        ),
        "Returned": (
            (date(2026, 11, 2), date(2027, 11, 1)),
            {"returned_at": datetime(2026, 11, 5, tzinfo=UTC)},
        ),
        "Active": ((date(2025, 11, 23), date(2026, 11, 22)), {}),
        "Grace": ((date(2025, 10, 24), date(2026, 10, 23)), {}),
        "Expired": ((date(2025, 10, 23), date(2026, 10, 22)), {}),
    }
    for name, (days, values) in kinds.items():
        await held(database, ada, hold.membership_type(name=make.unique(name)), days, **values)

    async def listed(*, expired: bool) -> Any:
        found = (await ask(LISTED, id=f"{ada.number}", expired=expired)).ok["customer"]
        return {key: [each["status"] for each in rows] for key, rows in found.items()}

    current = ["FUTURE", "ACTIVE", "GRACE"]
    everything = ["FUTURE", "CANCELLED", "RETURNED", "ACTIVE", "GRACE", "EXPIRED"]
    assert await listed(expired=True) == {"current": current, "asked": everything}
    assert await listed(expired=False) == {"current": current, "asked": current}


@pytest.mark.rule("MEM-P02", "MEM-P05")
async def test_the_list_and_the_rule_agree_on_every_day_about_what_is_current(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    starts, ends = date(2026, 3, 1), date(2026, 4, 1)
    type_ = hold.membership_type(renewal_opens_days_before=3, renewal_closes_days_after=2)
    await held(database, ada, type_, (starts, ends), cancelled_at=None)
    window = {ends - timedelta(days=3), ends + timedelta(days=2)}

    for shift in range(-4, 5):
        day = ends + timedelta(days=shift)
        status = membership_status(starts, ends, 2, None, None, day)
        found = (await ask(STATUS, id=f"{ada.number}", now=f"{day}T12:00:00+00:00")).ok["customer"]
        within = min(window) <= day <= max(window)
        expected = {"status": status.value, "canRenew": within, "renewableUntil": "2026-04-03"}
        assert found["memberships"] == ([expected] if status.live else [])


async def test_the_civil_day_of_the_house_decides_and_not_that_of_the_server(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    type_ = hold.membership_type(renewal_closes_days_after=0)
    await held(database, ada, type_, (date(2026, 6, 1), date(2026, 6, 30)))

    # Half past midnight in London on 1 July is still June by UTC.
    found = await ask(STATUS, id=f"{ada.number}", now="2026-06-30T23:30:00+00:00")

    assert found.ok["customer"]["memberships"] == []

    # And what is cancelled then is cancelled from July on.
    cancelled_at = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    year = (date(2026, 1, 1), date(2026, 12, 31))
    await held(database, ada, hold.membership_type(), year, cancelled_at=cancelled_at)
    for now, expected in (("2026-06-30", ["ACTIVE", "ACTIVE"]), ("2026-07-01", [])):
        found = await ask(STATUS, id=f"{ada.number}", now=f"{now}T12:00:00+00:00")
        assert [each["status"] for each in found.ok["customer"]["memberships"]] == expected


@pytest.mark.rule("MEM-08")
async def test_view_order_leads_to_the_latest_term_that_was_not_returned(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    days = (date(2025, 12, 1), date(2026, 11, 30)), (date(2026, 12, 1), date(2027, 11, 30))
    first, second = await held(database, ada, hold.membership_type(), *days)
    bought, renewed = sell.order(ada), sell.order(ada)
    await database.save(bought, renewed, hold.term_sold(bought, first))
    await database.save(
        hold.term_sold(renewed, second, state="RETURNED", returned_at=datetime(2026, 11, 1, tzinfo=UTC))
    )

    [found] = (await ask(WHOLE, id=f"{ada.number}")).ok["customer"]["memberships"]

    assert (found["endDate"], found["order"]["number"]) == ("2026-11-30", bought.number)
    assert [(term["endDate"], term["returned"]) for term in found["terms"]] == [
        ("2027-11-30", True),
        ("2026-11-30", False),
    ]


@pytest.mark.rule("MEM-P10", "MEM-P07")
async def test_an_organisation_holds_memberships_and_none_renews_by_itself(
    ask: Ask, database: Database
) -> None:
    choir = make.organisation(name=make.choir())
    await database.save(choir)
    await held(database, choir, hold.membership_type(), (date(2026, 1, 1), date(2026, 12, 31)))
    document = """query ($id: ID!) { customer(id: $id) { memberships { status
      autoRenewEligibility { eligible lacks { reason message } } } } }"""

    found = (await ask(document, id=f"{choir.number}")).ok["customer"]["memberships"]

    lacks = [
        {
            "reason": "OWNER_NOT_INDIVIDUAL",
            "message": "Only the membership of an Individual renews by itself.",
        },
        {"reason": "NO_CARD", "message": "No card is chosen; choose one in the wallet."},
    ]
    assert found == [{"status": "ACTIVE", "autoRenewEligibility": {"eligible": False, "lacks": lacks}}]


@pytest.mark.rule("ORD-P13")
async def test_what_was_paid_in_a_restricted_order_is_not_told_to_who_may_not_open_it(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    [term] = await held(database, ada, hold.membership_type(), (date(2026, 1, 1), date(2026, 12, 31)))
    order = sell.order(ada, restricted=True)
    await database.save(order, hold.term_sold(order, term))

    told = {
        by: (await ask(PRICES, by=by, id=f"{ada.number}")).ok["customer"]["memberships"]
        for by in ("bea", "ade", "femi")
    }

    paid = {"amount": "60.00"}
    assert told == {
        "bea": [{"price": None, "terms": [{"price": None}]}],
        "ade": [{"price": paid, "terms": [{"price": paid}]}],
        "femi": [{"price": paid, "terms": [{"price": paid}]}],
    }


@pytest.mark.rule("NAV-P03", "ROL-P07", "ROL-P06")
async def test_memberships_resolve_by_id_for_whoever_sees_their_holder(ask: Ask, database: Database) -> None:
    ada = await person(database, active=False)
    type_ = hold.membership_type()
    [term] = await held(database, ada, type_, (date(2026, 1, 1), date(2026, 12, 31)))
    keys = [("mem", term.membership_id), ("mtm", term.id), ("mty", type_.id)]
    wanted = [ids.encode(word, key) for word, key in keys]
    document = (
        "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on Membership { customer { id } } } }"
    )

    found = {by: (await ask(document, by=by, ids=wanted)).ok["nodes"] for by in ("femi", "bea", "sam")}

    type_only = [None, None, {"__typename": "MembershipType"}]
    assert found == {
        "femi": [
            {"__typename": "Membership", "customer": {"id": ids.encode("cus", ada.id)}},
            {"__typename": "MembershipTerm"},
            {"__typename": "MembershipType"},
        ],
        "bea": type_only,
        "sam": type_only,
    }
