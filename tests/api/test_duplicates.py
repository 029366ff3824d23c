"""Possible duplicates over HTTP, shown while a new record is typed."""

from __future__ import annotations

from datetime import date
from typing import Any

import httpx
import pytest

from domain.duplicates import Body, Person
from gateway.app import create_app
from gateway.loaders.duplicates import candidates
from gateway.settings import Settings
from tests import factories as make
from tests.api._alike import LOOK, candidates_of, choir, ident, look, someone
from tests.api._creating import HOME, create, person
from tests.ask import Ask
from tests.database import Database


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
@pytest.mark.parametrize(
    "stored", ["{0}+box_1@example.org", "{0}-+box@example.org", "{0}-@example.org", "{0}@xample.org"]
)
async def test_an_email_is_nearly_the_same_from_the_other_side_too(
    ask: Ask, database: Database, stored: str
) -> None:
    local, last = make.unique("m_s"), make.unique("Somerville")
    mary = await someone(database, first_name="Mary", last_name=last, email=stored.format(local))
    decoy = local.replace("_", "xy")  # two edits
    await someone(database, first_name="Mary", last_name=last, email=f"{decoy}+box@example.org")

    found = await look(ask, individual={"firstName": "Mary", "email": f"{local}@example.org"})

    assert found[ident(mary)]["score"] == 55
    assert len(found) == 1


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


async def test_who_may_not_create_records_is_shown_none(ask: Ask) -> None:
    answer = await ask(LOOK, by="gina", input={"individual": {"lastName": "Byron"}})
    assert answer.codes == ["FORBIDDEN"]


async def test_every_way_to_find_candidates_goes_by_an_index(database: Database) -> None:
    phones, postcodes = frozenset({"+442079460018"}), frozenset({"BS14DJ"})
    lines = frozenset({"1 high street"})
    ada = Person(None, "Ada", "Byron", "ada@example.org", date(1980, 5, 20), phones, postcodes, lines)
    body = Body(None, "Harbour Choir", phones, postcodes, lines)
    for who in (ada, body):
        look = candidates(who)
        assert look is not None
        explain = look.statement
        async with database.store.primary.acquire() as connection, connection.transaction():
            await connection.execute("set local enable_seqscan = off")
            rows = await connection.fetch(
                f"explain {explain.text}", *explain.arguments({"sees_inactive": True, **look.values})
            )
        assert "Seq Scan" not in "\n".join(row[0] for row in rows)
