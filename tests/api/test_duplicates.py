"""Possible duplicates over HTTP: shown while typing, and in the way of creating until they are acknowledged."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

from db.models import Customer
from domain.customers import Kind, friendly_id
from domain.duplicates import Body, Person
from gateway.app import create_app
from gateway.engine import ids
from gateway.engine.statements import compiled
from gateway.loaders.duplicates import candidates
from gateway.settings import Settings
from tests import factories as make
from tests.api.test_creating_customers import HOME, create, made, named, person
from tests.ask import Answered, Ask
from tests.database import Database

LOOK = """
query Look($input: PossibleDuplicatesInput!) {
  possibleDuplicates(input: $input) {
    candidates { friendlyId name score likely reasons customer { id addresses { line1 } } }
    thresholds { possible likely }
  }
}
"""


async def look(ask: Ask, *, by: str = "bea", **kind: Any) -> dict[str, dict[str, Any]]:
    """The candidates by their id."""
    found = (await ask(LOOK, by=by, input=kind)).ok["possibleDuplicates"]["candidates"]
    return {each["customer"]["id"]: each for each in found}


async def someone(database: Database, *, at: dict[str, Any] | None = None, **given: Any) -> Customer:
    home, customer = make.individual(**given)
    await database.save(home, customer)
    if at is not None:
        await database.save(make.address(customer.id, **at))
    return customer


async def choir(database: Database, *, at: dict[str, Any] | None = None, **given: Any) -> Customer:
    customer = make.organisation(**given)
    await database.save(customer)
    if at is not None:
        await database.save(make.address(customer.id, **at))
    return customer


def ident(customer: Customer) -> str:
    return ids.encode("cus", customer.id)


def candidates_of(answer: Answered) -> list[dict[str, Any]]:
    """The candidates of a creation that was refused because of them alone."""
    (error,) = answer.ok["createCustomer"]["errors"]
    assert error["code"] == "POSSIBLE_DUPLICATE"
    assert error["path"][1:] == ["acknowledgedDuplicates"]
    found: list[dict[str, Any]] = error["candidates"]
    return found


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


@pytest.mark.rule("SRC-P08")
async def test_an_organisation_is_never_a_duplicate_of_a_person(ask: Ask, database: Database) -> None:
    name = make.unique("Byron")
    ada = await someone(database, last_name=name, first_name="Ada", at={}, phone="+442079460000")
    await choir(database, name=name, at={}, phone="+442079460000")
    found = await look(
        ask, individual={"firstName": "Ada", "lastName": name, "postcode": "BS1 4DJ", "phone": "02079460000"}
    )
    assert [each for each in found if found[each]["name"].endswith(name)] == [ident(ada)]


@pytest.mark.rule("SRC-B01")
async def test_candidates_improve_as_more_is_typed(ask: Ask, database: Database) -> None:
    last, line = make.unique("Byron"), make.unique("9 Quay ")
    local = make.unique("ada")
    ada = await someone(
        database,
        first_name="Michael",
        last_name=last,
        email=f"{local}@example.org",
        birth_date=date(1980, 5, 20),
        at={"line1": line, "postcode": "M1 1AE"},
    )
    typed: dict[str, Any] = {}
    scores = []
    for more in (
        {"lastName": last[:3]},
        {"lastName": last},
        {"firstName": "M"},
        {"postcode": "m11ae"},
        {"firstName": "Mike"},
        {"line1": line},
        {"birthDate": "1980-05-20"},
        {"email": f"{local}+box@example.org"},
    ):
        typed |= more
        found = (await look(ask, individual=typed)).get(ident(ada))
        scores.append(found and (found["score"], found["likely"]))

    assert scores == [
        None,
        None,
        None,
        (35, False),
        (40, False),
        (50, False),
        (75, False),
        (100, True),
    ]


@pytest.mark.rule("SRC-B01")
async def test_a_double_name_is_found_in_either_order_and_with_a_space(ask: Ask, database: Database) -> None:
    one, other = make.unique("Smith"), make.unique("Jones")
    ada = await someone(database, last_name=f"{one}-{other}", at={})
    for written in (f"{other}-{one}", f"{one} {other}", f"{other} {one}"):
        found = await look(ask, individual={"firstName": "Ada", "lastName": written, "postcode": "BS14DJ"})
        assert "LAST_NAME_EQUAL" in found[ident(ada)]["reasons"]


@pytest.mark.rule("SRC-B01")
@pytest.mark.parametrize(
    "typed", ["{0}@example.org", "{0}+x@Example.org", "{0}z@example.org", "{0}@exampel.org"]
)
async def test_an_email_that_is_nearly_the_same_counts(ask: Ask, database: Database, typed: str) -> None:
    local, last = make.unique("mary.somerville"), make.unique("Somerville")
    mary = await someone(database, first_name="Mary", last_name=last, email=f"{local}@example.org")

    email = typed.format(local.upper())
    found = await look(ask, individual={"firstName": "Mary", "lastName": last, "email": email})

    assert found[ident(mary)]["score"] == 70
    assert found[ident(mary)]["reasons"] == ["EMAIL_NEAR_MATCH", "LAST_NAME_EQUAL", "FIRST_NAME_EQUAL"]


@pytest.mark.rule("SRC-B01")
@pytest.mark.parametrize("stored", ["{0}+box_1@example.org", "{0}-@example.org", "{0}@xample.org"])
async def test_an_email_is_nearly_the_same_from_the_other_side_too(
    ask: Ask, database: Database, stored: str
) -> None:
    local, last = make.unique("m_s"), make.unique("Somerville")
    mary = await someone(database, first_name="Mary", last_name=last, email=stored.format(local))
    decoy = local.replace("_", "x")
    await someone(database, first_name="Mary", last_name=last, email=f"{decoy}+box@example.org")

    found = await look(ask, individual={"firstName": "Mary", "email": f"{local}@example.org"})

    assert found[ident(mary)]["score"] == 55
    assert len(found) == 1 or "+" not in stored


@pytest.mark.rule("SRC-B01")
async def test_a_different_birth_date_sets_two_people_apart(ask: Ask, database: Database) -> None:
    last, line = make.unique("Byron"), make.unique("7 Quay ")
    ada = await someone(
        database, last_name=last, birth_date=date(1980, 5, 20), at={"line1": line, "postcode": "M1 1AE"}
    )
    typed = {"firstName": "Ada", "lastName": last, "line1": line, "postcode": "M1 1AE"}
    same = (await look(ask, individual={**typed, "birthDate": "1980-05-20"}))[ident(ada)]
    other = (await look(ask, individual={**typed, "birthDate": "2010-01-01"}))[ident(ada)]
    assert (same["score"], same["likely"]) == (80, True)
    assert (other["score"], other["likely"]) == (15, False)
    assert "BIRTH_DATE_DIFFERENT" in other["reasons"]


@pytest.mark.rule("SRC-B01")
@pytest.mark.parametrize("typed", ["St John’s {0} Choir.", "ST JOHNS {0}, CHOIR", "St Jöhn's {0} choir"])
async def test_an_organisation_is_found_by_its_name_however_it_is_written(
    ask: Ask, database: Database, typed: str
) -> None:
    word = make.unique("Quay")
    body = await choir(database, name=f"St John's {word} Choir")
    found = await look(ask, organisation={"name": typed.format(word)})
    assert (found[ident(body)]["score"], found[ident(body)]["reasons"]) == (50, ["NAME_EQUAL"])


async def test_organisations_alike_are_in_the_way_of_creating_one(ask: Ask, database: Database) -> None:
    name = make.unique("Harbour Choir ")
    body = await choir(database, name=name)
    new = {"name": name.upper(), "address": {**HOME, "line1": make.unique("Quay ")}}

    answer = await create(ask, organisation=new)

    assert [each["customer"]["id"] for each in candidates_of(answer)] == [ident(body)]
    assert await named(database, name.upper()) == 0
    made(await create(ask, organisation={**new, "acknowledgedDuplicates": [ident(body)]}))


@pytest.mark.rule("SRC-B01")
@pytest.mark.parametrize(
    "typed", [{}, {"email": "ada@"}, {"phone": "0"}, {"postcode": "?"}, {"lastName": "  "}]
)
async def test_what_is_half_typed_is_never_refused(ask: Ask, typed: dict[str, str]) -> None:
    assert await look(ask, individual=typed) == {}


@pytest.mark.rule("SRC-B01")
async def test_at_most_twenty_are_shown_the_most_alike_first(ask: Ask, database: Database) -> None:
    last, line = make.unique("Byron"), make.unique("5 Quay ")
    for place in range(23):
        await someone(
            database,
            first_name="Ada" if place == 22 else "Adam",
            last_name=last,
            at={"line1": line, "postcode": "M1 1AE"},
        )
    typed = {"firstName": "Ada", "lastName": last, "line1": line, "postcode": "M1 1AE"}

    answer = await ask(LOOK, input={"individual": typed})

    scores = [each["score"] for each in answer.ok["possibleDuplicates"]["candidates"]]
    assert scores == [55] + [45] * 19


@pytest.mark.rule("SRC-C01")
async def test_the_thresholds_are_settings_and_are_told(
    ask: Ask, database: Database, settings: Settings
) -> None:
    last = make.unique("Byron")
    ada = await someone(database, last_name=last)
    typed = {"firstName": "Ada", "lastName": last}
    usual = (await ask(LOOK, input={"individual": typed})).ok["possibleDuplicates"]
    assert usual == {"candidates": [], "thresholds": {"possible": 50, "likely": 80}}

    cautious = settings.model_copy(update={"duplicate_possible": 20, "duplicate_likely": 30})
    app = create_app(cautious)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
            ask_there = Ask(client, cautious)
            there = (await ask_there(LOOK, input={"individual": typed})).ok["possibleDuplicates"]
            far = {**HOME, "line1": make.unique("8 Quay "), "postcode": "ZE1 0AA"}
            refused = await create(ask_there, individual=person(lastName=last, address=far))

    assert there["thresholds"] == {"possible": 20, "likely": 30}
    assert [(each["score"], each["likely"]) for each in there["candidates"]] == [(30, True)]
    assert [each["customer"]["id"] for each in candidates_of(refused)] == [ident(ada)]


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


async def test_who_may_not_create_records_is_shown_none(ask: Ask) -> None:
    answer = await ask(LOOK, by="gina", input={"individual": {"lastName": "Byron"}})
    assert answer.codes == ["FORBIDDEN"]


async def test_every_way_to_find_candidates_goes_by_an_index(database: Database) -> None:
    phones, postcodes = frozenset({"+442079460018"}), frozenset({"BS14DJ"})
    lines = frozenset({"1 high street"})
    ada = Person(None, "Ada", "Byron", "ada@example.org", date(1980, 5, 20), phones, postcodes, lines)
    body = Body(None, "Harbour Choir", phones, postcodes, lines)
    for who in (ada, body):
        query = candidates(who)
        assert query is not None
        explain = compiled(query)
        async with database.store.primary.acquire() as connection, connection.transaction():
            await connection.execute("set local enable_seqscan = off")
            rows = await connection.fetch(
                f"explain {explain.text}", *explain.arguments({"sees_inactive": True})
            )
        assert "Seq Scan" not in "\n".join(row[0] for row in rows)
