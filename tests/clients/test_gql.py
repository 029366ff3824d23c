"""The Python client `gql`, which reads the schema first, against a gateway that really serves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from gql import Client, gql
from gql.client import AsyncClientSession
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport

from db.demo.personas import BEA, FEMI, Persona
from tests import factories as make
from tests.cli.processes import Running
from tests.clients.conftest import Token

MEDIA_TYPE = "application/graphql-response+json"

CREATE = """
mutation Create($input: CreateCustomerInput!) {
  createCustomer(input: $input) {
    customer { id friendlyId detailsVersion addresses { town isDefaultBilling } }
    errors { __typename ... on UserError { code message path } }
  }
}
"""
SEARCH = """
query Search($term: String!, $after: String) {
  search(term: $term, first: 3, after: $after) {
    edges { node { id fullName } }
    pageInfo { hasNextPage endCursor }
  }
}
"""
LIST = """
query List($tag: ID!, $after: String) {
  customers(filter: { tags: { all: [$tag] } }, first: 5, after: $after) {
    edges { node { id fullName } }
    pageInfo { hasNextPage endCursor }
  }
}
"""
OPEN = """
query Open($id: ID!) {
  customer(id: $id) { ... on Individual { firstName lastName email detailsVersion } }
}
"""
AUDIT = """
query Audit($id: ID!, $after: String) {
  node(id: $id) {
    ... on Customer {
      audit(first: 2, after: $after) {
        edges { node { event user } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}
"""
UPDATE = """
mutation Update($id: ID!, $version: Int!, $details: DetailsInput!) {
  updateCustomer(customerId: $id, expectedVersion: $version, details: $details) {
    customer { detailsVersion ... on Individual { email } }
    errors {
      __typename
      ... on UserError { code path }
      ... on StaleVersion { currentVersion changedBy fields { field theirs yours conflicting } }
    }
  }
}
"""


@pytest.fixture(params=[BEA, FEMI], ids=lambda persona: persona.username)
def persona(request: pytest.FixtureRequest) -> Persona:
    """One user of each app."""
    asked: Persona = request.param
    return asked


@pytest.fixture
async def session(running: Running, token: Token, persona: Persona) -> AsyncIterator[AsyncClientSession]:
    transport = HTTPXAsyncTransport(
        url=f"{running.url}/graphql", headers={"authorization": f"Bearer {token(persona)}"}
    )
    async with Client(transport=transport, fetch_schema_from_transport=True) as opened:
        yield opened


async def execute(session: AsyncClientSession, document: str, **variables: Any) -> Any:
    request = gql(document)
    request.variable_values = variables
    return await session.execute(request)


async def create(session: AsyncClientSession, surname: str) -> Any:
    """A new Individual of this surname, at an address where nobody else lives."""
    address = {"line1": surname, "town": "Bristol", "postcode": "BS4 4RN", "countryCode": "GB"}
    individual = {"firstName": "Perpetua", "lastName": surname, "address": address}
    created = (await execute(session, CREATE, input={"individual": individual}))["createCustomer"]
    assert created["errors"] == []
    return created["customer"]


async def update(session: AsyncClientSession, id: str, version: int, **individual: object) -> Any:
    details = {"individual": individual}
    changed = await execute(session, UPDATE, id=id, version=version, details=details)
    return changed["updateCustomer"]


async def pages(session: AsyncClientSession, document: str, *path: str, **variables: Any) -> list[list[Any]]:
    """The nodes of every page of the connection at this path, page by page."""
    found, after = [], None
    while True:
        page = await execute(session, document, after=after, **variables)
        for name in path:
            page = page[name]
        found.append([edge["node"] for edge in page["edges"]])
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = page["pageInfo"]["endCursor"]


async def test_a_record_is_created_found_opened_and_changed(session: AsyncClientSession) -> None:
    surname = make.unique("Quillfeather")
    customer = await create(session, surname)
    assert customer["addresses"] == [{"town": "Bristol", "isDefaultBilling": True}]

    found = await pages(session, SEARCH, "search", term=surname.lower())
    assert found == [[{"id": customer["id"], "fullName": f"Perpetua {surname}"}]]

    email = f"{surname}@example.com".lower()
    version = customer["detailsVersion"] + 1
    changed = await update(session, customer["id"], version - 1, email=email)
    assert changed == {"customer": {"detailsVersion": version, "email": email}, "errors": []}

    opened = await execute(session, OPEN, id=customer["friendlyId"])
    assert opened["customer"] == {
        "firstName": "Perpetua",
        "lastName": surname,
        "email": email,
        "detailsVersion": version,
    }


@pytest.mark.rule("XCT-P03")
async def test_what_somebody_else_saved_meanwhile_is_told_and_the_change_made_on_top_of_it(
    session: AsyncClientSession, persona: Persona
) -> None:
    customer = await create(session, make.unique("Quillfeather"))
    who, version = customer["id"], customer["detailsVersion"]
    await update(session, who, version, firstName="Prudence")

    stale = await update(session, who, version, firstName="Patience")

    conflict = {"field": "firstName", "theirs": "Prudence", "yours": "Patience", "conflicting": True}
    refusal = {
        "__typename": "StaleVersion",
        "code": "STALE_VERSION",
        "path": ["expectedVersion"],
        "currentVersion": version + 1,
        "changedBy": persona.username,
        "fields": [conflict],
    }
    assert stale == {"customer": None, "errors": [refusal]}
    again = await update(session, who, stale["errors"][0]["currentVersion"], firstName="Patience")
    assert again["customer"]["detailsVersion"] == version + 2


@pytest.mark.rule("XCT-P05")
async def test_pages_follow_one_another_by_cursor(
    session: AsyncClientSession, persona: Persona, crowd: dict[str, str]
) -> None:
    everybody = [f"{first} {crowd['CLIENT_CROWD']}" for first in "ABCDEFG"]
    searched = await pages(session, SEARCH, "search", term=crowd["CLIENT_CROWD"])
    assert [len(page) for page in searched] == [3, 3, 1]
    assert sorted(each["fullName"] for page in searched for each in page) == everybody

    listed = await pages(session, LIST, "customers", tag=crowd["CLIENT_CROWD_TAG"])
    assert [len(page) for page in listed] == [5, 2]
    assert sorted(each["fullName"] for page in listed for each in page) == everybody

    customer = await create(session, make.unique("Quillfeather"))
    for later, name in enumerate(("Prudence", "Patience")):
        await update(session, customer["id"], customer["detailsVersion"] + later, firstName=name)
    audit = await pages(session, AUDIT, "node", "audit", id=customer["id"])
    assert [[(each["event"], each["user"]) for each in page] for page in audit] == [
        [("customer.updated", persona.username), ("customer.updated", persona.username)],
        [("customer.created", persona.username)],
    ]


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


@pytest.mark.parametrize(
    ("document", "signed_in", "status", "code"),
    [
        ("{ system { currency } }", False, 401, "UNAUTHENTICATED"),
        ("{ system { weather } }", True, 400, "GRAPHQL_VALIDATION_FAILED"),
    ],
)
async def test_an_error_of_the_request_has_a_status_where_the_media_type_tells_it(
    document: str, signed_in: bool, status: int, code: str, running: Running, token: Token
) -> None:
    heard: list[tuple[int, str]] = []

    async def hear(response: httpx.Response) -> None:
        heard.append((response.status_code, response.headers["content-type"]))

    transport = HTTPXAsyncTransport(
        url=f"{running.url}/graphql",
        headers={"accept": MEDIA_TYPE, **({"authorization": f"Bearer {token(BEA)}"} if signed_in else {})},
        event_hooks={"response": [hear]},
    )
    async with Client(transport=transport) as session:
        with pytest.raises(TransportQueryError) as raised:
            await session.execute(gql(document))
    assert raised.value.errors is not None
    assert [error["extensions"]["code"] for error in raised.value.errors] == [code]
    assert heard == [(status, f"{MEDIA_TYPE}; charset=utf-8")]
