"""Tax that was claimed for gifts which turned out not to qualify, and is given back with the next claim."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from db.models import Donation, GiftAidAdjustment, GiftAidClaimLine
from db.work import begin_work
from domain.gift_aid_claims import AdjustmentReason
from domain.house import House
from domain.permissions import Actor
from gateway.commands.gift_aid_adjustments import adjust_claimed, adjust_overclaimed
from gateway.engine import ids
from tests import gift_aid
from tests.ask import Ask
from tests.claiming import Claiming, Given, Period, claim_of, give
from tests.database import Database


async def adjusted(database: Database, given: Given) -> list[tuple[str, int]]:
    """What was noted of these gifts."""
    noted = await database.all(
        select(GiftAidAdjustment)
        .join(GiftAidClaimLine, GiftAidClaimLine.id == GiftAidAdjustment.line_id)
        .where(GiftAidClaimLine.donation_id.in_([each.id for each in given.donations]))
    )
    return [(each.reason, each.tax_minor) for each in noted]


async def give_back(database: Database, given: Given, period: Period) -> None:
    """Return the first of the gifts."""
    given.items[0].state, given.items[0].returned_at = "RETURNED", period.at(70)
    await database.save(given.items[0])


def own(claim: Any, given: Given) -> list[dict[str, Any]]:
    """What the claim gives back of these gifts."""
    return [each for each in claim["adjustments"] if each["donationId"] in given.ids]


@pytest.mark.rule("GAD-P16")
async def test_tax_for_a_gift_that_was_returned_is_taken_off_the_next_claim(
    ask: Ask, database: Database
) -> None:
    period, next_period = Period(), Period()
    given = await give(database, period, 5000, 6000)
    paid = await Claiming(ask, period).accepted()
    await give_back(database, given, period)
    await give(database, next_period, 100_00)

    claiming = Claiming(ask, next_period)
    draft = claim_of(await claiming.prepare())

    assert own(draft, given) == [
        {
            "donationId": given.ids[0],
            "claimNumber": paid["number"],
            "reason": "RETURNED",
            "tax": {"amount": "12.50"},
            "madeBy": "gina",
        }
    ]
    total = sum(float(each["tax"]["amount"]) for each in draft["adjustments"])
    assert float(draft["adjustment"]["amount"]) == pytest.approx(total)
    assert float(draft["due"]["amount"]) == pytest.approx(25 - total)
    previewed = claim_of(await claiming.preview(draft))
    submitted = claim_of(await claiming.submit(previewed))
    assert len(own(claim_of(await claiming.decide(submitted, "ACCEPTED")), given)) == 1
    assert await adjusted(database, given) == [("RETURNED", 1250)]


@pytest.mark.rule("GAD-P16")
async def test_a_cancellation_from_before_the_gift_and_an_exclusion_take_the_tax_back(
    ask: Ask, database: Database
) -> None:
    period, next_period = Period(), Period()
    cancelled = await give(database, period, 5000)
    excluded = await give(database, period, 6000, day=2)
    later = await give(database, period, 7000, day=3)
    renewed = await give(database, period, 8000, day=4)
    await Claiming(ask, period).accepted()
    await database.save(
        *gift_aid.cancellation([cancelled.declaration], period.last, effective_from=period.first)
    )
    await database.save(*gift_aid.cancellation([later.declaration], period.last, effective_from=period.last))
    await database.save(
        *gift_aid.cancellation([renewed.declaration], period.last, effective_from=period.first)
    )
    again = gift_aid.declaration(
        renewed.donor, period.at(55).date(), coverage="SINCE", coverage_from=period.first
    )
    excluded.donations[0].excluded_from_gift_aid = "Not their own money"
    await database.save(again, excluded.donations[0])

    claiming = Claiming(ask, next_period)
    draft = claim_of(await claiming.prepare())

    assert [(each["reason"], each["tax"]["amount"]) for each in own(draft, cancelled)] == [
        ("CANCELLED", "12.50")
    ]
    assert [(each["reason"], each["tax"]["amount"]) for each in own(draft, excluded)] == [
        ("EXCLUDED", "15.00")
    ]
    assert await adjusted(database, later) == await adjusted(database, renewed) == []
    assert draft["gifts"] == 0


@pytest.mark.rule("GAD-P16")
@pytest.mark.parametrize("ends", ["abandon", "reject"])
async def test_what_an_ended_claim_would_have_given_back_is_left_to_the_next(
    ask: Ask, database: Database, ends: str
) -> None:
    period, next_period = Period(), Period()
    given = await give(database, period, 5000)
    await Claiming(ask, period).accepted()
    await give_back(database, given, period)
    await give(database, next_period, 6000)
    claiming = Claiming(ask, next_period)

    claim = await claiming.previewed()
    assert len(own(claim, given)) == 1
    if ends == "abandon":
        await claiming.abandon(claim)
    else:
        rejected = claim_of(await claiming.decide(claim_of(await claiming.submit(claim)), "REJECTED"))
        assert own(rejected, given) == []

    assert len(own(claim_of(await claiming.prepare()), given)) == 1


@pytest.mark.rule("GAD-P16")
async def test_what_was_not_paid_is_not_given_back(ask: Ask, database: Database) -> None:
    period, next_period = Period(), Period()
    claiming, later = Claiming(ask, period), Claiming(ask, next_period)
    given = await give(database, period, 5000)
    submitted = await claiming.submitted()
    await give_back(database, given, period)
    await give(database, next_period, 6000)

    draft = claim_of(await later.prepare())
    assert await adjusted(database, given) == [("RETURNED", 1250)]
    assert own(draft, given) == []

    claim_of(await claiming.decide(submitted, "REJECTED"))
    assert own(claim_of(await later.preview(draft)), given) == []


@pytest.mark.rule("GAD-P16")
async def test_a_gift_is_noted_once_and_only_if_it_was_claimed_for(ask: Ask, database: Database) -> None:
    period = Period()
    given = await give(database, period, 5000, 6000)
    await Claiming(ask, period).submitted()
    other = await give(database, period, 7000)
    claim_of(await Claiming(ask, period).prepare())
    everything = [each.id for each in (*given.donations, *other.donations)]

    assert set(await note(database, everything[1:])) == {given.donations[1].id}
    assert set(await note(database, everything)) == {given.donations[0].id}
    assert await note(database, everything) == ()
    assert await note(database, []) == ()
    assert sorted(await adjusted(database, given)) == [("EXCLUDED", 1250), ("EXCLUDED", 1500)]
    assert await adjusted(database, other) == []
    claimed = await database.all(select(Donation.gift_aid_claimed_on).where(Donation.id.in_(everything[:2])))
    assert None not in claimed


async def note(database: Database, donation_ids: list[Any]) -> tuple[Any, ...]:
    """Note that the tax of these is to be given back, as a command would within its own work."""
    async with begin_work(
        database.store.writes, actor=Actor.of_job("test", ()), now=Period().at(0), correlation_id="t"
    ) as tx:
        done = await adjust_claimed(tx, donation_ids, AdjustmentReason.EXCLUDED)
        tx.record("donation.corrected", None, narrative="Corrected")
    return done


@pytest.mark.rule("GAD-P16")
async def test_one_donors_gifts_can_be_looked_at_alone(ask: Ask, database: Database) -> None:
    period = Period()
    mine, other = await give(database, period, 5000), await give(database, period, 6000, day=2)
    await Claiming(ask, period).accepted()
    for each in (mine, other):
        await give_back(database, each, period)

    async with begin_work(
        database.store.writes, actor=Actor.of_job("test", ()), now=period.at(80), correlation_id="t"
    ) as tx:
        noted = await adjust_overclaimed(tx, period.at(80).date(), House(), owner_id=mine.donor.id)
        tx.record("donation.corrected", None, narrative="Corrected")

    assert [ids.encode("don", each) for each in noted] == mine.ids
    assert await adjusted(database, other) == []
