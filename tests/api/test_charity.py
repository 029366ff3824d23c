"""The charity's details and what donors are told: versions, in force from a day on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from db.models import AuditEntry, CharityDetails, GiftAidStatement
from tests import factories as make
from tests.api._declaring import desk
from tests.ask import Ask
from tests.charity import charity
from tests.database import Database

# On days on which no other test looks, since all share the charity.
THEN, LATER = "2099-03-01T10:00:00+00:00", "2099-06-01T10:00:00+00:00"
DETAILS: dict[str, Any] = {
    "name": "The Harbour Theatres Trust",
    "hmrcReference": " xr 54321 ",
    "regulator": "OSCR",
    "registeredNumber": "sc012345",
    "address": "2 Harbour Row, Leith",
    "postcode": "eh66ld",
    "officialFirstName": "Gina",
    "officialLastName": "Marchetti",
    "officialPhone": "0131 496 0100",
    "officialPostcode": "EH6 6LD",
}
CHANGE = """
mutation Change($details: CharityDetailsInput!, $since: Date) {
  changeCharityDetails(details: $details, effectiveFrom: $since) {
    charityDetails { version effectiveFrom inForce name hmrcReference regulator registeredNumber postcode createdBy }
    errors { __typename ... on UserError { code path } }
  }
}
"""
SAY = """
mutation Say($text: String!, $since: Date) {
  changeGiftAidStatement(text: $text, effectiveFrom: $since) {
    giftAidStatements { version effectiveFrom inForce text createdBy }
    errors { __typename ... on UserError { code path } }
  }
}
"""
READ = "{ giftAidStatements { version inForce text } }"


async def test_a_change_is_another_version_that_begins_on_its_day(ask: Ask, database: Database) -> None:
    await charity(database)
    answer = await ask(CHANGE, by="seth", now=THEN, details=DETAILS, since="2099-04-01")
    told = answer.ok["changeCharityDetails"]

    assert told["errors"] == []
    newest, before = told["charityDetails"][:2]
    assert newest == {
        "version": before["version"] + 1,
        "effectiveFrom": "2099-04-01",
        "inForce": False,
        "name": "The Harbour Theatres Trust",
        "hmrcReference": "XR54321",
        "regulator": "OSCR",
        "registeredNumber": "SC012345",
        "postcode": "EH6 6LD",
        "createdBy": "seth",
    }
    assert [each["inForce"] for each in told["charityDetails"]].count(True) == 1
    counter = await desk(ask, database)
    early = await counter.declared(now="2099-03-31T10:00:00+00:00")
    late = await counter.declared(now="2099-04-01T10:00:00+00:00")
    assert early["charityName"] != late["charityName"] == "The Harbour Theatres Trust"


async def test_declarations_name_the_statement_that_was_in_force(ask: Ask, database: Database) -> None:
    counter = await desk(ask, database)
    words = make.unique("You pay tax, and make up the difference. ")
    told = (await ask(SAY, by="seth", now=LATER, text=f"  {words} ")).ok["changeGiftAidStatement"]
    assert told["errors"] == []
    newest = told["giftAidStatements"][0]
    assert (newest["text"], newest["inForce"], newest["effectiveFrom"]) == (words.strip(), True, "2099-06-01")

    before = await counter.declared(now="2099-05-31T10:00:00+00:00")
    made = await counter.declared(now=LATER)
    assert (made["statementVersion"], made["statementVersion"] > before["statementVersion"]) == (
        newest["version"],
        True,
    )
    shown = (await ask(READ, now=LATER)).ok["giftAidStatements"]
    assert shown[0] == {"version": newest["version"], "inForce": True, "text": words.strip()}
    assert newest["version"] in await database.all(select(GiftAidStatement.version))


@pytest.mark.parametrize(
    ("given", "code", "path"),
    [
        ({"name": " "}, "REQUIRED", "name"),
        ({"name": "x" * 161}, "TOO_LONG", "name"),
        ({"hmrcReference": "12345"}, "INVALID_VALUE", "hmrcReference"),
        ({"regulator": None}, "INVALID_VALUE", "regulator"),
        ({"registeredNumber": None}, "REQUIRED", "registeredNumber"),
        ({"registeredNumber": "a/b"}, "INVALID_VALUE", "registeredNumber"),
        ({"postcode": "LEITH"}, "INVALID_POSTCODE", "postcode"),
        ({"officialPostcode": "x"}, "INVALID_POSTCODE", "officialPostcode"),
        ({"address": "a\x07"}, "INVALID_TEXT", "address"),
    ],
    ids=str,
)
async def test_details_that_are_not_good_are_refused(
    ask: Ask, database: Database, given: dict[str, Any], code: str, path: str
) -> None:
    await charity(database)
    name = make.unique("Trust ")
    told = (await ask(CHANGE, by="seth", details={**DETAILS, "name": name, **given})).ok[
        "changeCharityDetails"
    ]
    assert told["charityDetails"] is None or told["charityDetails"][0]["name"] != name
    assert [(error["code"], error["path"]) for error in told["errors"]] == [(code, [path])]
    assert await database.all(select(CharityDetails).where(CharityDetails.name == name)) == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"text": " "}, "REQUIRED"),
        ({"text": "x" * 2001}, "TOO_LONG"),
        ({"text": "You pay tax.", "since": "2026-11-21"}, "INVALID_DATE"),
    ],
    ids=str,
)
async def test_a_statement_that_is_not_good_is_refused(
    ask: Ask, database: Database, given: dict[str, Any], code: str
) -> None:
    await charity(database)
    told = (await ask(SAY, by="seth", **given)).ok["changeGiftAidStatement"]
    assert [error["code"] for error in told["errors"]] == [code]
    assert (
        await database.all(select(GiftAidStatement.text).where(GiftAidStatement.text == given["text"])) == []
    )


async def test_only_settings_administrators_change_them(ask: Ask, database: Database) -> None:
    await charity(database)
    for by in ("bea", "femi", "gina", "sam"):
        assert (await ask(CHANGE, by=by, details=DETAILS)).codes == ["FORBIDDEN"]
        assert (await ask(SAY, by=by, text="You pay tax.")).codes == ["FORBIDDEN"]


async def test_a_change_is_audited_and_is_of_no_customer(ask: Ask, database: Database) -> None:
    await charity(database)
    told = (await ask(SAY, by="seth", now="2098-01-01T10:00:00+00:00", text=make.unique("Tax "))).ok
    version = max(each["version"] for each in told["changeGiftAidStatement"]["giftAidStatements"])
    entry = await database.one(
        select(AuditEntry).where(
            AuditEntry.section == "gift_aid_statement", AuditEntry.section_version == version
        )
    )
    assert (entry.event, entry.customer_id) == ("gift-aid-statement.changed", None)


async def test_without_a_charity_nobody_can_declare(ask: Ask, database: Database) -> None:
    """Before the first version begins there is none."""
    counter = await desk(ask, database)
    (error,) = await counter.refused(now="1999-06-01T10:00:00+00:00")
    assert error["code"] == "CHARITY_DETAILS_MISSING"
    assert date(2000, 1, 1) in await database.all(select(CharityDetails.effective_from))
