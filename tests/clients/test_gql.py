"""The Python client `gql`, which reads the schema first, against a gateway that really serves."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from gql import Client, gql
from gql.client import AsyncClientSession
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport

from db import embedded
from db.demo.personas import BEA
from gateway.auth import issue_token
from gateway.settings import Settings
from tests import factories as make
from tests.cli.processes import Running, serve
from tests.database import Database

KEY = "a key that only these tests sign with"

CREATE = """
mutation Create($input: CreateCustomerInput!) {
  createCustomer(input: $input) {
    customer { id friendlyId detailsVersion addresses { line1 town isDefaultBilling } }
    errors { __typename ... on UserError { code message path } }
  }
}
"""
SEARCH = """
query Search($term: String!) {
  search(term: $term) { nodes { id fullName } }
}
"""
OPEN = """
query Open($id: ID!) {
  customer(id: $id) { ... on Individual { firstName lastName email detailsVersion audit { nodes { event } } } }
}
"""
UPDATE = """
mutation Update($id: ID!, $version: Int!, $details: DetailsInput!) {
  updateCustomer(customerId: $id, expectedVersion: $version, details: $details) {
    customer { detailsVersion ... on Individual { email } }
    errors { __typename ... on UserError { code path } ... on StaleVersion { currentVersion changedBy } }
  }
}
"""


@pytest.fixture(scope="module")
def running(services: embedded.Services, settings: Settings) -> Iterator[Running]:
    gateway = serve(
        "serve",
        until="Serving on",
        GATEWAY_DATABASE_URL=services.database_url,
        GATEWAY_REDIS_URL=services.redis_url,
        GATEWAY_JWT_KEY=KEY,
        GATEWAY_PROTECTED_KEY="A" * 43,
    )
    yield gateway
    assert gateway.end() == 0


@pytest.fixture
async def session(running: Running, database: Database) -> AsyncIterator[AsyncClientSession]:
    signing = Settings(jwt_key=KEY)
    token = issue_token(signing, BEA.id, BEA.interface, timedelta(minutes=5), datetime.now(UTC))
    transport = HTTPXAsyncTransport(
        url=f"{running.url}/graphql", headers={"authorization": f"Bearer {token}"}
    )
    async with Client(transport=transport, fetch_schema_from_transport=True) as opened:
        yield opened


async def execute(session: AsyncClientSession, document: str, **variables: Any) -> Any:
    request = gql(document)
    request.variable_values = variables
    return await session.execute(request)


async def test_a_record_is_created_found_opened_and_changed(session: AsyncClientSession) -> None:
    surname = make.unique("Quillfeather")
    individual = {
        "firstName": "Perpetua",
        "lastName": surname,
        "address": {"line1": "7 Ropewalk", "town": "Bristol", "postcode": "BS1 4RN", "countryCode": "GB"},
    }
    created = await execute(session, CREATE, input={"individual": individual})
    customer = created["createCustomer"]["customer"]
    assert created["createCustomer"]["errors"] == []
    assert customer["addresses"] == [{"line1": "7 Ropewalk", "town": "Bristol", "isDefaultBilling": True}]

    found = await execute(session, SEARCH, term=surname.lower())
    assert found["search"]["nodes"] == [{"id": customer["id"], "fullName": f"Perpetua {surname}"}]

    email = f"{surname}@example.com".lower()
    changed = await execute(
        session,
        UPDATE,
        id=customer["id"],
        version=customer["detailsVersion"],
        details={"individual": {"email": email}},
    )
    version = customer["detailsVersion"] + 1
    assert changed["updateCustomer"] == {
        "customer": {"detailsVersion": version, "email": email},
        "errors": [],
    }

    opened = await execute(session, OPEN, id=customer["friendlyId"])
    assert opened["customer"] == {
        "firstName": "Perpetua",
        "lastName": surname,
        "email": email,
        "detailsVersion": version,
        "audit": {"nodes": [{"event": "customer.updated"}, {"event": "customer.created"}]},
    }


async def test_a_refusal_is_data_and_not_an_exception(session: AsyncClientSession) -> None:
    individual = {
        "firstName": "",
        "lastName": "Quill\x07feather",
        "address": {"line1": "7 Ropewalk", "town": "Bristol", "postcode": "B", "countryCode": "GB"},
    }
    refused = await execute(session, CREATE, input={"individual": individual})
    assert refused["createCustomer"]["customer"] is None
    assert [(each["code"], each["path"]) for each in refused["createCustomer"]["errors"]] == [
        ("REQUIRED", ["individual", "firstName"]),
        ("INVALID_TEXT", ["individual", "lastName"]),
        ("INVALID_POSTCODE", ["individual", "address", "postcode"]),
    ]


async def test_an_error_of_the_request_is_an_exception_with_a_code(session: AsyncClientSession) -> None:
    with pytest.raises(TransportQueryError) as raised:
        await execute(session, OPEN, id="nobody at all")
    assert raised.value.errors is not None
    assert raised.value.errors[0]["extensions"]["code"] == "BAD_USER_INPUT"
