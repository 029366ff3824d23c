"""Creating customers over HTTP: all steps of the form in one act, or nothing."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from db.models import (
    Address,
    AttributeValue,
    AuditChange,
    AuditEntry,
    AuditValue,
    Customer,
    CustomerTag,
    Household,
    PreferenceAnswer,
)
from gateway.engine import ids
from tests import factories as make
from tests.ask import Answered, Ask
from tests.database import Database

CREATE = """
mutation Create($input: CreateCustomerInput!) {
  createCustomer(input: $input) {
    customer {
      __typename id friendlyId fullName active detailsVersion phone { number e164 isValid } mobile { e164 }
      addresses { line1 postcode isDefaultBilling isDefaultDelivery }
      tags { name }
      contactPreferences { definitionId answer }
      ... on Individual {
        title firstName lastName email birthDate age onlineAccountActive
        household { primaryHouseholder { id } members { id } }
      }
      ... on Organisation { name primaryContact }
    }
    errors {
      __typename
      ... on UserError { code message path }
      ... on EmailNotUnique { holder { id friendlyId } }
      ... on PossibleDuplicate { candidates { friendlyId name score likely reasons customer { id } } }
    }
  }
}
"""
HOME = {"line1": "1 High Street", "town": "Bristol", "postcode": "bs14dj", "countryCode": "GB"}


async def create(ask: Ask, *, by: str = "bea", key: str | None = None, **kind: Any) -> Answered:
    return await ask(CREATE, by=by, key=key, input=kind)


def person(**given: Any) -> dict[str, Any]:
    """An Individual whom nobody resembles."""
    return {
        "firstName": "Ada",
        "lastName": make.unique("Byron"),
        "address": {**HOME, "line1": make.unique("1 Road ")},
        **given,
    }


def body(**given: Any) -> dict[str, Any]:
    return {"name": make.unique("Choir "), "address": {**HOME, "line1": make.unique("1 Road ")}, **given}


async def named(database: Database, last_name: str) -> int:
    """How many records have this last name or name: none where a creation was refused."""
    named = func.coalesce(Customer.last_name, Customer.name) == last_name
    return int(await database.one(select(func.count()).select_from(Customer).where(named)))


def paths(answer: Answered) -> set[tuple[str, ...]]:
    return {(error["code"], *error["path"]) for error in answer.ok["createCustomer"]["errors"]}


def made(answer: Answered) -> dict[str, Any]:
    assert answer.ok["createCustomer"]["errors"] == []
    customer: dict[str, Any] = answer.ok["createCustomer"]["customer"]
    return customer


def key_of(customer: dict[str, Any]) -> UUID:
    key = ids.key_of("cus", customer["id"])
    assert key is not None
    return key


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


@pytest.mark.rule("CUS-P03")
@pytest.mark.parametrize(
    ("field", "longest"), [("title", 20), ("firstName", 50), ("lastName", 50), ("phone", 30), ("mobile", 30)]
)
async def test_a_detail_one_character_too_long_is_refused(
    ask: Ask, database: Database, field: str, longest: int
) -> None:
    fits = "x" * (longest - 20) + make.unique("y" * 20)[:20] if field == "lastName" else "x" * longest
    new = person(**{field: fits + "z"})

    answer = await create(ask, individual=new)

    assert paths(answer) == {("TOO_LONG", "individual", field)}
    assert await named(database, new["lastName"]) == 0
    assert made(await create(ask, individual=person(**{field: fits})))


@pytest.mark.rule("CUS-P03")
async def test_control_characters_and_a_long_organisation_name_are_refused(
    ask: Ask, database: Database
) -> None:
    bad = await create(ask, individual=person(firstName="A\u0007da"))
    long = await create(ask, organisation=body(name="x" * 121))

    assert paths(bad) == {("INVALID_TEXT", "individual", "firstName")}
    assert paths(long) == {("TOO_LONG", "organisation", "name")}
    assert await named(database, "x" * 121) == 0


@pytest.mark.rule("CUS-P12", "CUS-21")
async def test_all_that_is_wrong_with_an_input_is_told_at_once(ask: Ask, database: Database) -> None:
    holder_home, holder = make.individual(email=f"{make.unique('held')}@example.org")
    group = make.tag_group()
    auto = make.tag(group.id, is_autotag=True)
    attribute = make.attribute(type="DATE")
    await database.save(holder_home, holder, group, auto, attribute)
    last = make.unique("Wrong")
    new = person(
        firstName="  ",
        lastName=last,
        email="nobody",
        birthDate="2027-01-01",
        address={**HOME, "town": "", "postcode": "BS", "countryCode": "ZZ"},
        contactPreferences=[{"definitionId": "nonsense", "answer": "YES"}],
        tagIds=[ids.encode("tag", auto.id)],
        attributes=[{"definitionId": ids.encode("atd", attribute.id), "text": "soon"}],
    )

    answer = await create(ask, individual=new)

    assert paths(answer) == {
        ("REQUIRED", "individual", "firstName"),
        ("INVALID_EMAIL", "individual", "email"),
        ("INVALID_DATE_OF_BIRTH", "individual", "birthDate"),
        ("REQUIRED", "individual", "address", "town"),
        ("UNKNOWN_COUNTRY", "individual", "address", "countryCode"),
        ("NOT_FOUND", "individual", "contactPreferences", "0", "definitionId"),
        ("AUTOTAG_NOT_EDITABLE", "individual", "tagIds"),
        ("ATTRIBUTE_TYPE_MISMATCH", "individual", "attributes", "0", "text"),
    }
    assert answer.ok["createCustomer"]["customer"] is None
    assert await named(database, last) == 0


@pytest.mark.rule("ADR-13", "CUS-22")
async def test_an_address_that_cannot_be_stored_refuses_the_whole_record(
    ask: Ask, database: Database
) -> None:
    new = body(address={**HOME, "postcode": "BS1"})
    answer = await create(ask, organisation=new)
    assert paths(answer) == {("INVALID_POSTCODE", "organisation", "address", "postcode")}
    assert await named(database, new["name"]) == 0


@pytest.mark.rule("CUS-21", "CUS-22")
async def test_an_input_without_an_address_is_not_taken_at_all(ask: Ask, database: Database) -> None:
    new = person()
    del new["address"]
    answer = await create(ask, individual=new)
    assert answer.codes == ["BAD_USER_INPUT"]
    assert await named(database, new["lastName"]) == 0


@pytest.mark.rule("CUS-01")
async def test_a_record_is_of_one_kind_only(ask: Ask, database: Database) -> None:
    both: dict[str, Any] = {"individual": person(), "organisation": body()}
    assert (await create(ask, **both)).codes == ["BAD_USER_INPUT"]
    assert (await create(ask)).codes == ["BAD_USER_INPUT"]
    assert await named(database, both["individual"]["lastName"]) == 0


@pytest.mark.rule("CUS-25", "CUS-P12")
async def test_an_organisation_with_an_email_is_refused(ask: Ask, database: Database) -> None:
    new = body(email=f"{make.unique('choir')}@example.org")
    answer = await create(ask, organisation=new)
    assert paths(answer) == {("EMAIL_NOT_ALLOWED_FOR_ORGANISATION", "organisation", "email")}
    assert await named(database, new["name"]) == 0


@pytest.mark.rule("CUS-24", "CUS-C01", "CUS-P04")
@pytest.mark.parametrize("written", ["{0}@example.org", "  {0}@EXAMPLE.org ", "{1}@Example.Org"])
async def test_an_email_that_another_record_has_is_refused_however_it_is_written(
    ask: Ask, database: Database, written: str
) -> None:
    local = make.unique("held")
    home, holder = make.individual(email=f"{local}@example.org")
    await database.save(home, holder)
    before = await database.snapshot(holder.id)
    new = person(email=written.format(local, local.upper()))

    answer = await create(ask, individual=new)

    assert paths(answer) >= {("EMAIL_NOT_UNIQUE", "individual", "email")}
    assert await named(database, new["lastName"]) == 0
    assert await database.snapshot(holder.id) == before


@pytest.mark.rule("CUS-C02", "CUS-P12")
async def test_the_refused_email_leads_to_its_holder_and_to_merging(ask: Ask, database: Database) -> None:
    email = f"{make.unique('held')}@example.org"
    home, holder = make.individual(email=email)
    await database.save(home, holder)

    answer = await create(ask, individual=person(firstName="Zoe", email=email))

    (error,) = answer.ok["createCustomer"]["errors"]
    assert error["holder"]["id"] == ids.encode("cus", holder.id)
    assert error["holder"]["friendlyId"] in error["message"]
    assert "merge" in error["message"]


@pytest.mark.rule("CUS-24", "CUS-P04", "ROL-P07")
async def test_an_inactive_holder_keeps_the_email_and_is_not_named_in_the_sales_interface(
    ask: Ask, database: Database
) -> None:
    email = f"{make.unique('held')}@example.org"
    home, holder = make.individual(email=email, active=False)
    await database.save(home, holder)
    new = person(firstName="Zoe", email=email)

    sales = await create(ask, individual=new)
    fundraising = await create(ask, individual=new, by="femi")

    (error,) = sales.ok["createCustomer"]["errors"]
    assert (error["code"], error["holder"]) == ("EMAIL_NOT_UNIQUE", None)
    number = await database.one(select(Customer.number).where(Customer.id == holder.id))
    assert str(number) not in error["message"]
    assert "in use" in error["message"]
    assert "merge" not in error["message"]
    (error,) = fundraising.ok["createCustomer"]["errors"]
    assert error["holder"]["id"] == ids.encode("cus", holder.id)
    assert await named(database, new["lastName"]) == 0


@pytest.mark.rule("CUS-P04")
@pytest.mark.parametrize("email", ["a@b@example.org", '"a b"@example.org', "ada@example", "ada"])
async def test_what_is_no_email_is_refused(ask: Ask, database: Database, email: str) -> None:
    new = person(email=email)
    assert paths(await create(ask, individual=new)) == {("INVALID_EMAIL", "individual", "email")}
    assert await named(database, new["lastName"]) == 0


@pytest.mark.rule("CUS-P06", "CUS-P12")
@pytest.mark.parametrize("born", ["2026-11-23", "1899-12-31"])
async def test_a_birth_date_in_the_future_or_before_1900_is_refused(
    ask: Ask, database: Database, born: str
) -> None:
    new = person(birthDate=born)
    assert paths(await create(ask, individual=new)) == {("INVALID_DATE_OF_BIRTH", "individual", "birthDate")}
    assert await named(database, new["lastName"]) == 0


@pytest.mark.rule("CUS-30", "TAG-06")
async def test_an_autotag_cannot_be_ticked_at_creation(ask: Ask, database: Database) -> None:
    group = make.tag_group()
    normal, auto = make.tag(group.id), make.tag(group.id, is_autotag=True)
    await database.save(group, normal, auto)
    new = person(tagIds=[ids.encode("tag", normal.id), ids.encode("tag", auto.id)])

    answer = await create(ask, individual=new)

    assert paths(answer) == {("AUTOTAG_NOT_EDITABLE", "individual", "tagIds")}
    assert await named(database, new["lastName"]) == 0
    assert await database.all(select(CustomerTag).where(CustomerTag.tag_id == normal.id)) == []


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


async def test_a_refused_creation_leaves_no_household_and_no_address_behind(
    ask: Ask, database: Database
) -> None:
    home, holder = make.individual(email=f"{make.unique('held')}@example.org")
    await database.save(home, holder)
    new = person(email=holder.email)
    await create(ask, individual=new)
    line = new["address"]["line1"]
    assert await database.all(select(Address).where(Address.line1 == line)) == []
    orphans = select(Household.id).where(
        ~select(Customer).where(Customer.household_id == Household.id).exists()
    )
    assert home.id not in await database.all(orphans)


@pytest.mark.rule("CUS-24", "CUS-P12")
async def test_an_email_cannot_be_taken_twice_by_creations_at_once(ask: Ask, database: Database) -> None:
    email = f"{make.unique('race')}@example.org"
    answers = await asyncio.gather(
        *(create(ask, individual=person(firstName=name, email=email)) for name in ("Zoe", "Quentin", "Ivo"))
    )
    refused = [paths(answer) for answer in answers if answer.ok["createCustomer"]["customer"] is None]
    assert refused == [{("EMAIL_NOT_UNIQUE", "individual", "email")}] * 2
    assert await database.one(select(func.count()).select_from(Customer).where(Customer.email == email)) == 1


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
