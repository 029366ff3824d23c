"""The page for exploring is served whole from here, and may load nothing from elsewhere."""

from __future__ import annotations

import gzip
import re
from collections.abc import AsyncIterator
from html.parser import HTMLParser

import httpx
import orjson
import pytest
from starlette.applications import Starlette

from gateway.door.areas import Area, Example
from gateway.door.graphiql import ASSETS, Persona, graphiql_routes

CLOSING = Area(
    "</script><script>alert(1)</script>",
    "<!--",
    "query A { a }",
    (Example("A", "a", "The letter.", personas=("olga",), refused=("B",)),),
)
PERSONAS = (Persona("sam", "Sam", "Sells."), Persona("olga", "Olga"))


def browser(app: Starlette) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway.test")


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    routes = graphiql_routes(
        title="Records & <more>", areas=[CLOSING], personas=PERSONAS, token_url="/demo/token"
    )
    async with browser(Starlette(routes=routes)) as client:
        yield client


class Page(HTMLParser):
    """The addresses that a page loads from, and the text of its configuration."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.configuration = ""
        self.scripts = 0
        self._reading = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.loads += [address for name in ("src", "href") if (address := given.get(name))]
        self.scripts += tag == "script"
        self._reading = given.get("id") == "cfg"

    def handle_data(self, data: str) -> None:
        if self._reading:
            self.configuration += data

    def handle_endtag(self, tag: str) -> None:
        self._reading = False


async def test_the_page_and_all_that_it_names_come_from_here(client: httpx.AsyncClient) -> None:
    response = await client.get("/graphiql")
    page = Page(response.text)

    assert response.headers["content-type"] == "text/html; charset=utf-8"
    style, script = [address for address in page.loads if address != "data:,"]
    assert re.fullmatch(r"graphiql/assets/[0-9a-f]{16}/main\.css", style)
    assert re.fullmatch(r"graphiql/assets/[0-9a-f]{16}/main\.js", script)
    for address in (style, script):
        assert (await client.get(f"/{address}")).status_code == 200


async def test_the_configuration_cannot_break_out_of_its_element(client: httpx.AsyncClient) -> None:
    html = (await client.get("/graphiql")).text
    page = Page(html)

    assert page.scripts == 2
    assert "<title>Records &amp; &lt;more&gt; · GraphiQL</title>" in html
    assert orjson.loads(page.configuration) == {
        "endpoint": "/graphql",
        "title": "Records & <more>",
        "areas": [
            {
                "title": "</script><script>alert(1)</script>",
                "description": "<!--",
                "document": "query A { a }",
                "examples": [
                    {
                        "name": "A",
                        "title": "a",
                        "description": "The letter.",
                        "personas": ["olga"],
                        "refused": ["B"],
                    }
                ],
            }
        ],
        "personas": [
            {"id": "sam", "name": "Sam", "description": "Sells."},
            {"id": "olga", "name": "Olga", "description": ""},
        ],
        "tokenUrl": "/demo/token",
    }


async def test_the_policy_lets_the_page_load_from_here_only(client: httpx.AsyncClient) -> None:
    headers = (await client.get("/graphiql")).headers

    assert headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self';"
        " img-src 'self' data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-cache"


async def assets_folder(client: httpx.AsyncClient) -> str:
    style = Page((await client.get("/graphiql")).text).loads[1]
    return "/" + style.removesuffix("/main.css")


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("main.js", "text/javascript; charset=utf-8"),
        ("main.css", "text/css; charset=utf-8"),
        ("editor.worker.js", "text/javascript; charset=utf-8"),
        ("json.worker.js", "text/javascript; charset=utf-8"),
        ("graphql.worker.js", "text/javascript; charset=utf-8"),
        ("codicon.ttf", "font/ttf"),
        ("licences.txt", "text/plain; charset=utf-8"),
    ],
)
async def test_an_asset_is_served_compressed_or_not_and_kept_for_ever(
    client: httpx.AsyncClient, name: str, media_type: str
) -> None:
    address = f"{await assets_folder(client)}/{name}"

    compressed = await client.get(address, headers={"Accept-Encoding": "br, gzip"})
    plain = await client.get(address, headers={"Accept-Encoding": "identity"})

    assert compressed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert compressed.content == plain.content
    assert int(compressed.headers["content-length"]) < len(plain.content)
    for response in (compressed, plain):
        assert response.headers["content-type"] == media_type
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert response.headers["vary"] == "Accept-Encoding"
        assert response.headers["content-security-policy"] == "default-src 'none'"


async def test_the_style_loads_no_font_but_the_one_beside_it(client: httpx.AsyncClient) -> None:
    style = (await client.get(f"{await assets_folder(client)}/main.css")).text

    addresses = {address.strip("\"'") for address in re.findall(r"url\(([^)]*)\)", style)}
    assert {address for address in addresses if not address.startswith("data:image/")} == {"./codicon.ttf"}


@pytest.mark.parametrize("name", ["", "nothing.js", "main.js.gz", "../graphiql.py", "%2e%2e%2fgraphiql.py"])
async def test_what_is_not_an_asset_is_not_served(client: httpx.AsyncClient, name: str) -> None:
    assert (await client.get(f"{await assets_folder(client)}/{name}")).status_code == 404


async def test_an_asset_of_another_build_is_not_served_under_this_address(client: httpx.AsyncClient) -> None:
    response = await client.get("/graphiql/assets/0123456789abcdef/main.js")

    assert response.status_code == 404
    assert "immutable" not in response.headers.get("cache-control", "")


async def test_personas_need_somewhere_to_get_their_tokens() -> None:
    with pytest.raises(ValueError, match="Personas need the URL that gives their tokens"):
        graphiql_routes(personas=PERSONAS)


async def test_the_page_has_an_example_of_its_own() -> None:
    async with browser(Starlette(routes=graphiql_routes())) as client:
        page = Page((await client.get("/graphiql")).text)

    configuration = orjson.loads(page.configuration)
    assert [area["title"] for area in configuration["areas"]] == ["The schema"]
    assert configuration["personas"] == []


def test_compressed_assets_hold_no_time_so_that_a_build_can_be_repeated() -> None:
    for path in ASSETS.glob("*.gz"):
        header = path.read_bytes()[:10]
        assert gzip.decompress(path.read_bytes())
        assert header[4:8] == b"\x00\x00\x00\x00"
