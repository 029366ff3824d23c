"""Cancelling and leaving out what was claimed for already: the tax is noted to be given back, in the same write."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from db.models import AuditChange, AuditEntry, GiftAidAdjustment, GiftAidClaimLine
from gateway.engine import ids
from tests.api._declaring import CANCEL, EXCLUDE, INCLUDE
from tests.ask import Ask
from tests.charity import charity
from tests.claiming import Claiming, Given, Period, give
from tests.database import Database


@pytest.fixture(autouse=True)
async def details(database: Database) -> None:
    await charity(database)


async def adjusted(database: Database, given: Given) -> list[tuple[str, int, str]]:
    """What was noted of these gifts, and by whom."""
    noted = await database.all(
        select(GiftAidAdjustment)
        .join(GiftAidClaimLine, GiftAidClaimLine.id == GiftAidAdjustment.line_id)
        .where(GiftAidClaimLine.donation_id.in_([each.id for each in given.donations]))
    )
    return [(each.reason, each.tax_minor, each.made_by) for each in noted]


@pytest.mark.rule("GAD-P16", "GAD-24")
async def test_a_cancellation_from_before_gives_back_what_it_uncovers_and_nothing_else(
    ask: Ask, database: Database
) -> None:
    period = Period()
    given, other = await give(database, period, 4000, 5000), await give(database, period, 6000)
    await Claiming(ask, period).accepted()
    cancellation = {"option": "SINCE", "since": f"{given.donations[1].made_on}"}

    told = (
        await ask(CANCEL, now=period.now, id=ids.encode("cus", given.donor.id), cancellation=cancellation)
    ).ok["cancelGiftAid"]

    assert told["errors"] == []
    assert await adjusted(database, given) == [("CANCELLED", 1250, "bea")]
    assert await adjusted(database, other) == []
    entry = select(AuditEntry.id).where(
        AuditEntry.customer_id == given.donor.id, AuditEntry.event == "gift-aid.cancelled"
    )
    paths = await database.all(select(AuditChange.path).where(AuditChange.entry_id.in_(entry)))
    assert "giftAid.gifts_given_back" in paths


@pytest.mark.rule("GAD-P16", "GAD-23")
async def test_a_cancellation_from_today_on_gives_nothing_back(ask: Ask, database: Database) -> None:
    period = Period()
    given = await give(database, period, 4000)
    await Claiming(ask, period).accepted()
    cancelling = ask(
        CANCEL, now=period.now, id=ids.encode("cus", given.donor.id), cancellation={"option": "FROM_TODAY"}
    )
    assert (await cancelling).ok["cancelGiftAid"]["errors"] == []
    assert await adjusted(database, given) == []


@pytest.mark.rule("GAD-P11", "GAD-P16")
async def test_a_gift_that_is_left_out_after_it_was_claimed_for_stays_so(
    ask: Ask, database: Database
) -> None:
    period = Period()
    given = await give(database, period, 4000)
    await Claiming(ask, period).accepted()

    async def done(document: str, **variables: Any) -> Any:
        (told,) = (await ask(document, now=period.now, id=given.ids[0], **variables)).ok.values()
        return told

    assert (await done(EXCLUDE, reason="Collected from friends"))["errors"] == []
    assert await adjusted(database, given) == [("EXCLUDED", 1000, "bea")]
    events = await database.events(given.donor.id)
    (error,) = (await done(INCLUDE))["errors"]
    assert (error["code"], error["path"]) == ("ALREADY_ADJUSTED", ["donationId"])
    assert await database.events(given.donor.id) == events
