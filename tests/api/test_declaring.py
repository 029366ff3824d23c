"""Declarations as staff take them: which gifts, how they were made, what proves them, and who can declare."""

from __future__ import annotations

from typing import Any

import pytest

from db.models import CharityDetails
from tests.api._declaring import Desk, desk
from tests.ask import Ask, asking
from tests.charity import in_force
from tests.database import Database


@pytest.mark.rule("GAD-11", "GAD-15", "GAD-20")
async def test_a_declaration_on_paper_is_for_gifts_from_today_on(ask: Ask, database: Database) -> None:
    counter = await desk(ask, database, lives={"line1": "12 Harbour Row", "line2": "Flat 3"})

    made = await counter.declared()

    assert made == {
        **made,
        "coverage": "FROM_TODAY",
        "coverageFrom": "2026-11-22",
        "coverageTo": None,
        "type": "PAPER",
        "madeOn": "2026-11-22",
        "createdBy": "bea",
        "charityName": (await in_force(database, CharityDetails)).name,
        "claimable": True,
        "notClaimableReasons": [],
        "hasAttachment": False,
        "documents": [],
        "snapshot": {
            "fullName": "Ada Byron",
            "addressLine1": "12 Harbour Row",
            "addressRest": "Flat 3, Bristol",
            "postcode": "BS1 4DJ",
            "countryCode": "GB",
        },
    }
    assert made["evidence"] == {
        "method": "MANUAL",
        "text": "Signed at the counter.",
        "emailSentAt": None,
        "letterGeneratedAt": None,
        "letter": None,
        "writtenRecordSentOn": None,
    }


@pytest.mark.rule("GAD-09", "GAD-P02")
async def test_a_declaration_may_go_back_to_a_day_of_the_last_four_years(
    ask: Ask, database: Database
) -> None:
    counter = await desk(ask, database)
    made = await counter.declared(coverage="SINCE", since="2022-11-22")
    assert (made["coverageFrom"], made["coverageTo"]) == ("2022-11-22", None)


@pytest.mark.rule("GAD-12", "GAD-P03")
async def test_a_declaration_of_today_only_covers_that_day_and_no_other(ask: Ask, database: Database) -> None:
    counter = await desk(ask, database)
    late = "2026-07-01T22:59:59+00:00"
    made = await counter.declared(coverage="TODAY_ONLY", now=late)
    assert (made["madeOn"], made["coverageFrom"], made["coverageTo"]) == ("2026-07-01",) * 3


@pytest.mark.rule("GAD-P03")
async def test_the_day_of_a_declaration_begins_at_midnight_in_the_zone_of_the_house(
    ask: Ask, database: Database
) -> None:
    """In summer London's midnight is eleven at night in UTC."""
    counter = await desk(ask, database)
    made = await counter.declared(now="2026-07-01T23:00:00+00:00")
    assert made["coverageFrom"] == "2026-07-02"


@pytest.mark.rule("GAD-10", "GAD-P02")
@pytest.mark.parametrize(
    ("now", "since", "earliest"),
    [
        ("2026-11-22T10:00:00+00:00", "2022-11-21", "2022-11-22"),
        ("2028-02-29T10:00:00+00:00", "2024-02-28", "2024-02-29"),
        ("2104-02-29T10:00:00+00:00", "2100-02-27", "2100-02-28"),
        # Midnight has passed in London, and not yet in UTC.
        ("2026-07-01T23:30:00+00:00", "2022-07-01", "2022-07-02"),
    ],
    ids=["four years and a day", "a leap day", "a leap day that 2100 lacks", "after midnight in the zone"],
)
async def test_a_day_more_than_four_years_back_is_refused_with_the_earliest(
    ask: Ask, database: Database, now: str, since: str, earliest: str
) -> None:
    counter = await desk(ask, database)
    assert await counter.refused(coverage="SINCE", since=since, now=now) == [
        {
            "__typename": "BackdateTooFar",
            "code": "BACKDATE_TOO_FAR",
            "path": ["declaration", "since"],
            "earliest": earliest,
        }
    ]
    made = await counter.declared(coverage="SINCE", since=earliest, now=now)
    assert made["coverageFrom"] == earliest


@pytest.mark.rule("GAD-P02", "GAD-29")
@pytest.mark.parametrize(
    "given",
    [
        {"coverage": "SINCE", "since": "2026-11-22"},
        {"coverage": "SINCE", "since": "2026-12-01"},
        {"coverage": "SINCE"},
        {"coverage": "FROM_TODAY", "since": "2026-01-01"},
        {"coverage": "TODAY_ONLY", "since": "2026-01-01"},
    ],
    ids=str,
)
async def test_a_day_that_does_not_go_with_the_option_is_refused(
    ask: Ask, database: Database, given: dict[str, Any]
) -> None:
    counter = await desk(ask, database)
    (error,) = await counter.refused(**given)
    assert (error["code"], error["path"]) == ("INVALID_COVERAGE_DATE", ["declaration", "since"])


