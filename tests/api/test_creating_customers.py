"""Creating customers over HTTP: all steps of the form in one act."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from db.models import (
    AttributeValue,
    AuditChange,
    AuditEntry,
    AuditValue,
    Customer,
    CustomerTag,
    PreferenceAnswer,
)
from gateway.engine import ids
from tests import factories as make
from tests.api._creating import body, create, key_of, made, named, paths, person
from tests.ask import Ask
from tests.database import Database


@pytest.mark.rule("CUS-21", "CUS-P07", "HHD-02")
async def test_names_and_an_address_make_an_active_individual_at_home_alone(
    ask: Ask, database: Database
) -> None:
    new = person()

    ada = made(await create(ask, individual=new))

    assert ada["__typename"] == "Individual"
    assert (ada["active"], ada["onlineAccountActive"], ada["email"]) == (True, False, None)
    assert ada["addresses"] == [
        {
            "line1": new["address"]["line1"],
            "postcode": "BS1 4DJ",
            "isDefaultBilling": True,
            "isDefaultDelivery": True,
        }
    ]
    assert ada["household"] == {"primaryHouseholder": {"id": ada["id"]}, "members": [{"id": ada["id"]}]}
    assert {each["answer"] for each in ada["contactPreferences"]} <= {"NOT_ASKED"}
    assert ada["tags"] == []


@pytest.mark.rule("CUS-01", "CUS-02", "CUS-03")
async def test_the_id_of_each_of_the_two_kinds_begins_with_its_letter(ask: Ask) -> None:
    ada = made(await create(ask, individual=person()))
    choir = made(await create(ask, organisation=body()))

    assert ada["friendlyId"].startswith("I-")
    assert choir["friendlyId"].startswith("O-")
    assert ada["friendlyId"][2:] != choir["friendlyId"][2:]
    assert len(ada["friendlyId"]) >= 9


@pytest.mark.rule("CUS-22", "CUS-19", "CUS-36")
async def test_an_organisation_needs_a_name_and_an_address_and_belongs_to_no_household(
    ask: Ask, database: Database
) -> None:
    new = body(primaryContact="Mary Somerville", phone="020 7946 0018")

    choir = made(await create(ask, organisation=new))

    assert choir["name"] == new["name"].strip()
    assert choir["primaryContact"] == "Mary Somerville"
    assert choir["phone"] == {"number": "020 7946 0018", "e164": "+442079460018", "isValid": True}
    row = await database.one(select(Customer).where(Customer.id == key_of(choir)))
    assert (row.kind, row.household_id, row.email, row.first_key) == ("O", None, None, "")
    assert len(choir["addresses"]) == 1


@pytest.mark.rule("CUS-36", "CUS-06", "CUS-12")
async def test_everything_of_the_details_step_is_stored(ask: Ask, database: Database) -> None:
    email = f"{make.unique('ada')}@example.org"
    new = person(
        title="Dr",
        email=email,
        phone="020 7946 0018",
        mobile="ask reception",
        birthDate="1980-02-29",
    )

    ada = made(await create(ask, individual=new))

    assert (ada["title"], ada["email"], ada["birthDate"], ada["age"]) == ("Dr", email, "1980-02-29", 46)
    assert ada["phone"]["e164"] == "+442079460018"
    row = await database.one(select(Customer).where(Customer.id == key_of(ada)))
    assert (row.mobile, row.mobile_e164) == ("ask reception", None)
    assert (row.last_key, row.first_key) == (new["lastName"].lower(), "ada")


@pytest.mark.rule("CUS-27", "CUS-28", "CUS-32")
async def test_all_steps_of_the_form_are_saved_in_one_act_with_one_entry(
    ask: Ask, database: Database
) -> None:
    group = make.tag_group()
    tag = make.tag(group.id)
    asked, statement = make.preference()
    attribute = make.attribute()
    await database.save(group, tag, asked, statement, attribute)
    new = person(
        contactPreferences=[
            {"definitionId": ids.encode("prf", asked.id), "answer": "YES", "evidence": "form"}
        ],
        tagIds=[ids.encode("tag", tag.id)],
        attributes=[{"definitionId": ids.encode("atd", attribute.id), "text": "Vegetarian"}],
    )

    ada = made(await create(ask, individual=new))

    key = key_of(ada)
    assert ada["tags"] == [{"name": tag.name}]
    assert await database.all(select(CustomerTag.tag_id).where(CustomerTag.customer_id == key)) == [tag.id]
    answer = await database.one(select(PreferenceAnswer).where(PreferenceAnswer.customer_id == key))
    assert (answer.answer, answer.evidence, answer.source) == ("YES", "form", "STAFF")
    value = await database.one(select(AttributeValue).where(AttributeValue.customer_id == key))
    assert value.text_value == "Vegetarian"
    assert await database.events(key) == ["customer.created"]
    entry = await database.one(select(AuditEntry).where(AuditEntry.customer_id == key))
    assert set(entry.paths) >= {
        "first_name",
        "last_name",
        "active",
        "address.line1",
        "address.postcode",
        "tag",
        f"preference.{asked.name}",
        f"attribute.{attribute.name}",
    }
    assert new["lastName"] not in entry.narrative


@pytest.mark.rule("CUS-23")
async def test_two_individuals_may_both_be_without_email(ask: Ask) -> None:
    first = made(await create(ask, individual=person()))
    second = made(await create(ask, individual=person()))
    assert (first["email"], second["email"]) == (None, None)


@pytest.mark.rule("CUS-P03")
async def test_spaces_around_and_inside_a_name_are_tidied(ask: Ask) -> None:
    last = make.unique("Byron")
    ada = made(await create(ask, individual=person(firstName="  Ada \t Mary ", lastName=f" {last} ")))
    assert (ada["firstName"], ada["lastName"]) == ("Ada Mary", last)


@pytest.mark.rule("CUS-32", "ATR-P03")
async def test_a_protected_value_is_stored_sealed_and_redacted_in_the_entry(
    ask: Ask, database: Database
) -> None:
    secret = make.attribute(protected=True)
    await database.save(secret)
    new = person(attributes=[{"definitionId": ids.encode("atd", secret.id), "text": "sesame"}])

    refused = await create(ask, individual=new)
    ada = made(await create(ask, individual=new, by="ade"))

    assert paths(refused) == {("PROTECTED_ATTRIBUTE", "individual", "attributes", "0", "definitionId")}
    assert await named(database, new["lastName"]) == 1
    value = await database.one(select(AttributeValue).where(AttributeValue.customer_id == key_of(ada)))
    assert value.text_value is None
    assert value.ciphertext is not None
    change = (
        select(AuditChange)
        .join(AuditEntry, AuditEntry.id == AuditChange.entry_id)
        .where(AuditEntry.customer_id == key_of(ada), AuditChange.path == f"attribute.{secret.name}")
    )
    found = await database.one(change)
    assert found.redacted
    values = select(AuditValue.after).where(
        AuditValue.entry_id == found.entry_id, AuditValue.ordinal == found.ordinal
    )
    assert await database.one(values) is None


@pytest.mark.rule("ROL-12")
@pytest.mark.parametrize(("by", "allowed"), [("bea", True), ("femi", True), ("sam", True), ("gina", False)])
async def test_records_are_created_in_the_interfaces_that_keep_them(
    ask: Ask, database: Database, by: str, allowed: bool
) -> None:
    new = person()
    answer = await create(ask, individual=new, by=by)
    assert (answer.errors == []) is allowed
    assert await named(database, new["lastName"]) == int(allowed)
    if not allowed:
        assert answer.codes == ["FORBIDDEN"]


@pytest.mark.rule("CPR-05")
async def test_preferences_are_asked_of_people_and_organisations(ask: Ask, database: Database) -> None:
    asked, statement = make.preference()
    await database.save(asked, statement)
    letters = ids.encode("prf", asked.id)
    answers = [{"definitionId": letters, "answer": "NO"}]

    ada = made(await create(ask, individual=person(contactPreferences=answers)))
    choir = made(await create(ask, organisation=body(contactPreferences=answers)))

    for record in (ada, choir):
        given = [each["answer"] for each in record["contactPreferences"] if each["definitionId"] == letters]
        assert given == ["NO"]
