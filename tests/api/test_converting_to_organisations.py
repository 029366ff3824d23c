"""A person's record becomes an organisation's over HTTP; the person goes on in a new one."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from db.models import (
    Address,
    AuditChange,
    AuditEntry,
    OnlinePassword,
    OutboxEvent,
    PreferenceAnswer,
    Relationship,
    Transformation,
    TransformationRow,
    TransformationValue,
)
from domain.customers import Kind, friendly_id
from gateway.engine import ids
from tests import factories as make
from tests.api._converting import (
    convert,
    counted,
    done,
    person_of,
    preview,
    someone,
    stored,
    to_organisation,
)
from tests.ask import Ask
from tests.database import Database

FOUND = "query ($id: ID!) { customer(id: $id) { id friendlyId __typename } }"
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.mark.rule("CNV-01", "CNV-02", "CNV-04")
async def test_a_person_becomes_an_organisation_whose_primary_contact_they_are(
    ask: Ask, database: Database
) -> None:
    one = await someone(database, title="Dr", phone="0117 496 0000")

    payload = done(await convert(ask, one.ada, one.input))

    person = person_of(payload)
    assert payload["customer"] == {
        "__typename": "Organisation",
        "id": ids.encode("cus", one.ada.id),
        "friendlyId": friendly_id(Kind.ORGANISATION, one.ada.number),
        "fullName": "Ada Byron",
        "detailsVersion": 2,
        "contactPreferencesVersion": 2,
        "name": "Ada Byron",
        "primaryContact": "Ada Byron",
        "primaryContactRecord": {"id": payload["person"]["id"], "fullName": "Dr Ada Byron"},
        "primaryContactRelationshipType": {"id": ids.encode("rlt", one.type_.id)},
    }
    related = await database.one(select(Relationship).where(Relationship.a_id == person))
    assert (related.b_id, related.type_id, related.starts) == (one.ada.id, one.type_.id, NOW.date())


@pytest.mark.rule("CNV-03", "CNV-P04", "CUS-P02")
async def test_the_id_stays_and_of_the_friendly_id_only_the_letter_changes(
    ask: Ask, database: Database
) -> None:
    one = await someone(database)
    done(await convert(ask, one.ada, one.input))
    now = {
        "__typename": "Organisation",
        "id": ids.encode("cus", one.ada.id),
        "friendlyId": f"O-{one.ada.number:07d}",
    }
    for asked in (now["id"], now["friendlyId"], f"I-{one.ada.number:07d}"):
        assert (await ask(FOUND, id=asked)).ok["customer"] == now


@pytest.mark.rule("CNV-05", "CNV-06", "CNV-P02")
async def test_email_and_date_of_birth_leave_the_record_and_go_to_the_person(
    ask: Ask, database: Database
) -> None:
    born = date(1990, 2, 28)
    one = await someone(database, birth_date=born, online_account_active=True, title="Dr")

    payload = done(await convert(ask, one.ada, one.input))

    left, person = await stored(database, one.ada.id), await stored(database, person_of(payload))
    assert (left.email, left.birth_date, left.title, left.online_account_active) == (None, None, None, False)
    assert (person.email, person.birth_date, person.title) == (one.ada.email, born, "Dr")
    assert person.online_account_active is True
    assert {"EMAIL": 1, "BIRTH_DATE": 1, "ONLINE_ACCOUNT": 1}.items() <= counted(payload["moved"]).items()
    values = await database.all(
        select(TransformationValue)
        .join(Transformation, Transformation.id == TransformationValue.transformation_id)
        .where(Transformation.customer_id == one.ada.id, TransformationValue.result.is_(None))
    )
    kept = {value.path: value.survivor for value in values}
    assert (kept["email"], kept["birth_date"]) == (one.ada.email, "1990-02-28")


@pytest.mark.rule("CNV-P02", "CUS-21")
async def test_the_person_has_copies_of_phones_and_of_the_default_billing_address(
    ask: Ask, database: Database
) -> None:
    one = await someone(database, phone="0117 496 0000", mobile="07700 900123")
    await database.save(make.address(one.ada.id, default_billing=False, default_delivery=False))

    payload = done(await convert(ask, one.ada, one.input))

    assert counted(payload["copied"]) == {"PHONE": 1, "MOBILE": 1, "BILLING_ADDRESS": 1}
    person, left = await stored(database, person_of(payload)), await stored(database, one.ada.id)
    for name in ("phone", "phone_e164", "mobile", "mobile_e164"):
        assert getattr(person, name) == getattr(left, name) == getattr(one.ada, name)
    copy = await database.one(select(Address).where(Address.customer_id == person.id))
    assert (copy.line1, copy.default_billing, copy.default_delivery) == (one.address.line1, True, True)
    kept = await database.all(select(Address.id).where(Address.customer_id == one.ada.id))
    assert len(kept) == 2


@pytest.mark.rule("CNV-P02")
async def test_answers_go_with_their_history_and_the_record_starts_at_not_asked(
    ask: Ask, database: Database
) -> None:
    one = await someone(database)
    definition, statement = make.preference()
    await database.save(definition, statement, make.answer(one.ada.id, definition.id))
    await database.save(OnlinePassword(customer_id=one.ada.id, hash="argon2", set_at=NOW))

    payload = done(await convert(ask, one.ada, one.input))

    owners = await database.all(
        select(PreferenceAnswer.customer_id).where(PreferenceAnswer.definition_id == definition.id)
    )
    assert owners == [person_of(payload)]
    query = "query ($id: ID!) { customer(id: $id) { contactPreferences { answer definition { id } } } }"
    shown = (await ask(query, id=ids.encode("cus", one.ada.id))).ok["customer"]["contactPreferences"]
    asked = ids.encode("prf", definition.id)
    assert [each["answer"] for each in shown if each["definition"]["id"] == asked] == ["NOT_ASKED"]
    password = await database.one(
        select(OnlinePassword).where(OnlinePassword.customer_id == person_of(payload))
    )
    assert password.hash == "argon2"


@pytest.mark.rule("CNV-P03")
async def test_the_organisation_is_called_as_was_chosen(ask: Ask, database: Database) -> None:
    one = await someone(database)
    payload = done(await convert(ask, one.ada, to_organisation(one.type_, name="  Byron & Co ")))
    assert (payload["customer"]["name"], payload["customer"]["primaryContact"]) == ("Byron & Co", "Ada Byron")
    assert (await stored(database, one.ada.id)).last_key == "byron & co"


@pytest.mark.rule("CNV-P07", "AUD-P01")
async def test_the_audit_tells_of_the_conversion_with_before_and_after(ask: Ask, database: Database) -> None:
    one = await someone(database)

    payload = done(await convert(ask, one.ada, one.input))

    entry = await database.one(
        select(AuditEntry).where(
            AuditEntry.customer_id == one.ada.id, AuditEntry.event == "customer.converted"
        )
    )
    assert (entry.method, entry.username, entry.section, entry.section_version) == (
        "CONVERT", "ade", "DETAILS", 2,
    )  # fmt: skip
    told = await database.all(select(AuditChange.path).where(AuditChange.entry_id == entry.id))
    assert set(told) >= {
        "friendly_id",
        "first_name",
        "last_name",
        "name",
        "email",
        "primary_contact",
        "moved.email",
    }
    made = await database.one(select(AuditEntry).where(AuditEntry.customer_id == person_of(payload)))
    assert (made.event, made.method) == ("customer.created", "CONVERT")


@pytest.mark.rule("CNV-P07", "MRG-N01", "XCT-P06")
async def test_the_ledger_keeps_every_row_and_others_hear_of_it_once(ask: Ask, database: Database) -> None:
    one = await someone(database)

    payload = done(await convert(ask, one.ada, one.input))

    entry = await database.one(select(Transformation).where(Transformation.customer_id == one.ada.id))
    assert (entry.kind, entry.from_kind, entry.converted_on) == ("CONVERSION", "I", NOW.date())
    assert (entry.other_id, f"C-{entry.number}") == (person_of(payload), payload["conversion"])
    rows = await database.all(
        select(TransformationRow).where(TransformationRow.transformation_id == entry.id)
    )
    assert {(row.action, row.relation) for row in rows} == {
        ("CHANGED", "customer"), ("ADDED", "customer"), ("MOVED", "household"), ("ADDED", "address"),
        ("CHANGED", "household_membership"), ("ADDED", "household_membership"), ("ADDED", "relationship"),
    }  # fmt: skip
    event = await database.one(select(OutboxEvent).where(OutboxEvent.customer_id == one.ada.id))
    assert event.event == "customer.converted"
    assert event.payload == {
        "customerId": ids.encode("cus", one.ada.id),
        "conversionId": payload["conversion"],
        "from": "INDIVIDUAL",
        "to": "ORGANISATION",
        "personId": ids.encode("cus", person_of(payload)),
    }


@pytest.mark.rule("CNV-10", "CNV-P07")
async def test_what_the_preview_tells_is_what_is_done_and_the_preview_changes_nothing(
    ask: Ask, database: Database
) -> None:
    one = await someone(database, birth_date=date(1980, 1, 1), mobile="07700 900123")
    before = await database.snapshot(one.ada.id)

    shown = await preview(ask, one.ada, one.input)

    assert await database.snapshot(one.ada.id) == before
    assert (shown["fromKind"], shown["toKind"]) == ("INDIVIDUAL", "ORGANISATION")
    assert (shown["fullName"], shown["primaryContact"], shown["blockers"]) == ("Ada Byron", "Ada Byron", [])
    assert ids.encode("rlt", one.type_.id) in {each["id"] for each in shown["relationshipTypes"]}
    payload = done(await convert(ask, one.ada, one.input, version=shown["detailsVersion"]))
    assert payload["customer"]["friendlyId"] == shown["friendlyId"]
    for part in ("removed", "moved", "copied"):
        assert payload[part] == shown[part]


RENAME = """
mutation ($id: ID!) {
  updateCustomer(customerId: $id, expectedVersion: 2, details: {organisation: {primaryContact: "Bob"}}) {
    customer {
      ... on Organisation { primaryContact primaryContactRecord { id } primaryContactRelationshipType { id } }
    }
    errors { ... on UserError { code } }
  }
}
"""


@pytest.mark.rule("CNV-04", "CNV-P02")
async def test_another_primary_contact_is_not_the_person_who_was_converted(
    ask: Ask, database: Database
) -> None:
    one = await someone(database)
    done(await convert(ask, one.ada, one.input))
    answer = await ask(RENAME, id=ids.encode("cus", one.ada.id), key=make.unique("key"))
    assert answer.ok["updateCustomer"]["customer"] == {
        "primaryContact": "Bob",
        "primaryContactRecord": None,
        "primaryContactRelationshipType": None,
    }
