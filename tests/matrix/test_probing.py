"""Asking by something that one may not see is answered as asking by something that nobody has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest

from gateway.engine import ids
from tests.ask import Answered
from tests.matrix.askers import ACCOUNTS, THOROUGH, Account
from tests.matrix.marks import classes, unseen
from tests.matrix.ways import NOW, body
from tests.matrix.world import INACTIVE, MATE, OTHER, PINK, World

SHOWN = "totalCount nodes { id fullName } edges { cursor }"
SEARCH = f"""query S($value: String!) {{ search(term: $value) {{
  {SHOWN} otherKind {{ friendlyId }} whyNoMatch {{ message friendlyId postcode }} }} }}"""
CUSTOMER = "query C($value: ID!) { customer(id: $value) { id fullName } }"
NODE = "query N($value: ID!) { node(id: $value) { __typename id } nodes(ids: [$value]) { id } }"
AUDIT = """query A($id: ID!, $filter: AuditFilter) {
  customer(id: $id) { audit(filter: $filter) { totalCount nodes { id } } } }"""
FILTER = f"""query F($filter: CustomerFilter) {{
  customers(filter: $filter) {{ {SHOWN} }} search(term: "Ma", filter: $filter) {{ {SHOWN} }} }}"""
ACTIONS = ("OPEN_RECORD", "EDIT_RECORD", "USE_PINK_NOTES", "READ_ORDERS", "DEACTIVATE")
VERDICTS = " ".join(
    f"{each}: can(action: {each}, customerId: $value) {{ allowed reasons }}" for each in ACTIONS
)
CAN = f"query V($value: ID!) {{ viewer {{ {VERDICTS} }} }}"
ERRORS = "errors { __typename ... on UserError { code message path } ... on StaleVersion { changedBy } }"
EDIT = f"mutation E($value: ID!) {{ editNote(noteId: $value, expectedVersion: 99) {{ note {{ id }} {ERRORS} }} }}"
UPDATE = f"""mutation U($value: ID!) {{
  deleteAddress(customerId: $value, expectedVersion: 99, addressId: "adr1_00000000000000000000000000000000") {{
    customer {{ id }} {ERRORS} }} }}"""
DUPLICATES = """query D($value: PossibleDuplicatesInput!) {
  possibleDuplicates(input: $value) { candidates { name friendlyId score customer { id } } } }"""


_ALONE = (
    f"select a.postcode from address a join customer c on c.id = a.customer_id where c.number = {INACTIVE}"
)


@dataclass(frozen=True, slots=True)
class Probe:
    """A question with a value that is kept from some, and the same with one that nobody has."""

    name: str
    policy: str
    document: str
    hidden: dict[str, Any]
    nothing: dict[str, Any]
    echoes: tuple[str, ...] = field(default=())

    def masked(self, answer: Answered, *, hidden: bool) -> str:
        """The answer, with whatever it repeats of the question made the same."""
        text = body(answer)
        for value in _texts(self.hidden if hidden else self.nothing):
            text = text.replace(value, "…")
        return text


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    return [value] if isinstance(value, str) else []


def probe(name: str, policy: str, document: str, hidden: Any, nothing: Any, **more: Any) -> Probe:
    """A probe of one value, or of a filter."""
    key = "filter" if isinstance(hidden, dict) and document is not DUPLICATES else "value"
    return Probe(name, policy, document, {key: hidden, **more}, {key: nothing, **more})


async def probes(world: World) -> list[Probe]:
    """Every value by which something hidden could be guessed at."""
    # Where nobody lives but somebody inactive.
    postcode = await world.one(_ALONE)
    person = await world.connection.fetchrow("select * from customer where number = $1", MATE)
    address = await world.connection.fetchrow("select * from address where customer_id = $1", person["id"])
    sealed = ids.encode("atd", await world.one("select id from attribute_definition where protected limit 1"))
    hidden, nobody, other = ids.encode("cus", person["id"]), ids.encode("cus", uuid4()), f"I-{OTHER}"
    held, lacking = ({"attributes": [{"definitionId": sealed, "hasValue": each}]} for each in (True, False))
    described = {"firstName": person["first_name"], "lastName": person["last_name"], "email": person["email"]}
    unknown = {"firstName": "Qqq", "lastName": "Zzz", "email": "nobody@example.org"}
    note = ids.encode("not", uuid4())
    return [
        probe("a name", "inactive", SEARCH, person["last_name"], "Zzzzz"),
        probe("an email", "inactive", SEARCH, person["email"], "nobody@example.org"),
        probe("a number searched for", "reactivate", SEARCH, f"I-{INACTIVE}", "I-9999999"),
        probe("a postcode", "inactive", SEARCH, postcode, "ZE9 9ZZ"),
        probe("a postcode nearby", "inactive", SEARCH, postcode[:-1] + "X", "ZE9 9ZX"),
        probe("an id", "inactive", CUSTOMER, hidden, nobody),
        probe("a number", "inactive", CUSTOMER, f"I-{INACTIVE}", "I-9999999"),
        probe("the id of a record", "inactive", NODE, hidden, nobody),
        probe(
            "of an address", "inactive", NODE, ids.encode("adr", address["id"]), ids.encode("adr", uuid4())
        ),
        probe("of a note", "pink", NODE, world.known["pink"], note),
        probe("what one may do", "inactive", CAN, hidden, nobody),
        probe("to edit a note", "pink", EDIT, world.known["pink"], note),
        probe("to change a record", "inactive", UPDATE, hidden, nobody),
        probe("alike", "inactive", DUPLICATES, {"individual": described}, {"individual": unknown}),
        probe("what a note says", "pink", AUDIT, {"text": PINK}, {"text": "Zzzz"}, id=other),
        probe("who writes notes", "pink", AUDIT, {"user": "femi"}, {"user": "nobody"}, id=other),
        probe("notes in the audit", "pink", AUDIT, {"path": "note.body"}, {"path": "note.nobody"}, id=other),
        probe("a phone", "inactive", FILTER, {"mobile": person["mobile"]}, {"mobile": "07700 900999"}),
        probe("a birthday", "inactive", FILTER, _born(person["birth_date"]), _born("1901-01-01")),
        probe("a protected value", "sealed", FILTER, held, lacking),
    ]


def _born(day: Any) -> dict[str, Any]:
    return {"birthDate": {"from": str(day), "to": str(day)}}


@pytest.mark.rule("ROL-P07", "NOT-P06", "ATR-P03")
@pytest.mark.parametrize(
    "account", [each for each in ACCOUNTS if each.asker.name in THOROUGH], ids=lambda each: each.asker.name
)
async def test_what_is_hidden_is_answered_like_what_is_not_there(world: World, account: Account) -> None:
    wrong = []
    for each in await probes(world):
        found = await world.ask(each.document, by=account.asker.name, now=NOW, **each.hidden)
        nothing = await world.ask(each.document, by=account.asker.name, now=NOW, **each.nothing)
        masked = each.masked(found, hidden=True)
        told = masked != each.masked(nothing, hidden=False)
        if told != (account.asker.holds(each.policy) and account.asker.holds("record")):
            wrong.append(
                f"{account.asker.name}, {each.name}: {'told' if told else 'not told'}: {body(found):.300}"
            )
        marks = sorted(unseen(classes(masked), account.asker.holds))
        wrong += [f"{account.asker.name}, {each.name}: a mark of {mark}" for mark in marks]
    assert "\n".join(wrong) == ""
