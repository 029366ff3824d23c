"""Finding addresses by their postcode, from premises made up here or from a service over HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from gateway.engine import ids
from gateway.settings import Region, Settings
from tests import factories as make
from tests.ask import Answered, Ask, asking
from tests.database import Database

FIND = """
query Find($postcode: String!, $country: String) {
  findAddress(postcode: $postcode, country: $country) { oneLine line1 line2 line3 town county postcode countryCode }
}
"""
ADD = """
mutation Add($id: ID!, $address: AddressInput!) {
  addAddress(customerId: $id, expectedVersion: 1, address: $address) {
    address { line1 line2 town postcode source country { code } }
    errors { ... on UserError { message } }
  }
}
"""


class Service:
    """A postcode service: answers with `status` and `body`, and keeps what it was asked."""

    def __init__(self) -> None:
        self.url = ""
        self.status = 200
        self.body: Any = []
        self.asked: list[str] = []
        self.open = asyncio.Event()
        self.open.set()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.asked.append(head.split(b" ")[1].decode())
        await self.open.wait()
        body = self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()
        told = f"HTTP/1.1 {self.status} -\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(told.encode() + body)
        await writer.drain()
        writer.close()


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    made = Service()
    listener = await asyncio.start_server(made.answer, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    made.url = f"http://127.0.0.1:{port}/{{country}}/{make.unique('key')}?for={{postcode}}"
    async with listener:
        yield made
        made.open.set()


@asynccontextmanager
async def asking_of(service: Service, settings: Settings, **changed: Any) -> AsyncIterator[Ask]:
    """Ask an application that finds addresses by this service."""
    async with asking(settings, address_finder_url=service.url, **changed) as ask:
        yield ask


def refusal(answer: Answered) -> tuple[str, list[str]]:
    (error,) = answer.errors
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert answer.data == {"findAddress": None}
    return error["extensions"]["reason"], error["extensions"]["input"]


VINE = {
    "line1": "12 Vine Street",
    "line2": None,
    "line3": None,
    "town": "Bristol",
    "county": None,
    "postcode": "BS1 4DJ",
    "countryCode": "GB",
}


@pytest.mark.rule("ADR-05", "ADR-15", "ADR-P06")
async def test_a_postcode_leads_to_a_list_from_which_one_is_picked_and_added(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    await database.save(home, ada)

    found = (await ask(FIND, postcode="bs14dj")).ok["findAddress"]

    assert len(found) >= 5
    assert {(each["town"], each["postcode"], each["countryCode"]) for each in found} == {
        ("Bristol", "BS1 4DJ", "GB")
    }
    assert found == (await ask(FIND, postcode="BS1 4DJ", country="gb")).ok["findAddress"]
    picked = found[2]
    assert picked["oneLine"] == ", ".join(
        part for part in (picked["line1"], picked["line2"], "Bristol", "BS1 4DJ") if part
    )

    address = {name: value for name, value in picked.items() if name != "oneLine"}
    added = await ask(ADD, id=ids.encode("cus", ada.id), address={**address, "fromFinder": True})

    assert added.ok["addAddress"]["errors"] == []
    assert added.ok["addAddress"]["address"] == {
        "line1": picked["line1"],
        "line2": picked["line2"],
        "town": "Bristol",
        "postcode": "BS1 4DJ",
        "source": "LOOKUP",
        "country": {"code": "GB"},
    }


@pytest.mark.rule("ADR-P06")
async def test_the_finder_never_tells_where_a_customer_lives(ask: Ask, database: Database) -> None:
    before = (await ask(FIND, postcode="BS2 0QX")).ok["findAddress"]
    home, ada = make.individual()
    await database.save(home, ada, make.address(ada.id, line1="The Secret House", postcode="BS2 0QX"))

    found = (await ask(FIND, postcode="BS2 0QX")).ok["findAddress"]

    assert found == before
    assert [each for each in found if "Secret" in each["oneLine"]] == []


@pytest.mark.rule("ADR-P06")
async def test_an_unknown_postcode_has_no_addresses(ask: Ask) -> None:
    assert (await ask(FIND, postcode="QQ1 1QQ")).ok == {"findAddress": []}


@pytest.mark.rule("ADR-10")
@pytest.mark.parametrize("region", [Region.IE, Region.US, Region.CA])
async def test_systems_abroad_find_british_addresses_and_type_their_own(
    settings: Settings, database: Database, region: Region
) -> None:
    own = {Region.IE: "D02 X285", Region.US: "10019", Region.CA: "K1A 0B1"}[region]
    async with asking(settings, region=region) as ask:
        at_home = await ask(FIND, postcode=own)
        british = await ask(FIND, postcode="BS1 4DJ", country="GB")

    assert at_home.ok == {"findAddress": []}
    assert {each["town"] for each in british.ok["findAddress"]} == {"Bristol"}


@pytest.mark.rule("ADR-P06")
@pytest.mark.parametrize("postcode", ["Bristol", "BS1", "", "  ", "BS1 4DJ\x00", "BS1 4DJ" * 9])
async def test_a_malformed_postcode_is_refused(ask: Ask, postcode: str) -> None:
    assert refusal(await ask(FIND, postcode=postcode)) == ("INVALID_POSTCODE", ["postcode"])


async def test_a_country_that_does_not_exist_is_refused(ask: Ask) -> None:
    assert refusal(await ask(FIND, postcode="BS1 4DJ", country="ZZ")) == ("UNKNOWN_COUNTRY", ["country"])


async def test_who_adds_no_addresses_finds_none(ask: Ask) -> None:
    answer = await ask(FIND, by="ines", postcode="BS1 4DJ")
    assert (answer.codes, answer.data) == (["FORBIDDEN"], {"findAddress": None})


@pytest.mark.rule("ADR-P06")
async def test_a_service_is_asked_once_in_a_day(
    service: Service, settings: Settings, database: Database
) -> None:
    service.body = [{"line1": "12 Vine Street", "town": "Bristol"}]
    async with asking_of(service, settings) as ask:
        first = await ask(FIND, postcode="bs14dj")
    service.body = []
    async with asking_of(service, settings) as ask:
        second = await ask(FIND, postcode="BS1 4DJ")
        other = await ask(FIND, postcode="BS1 4DK")

    expected = {"findAddress": [{**VINE, "oneLine": "12 Vine Street, Bristol, BS1 4DJ"}]}
    assert (first.ok, second.ok, other.ok) == (expected, expected, {"findAddress": []})
    assert [path.rpartition("=")[2] for path in service.asked] == ["BS1%204DJ", "BS1%204DK"]
    assert [path.split("/")[1] for path in service.asked] == ["GB", "GB"]
    assert database.store.redis is not None
    kept = [key async for key in database.store.redis.scan_iter("addresses:*:GB:BS14DJ")]
    assert [0 < await database.store.redis.ttl(key) <= 86_400 for key in kept] == [True] * len(kept) != []


@pytest.mark.rule("XCT-P09")
@pytest.mark.parametrize("redis_url", [None, "redis://127.0.0.1:1"])
async def test_without_redis_the_service_is_asked_each_time(
    service: Service, settings: Settings, database: Database, redis_url: str | None
) -> None:
    service.body = {"addresses": [{"address_1": "12 Vine Street", "post_town": "Bristol"}]}
    async with asking_of(service, settings, redis_url=redis_url) as ask:
        for _ in range(2):
            found = (await ask(FIND, postcode="BS1 4DJ")).ok["findAddress"]
            assert [each["oneLine"] for each in found] == ["12 Vine Street, Bristol, BS1 4DJ"]

    assert len(service.asked) == 2


async def test_what_a_service_says_is_read_leniently_and_cleaned(
    service: Service, settings: Settings, database: Database
) -> None:
    service.body = {
        "results": [
            {
                "Line-1": " Flat 3\t",
                "address line 2": "Vine Street",
                "City": "Bristol",
                "State": "Avon",
                "zip": "BS1 4DK",
            },
            {"line1": "No town"},
            {"town": "No line"},
            {"line1": "x" * 101, "town": "Bristol"},
            {"line1": "1", "town": "Bris\x07tol"},
            {"line1": 7, "town": ["Bristol"]},
            "12 Vine Street",
            None,
        ]
    }
    async with asking_of(service, settings) as ask:
        (found,) = (await ask(FIND, postcode="BS1 4DJ")).ok["findAddress"]

    assert found["oneLine"] == "Flat 3, Vine Street, Bristol, Avon, BS1 4DK"


async def test_a_service_that_knows_no_such_postcode_finds_nothing(
    service: Service, settings: Settings, database: Database
) -> None:
    service.status = 404
    async with asking_of(service, settings) as ask:
        assert (await ask(FIND, postcode="BS1 4DJ")).ok == {"findAddress": []}


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, []), (302, []), (200, b"<html>"), (200, {"error": "no credit"}), (200, b" " * 1_000_001)],
    ids=["error", "redirect", "no JSON", "no list", "too much"],
)
async def test_a_service_that_fails_is_away_and_left_alone_for_a_while(
    service: Service, settings: Settings, database: Database, status: int, body: Any
) -> None:
    service.status, service.body = status, body
    async with asking_of(service, settings) as ask:
        for _ in range(2):
            answer = await ask(
                "query ($p: String!) { findAddress(postcode: $p) { line1 } __typename }", p="BS1 4DJ"
            )
            assert answer.codes == ["UNAVAILABLE"]
            assert answer.data == {"findAddress": None, "__typename": "Query"}
            assert 1 <= answer.errors[0]["extensions"]["retryAfter"] <= 5
            assert "http" not in answer.errors[0]["message"]

    assert len(service.asked) == 1


async def test_a_service_that_hangs_is_away(service: Service, settings: Settings, database: Database) -> None:
    service.open.clear()
    async with asking_of(service, settings) as ask:
        async with asyncio.timeout(4):
            answer = await ask(FIND, postcode="BS1 4DJ")

    assert answer.codes == ["UNAVAILABLE"]


async def test_a_service_that_is_not_there_is_away(settings: Settings, database: Database) -> None:
    async with asking(settings, address_finder_url="http://127.0.0.1:1/{postcode}") as ask:
        assert (await ask(FIND, postcode="BS1 4DJ")).codes == ["UNAVAILABLE"]
