"""What the Details of a record show."""

from __future__ import annotations

import pytest

from gateway.engine import ids
from tests import factories as make
from tests.ask import Ask
from tests.database import Database

PERSON = """
query ($id: ID!) { customer(id: $id) { __typename id friendlyId fullName
  ... on Individual { title lastName firstName email birthDate age active onlineAccountActive }
  phone { number e164 isValid } mobile { number e164 isValid } } }
"""


@pytest.mark.rule("CUS-07", "CUS-08", "CUS-09")
async def test_names_and_email_stand_in_details(ask: Ask, database: Database) -> None:
    email = f"{make.unique('ada')}@example.org"
    home, ada = make.individual(title="Dr", first_name="Ada", last_name="Lovelace", email=email)
    await database.save(home, ada)

    shown = (await ask(PERSON, id=ids.encode("cus", ada.id))).ok["customer"]

    assert (shown["lastName"], shown["firstName"], shown["email"]) == ("Lovelace", "Ada", email)
    assert shown["fullName"] == "Dr Ada Lovelace"


@pytest.mark.rule("CUS-13", "CUS-P06")
@pytest.mark.parametrize(
    ("born", "now", "age"),
    [
        ("1990-11-22", "2026-11-22T00:30:00+00:00", 36),
        ("1990-11-23", "2026-11-22T23:30:00+00:00", 35),
        ("2000-02-29", "2026-02-28T12:00:00+00:00", 25),
        ("2000-02-29", "2026-03-01T12:00:00+00:00", 26),
        ("2000-02-29", "2028-02-29T12:00:00+00:00", 28),
    ],
)
async def test_age_is_in_full_years_on_the_day(
    ask: Ask, database: Database, born: str, now: str, age: int
) -> None:
    home, ada = make.individual(birth_date=make.day(born))
    await database.save(home, ada)

    shown = (await ask(PERSON, id=ids.encode("cus", ada.id), now=now)).ok["customer"]

    assert (shown["birthDate"], shown["age"]) == (born, age)


@pytest.mark.rule("CUS-P02", "CUS-02")
async def test_the_friendly_id_begins_with_the_kind_and_the_opaque_one_does_not_tell_it(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    choir = make.organisation()
    await database.save(home, ada, choir)

    person = (await ask(PERSON, id=ids.encode("cus", ada.id))).ok["customer"]
    body = (await ask(PERSON, id=ids.encode("cus", choir.id))).ok["customer"]

    assert person["friendlyId"] == f"I-{ada.number:07d}"
    assert body["friendlyId"] == f"O-{choir.number:07d}"
    assert person["id"].partition("_")[0] == body["id"].partition("_")[0] == "cus1"


@pytest.mark.rule("CUS-P05")
async def test_a_phone_that_cannot_be_dialled_is_shown_and_flagged(ask: Ask, database: Database) -> None:
    home, ada = make.individual(phone="ask for Bob", mobile="07700 900123")
    await database.save(home, ada)

    shown = (await ask(PERSON, id=ids.encode("cus", ada.id))).ok["customer"]

    assert shown["phone"] == {"number": "ask for Bob", "e164": None, "isValid": False}
    assert shown["mobile"] == {"number": "07700 900123", "e164": "+447700900123", "isValid": True}


@pytest.mark.rule("CUS-P01")
async def test_an_organisation_has_no_field_that_only_people_have(ask: Ask, database: Database) -> None:
    answer = await ask('query { customer(id: "I-1") { ... on Organisation { email birthDate firstName } } }')

    assert answer.status == 400 or answer.data is None
    assert answer.codes == ["GRAPHQL_VALIDATION_FAILED"] * 3


MERGED = "query ($id: ID!) { customer(id: $id) { id mergedFrom } node(id: $id) { id } }"


async def test_the_id_of_a_record_merged_away_leads_to_its_survivor(ask: Ask, database: Database) -> None:
    home, survivor = make.individual()
    gone_home, gone = make.individual(active=False, merged_into=survivor.id)
    await database.save(home, survivor, gone_home, gone)
    kept = ids.encode("cus", survivor.id)

    shown = (await ask(MERGED, id=ids.encode("cus", gone.id))).ok

    assert shown == {"customer": {"id": kept, "mergedFrom": [f"I-{gone.number}"]}, "node": {"id": kept}}


@pytest.mark.rule("AUD-02", "AUD-06")
async def test_the_audit_is_reached_from_the_record_with_time_and_user(ask: Ask, database: Database) -> None:
    home, ada = make.individual()
    await database.save(home, ada)
    record = ids.encode("cus", ada.id)
    note = """mutation ($id: ID!) { createNote(customerId: $id, colour: BLUE, body: "Prefers the aisle.")
      { errors { __typename } } }"""
    await ask(note, id=record, by="ade", now="2026-11-20T09:15:00+00:00")

    document = "query ($id: ID!) { customer(id: $id) { sections { key } audit { nodes { at user } } } }"
    shown = (await ask(document, id=record)).ok["customer"]

    assert shown["audit"]["nodes"] == [{"at": "2026-11-20T09:15:00+00:00", "user": "ade"}]
    assert "AUDIT" in [section["key"] for section in shown["sections"]]
