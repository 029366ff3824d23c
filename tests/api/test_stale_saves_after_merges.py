"""Saving a section that a merge, its reversal or a conversion has moved on: the refusal says whose work that was."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from db.models import Customer, Transformation
from tests import factories as make
from tests.api._converting import convert, done, someone, to_organisation
from tests.api._merging import cus, looked, merged, two
from tests.api._unmerging import turn_back
from tests.api._updating import change, errors, saved
from tests.api.test_addresses import BRISTOL
from tests.api.test_preferences import prf
from tests.ask import Ask
from tests.database import Database

STALE = """errors { ... on UserError { code } ... on StaleVersion {
  currentVersion changedBy changedAt fields { field theirs yours conflicting } } }"""
SAVES = f"""mutation($id: ID!, $address: AddressInput!, $answers: [ContactPreferenceAnswerInput!]!) {{
  addresses: addAddress(customerId: $id, expectedVersion: 1, address: $address) {{ {STALE} }}
  answers: setContactPreferences(customerId: $id, expectedVersion: 1, answers: $answers) {{ {STALE} }}
  tags: setCustomerTags(customerId: $id, expectedVersion: 1, tagIds: []) {{ {STALE} }}
  details: updateCustomer(
    customerId: $id, expectedVersion: 1, details: {{ individual: {{ phone: "1", title: "Dr" }} }}
  ) {{ {STALE} }}
}}"""
MERGED_AT, LATER = "2026-11-22T10:00:00+00:00", "2026-11-22T12:00:00+00:00"


async def saves(ask: Ask, of: Customer, *answers: Any) -> dict[str, Any]:
    """What each section's save of what was read at the first version is refused with."""
    address = {"line1": "1 Quay", **BRISTOL}
    asked: dict[str, Any] = {"id": cus(of), "address": address, "answers": list(answers)}
    told = (await ask(SAVES, by="bea", key=make.unique("save"), **asked)).ok
    return {name: error for name, payload in told.items() for error in payload["errors"]}


def blamed(error: dict[str, Any]) -> tuple[Any, ...]:
    return error["code"], error["currentVersion"], error["changedBy"], error["changedAt"]


async def stored(database: Database, *records: Customer) -> list[Any]:
    return [await database.snapshot(each.id) for each in records]


@pytest.mark.rule("CUS-P09", "XCT-P03", "MRG-34")
async def test_every_section_of_a_merged_record_says_who_merged_it_and_what_became_of_ones_own_values(
    ask: Ask, database: Database
) -> None:
    preference, statement = make.preference()
    ada, twin = await two(database, {"phone": "020 7946 0001", "mobile": "07700 900123"})
    await database.save(preference, statement, make.answer(twin.id, preference.id, answer="NO"))
    assert (await merged(ask, (await looked(ask, ada, twin))["planToken"]))["errors"] == []
    before = await stored(database, ada, twin)

    refused = await saves(ask, ada, {"definitionId": prf(preference), "answer": "YES"})

    assert {name: blamed(error) for name, error in refused.items()} == dict.fromkeys(
        ("addresses", "answers", "tags", "details"), ("STALE_VERSION", 2, "ade", MERGED_AT)
    )
    assert {name: error["fields"] for name, error in refused.items()} == {
        "addresses": [],
        "answers": [
            {
                "field": f"preference.{preference.name}",
                "theirs": "NO",
                "yours": "YES",
                "conflicting": True,
            }
        ],
        "tags": [],
        "details": [{"field": "phone", "theirs": "020 7946 0001", "yours": "1", "conflicting": True}],
    }
    assert await stored(database, ada, twin) == before


@pytest.mark.rule("CUS-P09", "XCT-P03")
async def test_a_merge_that_was_read_is_nobodys_later_save(ask: Ask, database: Database) -> None:
    ada, twin = await two(database, {"phone": "020 7946 0001"})
    assert (await merged(ask, (await looked(ask, ada, twin))["planToken"]))["errors"] == []
    saved(await change(ask, ada, 2, by="bea", title="Dr"))

    (since,) = errors(await change(ask, ada, 2, phone="1", title="Prof"))
    (both,) = errors(await change(ask, ada, 1, phone="1", title="Prof"))

    title = {"field": "title", "theirs": "Dr", "yours": "Prof", "conflicting": True}
    phone = {"field": "phone", "theirs": "020 7946 0001", "yours": "1", "conflicting": True}
    assert (since["currentVersion"], since["changedBy"], since["fields"]) == (3, "bea", [title])
    assert (both["currentVersion"], both["changedBy"], both["fields"]) == (3, "bea", [phone, title])


@pytest.mark.rule("CUS-P09", "MRG-P15")
async def test_after_a_merge_was_turned_back_both_records_say_who_did(
    ask: Ask, turning: Ask, database: Database
) -> None:
    ada, twin = await two(database, {"phone": "020 7946 0001"})
    assert (await merged(turning, (await looked(turning, ada, twin))["planToken"]))["errors"] == []
    merge = await database.one(select(Transformation).where(Transformation.customer_id == ada.id))
    assert (await turn_back(turning, merge, by="sam", now=LATER))["errors"] == []

    for each in (ada, twin):
        refused = await saves(ask, each)
        assert {blamed(error) for error in refused.values()} == {("STALE_VERSION", 3, "sam", LATER)}
        assert len(refused) == 4


@pytest.mark.rule("CUS-P09", "CNV-P07")
async def test_the_preferences_of_a_converted_record_say_who_converted_it(
    ask: Ask, database: Database
) -> None:
    one = await someone(database)
    done(await convert(ask, one.ada, to_organisation(one.type_)))
    assert blamed((await saves(ask, one.ada))["answers"]) == ("STALE_VERSION", 2, "ade", MERGED_AT)
