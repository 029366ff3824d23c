"""A postcode service of somebody else, asked over HTTP.

It is sent `GET` to the URL of the settings with {postcode} and {country} put in, and answers with a JSON list, or
an object that holds one under `addresses`, `results` or `data`:

    [{"line1": "12 Vine Street", "line2": null, "line3": null, "town": "Bristol", "county": null, "postcode": null}]

The names that services in use have for these parts are understood too, such as `address_1` and `post_town`. A
404 says that there is no such postcode.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import httpx
import orjson
import structlog

from domain.addresses import COUNTY_LIMIT, LINE_LIMIT, POSTCODE_LIMIT, TOWN_LIMIT
from domain.errors import Refusal
from domain.texts import clean_line
from gateway.finder.found import FinderAway, FoundAddress

ANSWER_SECONDS = 2.0
PAUSE_SECONDS = 5.0
MOST_BYTES = 1_000_000
MOST_ADDRESSES = 200

# Names as they are compared: in lower case, without underscores, hyphens and spaces.
NAMES: Mapping[str, tuple[str, ...]] = {
    "line1": ("line1", "addressline1", "address1", "line01"),
    "line2": ("line2", "addressline2", "address2", "line02"),
    "line3": ("line3", "addressline3", "address3", "line03"),
    "town": ("town", "posttown", "townorcity", "city", "locality"),
    "county": ("county", "state", "province", "region"),
    "postcode": ("postcode", "postalcode", "zipcode", "zip", "eircode"),
}
LIMITS = {"town": TOWN_LIMIT, "county": COUNTY_LIMIT, "postcode": POSTCODE_LIMIT}

log = structlog.get_logger(__name__)


class AddressService:
    """Asks the service, and leaves it alone for some seconds once it did not answer."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._client = httpx.AsyncClient(follow_redirects=False)
        self._silent_until = -math.inf

    async def find(self, postcode: str, country: str) -> Sequence[FoundAddress]:
        now = asyncio.get_running_loop().time()
        if now < self._silent_until:
            raise FinderAway(math.ceil(self._silent_until - now))
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                body = await self._ask(postcode, country)
            return (
                () if body is None else tuple(_read(orjson.loads(body), postcode, country))[:MOST_ADDRESSES]
            )
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError) as error:
            # The URL may have a key in it, and an error of httpx the URL.
            log.warning("finder.away", error=type(error).__name__)
            self._silent_until = asyncio.get_running_loop().time() + PAUSE_SECONDS
            raise FinderAway(math.ceil(PAUSE_SECONDS)) from error

    async def aclose(self) -> None:
        await self._client.aclose()

    async def _ask(self, postcode: str, country: str) -> bytes | None:
        url = self._url.replace("{postcode}", quote(postcode, safe="")).replace(
            "{country}", quote(country, safe="")
        )
        body = bytearray()
        async with self._client.stream("GET", url, headers={"accept": "application/json"}) as response:
            if response.status_code == httpx.codes.NOT_FOUND:
                return None
            if response.status_code != httpx.codes.OK:
                raise ValueError(f"status {response.status_code}")
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise ValueError("more than the addresses of a postcode")
        return bytes(body)


def _read(document: Any, postcode: str, country: str) -> Iterator[FoundAddress]:
    """The addresses in an answer; entries without a first line or a town are left out."""
    if isinstance(document, dict):
        document = next(
            (document[name] for name in ("addresses", "results", "data") if name in document), None
        )
    if not isinstance(document, list):
        raise ValueError("no list of addresses")
    for entry in document:
        parts = _parts(entry) if isinstance(entry, dict) else {}
        line1, town = parts.get("line1"), parts.get("town")
        if line1 and town:
            yield FoundAddress(
                line1,
                parts.get("line2"),
                parts.get("line3"),
                town,
                parts.get("county"),
                parts.get("postcode") or postcode,
                country,
            )


def _parts(entry: Mapping[str, Any]) -> dict[str, str | None]:
    given = {"".join(filter(str.isalnum, name)).lower(): value for name, value in entry.items()}
    parts = {}
    for part, names in NAMES.items():
        text = next((given[name] for name in names if isinstance(given.get(name), str)), None)
        try:
            parts[part] = clean_line(text, limit=LIMITS.get(part, LINE_LIMIT), field=part)
        except Refusal:
            # Longer than a record could hold: the address has to be typed by hand.
            return {}
    return parts
