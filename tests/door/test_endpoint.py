"""A request is answered once, within its deadline, and only while somebody waits for it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import orjson
import pytest
from starlette.requests import Request
from structlog.testing import capture_logs

from gateway.engine.answers import Answer, GraphQLRequest
from gateway.engine.errors import RequestCode, RequestError
from tests.door.conftest import Greeter, client_of

GRAPHQL = "application/graphql-response+json"
HELLO = {"query": "{ hello }"}


async def test_a_query_is_answered_by_post_and_by_get(client: httpx.AsyncClient) -> None:
    query = "query A($n: String) { hello(name: $n) } query B { hello }"

    posted = await client.post(
        "/graphql", json={"query": query, "variables": {"n": "Ada"}, "operationName": "A"}
    )
    got = await client.get(
        "/graphql", params={"query": query, "variables": '{"n": "Ada"}', "operationName": "A"}
    )

    assert posted.status_code == got.status_code == 200
    assert posted.json() == got.json() == {"data": {"hello": "Hello Ada"}}
    assert posted.headers["content-type"] == "application/json; charset=utf-8"
    assert posted.headers["cache-control"] == "no-store"
    assert posted.headers["vary"] == "Accept"
    assert posted.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "nothing", [{"variables": None, "operationName": None, "extensions": None}, {"more": 1}]
)
async def test_parameters_may_be_null_and_unknown_ones_are_let_pass(
    client: httpx.AsyncClient, nothing: dict[str, Any]
) -> None:
    response = await client.post("/graphql", json={**HELLO, **nothing})

    assert response.json() == {"data": {"hello": "Hello world"}}


async def test_empty_url_parameters_are_as_good_as_none(client: httpx.AsyncClient) -> None:
    response = await client.get("/graphql?query={hello}&variables=&operationName=&extensions=")

    assert response.json() == {"data": {"hello": "Hello world"}}


async def test_a_request_error_has_no_data_and_the_status_of_its_media_type(
    client: httpx.AsyncClient,
) -> None:
    as_graphql = await client.post("/graphql", json={"query": "{ nope }"}, headers={"Accept": GRAPHQL})
    as_json = await client.post("/graphql", json={"query": "{ nope }"})

    assert (as_graphql.status_code, as_json.status_code) == (400, 200)
    assert as_graphql.headers["content-type"] == f"{GRAPHQL}; charset=utf-8"
    assert as_graphql.json() == as_json.json()
    assert as_json.json() == {
        "errors": [
            {
                "message": "Cannot query field 'nope' on type 'Query'.",
                "locations": [{"line": 1, "column": 3}],
                "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"},
            }
        ]
    }


async def test_several_accept_headers_are_one(client: httpx.AsyncClient) -> None:
    headers = [("Accept", "text/html"), ("Accept", "application/json"), ("Accept", GRAPHQL)]

    response = await client.post("/graphql", json=HELLO, headers=headers)

    assert response.headers["content-type"] == f"{GRAPHQL}; charset=utf-8"


async def test_a_field_error_comes_with_data_and_200(client: httpx.AsyncClient) -> None:
    with capture_logs():
        response = await client.post(
            "/graphql", json={"query": "{ hello fails }"}, headers={"Accept": GRAPHQL}
        )

    body = response.json()
    assert response.status_code == 200
    assert body["data"] == {"hello": "Hello world", "fails": None}
    assert [error["extensions"]["code"] for error in body["errors"]] == ["INTERNAL"]
    assert "secret" not in response.text


async def test_a_document_named_by_its_hash_needs_no_text() -> None:
    seen: list[GraphQLRequest] = []

    async def answer(_request: Request, asked: GraphQLRequest) -> Answer:
        seen.append(asked)
        return Answer({})

    async with client_of(answer) as client:
        await client.post("/graphql", json={"documentId": "sha256:ab"})
        await client.post("/graphql", json={"extensions": {"persistedQuery": {"sha256Hash": "cd"}}})
        await client.get('/graphql?extensions={"persistedQuery":{"sha256Hash":"ef"}}')

    assert seen == [
        GraphQLRequest(None, document_id="sha256:ab"),
        GraphQLRequest(None, extensions={"persistedQuery": {"sha256Hash": "cd"}}),
        GraphQLRequest(None, extensions={"persistedQuery": {"sha256Hash": "ef"}}, read_only=True),
    ]


async def test_json_that_was_written_already_is_sent_as_it_is() -> None:
    async def answer(_request: Request, _asked: GraphQLRequest) -> Answer:
        return Answer(orjson.Fragment(b'{"a": 1.50}'), extensions={"cost": 3})

    async with client_of(answer) as client:
        response = await client.post("/graphql", json=HELLO)

    assert response.content == b'{"data":{"a": 1.50},"extensions":{"cost":3}}'


async def test_a_body_may_have_as_many_bytes_as_the_limit_and_no_more(
    client: httpx.AsyncClient, greeter: Greeter
) -> None:
    def body(size: int) -> bytes:
        return json.dumps(HELLO).encode().ljust(size)

    headers = {"Content-Type": "application/json"}
    assert (await client.post("/graphql", content=body(20_000), headers=headers)).status_code == 200

    refused = await client.post("/graphql", content=body(20_001), headers=headers)
    assert refused.status_code == 413
    assert "connection" not in refused.headers
    assert refused.json()["errors"][0] == {
        "message": "The request has more than 20,000 bytes. Send less.",
        "extensions": {"code": "PAYLOAD_TOO_LARGE", "maximum": 20_000},
    }
    assert greeter.executed == 1


@pytest.mark.parametrize(
    ("length", "asked"),
    [("16000001", {}), ("9" * 19, {}), ("20001", {b"Expect": b"100-continue"})],
    ids=["too large to read on", "absurd", "asked before it was sent"],
)
async def test_a_body_that_will_not_be_read_ends_the_connection(
    client: httpx.AsyncClient, greeter: Greeter, length: str, asked: dict[bytes, bytes]
) -> None:
    async def unread() -> AsyncIterator[bytes]:
        raise AssertionError("the body was read")
        yield b""

    headers = {b"Content-Type": b"application/json", b"Content-Length": length.encode(), **asked}
    response = await client.post("/graphql", content=unread(), headers=headers)

    assert response.status_code == 413
    assert response.headers["connection"] == "close"
    assert greeter.executed == 0


async def test_a_body_of_unknown_size_is_read_to_an_end_that_is_near_enough(
    client: httpx.AsyncClient, greeter: Greeter
) -> None:
    async def long() -> AsyncIterator[bytes]:
        for _ in range(16):
            yield b" " * 1_000_000

    response = await client.post("/graphql", content=long(), headers={"Content-Type": "application/json"})

    assert response.status_code == 413
    assert "connection" not in response.headers
    assert greeter.executed == 0


async def test_a_body_of_unknown_size_is_not_read_for_ever(
    client: httpx.AsyncClient, greeter: Greeter
) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 1
            yield b" " * 1_000_000

    response = await client.post("/graphql", content=endless(), headers={"Content-Type": "application/json"})

    assert response.status_code == 413
    assert response.headers["connection"] == "close"
    assert read == 17
    assert greeter.executed == 0


@pytest.mark.parametrize("length", ["20001", "9" * 19, "9" * 5_000, "-1", "x", "²"])
async def test_a_content_length_is_believed_only_when_it_is_a_number(
    client: httpx.AsyncClient, length: str
) -> None:
    headers = {b"Content-Type": b"application/json", b"Content-Length": length.encode("latin-1")}

    response = await client.post("/graphql", content=json.dumps(HELLO).encode(), headers=headers)

    assert response.status_code == (413 if length in ("20001", "9" * 19) else 200)


async def test_a_url_longer_than_the_limit_is_too_large(client: httpx.AsyncClient) -> None:
    response = await client.get("/graphql", params={"query": "{ hello }", "variables": " " * 20_000})

    assert response.status_code == 413


async def cancelled_inside(_request: Request, _asked: GraphQLRequest) -> Answer:
    batch: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
    batch.cancel()
    return await batch


async def raises_timeout(_request: Request, _asked: GraphQLRequest) -> Answer:
    raise TimeoutError("the pool of ada@example.org")


async def recurses(request: Request, asked: GraphQLRequest) -> Answer:
    return await recurses(request, asked)


async def unwritable(_request: Request, _asked: GraphQLRequest) -> Answer:
    return Answer({"ada@example.org": object()})


@pytest.mark.parametrize("answer", [cancelled_inside, raises_timeout, recurses, unwritable])
@pytest.mark.parametrize("accept", ["application/json", GRAPHQL])
async def test_a_mistake_of_ours_is_a_500_with_an_id_that_the_log_has(
    answer: Callable[[Request, GraphQLRequest], Awaitable[Answer]], accept: str
) -> None:
    with capture_logs() as logs:
        async with client_of(answer) as client:
            response = await client.post("/graphql", json=HELLO, headers={"Accept": accept})

    assert response.status_code == 500
    (error,) = response.json()["errors"]
    (entry,) = logs
    assert error["extensions"] == {"code": "INTERNAL", "errorId": entry["error_id"]}
    assert "ada@example.org" not in response.text


async def test_a_refusal_raised_before_execution_is_answered_as_one() -> None:
    async def answer(_request: Request, _asked: GraphQLRequest) -> Answer:
        raise RequestError(RequestCode.THROTTLED, "You have asked for too much lately.", retryAfter=7)

    async with client_of(answer) as client:
        response = await client.post("/graphql", json=HELLO)

    assert response.status_code == 429
    assert response.headers["retry-after"] == "7"
    assert response.json() == {
        "errors": [
            {
                "message": "You have asked for too much lately.",
                "extensions": {"code": "THROTTLED", "retryAfter": 7},
            }
        ]
    }
