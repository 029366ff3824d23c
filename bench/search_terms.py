"""The terms that are measured: drawn from the smaller store, and what each of them makes the store do."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from db.store import Store
from domain.customers import Kind
from domain.searching import TermKind, parse_term
from gateway.engine import statements
from gateway.engine.declare import Shape
from gateway.loaders import search
from gateway.loaders.customers import CUSTOMERS
from gateway.loaders.search import Reading

PEOPLE, ORGANISATIONS = "INDIVIDUALS", "ORGANISATIONS"


@dataclass(frozen=True, slots=True)
class Term:
    text: str
    type: str = PEOPLE

    @property
    def kind(self) -> Kind:
        return Kind.INDIVIDUAL if self.type == PEOPLE else Kind.ORGANISATION


_LIVE = "active and merged_into is null"
_PERSON = f"from customer where kind = 'I' and {_LIVE}"
_BODY = f"from customer where kind = 'O' and {_LIVE}"
_WITH_POSTCODE = f"postcode ~ '^[A-Z].* ' and kind = 'I' and {_LIVE}"
_SPREAD = "order by md5(number::text) limit $1"

# What each kind of term is drawn by: as texts, in an order that has nothing to do with where rows lie.
KINDS: dict[str, tuple[str, str]] = {
    "surname, initial": (f"select last_name || ', ' || left(first_name, 1) {_PERSON} {_SPREAD}", PEOPLE),
    "postcode": (
        f"select postcode from customer join address on customer_id = customer.id where {_WITH_POSTCODE} {_SPREAD}",
        PEOPLE,
    ),
    "email address": (f"select email {_PERSON} and email is not null {_SPREAD}", PEOPLE),
    "customer id": (f"select kind || '-' || number {_PERSON} {_SPREAD}", PEOPLE),
    "organisation's name": (f"select name {_BODY} {_SPREAD}", ORGANISATIONS),
    "word of an organisation's name": (
        f"select substring(name from '([[:alpha:]]{{5,}})[^ ]*$') {_BODY} and name ~ ' [[:alpha:]]{{5,}}$' {_SPREAD}",
        ORGANISATIONS,
    ),
    "whole word of a person's name": (
        f"select substring(last_name from '-([[:alpha:]]+)$') {_PERSON} and last_name ~ '-[[:alpha:]]+$' {_SPREAD}",
        PEOPLE,
    ),
    "nobody's name": (f"select 'Qx' || left(md5(number::text), 6) || 'q' {_PERSON} {_SPREAD}", PEOPLE),
}
BROAD = {
    "one letter": Term("s"),
    "one letter, initial": Term("s, j"),
    "initial alone": Term(", j"),
    "common first name": Term("john"),
    "one letter of an organisation": Term("t", ORGANISATIONS),
}


async def terms_of(store: Store, number: int) -> dict[str, list[Term]]:
    """So many terms of each kind."""
    found = {}
    async with store.primary.acquire() as connection:
        for kind, (query, type_) in KINDS.items():
            texts = [row[0] for row in await connection.fetch(query, number)]
            found[kind] = [Term(text, type_) for text in dict.fromkeys(texts)]
    return found


def reading_of(term: Term) -> Reading:
    """The statement that finds the candidates of a term."""
    read = parse_term(term.kind, term.text, "GB")
    if read.kind is TermKind.CUSTOMER_NUMBER:
        assert read.number is not None
        return search.by_number(read.number, ())
    return search.hits(term.kind, read, (), first=25, after=None)


async def rows_read(store: Store, term: Term) -> int:
    """How many rows of customers the statement takes from its indexes."""
    (plan,) = json.loads(await _explain(store, reading_of(term), "analyze, format json"))
    scans = [node for node in _nodes(plan["Plan"]) if node.get("Relation Name") == "customer"]
    return int(
        sum(
            (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
            for node in scans
        )
    )


async def plans(store: Store, terms: Mapping[str, Term]) -> dict[str, str]:
    """EXPLAIN (ANALYZE, BUFFERS) of every statement of a search, by what it is for."""
    found = {
        f"Candidates: {kind}": await _explain(store, reading_of(term), "analyze, buffers")
        for kind, term in terms.items()
    }
    near = search.merged_away(Kind.INDIVIDUAL, parse_term(Kind.INDIVIDUAL, "Qxq", "GB"))
    found["Near misses: a name"] = await _explain(store, near, "analyze, buffers")
    postcodes = search.near_postcodes(Kind.INDIVIDUAL, ["BS14DJ", "BS14DK"])
    found["Near misses: a postcode"] = await _explain(store, postcodes, "analyze, buffers")
    c = CUSTOMERS.c
    shown = (c.id, c.kind, c.number, c.title, c.first_name, c.last_name, c.name, c.active, c.phone, c.email)
    async with store.primary.acquire() as connection:
        some = await connection.fetch("select id from customer where active limit 25")
    page = statements.rows(CUSTOMERS, shown, Shape.ONE, rooted=True)
    reading = Reading(page, {"keys": [row["id"] for row in some]})
    found["The customers of a page"] = await _explain(store, reading, "analyze, buffers")
    listed = search.listed(None, (), first=25, after=None, counted=True)
    found["The list of all customers"] = await _explain(store, listed, "analyze, buffers")
    return found


async def _explain(store: Store, reading: Reading, options: str) -> str:
    text, told = reading.statement.text, {"sees_inactive": False, "sees_blue": True, "sees_pink": False}
    values = reading.statement.arguments({**told, **reading.values})
    async with store.primary.acquire() as connection:
        await connection.fetch(text, *values)  # so that what is told is not what a cold cache costs
        lines = await connection.fetch(f"explain ({options}) {text}", *values)
    return "\n".join(line[0] for line in lines)


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)
