"""What renewing a membership would bring, asked before anybody pays."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from db.models import (
    CancelledDeclaration,
    Customer,
    Fund,
    GiftAidCancellation,
    GiftAidDeclaration,
    Membership,
)
from gateway.engine import ids
from gateway.settings import Region, Settings
from tests import box_office as sell
from tests import factories as make
from tests import subscriptions as hold
from tests.ask import Ask, asking
from tests.database import Database

PREVIEW = """query ($id: ID!, $on: Date) { renewalPreview(membershipId: $id, on: $on) {
  on renewal startDate endDate price { amount currency } donationElement { amount } giftAid { amount }
  cannotRenewReason { reason message } card { lastFour } membership { id }
} }"""
AID = "query ($id: ID!, $on: Date) { renewalPreview(membershipId: $id, on: $on) { giftAid { amount } } }"


def declaration(of: Customer, **values: Any) -> GiftAidDeclaration:
    """A paper declaration for this day and all to come, complete."""
    made: dict[str, Any] = {
        "id": uuid7(),
        "customer_id": of.id,
        "made_at": datetime(2026, 1, 1, 9, tzinfo=UTC),
        "made_on": date(2026, 1, 1),
        "coverage": "FROM_TODAY",
        "coverage_from": date(2026, 1, 1),
        "type": "PAPER",
        "evidence": "MANUAL",
        "first_name": "Ada",
        "last_name": "Byron",
        "address_line1": "1 High Street",
        "postcode": "BS1 4DJ",
        "country_code": "GB",
        "charity_name": "The Old Customs House",
        "statement_version": 1,
        "created_by": "bea",
    }
    return GiftAidDeclaration(**{**made, **values})


async def held(
    database: Database, *, fund: Fund | None = None, ends: date = date(2026, 12, 31), **customer: Any
) -> tuple[Customer, Membership]:
    """A membership of a type with a donation of 15.00 in its price, that renews from a card."""
    home, ada = make.individual(**customer)
    fund = fund or sell.fund()
    card = hold.card(ada)
    friends = hold.membership_type(donation_minor=1500, fund_id=fund.id)
    made = hold.membership(ada, friends, auto_renew=True, card_id=card.id)
    await database.save(home, ada, fund, card, friends, made, hold.term(made, date(2026, 1, 1), ends))
    return ada, made


async def preview(ask: Ask, of: Membership, on: str | None = None, document: str = PREVIEW, **by: Any) -> Any:
    return (await ask(document, id=ids.encode("mem", of.id), on=on, **by)).ok["renewalPreview"]


@pytest.mark.rule("MEM-N01", "MEM-P03")
async def test_a_preview_tells_the_next_term_its_price_and_the_card_it_would_be_charged_to(
    ask: Ask, database: Database
) -> None:
    _, made = await held(database)

    renewed = {
        "on": "2026-11-22",
        "renewal": True,
        "startDate": "2027-01-01",
        "endDate": "2027-12-31",
        "price": {"amount": "54.00", "currency": "GBP"},
        "donationElement": {"amount": "15.00"},
        "giftAid": {"amount": "0.00"},
        "cannotRenewReason": None,
        "card": {"lastFour": "4242"},
        "membership": {"id": ids.encode("mem", made.id)},
    }
    assert await preview(ask, made) == renewed
    # Renewed in grace, no paid day is lost.
    assert await preview(ask, made, "2027-01-30") == {**renewed, "on": "2027-01-30"}
    # After it, a new one is bought at the full price, from that day.
    assert await preview(ask, made, "2027-01-31") == {
        **renewed,
        "on": "2027-01-31",
        "renewal": False,
        "startDate": "2027-01-31",
        "endDate": "2028-01-30",
        "price": {"amount": "60.00", "currency": "GBP"},
        "cannotRenewReason": {
            "reason": "TOO_LATE",
            "message": "It could be renewed until 30 January 2027; sell a new one at the full price.",
        },
        "card": None,
    }


@pytest.mark.rule("MEM-09", "MEM-P02")
async def test_a_membership_is_renewed_inside_its_renewal_period_only(ask: Ask, database: Database) -> None:
    ada, made = await held(database)
    document = """query ($id: ID!) { customer(id: $id) { memberships(includeExpired: true) {
      renewableFrom renewableUntil canRenew cannotRenewReason { reason } } } }"""
    period = {"renewableFrom": "2026-11-01", "renewableUntil": "2027-01-30"}

    for day, reason in (
        ("2026-10-31", "TOO_EARLY"),
        ("2026-11-01", None),
        ("2027-01-30", None),
        ("2027-01-31", "TOO_LATE"),
    ):
        noon = f"{day}T12:00:00+00:00"
        found = await ask(document, id=f"{ada.number}", now=noon)
        why = None if reason is None else {"reason": reason}
        assert found.ok["customer"]["memberships"] == [
            {**period, "canRenew": reason is None, "cannotRenewReason": why}
        ]
        foreseen = (await preview(ask, made, now=noon))["cannotRenewReason"]
        assert (foreseen and foreseen["reason"]) == reason


@pytest.mark.rule("MEM-N01")
async def test_a_preview_before_the_window_says_from_when_on_it_can_be_renewed(
    ask: Ask, database: Database
) -> None:
    _, made = await held(database, ends=date(2027, 8, 31))

    found = await preview(ask, made)

    assert (found["startDate"], found["cannotRenewReason"]) == (
        "2027-09-01",
        {"reason": "TOO_EARLY", "message": "It can be renewed from 2 July 2027."},
    )


@pytest.mark.rule("MEM-N01", "GAD-P09")
async def test_gift_aid_is_told_for_days_that_a_declaration_covers(ask: Ask, database: Database) -> None:
    ada, made = await held(database)
    covers = declaration(ada, coverage="TODAY_ONLY", coverage_to=date(2026, 12, 24))
    await database.save(covers)

    async def aid(on: str) -> Any:
        return (await preview(ask, made, on, AID))["giftAid"]["amount"]

    assert [await aid("2026-12-24"), await aid("2026-12-25")] == ["3.75", "0.00"]
    # A cancellation that names it takes the rest.
    cancelled = GiftAidCancellation(
        id=uuid7(),
        customer_id=ada.id,
        made_at=datetime(2026, 11, 1, 9, tzinfo=UTC),
        made_on=date(2026, 11, 1),
        option="FROM_TODAY",
        effective_from=date(2026, 11, 1),
        created_by="bea",
    )
    named = CancelledDeclaration(cancellation_id=cancelled.id, declaration_id=covers.id)
    await database.save(cancelled, named)
    assert await aid("2026-12-24") == "0.00"


@pytest.mark.rule("MEM-N01", "GAD-P10")
async def test_no_gift_aid_comes_of_an_incomplete_declaration_or_of_a_fund_that_it_does_not_apply_to(
    ask: Ask, database: Database
) -> None:
    nameless, first = await held(database)
    donor, second = await held(database, fund=sell.fund(gift_aid_eligible=False))
    verbal, third = await held(database)
    await database.save(
        declaration(nameless, first_name=None),
        declaration(donor),
        declaration(verbal, type="VERBAL", evidence="EMAIL"),
    )

    assert [
        (await preview(ask, made, None, AID))["giftAid"]["amount"] for made in (first, second, third)
    ] == [
        "0.00",
        "0.00",
        "0.00",
    ]


@pytest.mark.rule("GAD-P10")
async def test_an_organisation_has_no_gift_aid_though_it_declared_while_it_was_a_person(
    ask: Ask, database: Database
) -> None:
    choir, fund = make.organisation(name=make.choir()), sell.fund()
    corporate = hold.membership_type(donation_minor=1500, fund_id=fund.id)
    made = hold.membership(choir, corporate)
    await database.save(choir, fund, corporate, made, declaration(choir))
    await database.save(hold.term(made, date(2026, 1, 1), date(2026, 12, 31)))

    assert await preview(ask, made, None, AID) == {"giftAid": {"amount": "0.00"}}


@pytest.mark.rule("GAD-01")
async def test_outside_the_uk_a_preview_tells_nothing_of_gift_aid(
    settings: Settings, database: Database
) -> None:
    ada, made = await held(database)
    await database.save(declaration(ada))
    async with asking(settings, region=Region.IE) as ask:
        assert await preview(ask, made, None, AID) == {"giftAid": None}


async def test_a_term_that_was_returned_is_renewed_anew(ask: Ask, database: Database) -> None:
    ada, made = await held(database)
    order = sell.order(ada)
    back = hold.term(made, date(2027, 1, 1), date(2027, 12, 31))
    await database.save(order, back)
    await database.save(
        hold.term_sold(order, back, state="RETURNED", returned_at=datetime(2026, 11, 1, tzinfo=UTC))
    )

    found = await preview(ask, made)

    assert (found["startDate"], found["endDate"]) == ("2027-01-01", "2027-12-31")


@pytest.mark.rule("ROL-P06", "ROL-P07")
async def test_a_preview_is_for_who_serves_the_customer_and_sees_them(ask: Ask, database: Database) -> None:
    _, hidden = await held(database, active=False)

    assert await preview(ask, hidden, by="bea") is None
    assert (await preview(ask, hidden, by="femi"))["renewal"] is True
    assert (await ask(PREVIEW, by="sam", id=ids.encode("mem", hidden.id))).codes == ["FORBIDDEN"]
    assert (await ask(PREVIEW, id=ids.encode("mem", uuid7()))).ok == {"renewalPreview": None}


@pytest.mark.parametrize("on", ["2026-11-21", "2036-12-01", "9999-12-31", "0001-01-01"])
async def test_days_that_are_over_or_too_far_off_are_refused(ask: Ask, database: Database, on: str) -> None:
    _, made = await held(database)

    answer = await ask(PREVIEW, id=ids.encode("mem", made.id), on=on)

    assert answer.codes == ["BAD_USER_INPUT"]
    assert answer.data == {"renewalPreview": None}
