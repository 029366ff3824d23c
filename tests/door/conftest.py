"""A small GraphQL service behind the door, and a client to knock."""

from __future__ import annotations

import inspect
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from graphql import GraphQLError, build_schema, execute
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from gateway.door.graphql import Answering, GraphQLEndpoint
from gateway.engine.answers import Answer, GraphQLRequest
from gateway.engine.documents import Documents
from gateway.engine.errors import presented
from gateway.engine.operations import operation_of
from gateway.settings import Limits

SCHEMA = build_schema(
    """
    scalar Json
    type Query { hello(name: String = "world", times: Int, weight: Float, any: Json): String, fails: Int }
    type Mutation { greet(name: String): String }
    """
)

LIMITS = Limits(body_bytes=20_000, deadline_seconds=5)


class Greeter:
    """Answers on graphql-core, and counts what it was asked to execute."""

    def __init__(self) -> None:
        self.documents = Documents(SCHEMA, LIMITS)
        self.executed = 0

    def hello(self, _info: object, name: str | None, **_: object) -> str:
        return f"Hello {name}"

    def greet(self, _info: object, name: str | None = None) -> str:
        return f"Hello {name}"

    def fails(self, _info: object) -> int:
        raise LookupError("the secret of the house")

    async def answer(self, _request: Request, asked: GraphQLRequest) -> Answer:
        prepared = self.documents.prepare(asked.query or "")
        if prepared.document is None:
            return Answer.refused(*prepared.errors)
        operation_of(SCHEMA, prepared.document, asked.operation_name).check_method(asked)
        self.executed += 1
        result = execute(
            SCHEMA,
            prepared.document,
            self,
            variable_values=dict(asked.variables),
            operation_name=asked.operation_name,
        )
        assert not inspect.isawaitable(result)
        errors: list[GraphQLError] = list(getattr(result, "errors", None) or ())
        refused = any(error.path is None for error in errors)
        return Answer(getattr(result, "data", None), presented(errors), is_request_error=refused)


def client_of(answer: Answering, limits: Limits = LIMITS) -> httpx.AsyncClient:
    """A client of an application with this endpoint; an exception that escapes it fails the test."""
    app = Starlette(routes=[Route("/graphql", GraphQLEndpoint(answer, limits))])
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway.test")


def body_of(**parameters: Any) -> bytes:
    return json.dumps(parameters).encode()


def refusal(response: httpx.Response) -> tuple[int, str, str]:
    """Status, code and message of a response that is one well-formed refusal."""
    assert response.headers["content-type"] in (
        "application/json; charset=utf-8",
        "application/graphql-response+json; charset=utf-8",
    )
    assert response.headers["cache-control"] == "no-store"
    body = response.json()
    assert set(body) == {"errors"}
    (error,) = body["errors"]
    return response.status_code, error["extensions"]["code"], error["message"]


@pytest.fixture
def greeter() -> Greeter:
    return Greeter()


@pytest.fixture
async def client(greeter: Greeter) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(greeter.answer) as client:
        yield client
