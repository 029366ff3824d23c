"""Creations that are refused leave nothing behind."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select

from db.models import (
    Address,
    Customer,
    CustomerTag,
    Household,
)
from gateway.engine import ids
from tests import factories as make
from tests.api._creating import HOME, body, create, made, named, paths, person
from tests.ask import Ask
from tests.database import Database


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


async def test_an_email_that_is_taken_is_told_with_all_else_that_is_wrong(
    ask: Ask, database: Database
) -> None:
    email = f"{make.unique('held')}@example.org"
    home, holder = make.individual(email=email)
    await database.save(home, holder)
    new = person(email=email, firstName="Zoe", tagIds=["nonsense"])
    new["address"] = {**new["address"], "town": ""}

    assert paths(await create(ask, individual=new)) == {
        ("EMAIL_NOT_UNIQUE", "individual", "email"),
        ("REQUIRED", "individual", "address", "town"),
        ("NOT_FOUND", "individual", "tagIds", "0"),
    }


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
    assert len(refused) == 2
    # Who comes when the first is stored already is told that they are alike as well.
    assert all(("EMAIL_NOT_UNIQUE", "individual", "email") in each for each in refused)
    assert await database.one(select(func.count()).select_from(Customer).where(Customer.email == email)) == 1
