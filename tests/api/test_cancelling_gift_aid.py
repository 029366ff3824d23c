"""Cancelling: from today on or since a day, of all declarations or of some, and how far back it reaches."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from uuid_utils.compat import uuid7

from db.models import CancelledDeclaration, GiftAidCancellation
from gateway.engine import ids
from tests import factories as make
from tests import gift_aid as aid
from tests.api._declaring import CANCEL, cus, desk
from tests.ask import Ask
from tests.database import Database

TODAY = "2026-11-22"


@pytest.mark.rule("GAD-23", "GAD-P12", "GAD-30")
async def test_from_today_on_gifts_of_today_are_no_longer_covered(ask: Ask, database: Database) -> None:
    counter = await desk(ask, database)
    await database.save(aid.declaration(counter.donor, date(2025, 1, 1)))

    made = await counter.cancelled(note=" Pays no tax any more ")

    assert made == {
        **made,
        "option": "FROM_TODAY",
        "effectiveFrom": TODAY,
        "madeOn": TODAY,
        "note": "Pays no tax any more",
        "createdBy": "bea",
    }
    assert [each["coveredUntil"] for each in made["declarations"]] == ["2026-11-21"]
    assert await database.events(counter.donor.id) == ["gift-aid.cancelled"]


@pytest.mark.rule("GAD-24", "GAD-26")
async def test_since_a_day_the_gifts_from_that_day_on_are_no_longer_covered(
    ask: Ask, database: Database
) -> None:
    counter = await desk(ask, database)
    await database.save(aid.declaration(counter.donor, date(2025, 1, 1)))
    made = await counter.cancelled(option="SINCE", since="2025-06-01")
    assert made["effectiveFrom"] == "2025-06-01"
    assert [each["coveredUntil"] for each in made["declarations"]] == ["2025-05-31"]


@pytest.mark.rule("GAD-25", "GAD-P12")
@pytest.mark.parametrize(
    ("now", "since", "earliest"),
    [
        ("2026-11-22T10:00:00+00:00", "2022-11-21", "2022-11-22"),
        ("2028-02-29T10:00:00+00:00", "2024-02-28", "2024-02-29"),
        ("2026-07-01T23:30:00+00:00", "2022-07-01", "2022-07-02"),
    ],
    ids=["four years and a day", "a leap day", "after midnight in the zone"],
)
async def test_a_cancellation_reaches_back_four_years_and_no_further(
    ask: Ask, database: Database, now: str, since: str, earliest: str
) -> None:
    counter = await desk(ask, database)
    await database.save(aid.declaration(counter.donor, date(2020, 1, 1)))
    assert await counter.not_cancelled(option="SINCE", since=since, now=now) == [
        {
            "__typename": "BackdateTooFar",
            "code": "BACKDATE_TOO_FAR",
            "path": ["cancellation", "since"],
            "earliest": earliest,
        }
    ]
    assert (await counter.cancelled(option="SINCE", since=earliest, now=now))["effectiveFrom"] == earliest


@pytest.mark.rule("GAD-P12", "GAD-30")
@pytest.mark.parametrize(
    "given",
    [
        {"option": "SINCE", "since": TODAY},
        {"option": "SINCE", "since": "2027-01-01"},
        {"option": "SINCE"},
        {"option": "FROM_TODAY", "since": "2026-01-01"},
    ],
    ids=str,
)
async def test_a_day_that_does_not_go_with_the_option_is_refused(
    ask: Ask, database: Database, given: dict[str, Any]
) -> None:
    counter = await desk(ask, database)
    await database.save(aid.declaration(counter.donor, date(2025, 1, 1)))
    (error,) = await counter.not_cancelled(**given)
    assert (error["code"], error["path"]) == ("INVALID_COVERAGE_DATE", ["cancellation", "since"])


@pytest.mark.rule("GAD-P12")
async def test_it_acts_on_what_has_a_day_left_and_keeps_which_those_were(
    ask: Ask, database: Database
) -> None:
    counter = await desk(ask, database)
    over = aid.declaration(
        counter.donor, date(2024, 3, 1), coverage="TODAY_ONLY", coverage_to=date(2024, 3, 1)
    )
    enduring, later = (aid.declaration(counter.donor, date(year, 1, 1)) for year in (2025, 2026))
    await database.save(over, enduring, later)

    made = await counter.cancelled(option="SINCE", since="2025-06-01")

    assert {each["id"] for each in made["declarations"]} == {
        ids.encode("gad", each.id) for each in (enduring, later)
    }
    named = await database.all(
        select(CancelledDeclaration.declaration_id)
        .join(GiftAidCancellation, GiftAidCancellation.id == CancelledDeclaration.cancellation_id)
        .where(GiftAidCancellation.customer_id == counter.donor.id)
    )
    assert set(named) == {enduring.id, later.id}
    (error,) = await counter.not_cancelled()
    assert (error["code"], error["path"]) == ("NO_ACTIVE_DECLARATION", ["cancellation"])


@pytest.mark.rule("GAD-P12")
async def test_only_the_declarations_that_are_named_are_cancelled(ask: Ask, database: Database) -> None:
    counter = await desk(ask, database)
    first, second = (aid.declaration(counter.donor, date(year, 1, 1)) for year in (2025, 2026))
    await database.save(first, second)
    names = [ids.encode("gad", first.id)]

    made = await counter.cancelled(declarationIds=names)

    assert [each["id"] for each in made["declarations"]] == names
    (error,) = await counter.not_cancelled(declarationIds=names)
    assert (error["code"], error["path"]) == ("NO_ACTIVE_DECLARATION", ["cancellation", "declarationIds"])


async def test_declarations_of_others_and_of_nobody_are_not_found(ask: Ask, database: Database) -> None:
    counter, other = await desk(ask, database), await desk(ask, database)
    own, foreign = (aid.declaration(each.donor, date(2025, 1, 1)) for each in (counter, other))
    await database.save(own, foreign)
    for named in ([foreign.id], [own.id, foreign.id], [uuid7()], []):
        (error,) = await counter.not_cancelled(declarationIds=[ids.encode("gad", each) for each in named])
        assert (error["code"], error["path"]) == ("NOT_FOUND", ["cancellation", "declarationIds"])
    (error,) = await counter.not_cancelled(declarationIds=["nonsense"])
    assert error["code"] == "NOT_FOUND"


@pytest.mark.rule("GAD-P13")
async def test_nothing_that_was_declared_is_deleted_and_a_later_declaration_revives(
    ask: Ask, database: Database
) -> None:
    counter = await desk(ask, database)
    first = await counter.declared(now="2026-11-20T10:00:00+00:00")
    await counter.cancelled(now="2026-11-20T11:00:00+00:00")
    again = await counter.declared(coverage="SINCE", since="2026-11-01", now="2026-11-20T12:00:00+00:00")

    assert [ids.encode("gad", row.id) for row in await counter.rows()] == [first["id"], again["id"]]
    (row,) = await database.all(
        select(GiftAidCancellation).where(GiftAidCancellation.customer_id == counter.donor.id)
    )
    assert (row.effective_from, row.made_on, row.created_by) == (
        date(2026, 11, 20),
        date(2026, 11, 20),
        "bea",
    )
    assert again["claimable"] is True


@pytest.mark.rule("GAD-25")
@pytest.mark.parametrize(
    ("sent_on", "allowed"),
    [(date(2026, 10, 23), True), (date(2026, 10, 22), False), (None, True)],
    ids=["the thirtieth day", "the day after", "a record that was never sent"],
)
async def test_a_verbal_declaration_can_be_undone_from_its_first_day_for_thirty_days(
    ask: Ask, database: Database, sent_on: date | None, allowed: bool
) -> None:
    """It reached back four years on the day on which it was made, which is more than four years ago by now."""
    counter = await desk(ask, database)
    verbal = aid.declaration(
        counter.donor,
        date(2026, 10, 20),
        coverage="SINCE",
        coverage_from=date(2022, 10, 20),
        type="VERBAL",
        evidence="EMAIL",
        evidence_text=None,
        written_record_sent_on=sent_on,
    )
    await database.save(verbal)
    undone = {"option": "SINCE", "since": "2022-10-20", "declarationIds": [ids.encode("gad", verbal.id)]}
    if allowed:
        made = await counter.cancelled(**undone)
        assert made["effectiveFrom"] == "2022-10-20"
        assert [each["coveredUntil"] for each in made["declarations"]] == [None]
    else:
        (error,) = await counter.not_cancelled(**undone)
        assert (error["code"], error["earliest"]) == ("BACKDATE_TOO_FAR", "2022-11-22")


@pytest.mark.rule("GAD-25")
async def test_to_undo_a_verbal_declaration_takes_nothing_from_another(ask: Ask, database: Database) -> None:
    counter = await desk(ask, database)
    verbal = aid.declaration(
        counter.donor,
        date(2026, 11, 1),
        coverage="SINCE",
        coverage_from=date(2022, 11, 1),
        type="VERBAL",
        evidence="EMAIL",
        evidence_text=None,
    )
    paper = aid.declaration(counter.donor, date(2021, 1, 1))
    await database.save(paper, verbal)
    both = [ids.encode("gad", each.id) for each in (paper, verbal)]
    for named in ({}, {"declarationIds": both}):
        (error,) = await counter.not_cancelled(option="SINCE", since="2022-11-01", **named)
        assert (error["code"], error["earliest"]) == ("BACKDATE_TOO_FAR", "2022-11-22")


async def test_a_note_that_is_too_long_is_refused(ask: Ask, database: Database) -> None:
    counter = await desk(ask, database)
    await database.save(aid.declaration(counter.donor, date(2025, 1, 1)))
    (error,) = await counter.not_cancelled(note="x" * 2001)
    assert (error["code"], error["path"]) == ("TOO_LONG", ["cancellation", "note"])


async def test_an_organisation_that_declared_as_an_individual_can_cancel(
    ask: Ask, database: Database
) -> None:
    choir = make.organisation(name=make.choir())
    await database.save(choir)
    await database.save(aid.declaration(choir, date(2025, 1, 1), first_name="Ada", last_name="Byron"))
    told = (await ask(CANCEL, id=cus(choir), cancellation={"option": "FROM_TODAY"})).ok["cancelGiftAid"]
    assert told["errors"] == []
