"""Possible duplicates are in the way of creating until they are acknowledged."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import select

from db.models import Customer
from domain.customers import Kind, friendly_id
from tests import factories as make
from tests.api._alike import candidates_of, choir, ident, look, someone
from tests.api._creating import HOME, create, made, named, person
from tests.ask import Ask
from tests.database import Database


@pytest.mark.rule("SRC-P08", "SRC-05", "CUS-P12")
async def test_the_same_initial_last_name_and_postcode_are_in_the_way_of_creating(
    ask: Ask, database: Database
) -> None:
    last = make.unique("Byron")
    ada = await someone(database, first_name="Adam", last_name=last, at={"postcode": "BS1 4DJ"})
    before = await database.snapshot(ada.id)

    answer = await create(ask, individual=person(lastName=last.upper()))

    (candidate,) = candidates_of(answer)
    number = await database.one(select(Customer.number).where(Customer.id == ada.id))
    assert candidate == {
        "friendlyId": friendly_id(Kind.INDIVIDUAL, number),
        "name": f"Adam {last}",
        "score": 35,
        "likely": False,
        "reasons": ["LAST_NAME_EQUAL", "FIRST_INITIAL_EQUAL", "POSTCODE_EQUAL"],
        "customer": {"id": ident(ada)},
    }
    assert await named(database, last.upper()) == 0
    assert await database.snapshot(ada.id) == before


@pytest.mark.rule("SRC-P08")
async def test_the_same_initial_last_name_and_first_line_are_in_the_way_too(
    ask: Ask, database: Database
) -> None:
    last, line = make.unique("Byron"), make.unique("The Mill ")
    await someone(
        database, first_name="Adam", last_name=last, at={"line1": line.upper(), "postcode": "M1 1AE"}
    )
    answer = await create(ask, individual=person(lastName=last, address={**HOME, "line1": f"{line},"}))
    assert [each["score"] for each in candidates_of(answer)] == [30]


@pytest.mark.rule("SRC-P08")
async def test_a_score_of_50_is_in_the_way_and_one_below_is_not(ask: Ask, database: Database) -> None:
    phone = f"+44 20 {uuid4().int % 10**8:08d}"
    last = make.unique("Byron")
    await someone(database, first_name="Adam", last_name=last, phone=phone)

    fifty = await create(ask, individual=person(lastName=last, phone=phone))
    forty_five = await create(ask, individual=person(firstName="Zoe", lastName=last, phone=phone))

    assert [each["score"] for each in candidates_of(fifty)] == [50]
    made(forty_five)


@pytest.mark.rule("SRC-P08", "SRC-11")
async def test_acknowledging_every_candidate_lets_the_record_be_created(ask: Ask, database: Database) -> None:
    last = make.unique("Byron")
    first = await someone(database, last_name=last, at={})
    second = await someone(database, first_name="Adele", last_name=last, at={})
    number = await database.one(select(Customer.number).where(Customer.id == second.id))
    new = person(lastName=last)

    both = candidates_of(await create(ask, individual=new))
    one = candidates_of(await create(ask, individual={**new, "acknowledgedDuplicates": [ident(first)]}))
    acknowledged = [ident(first), friendly_id(Kind.INDIVIDUAL, number)]
    ada = made(await create(ask, individual={**new, "acknowledgedDuplicates": acknowledged}))

    assert [each["customer"]["id"] for each in both] == [ident(first), ident(second)]
    assert [each["customer"]["id"] for each in one] == [ident(second)]
    assert ada["lastName"] == last


@pytest.mark.rule("SRC-11")
async def test_where_nobody_is_alike_a_record_is_created_at_once(ask: Ask) -> None:
    new = person()
    assert await look(ask, individual={"firstName": "Ada", "lastName": new["lastName"]}) == {}
    assert made(await create(ask, individual=new))["lastName"] == new["lastName"]


@pytest.mark.rule("SRC-P08")
async def test_an_acknowledged_id_that_names_nothing_is_told(ask: Ask, database: Database) -> None:
    new = person(acknowledgedDuplicates=["nonsense"])
    answer = await create(ask, individual=new)
    (error,) = answer.ok["createCustomer"]["errors"]
    assert (error["code"], error["path"]) == ("NOT_FOUND", ["individual", "acknowledgedDuplicates", "0"])
    assert await named(database, new["lastName"]) == 0


@pytest.mark.rule("SRC-P08", "ROL-P07")
async def test_records_that_the_viewer_may_not_see_are_in_nobodys_way(ask: Ask, database: Database) -> None:
    last = make.unique("Byron")
    await someone(database, last_name=last, active=False, at={})
    typed = {"firstName": "Ada", "lastName": last, "postcode": "BS1 4DJ"}

    assert await look(ask, individual=typed) == {}
    assert len(await look(ask, individual=typed, by="femi")) == 1
    assert len(candidates_of(await create(ask, individual=person(lastName=last), by="femi"))) == 1
    made(await create(ask, individual=person(lastName=last)))


async def test_organisations_alike_are_in_the_way_of_creating_one(ask: Ask, database: Database) -> None:
    name = make.unique("Harbour Choir ")
    body = await choir(database, name=name)
    new = {"name": name.upper(), "address": {**HOME, "line1": make.unique("Quay ")}}

    answer = await create(ask, organisation=new)

    assert [each["customer"]["id"] for each in candidates_of(answer)] == [ident(body)]
    assert await named(database, name.upper()) == 0
    made(await create(ask, organisation={**new, "acknowledgedDuplicates": [ident(body)]}))


@pytest.mark.rule("SRC-05")
async def test_of_two_who_create_one_person_at_once_the_second_is_shown_the_first(
    ask: Ask, database: Database
) -> None:
    new = person()
    answers = await asyncio.gather(*(create(ask, individual=new) for _ in range(6)))
    created = [answer for answer in answers if answer.ok["createCustomer"]["customer"]]
    refused = [answer for answer in answers if not answer.ok["createCustomer"]["customer"]]
    assert (len(created), len(refused)) == (1, 5)
    for answer in refused:
        assert [each["score"] for each in candidates_of(answer)] == [55]
    assert await named(database, new["lastName"]) == 1


async def test_a_refusal_repeated_under_its_key_shows_the_same_candidates(
    ask: Ask, database: Database
) -> None:
    last = make.unique("Byron")
    await someone(database, last_name=last, at={})
    new = person(lastName=last)
    first = await create(ask, individual=new, key=make.unique("dup"))
    again = await create(ask, individual=new, key=f"again{last}")
    replayed = await create(ask, individual=new, key=f"again{last}")
    assert candidates_of(first) == candidates_of(again) == candidates_of(replayed)
    assert replayed.extensions == {"replayed": ["createCustomer"]}
