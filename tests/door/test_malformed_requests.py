"""Whatever comes in, the client is told in JSON what is amiss, and nothing is executed."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.door.conftest import Greeter, body_of, refusal

JSON = {"Content-Type": "application/json"}


NOT_OBJECTS = [b"null", b"true", b"1", b"-1.5", b'"{ hello }"', b'"\xf0\x9f\xa6\x86"']
BATCHES = [b"[]", b"[1]", b"[null]", b'[{"query":"{ hello }"}]', b"[[]]"]
NOT_JSON = [
    b"",
    b" ",
    b"{",
    b"}",
    b"{]",
    b"nul",
    b"NaN",
    b"Infinity",
    b'{"query":"{ hello }"',
    b'{"query":"{ hello }",}',
    b"{'query':'{ hello }'}",
    b'{"query":"{ hello }"} {}',
    b'{query:"{ hello }"}',
    b'{"query":"{\n hello }"}',
    b'{"query":"\x00{ hello }"}',
    b'\xef\xbb\xbf{"query":"{ hello }"}',
    b"query={ hello }",
    b"<query/>",
    b"--x\r\nContent-Disposition: form-data; name=query\r\n\r\n{ hello }\r\n--x--",
    b"\x1f\x8b\x08\x00",
]
NOT_UTF_8 = [
    b"\xff",
    b'{"query":"\xff"}',
    b'{"query":"{ hello }","variables":{"name":"\xc3"}}',
    b'{"query":"\xc0\xaf"}',
    b'{"query":"\xed\xa0\x80"}',
    '{"query":"{ hello }"}'.encode("utf-16"),
    '{"query":"{ hello }"}'.encode("utf-32"),
]
LONE_SURROGATES = [
    b'{"query":"\\ud800"}',
    b'{"query":"{ hello }","variables":{"name":"\\udc00"}}',
    b'{"query":"{ hello }","variables":{"\\ud800":1}}',
    b'{"query":"{ hello }","operationName":"\\ud83d"}',
]
TOO_BIG_OR_DEEP = [
    b"[" * 10_000,
    b"[" * 9_999 + b"]" * 9_999,
    b'{"query":"{ hello }","variables":{"any":' + b"[" * 9_000,
    b'{"query":' * 2_000,
    b'{"query":"{ hello }","variables":{"times":' + b"9" * 5_000 + b"}}",
    b'{"query":"{ hello }","variables":{"weight":1e99999}}',
]
WRONG_PARAMETERS: list[dict[str, Any]] = [
    {},
    {"query": None},
    {"Query": "{ hello }"},
    {"variables": {}},
    {"documentId": None},
    {"extensions": {"tracing": True}},
    {"query": 1},
    {"query": True},
    {"query": ["{ hello }"]},
    {"query": {"text": "{ hello }"}},
    {"query": "{ hello }", "operationName": 1},
    {"query": "{ hello }", "operationName": {}},
    {"query": "{ hello }", "operationName": ["A"]},
    {"query": "{ hello }", "operationName": False},
    {"query": "{ hello }", "variables": "{}"},
    {"query": "{ hello }", "variables": 0},
    {"query": "{ hello }", "variables": True},
    {"query": "{ hello }", "variables": []},
    {"query": "{ hello }", "variables": [{"name": "Ada"}]},
    {"query": "{ hello }", "extensions": "none"},
    {"query": "{ hello }", "extensions": []},
    {"query": "{ hello }", "extensions": 7},
    {"query": "{ hello }", "documentId": 7},
]


@pytest.mark.parametrize(
    "body",
    [
        *NOT_OBJECTS,
        *BATCHES,
        *NOT_JSON,
        *NOT_UTF_8,
        *LONE_SURROGATES,
        *TOO_BIG_OR_DEEP,
        *(body_of(**parameters) for parameters in WRONG_PARAMETERS),
    ],
    ids=lambda body: repr(body[:40]),
)
@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
async def test_a_body_that_carries_no_request_is_a_bad_request(
    client: httpx.AsyncClient, greeter: Greeter, body: bytes, accept: str
) -> None:
    response = await client.post("/graphql", content=body, headers={**JSON, "Accept": accept})

    status, code, message = refusal(response)
    assert (status, code) == (400, "BAD_REQUEST")
    assert message.endswith(".")
    assert greeter.executed == 0


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "The body is not JSON: Input is a zero-length, empty document: line 1 column 1 (char 0)."),
        (b"null", "The body is not a JSON object with a `query` in it."),
        (b"[]", "Batching is not supported: send each request on its own."),
        (b"{}", "The request has no `query`: the text of a GraphQL document."),
        (body_of(query=1), "`query` is to be a string, or left out."),
        (body_of(query="{ hello }", variables=[]), "`variables` is to be an object, or left out."),
    ],
)
async def test_a_refusal_says_what_to_change(client: httpx.AsyncClient, body: bytes, message: str) -> None:
    assert refusal(await client.post("/graphql", content=body, headers=JSON))[2] == message


@pytest.mark.parametrize("name", ["variables", "extensions"])
async def test_parameters_may_be_nested_a_hundred_levels_deep_and_no_deeper(
    client: httpx.AsyncClient, name: str
) -> None:
    def nested(levels: int) -> bytes:
        opened, closed = '{"x":[' * (levels // 2), "]}" * (levels // 2)
        return f'{{"query":"{{ hello }}","{name}":{opened}{closed}}}'.encode()

    served = await client.post("/graphql", content=nested(100), headers=JSON)
    assert served.json() == {"data": {"hello": "Hello world"}}

    refused = await client.post("/graphql", content=nested(102), headers=JSON)
    assert refusal(refused) == (400, "BAD_REQUEST", f"`{name}` is nested more than 100 levels deep.")


@pytest.mark.parametrize(
    "parameters",
    [
        "",
        "query",
        "variables={}",
        "query={hello}&variables=1",
        "query={hello}&variables={",
        "query={hello}&variables=[]",
        "query={hello}&variables=" + quote('{"name":"\\ud800"}'),
        "query={hello}&variables=%22{}%22",
        "query={hello}&variables=" + quote("[" * 5_000),
        "query={hello}&extensions=x",
        "query=%ff",
        "query={hello}&operationName=%c0%af",
        "%ff=1&query={hello}",
        "query=%ed%a0%80",
    ],
)
async def test_a_url_that_carries_no_request_is_a_bad_request(
    client: httpx.AsyncClient, greeter: Greeter, parameters: str
) -> None:
    response = await client.get(httpx.URL("/graphql", query=parameters.encode()))

    # `query=` is a request, of an empty document.
    expected = {"GRAPHQL_PARSE_FAILED"} if parameters == "query" else {"BAD_REQUEST"}
    status, code, _ = refusal(response)
    assert {code} == expected
    assert status == (200 if parameters == "query" else 400)
    assert greeter.executed == 0


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "BREW"])
async def test_another_method_is_told_which_to_use(
    client: httpx.AsyncClient, greeter: Greeter, method: str
) -> None:
    response = await client.request(method, "/graphql", content=body_of(query="{ hello }"), headers=JSON)

    assert refusal(response)[:2] == (405, "METHOD_NOT_ALLOWED")
    assert response.headers["allow"] == "GET, POST"
    assert greeter.executed == 0


@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
async def test_a_mutation_by_get_is_told_to_post(
    client: httpx.AsyncClient, greeter: Greeter, accept: str
) -> None:
    response = await client.get(
        "/graphql", params={"query": "mutation { greet }"}, headers={"Accept": accept}
    )

    assert refusal(response)[:2] == (405, "METHOD_NOT_ALLOWED")
    assert response.headers["allow"] == "POST"
    assert greeter.executed == 0


@pytest.mark.parametrize(
    "accept", ["text/html", "image/*", "application/xml, text/event-stream", "application/json;q=0"]
)
async def test_a_client_that_accepts_no_json_is_told_what_there_is(
    client: httpx.AsyncClient, greeter: Greeter, accept: str
) -> None:
    response = await client.post(
        "/graphql", content=body_of(query="{ hello }"), headers={**JSON, "Accept": accept}
    )

    assert refusal(response)[:2] == (406, "NOT_ACCEPTABLE")
    assert greeter.executed == 0


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (b"2147483648", "Int cannot represent non 32-bit signed integer value: 2147483648"),
        (
            b"18446744073709551616",
            "Int cannot represent non 32-bit signed integer value: 1.8446744073709552e+19",
        ),
        (
            b"-9223372036854775809",
            "Int cannot represent non 32-bit signed integer value: -9.223372036854776e+18",
        ),
        (b"1e300", "Int cannot represent non 32-bit signed integer value: 1e+300"),
    ],
)
async def test_an_integer_that_does_not_fit_is_bad_input(
    client: httpx.AsyncClient, given: bytes, shown: str
) -> None:
    query = b'{"query":"query ($x: Int) { hello(times: $x) }","variables":{"x":' + given + b"}}"

    status, code, message = refusal(await client.post("/graphql", content=query, headers=JSON))

    assert (status, code) == (200, "BAD_USER_INPUT")
    assert message == f"Variable '$x' has invalid value: {shown}"


async def test_the_last_of_two_equal_keys_counts(client: httpx.AsyncClient) -> None:
    response = await client.post(
        "/graphql", content=b'{"query":"{ nope }","query":"{ hello }"}', headers=JSON
    )

    assert response.json() == {"data": {"hello": "Hello world"}}


async def test_a_nul_character_in_a_variable_is_left_to_the_rules(client: httpx.AsyncClient) -> None:
    query = body_of(query="query ($n: String) { hello(name: $n) }", variables={"n": "A\x00da"})

    response = await client.post("/graphql", content=query, headers=JSON)

    assert response.json() == {"data": {"hello": "Hello A\x00da"}}
