"""Hostile strings in every String and ID that a client can send: stored as they were sent, or refused; none breaks."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from graphql import GraphQLSchema

from db.demo.personas import PERSONAS
from domain.permissions import Actor, Permission
from gateway.engine import ids
from gateway.schema import build
from gateway.settings import Limits
from tests import factories as make
from tests.api._arguments import Path, Place, document, places
from tests.api._hostile import ALONE, TOGETHER, Hostile
from tests.ask import Ask
from tests.database import Database

DEEPEST = {"NUL", "backslash at the end"}
"""What to try where one string is hostile and the rest is good, so that it comes as far as the store."""

# Codes that would mean that a string broke something, or that it never came as far as it was to come.
BROKEN = {
    "INTERNAL", "UNAVAILABLE", "TIMEOUT", "FORBIDDEN", "UNAUTHENTICATED", "GRAPHQL_PARSE_FAILED",
    "GRAPHQL_VALIDATION_FAILED", "OPERATION_TOO_COMPLEX", "COST_LIMIT_EXCEEDED",
}  # fmt: skip

RESET = """
update customer set active = true, details_version = 1, addresses_version = 1, contact_preferences_version = 1,
       tags_version = 1 where id = $1
"""


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends requests as whoever may, and fills in what they must have beside the hostile strings."""

    ask: Ask
    schema: GraphQLSchema
    known: dict[str, str]

    def places(self, root: str) -> list[Place]:
        return places(self.schema, root, self.known["customerId"])

    def fill(self, path: Path) -> str:
        name = path[-1] if path[-1] != "[]" else path[-2]
        if name in ("username", "name", "firstName", "lastName", "line1"):
            return make.unique("Plain")
        return f"{make.unique('plain')}@example.com" if name == "email" else self.known.get(name, "Plain")

    async def send(self, kind: str, asked: list[tuple[Place, dict[Path, str]]]) -> httpx.Response:
        """The response to one request, in which nothing must have gone wrong."""
        body = document(kind, [(place, place.arguments(sent, self.fill)) for place, sent in asked])
        (needs,) = {place.needs for place, _ in asked}
        response = await self.post(body, by=_able(needs))
        assert response.status_code in (200, 400), (response.status_code, body)
        assert not BROKEN & set(_codes(response)), (response.text, body)
        return response

    async def post(self, body: dict[str, Any], *, by: str) -> httpx.Response:
        # Written here, because the client's own JSON would not let a lone surrogate through.
        headers = {"authorization": f"Bearer {self.ask.token(by)}", "content-type": "application/json"}
        return await self.ask.client.post("/graphql", content=json.dumps(body), headers=headers)


@pytest.fixture
async def sender(ask: Ask, database: Database) -> Sender:
    home, customer = make.individual()
    lives, noted, group, attribute = (
        make.address(customer.id), make.note(customer.id), make.tag_group(), make.attribute(),
    )  # fmt: skip
    tag, (asked, statement) = make.tag(group.id), make.preference()
    await database.save(home, customer, lives, noted, group, tag, attribute, asked, statement)
    known = {
        "id": ids.encode("cus", customer.id),
        "customerId": ids.encode("cus", customer.id),
        "householdId": ids.encode("hhd", home.id),
        "addressId": ids.encode("adr", lives.id),
        "noteId": ids.encode("not", noted.id),
        "tagGroupId": ids.encode("tgr", group.id),
        "groupId": ids.encode("tgr", group.id),
        "tagId": ids.encode("tag", tag.id),
        "definitionId": ids.encode("atd", attribute.id),
        "countryCode": "GB",
        "country": "GB",
        "postcode": "BS1 4DJ",
    }
    return Sender(ask, build(Limits()).graphql, known)


async def test_no_string_breaks_a_query(sender: Sender) -> None:
    for place in sender.places("Query"):
        for path in place.texts():
            for some in _chunks(TOGETHER, 10):
                await sender.send("query", [(place, {path: each.text}) for each in some])


async def test_no_string_breaks_a_mutation_however_many_it_has(sender: Sender) -> None:
    for place in sender.places("Mutation"):
        for paths in place.choices():
            # Each place of a mutation gets every string in its turn, and its neighbours other ones.
            turns = [
                (place, {path: TOGETHER[(turn + at) % len(TOGETHER)].text for at, path in enumerate(paths)})
                for turn in range(len(TOGETHER))
            ]
            for some in _chunks(turns, 3):
                await sender.send("mutation", list(some))