@pytest.mark.rule("GAD-14", "GAD-18")
async def test_the_details_of_a_verbal_declaration_may_be_typed_in(ask: Ask, database: Database) -> None:
    counter = await desk(ask, database)
    made = await counter.declared(
        type="VERBAL", details="  Said so on the telephone.\r\n\r\nWas told of tax.  "
    )
    assert (made["type"], made["claimable"]) == ("VERBAL", True)
    assert made["evidence"]["text"] == "Said so on the telephone.\n\nWas told of tax."


@pytest.mark.rule("GAD-19", "GAD-21", "GAD-06")
@pytest.mark.parametrize("kind", ["VERBAL", "PAPER"])
async def test_a_document_may_prove_a_declaration(ask: Ask, database: Database, kind: str) -> None:
    counter = await desk(ask, database)
    ticket = await counter.uploaded(name="../Łukasz letter.PDF")
    made = await counter.declared(type=kind, evidence="UPLOAD", details=None, document=ticket)

    assert (made["hasAttachment"], made["claimable"]) == (True, True)
    (document,) = made["documents"]
    assert document == {
        **document,
        "name": "Łukasz letter.pdf",
        "mediaType": "application/pdf",
        "size": 28,
        "uploadedBy": "bea",
        "keptUntil": None,
    }
    response = await ask.client.get(document["link"])
    assert (response.status_code, response.content) == (200, b"%PDF-1.7\n%a scan of a letter")
    assert response.headers["content-disposition"].startswith("attachment")


@pytest.mark.rule("GAD-22", "GAD-29")
@pytest.mark.parametrize(
    ("given", "code", "path"),
    [
        ({"evidence": "EMAIL", "details": None}, "EVIDENCE_NOT_ALLOWED", "evidence"),
        ({"evidence": "POST", "details": None}, "EVIDENCE_NOT_ALLOWED", "evidence"),
        ({"evidence": "ONLINE", "details": None}, "EVIDENCE_NOT_ALLOWED", "evidence"),
        ({"type": "VERBAL", "evidence": "ONLINE", "details": None}, "EVIDENCE_NOT_ALLOWED", "evidence"),
        ({"type": "ONLINE", "evidence": "ONLINE", "details": None}, "EVIDENCE_NOT_ALLOWED", "type"),
        ({"details": None}, "EVIDENCE_INCOMPLETE", "details"),
        ({"details": " \n "}, "EVIDENCE_INCOMPLETE", "details"),
        ({"evidence": "UPLOAD", "details": None}, "EVIDENCE_INCOMPLETE", "document"),
        ({"type": "VERBAL", "evidence": "EMAIL"}, "EVIDENCE_INCOMPLETE", "details"),
        ({"details": "x" * 2001}, "TOO_LONG", "details"),
        ({"details": "a\x07b"}, "INVALID_TEXT", "details"),
        (
            {"evidence": "UPLOAD", "details": None, "document": "no.ticket"},
            "DOCUMENT_NOT_ACCEPTED",
            "document",
        ),
    ],
    ids=str,
)
async def test_evidence_that_the_type_does_not_have_is_refused(
    ask: Ask, database: Database, given: dict[str, Any], code: str, path: str
) -> None:
    counter = await desk(ask, database)
    (error,) = await counter.refused(**given)
    assert (error["code"], error["path"]) == (code, ["declaration", path])


@pytest.mark.rule("GAD-29")
async def test_evidence_of_two_kinds_is_refused_and_all_that_is_wrong_is_told_at_once(
    ask: Ask, database: Database
) -> None:
    counter = await desk(ask, database)
    ticket = await counter.uploaded()
    (error,) = await counter.refused(evidence="UPLOAD", document=ticket)
    assert (error["code"], error["path"]) == ("EVIDENCE_INCOMPLETE", ["declaration", "details"])
    errors = await counter.refused(coverage="SINCE", details=None)
    assert [error["code"] for error in errors] == ["INVALID_COVERAGE_DATE", "EVIDENCE_INCOMPLETE"]


@pytest.mark.rule("GAD-10")
async def test_how_far_back_a_declaration_reaches_is_a_setting_with_the_day_from_which_on_it_holds(
    ask: Ask, database: Database
) -> None:
    counter = await desk(ask, database)
    async with asking(ask.settings, gift_aid_years_back="1990-10-01:4,2026-11-22:6") as longer:
        other = Desk(longer, database, counter.donor)
        (error,) = await other.refused(coverage="SINCE", since="2020-11-22", now="2026-11-21T10:00:00+00:00")
        assert error["earliest"] == "2022-11-21"
        made = await other.declared(coverage="SINCE", since="2020-11-22")
    assert made["coverageFrom"] == "2020-11-22"
