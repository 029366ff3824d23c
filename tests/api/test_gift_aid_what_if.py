"""What a declaration or a cancellation would do, asked before anybody makes it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from db.models import Donation
from gateway.engine import ids
from tests import box_office as sell
from tests import factories as make
from tests import gift_aid as aid
from tests.api._declaring import cus, desk
from tests.ask import Ask
from tests.database import Database

WHAT_IF = """
query WhatIf($id: ID!, $proposed: GiftAidProposal!) {
  giftAidWhatIf(customerId: $id, proposed: $proposed) {
    flips {
      donation { id } gained claimed worth { amount }
      before { status reasonCodes } after { status reasonCodes }
    }
    gained { amount } lost { amount } toGiveBack { amount }
  }
}
"""
SINCE = {"declaration": {"coverage": "SINCE", "since": "2025-01-01"}}


async def gifts(database: Database, donor: Any, *made: tuple[int, date, dict[str, Any]]) -> list[Donation]:
    """Donations of the donor to an eligible fund."""
    order, fund = sell.order(donor), sell.fund()
    await database.save(order, fund)
    rows = [sell.donation(order, fund, amount, made_on=day, **given) for amount, day, given in made]
    await database.save(*(row for pair in rows for row in pair))
    return [donation for _, donation in rows]


@pytest.mark.rule("GAD-N02")
async def test_a_declaration_would_make_the_gifts_of_its_days_claimable(ask: Ask, database: Database) -> None:
    counter = await desk(ask, database)
    _, spring, _, today = await gifts(
        database,
        counter.donor,
        (1000, date(2024, 12, 31), {}),
        (4000, date(2026, 4, 1), {}),
        (5000, date(2026, 5, 1), {"excluded_from_gift_aid": "Collected"}),
        (801, date(2026, 11, 22), {}),
    )

    told = (await ask(WHAT_IF, id=cus(counter.donor), proposed=SINCE)).ok["giftAidWhatIf"]

    assert [each["donation"]["id"] for each in told["flips"]] == [
        ids.encode("don", each.id) for each in (today, spring)
    ]
    assert told["flips"][1] == {
        "donation": {"id": ids.encode("don", spring.id)},
        "gained": True,
        "claimed": False,
        "worth": {"amount": "10.00"},
        "before": {"status": "NOT_CLAIMABLE", "reasonCodes": ["NO_DECLARATION"]},
        "after": {"status": "CLAIMABLE", "reasonCodes": []},
    }
    assert (told["gained"], told["lost"], told["toGiveBack"]) == (
        {"amount": "12.00"}, {"amount": "0.00"}, {"amount": "0.00"},
    )  # fmt: skip
    assert await counter.rows() == []
    made = await counter.declared(**SINCE["declaration"])
    assert made["coverageFrom"] == "2025-01-01"


@pytest.mark.rule("GAD-N02")
async def test_a_cancellation_tells_what_is_lost_and_what_was_claimed_already(
    ask: Ask, database: Database
) -> None:
    counter = await desk(ask, database)
    await database.save(aid.declaration(counter.donor, date(2024, 1, 1)))
    await gifts(
        database,
        counter.donor,
        (2000, date(2024, 6, 1), {}),
        (4000, date(2026, 4, 1), {}),
        (6000, date(2026, 5, 1), {"gift_aid_claimed_on": date(2026, 9, 1)}),
    )
    proposed = {"cancellation": {"option": "SINCE", "since": "2026-01-01"}}

    told = (await ask(WHAT_IF, id=cus(counter.donor), proposed=proposed)).ok["giftAidWhatIf"]

    assert [(each["gained"], each["claimed"]) for each in told["flips"]] == [(False, True), (False, False)]
    assert told["flips"][0]["after"] == {
        "status": "CLAIMED",
        "reasonCodes": ["COVERAGE_CANCELLED", "ALREADY_CLAIMED"],
    }
    assert (told["gained"], told["lost"], told["toGiveBack"]) == (
        {"amount": "0.00"}, {"amount": "10.00"}, {"amount": "15.00"},
    )  # fmt: skip
    assert await database.events(counter.donor.id) == []


@pytest.mark.rule("GAD-N02")
@pytest.mark.parametrize(
    ("proposed", "code"),
    [
        ({"declaration": {"coverage": "SINCE", "since": "2022-11-21"}}, "BACKDATE_TOO_FAR"),
        ({"declaration": {"coverage": "SINCE"}}, "INVALID_COVERAGE_DATE"),
        ({"cancellation": {"option": "FROM_TODAY"}}, "NO_ACTIVE_DECLARATION"),
        (
            {"cancellation": {"option": "FROM_TODAY", "declarationIds": [ids.encode("gad", uuid7())]}},
            "NOT_FOUND",
        ),
    ],
)
async def test_what_could_not_be_made_is_refused_alike(
    ask: Ask, database: Database, proposed: dict[str, Any], code: str
) -> None:
    counter = await desk(ask, database)
    answer = await ask(WHAT_IF, id=cus(counter.donor), proposed=proposed)
    assert answer.codes == ["BAD_USER_INPUT"]
    assert answer.errors[0]["extensions"]["reason"] == code


async def test_a_record_that_may_not_be_seen_has_no_answer(ask: Ask, database: Database) -> None:
    household, gone = make.individual(active=False)
    await database.save(household, gone)
    assert (await ask(WHAT_IF, id=cus(gone), proposed=SINCE)).ok == {"giftAidWhatIf": None}
    assert (await ask(WHAT_IF, by="gina", id=cus(gone), proposed=SINCE)).codes == ["FORBIDDEN"]
