"""What random operations ask for: ids, terms, days and cursors that the store has, and some that it has not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson

from gateway.engine import ids
from gateway.engine.answers import GraphQLRequest
from tests.referee.court import Referee
from tests.referee.tree import Word

# The word in a global id -> the rows that have such ids.
_ROWS = {
    "cus": "select id from customer where merged_into is null and active order by number limit 80",
    "adr": "select id from address order by created_at, id limit 30",
    "not": "select id from note order by created_at, id limit 60",
    "tag": "select id from tag order by name, id limit 40",
    "tgr": "select id from tag_group order by name, id",
    "hhd": "select id from household where closed_at is null order by created_at, id limit 30",
    "aud": "select id from audit_entry order by id limit 5000",
    "atd": "select id from attribute_definition order by name",
    "opt": "select id from attribute_option order by label, id limit 20",
    "prf": "select id from preference_definition order by name",
    "usr": "select id from user_account order by username",
}
_INACTIVE = (
    "select id, kind, number from customer where merged_into is null and not active order by number limit 12"
)
_MERGED = "select id, kind, number from customer where merged_into is not null order by number limit 12"
_CUSTOMERS = """
select * from customer where merged_into is null and active order by number limit 80
"""
_WORDS = "select distinct event from audit_entry order by event limit 12"
_PATHS = "select distinct path from audit_change order by path limit 20"
_POSTCODES = "select distinct postcode from address where postcode is not null order by postcode limit 30"
_TEXTS = "select distinct text_value from attribute_value where text_value is not null order by 1 limit 20"


@dataclass(frozen=True, slots=True)
class Followed:
    """A list that depends on all its arguments, and a place in it."""

    field: str
    arguments: dict[str, Any]
    cursors: list[str]


@dataclass(slots=True)
class Material:
    """Gathered once, in an order that the same store always has."""

    ids: dict[str, list[str]] = field(default_factory=dict)
    anything: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    friendly: list[str] = field(default_factory=list)
    hidden_friendly: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    people: list[dict[str, Any]] = field(default_factory=list)
    postcodes: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    usernames: list[str] = field(default_factory=list)
    cursors: dict[str, list[str]] = field(default_factory=dict)
    followed: list[Followed] = field(default_factory=list)


async def gather(referee: Referee) -> Material:
    """Everything from the store of a referee."""
    found = Material(usernames=sorted(referee.people))
    pool = referee.store.primary
    connection = await pool.acquire()
    try:
        for word, query in _ROWS.items():
            found.ids[word] = [ids.encode(word, row[0]) for row in await connection.fetch(query)]
        # A stride, so that the entries are of many records.
        found.ids["aud"] = found.ids["aud"][::50]
        await _customers(connection, found)
        found.paths = [row[0] for row in await connection.fetch(_PATHS)]
        found.words = [row[0].split(".")[0] for row in await connection.fetch(_WORDS)]
        found.texts = [row[0] for row in await connection.fetch(_TEXTS)]
        found.postcodes = [row[0] for row in await connection.fetch(_POSTCODES)]
    finally:
        await pool.release(connection)
    found.terms += [*found.postcodes[:10], *found.friendly[:12], *found.hidden_friendly, *found.emails[:10]]
    anything = [each for word, known in found.ids.items() for each in known if word != "opt"]
    found.anything = [*anything, *found.ids["cus"] * 3, *found.hidden * 2]
    await _cursors(referee, found)
    return found


async def _customers(connection: Any, found: Material) -> None:
    for row in await connection.fetch(_INACTIVE) + await connection.fetch(_MERGED):
        found.hidden.append(ids.encode("cus", row["id"]))
        found.hidden_friendly.append(f"{row['kind']}-{row['number']}")
    for row in await connection.fetch(_CUSTOMERS):
        found.friendly.append(f"{row['kind']}-{row['number']}")
        found.people.append(dict(row))
        found.phones += filter(None, (row["phone"], row["mobile"]))
        found.emails += filter(None, (row["email"],))
        found.days += filter(None, (row["birth_date"], row["created_at"].date(), row["updated_at"].date()))
        if row["name"]:
            found.terms += [row["name"], row["name"].split()[-1][:4]]
        else:
            found.terms += [
                row["last_name"],
                f"{row['last_name']}, {row['first_name'][:1]}",
                row["last_name"][:2],
            ]


_PAGES = """query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer { audit(first: 4) { edges { cursor } }
  contactPreferenceHistory(first: 3) { edges { cursor } } } } }"""
_ACCOUNTS = "{ userAccounts { edges { cursor } } }"
_SEARCH = """query ($term: String!, $type: CustomerType!, $filter: CustomerFilter, $first: Int!) {
  search(term: $term, type: $type, filter: $filter, first: $first) { edges { cursor } } }"""
_CUSTOMERS_LIST = """query ($filter: CustomerFilter, $type: CustomerType, $first: Int!) {
  customers(filter: $filter, type: $type, first: $first) { edges { cursor } } }"""
_FILTERS: list[dict[str, Any] | None] = [None, {"hasEmail": True}, {"created": {"from": "2015-01-01"}}]


async def _cursors(referee: Referee, found: Material) -> None:
    """Cursors that graphql-core gave out; those of a search or a list with what they are cursors of."""
    data = await _asked(referee, _PAGES, ids=found.ids["cus"][:40])
    for customer in data["nodes"]:
        for name in ("audit", "contactPreferenceHistory"):
            cursors = [edge["cursor"] for edge in customer[name]["edges"]]
            found.cursors.setdefault(name, []).extend(cursors)
    data = await _asked(referee, _ACCOUNTS, by="seth")
    found.cursors["userAccounts"] = [edge["cursor"] for edge in data["userAccounts"]["edges"]]
    for place, term in enumerate(found.terms[:40]):
        asked = {"term": term, "type": "INDIVIDUALS", "filter": _FILTERS[place % 3], "first": 3}
        await _follow(referee, found, "search", _SEARCH, asked)
        await _follow(referee, found, "search", _SEARCH, {**asked, "type": "ORGANISATIONS"})
    for type_ in (None, "INDIVIDUALS", "ORGANISATIONS"):
        for filter_ in _FILTERS[1:]:
            listed = {"filter": filter_, "type": type_, "first": 4}
            await _follow(referee, found, "customers", _CUSTOMERS_LIST, listed)


async def _follow(referee: Referee, found: Material, name: str, document: str, asked: dict[str, Any]) -> None:
    data = await _asked(referee, document, **asked)
    cursors = [edge["cursor"] for edge in data[name]["edges"]]
    if cursors:
        type_ = asked["type"] and Word(asked["type"])
        found.followed.append(Followed(name, {**asked, "type": type_}, cursors))
        found.cursors.setdefault(name, []).extend(cursors)


async def _asked(referee: Referee, document: str, *, by: str = "sam", **variables: Any) -> Any:
    answer = await referee.reference.answer(
        GraphQLRequest(query=document, variables=variables), referee.context(by)
    )
    assert not answer.errors, answer.errors
    return orjson.loads(orjson.dumps(answer.data))
