"""Only JSON in UTF-8 is read as a request, whatever else a form on another site could send."""

from __future__ import annotations

import httpx
import pytest

from tests.door.conftest import Greeter, body_of, refusal


@pytest.mark.parametrize(
    "media_type",
    [
        "",
        "text/plain",
        "text/plain; application/json",
        "text/plain;charset=utf-8",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "application/graphql",
        "application/graphql+json",
        "application/graphql-response+json",
        "application/jsonp",
        "application/json-seq",
        "xapplication/json",
        "application/json, text/plain",
        "application / json",
        "application/json; charset=utf-16",
        "application/json; charset=latin-1",
        'application/json; profile=x; charset="iso-8859-1"',
        "json",
        "*/*",
        "\xff",
    ],
)
async def test_a_body_that_is_not_json_in_utf_8_is_an_unsupported_media_type(
    client: httpx.AsyncClient, greeter: Greeter, media_type: str
) -> None:
    headers = {b"Content-Type": media_type.encode("latin-1")}

    response = await client.post("/graphql", content=body_of(query="mutation { greet }"), headers=headers)

    assert refusal(response)[:2] == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert greeter.executed == 0


async def test_a_body_without_a_media_type_is_an_unsupported_media_type(
    client: httpx.AsyncClient, greeter: Greeter
) -> None:
    response = await client.post("/graphql", content=body_of(query="{ hello }"))

    assert "content-type" not in response.request.headers
    assert refusal(response)[:2] == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert greeter.executed == 0


async def test_a_compressed_body_is_an_unsupported_media_type(client: httpx.AsyncClient) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}

    response = await client.post("/graphql", content=body_of(query="{ hello }"), headers=headers)

    assert refusal(response) == (
        415,
        "UNSUPPORTED_MEDIA_TYPE",
        "Send the body uncompressed, without a `Content-Encoding`.",
    )


@pytest.mark.parametrize(
    "media_type",
    [
        "application/json",
        "APPLICATION/JSON",
        " application/json ",
        "application/json;charset=utf-8",
        'application/json; charset="UTF-8"',
        "application/json; profile=x; charset=utf8",
        "application/json;",
        "application/json; charset",
    ],
)
async def test_json_is_known_by_its_media_type_whatever_its_parameters(
    client: httpx.AsyncClient, media_type: str
) -> None:
    response = await client.post(
        "/graphql", content=body_of(query="{ hello }"), headers={"Content-Type": media_type}
    )

    assert response.json() == {"data": {"hello": "Hello world"}}