async def test_no_string_breaks_a_mutation_that_is_good_but_for_it(
    sender: Sender, database: Database
) -> None:
    customer = ids.key_of("cus", sender.known["customerId"])
    for place in sender.places("Mutation"):
        for path in place.texts():
            for each in TOGETHER:
                if each.name in DEEPEST:
                    await sender.send("mutation", [(place, {path: each.text})])
                    await database.store.primary.execute(RESET, customer)


@pytest.mark.parametrize("hostile", ALONE, ids=lambda hostile: hostile.name)
async def test_what_no_request_can_carry_is_refused_whole(sender: Sender, hostile: Hostile) -> None:
    expected = 413 if len(hostile.text) > 1000 else 400
    for root in ("Query", "Mutation"):
        for place in sender.places(root):
            arguments = place.arguments(
                {place.texts()[0]: hostile.text} if place.texts() else {}, sender.fill
            )
            if place.texts():
                body = document(root.lower(), [(place, arguments)])
                assert (await sender.post(body, by=_able(place.needs))).status_code == expected, place.name


CREATE = """
mutation Create($input: CreateCustomerInput!) {
  made: createCustomer(input: $input) {
    stored: customer {
      ... on Individual { firstName lastName }
      addresses { line1 line2 town county label }
      attributes { definitionId value { ... on TextValue { text } } }
    }
    errors { ... on UserError { path } }
  }
}
"""
CREATE_NOTE = """
mutation Write($id: ID!, $text: String!) {
  made: createNote(customerId: $id, colour: BLUE, body: $text) { stored: note { body } errors { __typename } }
}
"""
CREATE_GROUP = """
mutation Make($name: String!, $text: String!) {
  made: createTagGroup(tagGroup: {name: $name, description: $text}) {
    stored: tagGroup { name description }
    errors { __typename }
  }
}
"""
CREATE_ACCOUNT = """
mutation Make($username: String!, $email: String!, $text: String!) {
  made: createUserAccount(account: {username: $username, email: $email, name: $text, jobTitle: $text}) {
    stored: account { name jobTitle }
    errors { __typename }
  }
}
"""


def line(text: str) -> str:
    """How the documentation says that a line is stored."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def block(text: str) -> str:
    """And how a text of several lines is."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\u2028", "\n").strip())


@pytest.mark.parametrize("hostile", TOGETHER, ids=lambda hostile: hostile.name)
async def test_what_is_taken_is_stored_as_it_was_sent(sender: Sender, hostile: Hostile) -> None:
    text, cleaned, known, unique = hostile.text, line(hostile.text), sender.known, make.unique("h")

    made = await sender.ask(
        CREATE,
        input={
            "individual": {
                "firstName": text,
                "lastName": f"{text} {unique}",
                "address": {
                    **dict.fromkeys(("line1", "line2", "town", "county", "label"), text),
                    "postcodeUnknown": True,
                    "countryCode": "GB",
                },
                "attributes": [{"definitionId": known["definitionId"], "text": text}],
            }
        },
    )
    stored = made.ok["made"]["stored"]
    assert (stored is None) == (made.ok["made"]["errors"] != []) == (not hostile.kept), made.ok
    if stored:
        value = {"definitionId": known["definitionId"], "value": {"text": block(text)}}
        assert value in stored.pop("attributes")
        assert stored == {
            "firstName": cleaned,
            "lastName": line(f"{text} {unique}"),
            "addresses": [dict.fromkeys(("line1", "line2", "town", "county", "label"), cleaned)],
        }

    noted = (await sender.ask(CREATE_NOTE, id=known["customerId"], text=text)).ok["made"]
    assert noted["stored"] == ({"body": block(text)} if hostile.kept else None)

    if hostile.kept:
        name = f"{text} {unique}"
        grouped = (await sender.ask(CREATE_GROUP, by="gina", name=name, text=text)).ok["made"]
        assert grouped["stored"] == {"name": line(name), "description": block(text)}

    email = f"{unique}@example.com"
    account = await sender.ask(CREATE_ACCOUNT, by="seth", username=unique, email=email, text=text)
    joined = account.ok["made"]
    assert joined["stored"] == ({"name": cleaned, "jobTitle": cleaned} if hostile.kept else None)


def _able(needs: Permission) -> str:
    """A persona who may."""
    for each in PERSONAS:
        actor = Actor.of(
            each.id,
            username=each.username,
            name=each.name,
            interface=each.interface,
            roles=each.roles,
            protected_data=each.protected_data,
        )
        if actor.may(needs):
            return each.username
    raise AssertionError(f"nobody in the demo may {needs}")


def _codes(response: httpx.Response) -> list[str]:
    return [error["extensions"]["code"] for error in response.json().get("errors", [])]


def _chunks(items: list[Any] | tuple[Any, ...], size: int) -> list[Any]:
    return [items[start : start + size] for start in range(0, len(items), size)]
