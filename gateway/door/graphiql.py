"""The page on which people explore the API: GraphiQL, served from here and loading nothing from elsewhere."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from html import escape
from pathlib import Path

import orjson
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from gateway.door.areas import Area, area_of

ASSETS = Path(__file__).with_name("graphiql")
"""What `graphiql/build.mjs` made, each file compressed."""

MEDIA_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".ttf": "font/ttf",
    ".txt": "text/plain; charset=utf-8",
}

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        # The editor writes its themes into style elements and has no place for a nonce.
        "style-src 'self' 'unsafe-inline'",
        "font-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody whom a visitor of the demo may be."""

    id: str
    name: str
    description: str = ""


WHAT_THERE_IS = area_of(
    """# The schema
# What a client may ask for here.

# What there is to ask for
# Every field that a query may begin with, in words.
# For: everybody
query WhatThereIs {
  __schema {
    queryType {
      fields {
        name
        description
      }
    }
  }
}
"""
)


def graphiql_routes(
    *,
    endpoint: str = "/graphql",
    title: str = "Customer record",
    areas: Sequence[Area] = (WHAT_THERE_IS,),
    personas: Sequence[Persona] = (),
    token_url: str | None = None,
) -> list[Route]:
    """`/graphiql` and its assets; the first area is on the page when it opens.

    With personas the visitor chooses one, and the page posts `{"persona": id}` to `token_url`, which answers
    `{"token": ...}`. Without, there is a field for a token.
    """
    if personas and token_url is None:
        raise ValueError("Personas need the URL that gives their tokens.")
    configuration = {
        "endpoint": endpoint,
        "title": title,
        "areas": [asdict(area) for area in areas],
        "personas": [asdict(persona) for persona in personas],
        "tokenUrl": token_url,
    }
    page = _page(title, configuration)

    async def show(request: Request) -> Response:
        headers = {
            **EVERYWHERE,
            "Content-Security-Policy": CONTENT_SECURITY_POLICY,
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cache-Control": "no-cache",
        }
        return Response(page, headers=headers, media_type="text/html")

    return [Route("/graphiql", show), Route("/graphiql/assets/{digest}/{name}", _asset)]


def _page(title: str, configuration: Mapping[str, object]) -> bytes:
    # Inside a script element only `<` could end the element or open a comment.
    data = orjson.dumps(configuration).decode().replace("<", "\\u003c")
    assets = f"graphiql/assets/{_digest()}"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} · GraphiQL</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{assets}/main.css">
</head>
<body>
<div id="root"><noscript>This page needs JavaScript.</noscript></div>
<script type="application/json" id="cfg">{data}</script>
<script src="{assets}/main.js"></script>
</body>
</html>
""".encode()


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    compressed = _files().get(name)
    if compressed is None or request.path_params["digest"] != _digest():
        return PlainTextResponse("There is no such asset.", 404, EVERYWHERE)
    headers = {
        **EVERYWHERE,
        "Content-Type": MEDIA_TYPES[Path(name).suffix],
        # A worker is bound by the policy of its own script, and none of them loads anything.
        "Content-Security-Policy": "default-src 'none'",
        # A new build has another digest in its URLs.
        "Cache-Control": "public, max-age=31536000, immutable",
        "Vary": "Accept-Encoding",
    }
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(compressed, headers={**headers, "Content-Encoding": "gzip"})
    return Response(gzip.decompress(compressed), headers=headers)


@cache
def _files() -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in sorted(ASSETS.glob("*.gz"))}


@cache
def _digest() -> str:
    """One digest of all assets, since they name each other."""
    digest = hashlib.sha256()
    for name, content in _files().items():
        digest.update(f"{name} {len(content)} ".encode())
        digest.update(content)
    return digest.hexdigest()[:16]
