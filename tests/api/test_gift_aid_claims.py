"""The life of a claim for Gift Aid."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from db.models import AuditEntry, AuditValue, CharityDetails, Donation
from gateway.engine import ids
from tests import gift_aid
from tests.ask import Ask
from tests.charity import charity
from tests.claiming import Claiming, Period, claim_of, give
from tests.database import Database

STATUS = "query ($id: ID!) { node(id: $id) { ... on Donation { giftAid { status reasonCodes } } } }"


@pytest.fixture(autouse=True)
async def details(database: Database) -> None:
    await charity(database)


async def claimed_on(database: Database, *donations: Donation) -> list[date | None]:
    stored = {
        each.id: each.gift_aid_claimed_on
        for each in await database.all(select(Donation).where(Donation.id.in_([d.id for d in donations])))
    }
    return [stored[each.id] for each in donations]


async def audited(database: Database, claim: Any) -> list[str]:
    key = ids.key_of("gcl", claim["id"])
    return await database.all(
        select(AuditEntry.event)
        .where(AuditEntry.section == f"gift_aid_claim:{key}", AuditEntry.customer_id.is_(None))
        .order_by(AuditEntry.at, AuditEntry.id)
    )


@pytest.mark.rule("GAD-P14", "GAD-P15")
async def test_a_claim_is_prepared_previewed_submitted_and_accepted(ask: Ask, database: Database) -> None:
    period = Period()
    claiming = Claiming(ask, period)
    given = await give(database, period, 5050, 100_00, last_name="Marsh-Lindqvist")
    first, second = given.ids

    draft = claim_of(await claiming.prepare())
    assert (draft["status"], draft["version"], draft["gifts"], draft["rows"]) == ("DRAFT", 1, 2, None)
    assert (draft["amount"], draft["tax"]) == ({"amount": "150.50"}, {"amount": "37.62"})
    assert (draft["periodFrom"], draft["periodTo"]) == (f"{period.first}", f"{period.last}")
    assert draft["preparedBy"] == "gina"
    assert draft["charityName"] == await database.one(
        select(CharityDetails.name).order_by(CharityDetails.version.desc()).limit(1)
    )
    assert {each["donationId"] for each in draft["lines"]["nodes"]} == {first, second}
    assert {each["lastName"] for each in draft["lines"]["nodes"]} == {None}

    previewed = claim_of(await claiming.preview(draft))
    assert (previewed["status"], previewed["version"], previewed["rows"]) == ("PREVIEWED", 2, 2)
    assert previewed["lines"]["nodes"][0] == {
        "donationId": first,
        "declarationId": ids.encode("gad", given.declaration.id),
        "madeOn": f"{period.at(1).date()}",
        "amount": {"amount": "50.50"},
        "tax": {"amount": "12.62"},
        "row": 1,
        "title": "Ms",
        "firstName": "Ada",
        "lastName": "Marsh Lindqvist",
        "house": "12 Harbour Row",
        "postcode": "BS1 4AA",
        "rejected": False,
        "rejection": None,
    }
    assert await claimed_on(database, *given.donations) == [None, None]

    submitted = claim_of(await claiming.submit(previewed, correlation="B07D"))
    today = period.last + timedelta(days=30)
    assert (submitted["status"], submitted["submittedOn"], submitted["correlation"]) == (
        "SUBMITTED",
        f"{today}",
        "B07D",
    )
    assert await claimed_on(database, *given.donations) == [today, today]

    accepted = claim_of(await claiming.decide(submitted, "ACCEPTED", response="<ok/>"))
    assert (accepted["status"], accepted["decidedOn"], accepted["response"]) == (
        "ACCEPTED",
        f"{today}",
        "<ok/>",
    )
    assert accepted["due"] == {"amount": "37.62"}
    assert await claiming.read(accepted) == accepted
    assert await audited(database, accepted) == [
        f"gift-aid-claim.{step}" for step in ("prepared", "previewed", "submitted", "accepted")
    ]
    shown = (await ask(STATUS, id=first, now=period.now)).ok["node"]["giftAid"]
    assert shown == {"status": "CLAIMED", "reasonCodes": ["ALREADY_CLAIMED"]}


@pytest.mark.rule("GAD-P14")
async def test_only_what_can_be_claimed_for_is_claimed(ask: Ask, database: Database) -> None:
    period = Period()
    good = await give(database, period, 5000)
    await give(database, period, 5000, state="RETURNED")
    await give(database, period, 5000, fund={"gift_aid_eligible": False})
    await give(database, period, 5000, donation={"excluded_from_gift_aid": "Not their own money"})
    await give(database, period, 5000, donation={"source": "LEGACY"})
    await give(database, period, 5000, declared={"coverage_from": period.last})
    await give(database, period, 5000, declared={"address_line1": None})
    await give(database, period, 5000, declared={"type": "VERBAL", "evidence": "POST", "evidence_text": None})
    await give(database, period, 5000, day=52)
    cancelled = await give(database, period, 5000)
    await database.save(*gift_aid.cancellation([cancelled.declaration], period.first))

    draft = claim_of(await Claiming(ask, period).prepare())

    assert [each["donationId"] for each in draft["lines"]["nodes"]] == good.ids


@pytest.mark.rule("GAD-P15")
async def test_small_gifts_of_several_donors_share_a_row_that_names_none(
    ask: Ask, database: Database
) -> None:
    period = Period()
    small = await give(database, period, 3000, 2500)
    other = await give(database, period, 10_00, day=3)
    large = await give(database, period, 3001, day=5)

    claim = await Claiming(ask, period).previewed()

    lines = claim["lines"]["nodes"]
    assert claim["rows"] == 2
    assert [(each["donationId"], each["row"], each["lastName"]) for each in lines] == [
        *((each, 1, None) for each in (*small.ids, *other.ids)),
        (*large.ids, 2, "Marsh"),
    ]


@pytest.mark.rule("GAD-P15", "GAD-P18")
async def test_a_preview_tells_the_record_as_it_is_now_and_what_was_previewed_is_submitted(
    ask: Ask, database: Database
) -> None:
    period = Period()
    claiming = Claiming(ask, period)
    moved = await give(
        database, period, 5000, declared={"address_line1": "9 Weir Cottages", "postcode": "BA2 6NX"}
    )
    gone = await give(
        database,
        period,
        6000,
        day=2,
        address={"postcode": None, "postcode_unknown": True},
        declared={"address_line1": "9 Weir Cottages", "postcode": "BA2 6NX"},
    )
    abroad = await give(
        database,
        period,
        7000,
        day=3,
        address={"line1": "3 rue Dauphine", "town": "Paris", "country_code": "FR"},
    )
    claim = await claiming.previewed()
    told = [(each["donationId"], each["house"], each["postcode"]) for each in claim["lines"]["nodes"]]
    assert told == [
        (*moved.ids, "12 Harbour Row", "BS1 4AA"),
        (*gone.ids, "9 Weir Cottages", "BA2 6NX"),
        (*abroad.ids, "3 rue Dauphine, Paris, BS1 4AA, FR", None),
    ]

    moved.donor.last_name = "Quay"
    await database.save(moved.donor)
    submitted = claim_of(await claiming.submit(claim))
    assert {each["lastName"] for each in submitted["lines"]["nodes"]} == {"Marsh"}


@pytest.mark.rule("GAD-P15")
async def test_a_row_that_was_sent_back_can_be_claimed_for_again(ask: Ask, database: Database) -> None:
    period = Period()
    claiming = Claiming(ask, period)
    given = await give(database, period, 5000, 6000, 7000)
    claim = await claiming.submitted()

    decided = claim_of(
        await claiming.decide(
            claim, "PART_REJECTED", rows=[{"row": 2, "reason": "No such donor"}], response="2"
        )
    )

    assert (decided["status"], decided["due"]) == ("PART_REJECTED", {"amount": "30.00"})
    assert [(each["rejected"], each["rejection"]) for each in decided["lines"]["nodes"]] == [
        (False, None),
        (True, "No such donor"),
        (False, None),
    ]
    dates = await claimed_on(database, *given.donations)
    assert [on is None for on in dates] == [False, True, False]
    again = claim_of(await claiming.prepare())
    assert [each["donationId"] for each in again["lines"]["nodes"]] == [given.ids[1]]
    assert (await audited(database, claim))[-1] == "gift-aid-claim.part-rejected"


@pytest.mark.rule("GAD-P15")
async def test_a_claim_that_was_sent_back_leaves_all_its_gifts_free(ask: Ask, database: Database) -> None:
    period = Period()
    claiming = Claiming(ask, period)
    given = await give(database, period, 500, 600, 7000)
    claim = await claiming.submitted()

    decided = claim_of(await claiming.decide(claim, "REJECTED", response="Wrong reference"))

    assert decided["due"] == {"amount": "0.00"}
    assert {each["rejection"] for each in decided["lines"]["nodes"]} == {"Wrong reference"}
    assert await claimed_on(database, *given.donations) == [None, None, None]
    assert claim_of(await claiming.prepare())["gifts"] == 3


@pytest.mark.rule("GAD-P14")
async def test_an_abandoned_claim_is_gone_and_its_gifts_are_free(ask: Ask, database: Database) -> None:
    period = Period()
    claiming = Claiming(ask, period)
    given = await give(database, period, 5000)
    for prepare in (claiming.previewed, lambda: _draft(claiming)):
        claim = await prepare()
        assert await claiming.abandon(claim) == {"abandonedClaimId": claim["id"], "errors": []}
        assert await claiming.read(claim) is None
        assert (await audited(database, claim))[-1] == "gift-aid-claim.abandoned"
    assert [each["donationId"] for each in (await _draft(claiming))["lines"]["nodes"]] == given.ids


async def _draft(claiming: Claiming) -> Any:
    return claim_of(await claiming.prepare())


@pytest.mark.rule("GAD-P15")
async def test_a_gift_that_no_longer_qualifies_is_left_out_by_the_next_preview(
    ask: Ask, database: Database
) -> None:
    period = Period()
    claiming = Claiming(ask, period)
    kept = await give(database, period, 5000)
    lost = await give(database, period, 6000, day=2)
    claim = await claiming.previewed()
    await database.save(*gift_aid.cancellation([lost.declaration], period.first))

    again = claim_of(await claiming.preview(claim))

    assert [(each["donationId"], each["row"]) for each in again["lines"]["nodes"]] == [(*kept.ids, 1)]
    assert (again["rows"], again["version"]) == (1, 3)
    changed = await database.all(
        select(AuditValue.after)
        .join(AuditEntry, AuditEntry.id == AuditValue.entry_id)
        .where(
            AuditEntry.section == f"gift_aid_claim:{ids.key_of('gcl', claim['id'])}",
            AuditEntry.section_version == 3,
        )
        .order_by(AuditValue.ordinal)
    )
    assert changed == ["1", "1"]


async def test_claims_are_listed_the_latest_first_and_by_their_status(ask: Ask, database: Database) -> None:
    period = Period()
    claiming = Claiming(ask, period)
    await give(database, period, 5000)
    first = await _draft(claiming)
    await give(database, period, 5000)
    second = await claiming.previewed()

    listed = (
        "query ($status: GiftAidClaimStatus) { giftAidClaims(first: 2, status: $status) { nodes { id } } }"
    )

    async def shown(**variables: Any) -> list[str]:
        answer = await ask(listed, by="gina", **variables)
        return [each["id"] for each in answer.ok["giftAidClaims"]["nodes"]]

    assert await shown() == [second["id"], first["id"]]
    assert (await shown(status="DRAFT"))[0] == first["id"]
    assert (await shown(status="PREVIEWED"))[0] == second["id"]
