"""The types of membership, as they were set up."""

from __future__ import annotations

from datetime import date

import pytest

from gateway.engine import ids
from tests import box_office as office
from tests import subscriptions as hold
from tests.ask import Ask
from tests.database import Database

TYPE = """query ($id: ID!) { node(id: $id) { ... on MembershipType {
  name description price { amount } renewalPrice { amount } donationElement { amount } benefitValue { amount }
  periodLength periodUnit fixedEndDate renewalOpensDaysBefore renewalClosesDaysAfter autoRenewAllowed active
  fund { name } } } }"""


@pytest.mark.rule("MEM-P01")
async def test_a_type_tells_prices_gift_term_and_window(ask: Ask, database: Database) -> None:
    roof = office.fund()
    season = hold.membership_type(
        description="Until the season ends.",
        price_minor=9000,
        renewal_price_minor=8100,
        donation_minor=2500,
        benefit_minor=700,
        fund_id=roof.id,
        period_length=None,
        period_unit=None,
        fixed_end=date(2027, 8, 31),
        renewal_opens_days_before=45,
        renewal_closes_days_after=14,
        auto_renew_allowed=False,
        active=False,
    )
    await database.save(roof, season)

    answer = await ask(TYPE, id=ids.encode("mty", season.id))

    assert answer.ok["node"] == {
        "name": season.name,
        "description": "Until the season ends.",
        "price": {"amount": "90.00"},
        "renewalPrice": {"amount": "81.00"},
        "donationElement": {"amount": "25.00"},
        "benefitValue": {"amount": "7.00"},
        "periodLength": None,
        "periodUnit": None,
        "fixedEndDate": "2027-08-31",
        "renewalOpensDaysBefore": 45,
        "renewalClosesDaysAfter": 14,
        "autoRenewAllowed": False,
        "active": False,
        "fund": {"name": roof.name},
    }
