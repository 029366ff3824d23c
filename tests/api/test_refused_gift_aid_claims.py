"""What claims for Gift Aid are refused for, which leaves everything as it was."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from db.models import GiftAidClaim, GiftAidClaimLine
from gateway.engine import ids
from gateway.settings import Settings
from tests.ask import Ask, asking
from tests.charity import charity
from tests.claiming import PREPARE, READ, Claiming, Period, claim_of, give, refused, stored
from tests.database import Database


@pytest.fixture(autouse=True)
async def details(database: Database) -> None:
    await charity(database)


async def claims_of(database: Database, period: Period) -> int:
    """How many claims there are for the period."""
    return int(
        await database.one(
            select(func.count()).select_from(GiftAidClaim).where(GiftAidClaim.period_from == period.first)
        )
    )


@pytest.mark.rule("GAD-P14")
async def test_a_period_that_ends_less_than_thirty_days_ago_is_refused_with_the_last_day_allowed(
    ask: Ask, database: Database
) -> None:
    period = Period()
    await give(database, period, 5000)

    error = refused(await Claiming(ask, period).prepare(f"{period.last + timedelta(days=29)}T10:00:00+00:00"))

    assert (error["code"], error["path"]) == ("CLAIM_PERIOD_TOO_RECENT", ["to"])
    assert error["latestAllowed"] == f"{period.last - timedelta(days=1)}"
    assert await claims_of(database, period) == 0


async def test_a_period_ends_after_it_begins(ask: Ask) -> None:
    period = Period()
    asked: dict[str, Any] = {"from": f"{period.last}", "to": f"{period.first}"}
    error = refused((await ask(PREPARE, by="gina", now=period.now, **asked)).ok["done"])
    assert (error["code"], error["path"]) == ("INVALID_DATE", ["from"])


async def test_without_the_charitys_details_nothing_is_claimed(ask: Ask, database: Database) -> None:
    period = Period()
    asked: dict[str, Any] = {"from": "1999-01-01", "to": "1999-02-01"}
    answer = await ask(PREPARE, by="gina", now="1999-12-31T10:00:00+00:00", **asked)
    assert refused(answer.ok["done"])["code"] == "CHARITY_DETAILS_MISSING"
    assert await claims_of(database, period) == 0


@pytest.mark.rule("GAD-P14")
async def test_where_nothing_is_left_to_claim_there_is_no_claim(ask: Ask, database: Database) -> None:
    period = Period()
    await give(database, period, 5000)
    claim_of(await Claiming(ask, period).prepare())

    error = refused(await Claiming(ask, period).prepare())

    assert error["code"] == "NOTHING_TO_CLAIM"
    assert await claims_of(database, period) == 1


@pytest.mark.rule("GAD-P15")
async def test_rows_that_would_be_sent_back_are_named_before_anything_is_exported(
    ask: Ask, database: Database
) -> None:
    period = Period()
    claiming = Claiming(ask, period)
    await give(database, period, 5000)
    bad = await give(
        database, period, 6000, day=2, first_name="太郎", last_name="A" * 36, address={"postcode": "BS1"}
    )
    claim = claim_of(await claiming.prepare())
    before = await stored(database, claim)

    error = refused(await claiming.preview(claim))

    assert (error["code"], error["total"]) == ("ROWS_NOT_VALID", 3)
    named = {"row": 2, "donationId": bad.ids[0], "friendlyId": f"I-{bad.donor.number}"}
    assert error["rows"] == [
        {**named, "field": "FIRST_NAME", "fault": "FIRST_NAME_UNREADABLE"},
        {**named, "field": "LAST_NAME", "fault": "LAST_NAME_TOO_LONG"},
        {**named, "field": "POSTCODE", "fault": "POSTCODE_INVALID"},
    ]
    assert await stored(database, claim) == before
    assert refused(await claiming.export(claim, "CSV"))["code"] == "CLAIM_STATUS_WRONG"


@pytest.mark.rule("GAD-P15")
async def test_a_claim_with_a_gift_that_no_longer_qualifies_is_not_submitted(
    ask: Ask, database: Database
) -> None:
    period = Period()
    claiming = Claiming(ask, period)
    await give(database, period, 5000)
    returned = await give(database, period, 6000, day=2)
    claim = await claiming.previewed()
    returned.items[0].state, returned.items[0].returned_at = "RETURNED", period.at(20)
    await database.save(returned.items[0])
    before = await stored(database, claim)

    error = refused(await claiming.submit(claim))

    assert (error["code"], error["total"]) == ("GIFTS_NOT_CLAIMABLE", 1)
    assert error["gifts"] == [{"donationId": returned.ids[0], "reasonCodes": ["RETURNED"]}]
    assert await stored(database, claim) == before


@pytest.mark.rule("GAD-P14")
async def test_each_step_is_refused_where_it_is_not_its_turn(ask: Ask, database: Database) -> None:
    period = Period()
    claiming = Claiming(ask, period)
    await give(database, period, 5000)

    async def out_of_turn(claim: Any, *steps: str) -> None:
        before = await stored(database, claim)
        tries = {
            "preview": lambda: claiming.preview(claim),
            "submit": lambda: claiming.submit(claim),
            "decide": lambda: claiming.decide(claim, "ACCEPTED"),
            "abandon": lambda: claiming.abandon(claim),
        }
        for step in steps:
            error = refused(await tries[step]())
            assert (error["code"], error["status"]) == ("CLAIM_STATUS_WRONG", claim["status"]), step
        assert await stored(database, claim) == before

    draft = claim_of(await claiming.prepare())
    await out_of_turn(draft, "submit", "decide")
    previewed = claim_of(await claiming.preview(draft))
    await out_of_turn(previewed, "decide")
    submitted = claim_of(await claiming.submit(previewed))
    await out_of_turn(submitted, "preview", "submit", "abandon")
    accepted = claim_of(await claiming.decide(submitted, "ACCEPTED"))
    await out_of_turn(accepted, "preview", "submit", "decide", "abandon")


@pytest.mark.rule("GAD-P15")
async def test_an_outcome_that_cannot_be_is_refused(ask: Ask, database: Database) -> None:
    period = Period()
    claiming = Claiming(ask, period)
    await give(database, period, 5000, 6000)
    claim = await claiming.submitted()
    before = await stored(database, claim)

    for outcome, rows in (
        ("PART_REJECTED", []),
        ("PART_REJECTED", [{"row": 3}]),
        ("PART_REJECTED", [{"row": 1}, {"row": 1}]),
        ("PART_REJECTED", [{"row": 1}, {"row": 2}]),
        ("ACCEPTED", [{"row": 1}]),
    ):
        error = refused(await claiming.decide(claim, outcome, rows=rows))
        assert (error["code"], error["path"]) == ("INVALID_VALUE", ["rejectedRows"])
    too_long: tuple[dict[str, Any], ...] = (
        {"response": "x" * 20_001},
        {"rows": [{"row": 1, "reason": "x" * 501}]},
    )
    for said in too_long:
        assert (
            refused(await claiming.decide(claim, "PART_REJECTED", **{"rows": [{"row": 1}], **said}))["code"]
            == "TOO_LONG"
        )
    assert await stored(database, claim) == before


async def test_a_stale_version_and_a_wrong_id_change_nothing(ask: Ask, database: Database) -> None:
    period = Period()
    claiming = Claiming(ask, period)
    await give(database, period, 5000)
    claim = await claiming.previewed()
    before = await stored(database, claim)
    for step in (claiming.preview, claiming.submit, claiming.abandon):
        error = refused(await step({**claim, "version": 1}))
        assert (error["code"], error["currentVersion"]) == ("STALE_VERSION", 2)
        for wrong in ("gcl1_" + "0" * 32, "don1_" + "0" * 32, "nothing"):
            assert refused(await step({**claim, "id": wrong}))["code"] == "NOT_FOUND"
    assert refused(await claiming.export({"id": "gcl1_" + "0" * 32}, "XML"))["code"] == "NOT_FOUND"
    assert await stored(database, claim) == before


@pytest.mark.rule("GAD-P15")
async def test_two_claims_that_are_prepared_at_once_share_no_gift(ask: Ask, database: Database) -> None:
    period = Period()
    for _ in range(3):
        await give(database, period, *range(5000, 5020))

    answers = await asyncio.gather(*(Claiming(ask, period).prepare() for _ in range(4)))

    made = [answer["claim"] for answer in answers if answer["claim"]]
    assert made
    assert all(answer["errors"][0]["code"] == "NOTHING_TO_CLAIM" for answer in answers if not answer["claim"])
    gifts = [each["donationId"] for claim in made for each in claim["lines"]["nodes"]]
    assert len(gifts) == len(set(gifts)) == 60


@pytest.mark.rule("GAD-P15")
async def test_of_many_who_submit_at_once_one_does(ask: Ask, database: Database) -> None:
    period = Period()
    claiming = Claiming(ask, period)
    await give(database, period, 5000)
    claim = await claiming.previewed()
    answers = await asyncio.gather(*(claiming.submit(claim) for _ in range(5)))
    assert sorted(len(answer["errors"]) for answer in answers) == [0, 1, 1, 1, 1]


@pytest.mark.rule("GAD-P14")
async def test_only_general_administrators_claim(ask: Ask, database: Database) -> None:
    period = Period()
    claiming = Claiming(ask, period)
    await give(database, period, 5000)
    claim = await claiming.previewed()
    before = await stored(database, claim)
    listed = "{ giftAidClaims { nodes { lines { nodes { lastName } } } } }"
    for somebody in ("bea", "ade", "femi", "olga", "sam"):
        asked: dict[str, Any] = {"from": f"{period.first}", "to": f"{period.last}"}
        assert (await ask(PREPARE, by=somebody, now=period.now, **asked)).codes == ["FORBIDDEN"]
        assert (await ask(READ, by=somebody, id=claim["id"])).codes == ["FORBIDDEN"]
        assert (await ask(listed, by=somebody)).codes == ["FORBIDDEN"]
    assert await stored(database, claim) == before


async def test_where_gift_aid_is_not_tracked_nobody_claims(settings: Settings, database: Database) -> None:
    period = Period()
    async with asking(settings, gift_aid=False) as ask:
        asked: dict[str, Any] = {"from": f"{period.first}", "to": f"{period.last}"}
        assert (await ask(PREPARE, by="gina", now=period.now, **asked)).codes == ["NOT_IN_THIS_SYSTEM"]


@pytest.mark.rule("GAD-P15")
async def test_the_store_itself_holds_a_gift_in_one_live_claim(ask: Ask, database: Database) -> None:
    period = Period()
    claiming = Claiming(ask, period)
    given = await give(database, period, 5000)
    claim_of(await claiming.prepare())
    await give(database, period, 6000)
    other = claim_of(await claiming.prepare())
    line = GiftAidClaimLine(
        claim_id=ids.key_of("gcl", other["id"]),
        donation_id=given.donations[0].id,
        declaration_id=given.declaration.id,
        amount_minor=5000,
        tax_minor=1250,
        made_on=period.first,
    )
    with pytest.raises(IntegrityError, match="uq_gift_aid_claim_line_live"):
        await database.save(line)
