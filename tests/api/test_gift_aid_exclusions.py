"""Leaving single donations out of Gift Aid, and taking them in again."""

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
from tests.api._declaring import EXCLUDE, INCLUDE, Desk, desk
from tests.ask import Ask
from tests.database import Database


async def gift(database: Database, counter: Desk, **given: Any) -> Donation:
    """A gift of last spring under an enduring declaration."""
    order, fund = sell.order(counter.donor, **given), sell.fund()
    item, given_ = sell.donation(order, fund, 4000, made_on=date(2026, 4, 1))
    await database.save(order, fund, item, given_, aid.declaration(counter.donor, date(2025, 1, 1)))
    return given_


async def told(ask: Ask, document: str, donation: Donation, **given: Any) -> Any:
    """The payload of the mutation."""
    answer = await ask(document, id=ids.encode("don", donation.id), **given)
    (payload,) = answer.ok.values()
    return payload


@pytest.mark.rule("GAD-P11")
async def test_a_donation_under_an_enduring_declaration_is_left_out_and_taken_in_again(
    ask: Ask, database: Database
) -> None:
    counter = await desk(ask, database)
    given = await gift(database, counter)

    left_out = await told(ask, EXCLUDE, given, reason=" Collected from friends ")
    assert left_out == {
        "donation": {"giftAid": {"status": "EXCLUDED", "reasonCodes": ["EXCLUDED"]}},
        "errors": [],
    }
    await told(ask, EXCLUDE, given, reason="Collected from friends")
    taken_in = await told(ask, INCLUDE, given)
    assert taken_in["donation"] == {"giftAid": {"status": "CLAIMABLE", "reasonCodes": []}}
    await told(ask, INCLUDE, given)
    assert await database.events(counter.donor.id) == ["donation.excluded", "donation.included"]


@pytest.mark.rule("GAD-P11")
@pytest.mark.parametrize(
    ("reason", "code"), [(" \n ", "REASON_REQUIRED"), ("x" * 501, "TOO_LONG"), ("a\x00b", "INVALID_TEXT")]
)
async def test_a_reason_is_needed(ask: Ask, database: Database, reason: str, code: str) -> None:
    counter = await desk(ask, database)
    given = await gift(database, counter)
    refused = await told(ask, EXCLUDE, given, reason=reason)
    assert (refused["donation"], [error["code"] for error in refused["errors"]]) == (None, [code])
    assert await database.events(counter.donor.id) == []


async def test_a_donation_that_may_not_be_seen_is_not_found(ask: Ask, database: Database) -> None:
    counter = await desk(ask, database)
    restricted = await gift(database, counter, restricted=True)
    household, gone = make.individual(active=False)
    await database.save(household, gone)
    hidden = await gift(database, Desk(ask, database, gone))
    for name in (restricted.id, hidden.id, uuid7()):
        for asked in (
            ask(EXCLUDE, id=ids.encode("don", name), reason="no"),
            ask(INCLUDE, id=ids.encode("don", name)),
        ):
            (payload,) = (await asked).ok.values()
            assert [error["code"] for error in payload["errors"]] == ["NOT_FOUND"]
    assert (await told(ask, EXCLUDE, restricted, by="femi", reason="Theirs to say"))["errors"] == []


async def test_only_those_at_the_front_leave_donations_out(ask: Ask, database: Database) -> None:
    counter = await desk(ask, database)
    given = await gift(database, counter)
    for by in ("gina", "seth", "sam"):
        answer = await ask(EXCLUDE, by=by, id=ids.encode("don", given.id), reason="no")
        assert answer.codes == ["FORBIDDEN"]
    assert await database.events(counter.donor.id) == []
