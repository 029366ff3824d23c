"""Families of requests that are GraphQL requests, of the wrong kind, by the wrong people or with hostile values."""

from __future__ import annotations

import base64
import json

from tests.malformed import documents, hostile
from tests.malformed.case import Case, Hand, Header
from tests.malformed.documents import VALID
from tests.malformed.reading import GOOD

WITH_IDS = (
    "query ($id: ID!) { customer(id: $id) { id fullName } }",
    "query ($id: ID!) { node(id: $id) { id __typename } }",
    "query ($id: ID!) { nodes(ids: [$id, $id]) { id } }",
    "query ($id: ID!) { auditIntegrity(customerId: $id) { __typename } }",
    "query ($id: ID!) { userAccount(id: $id) { username } }",
    "query ($id: ID!) { viewer { can(action: EDIT_RECORD, customerId: $id) { allowed } } }",
)
WITH_PAGES = (
    "query ($n: Int!, $c: String) { customers(first: $n, after: $c, filter: {active: true}) { nodes { id } } }",
    'query ($n: Int!, $c: String) { search(term: "a", first: $n, after: $c) { pageInfo { endCursor } } }',
    "query ($n: Int!, $c: String) { userAccounts(first: $n, after: $c) { nodes { id } } }",
    'query ($n: Int!, $c: String) { customer(id: "I-1000001") { audit(first: $n, after: $c) { nodes { at } } } }',
)
WITH_TEXTS = (
    "query ($t: String!) { search(term: $t) { totalCount nodes { fullName } } }",
    "query ($t: String!) { search(term: $t, type: ORGANISATIONS) { totalCount } }",
    "query ($t: String!) { findAddress(postcode: $t, country: $t) { line1 } }",
    "query ($t: String!) { possibleDuplicates(input: {individual: {lastName: $t, email: $t}}) { __typename } }",
    'query ($t: String!) { customer(id: "I-1000001") { audit(filter: {text: $t, user: $t}) { nodes { at } } } }',
    "query ($t: String!) { customers(filter: {phone: $t}) { totalCount } }",
)


def tokens(hand: Hand) -> Case:
    good = hand.tokens[hand.pick(*sorted(hand.tokens))]
    head, claims, signature = good.split(".")
    none = _part({"alg": "none", "typ": "JWT"})
    token = hand.pick(
        "",
        ".",
        "..",
        "a.b.c",
        "null",
        good[: hand.random.randrange(len(good))],
        good + good,
        f"{head}.{claims}.",
        f"{none}.{claims}.",
        f"{none}.{claims}.{signature}",
        f"{_part({'alg': 'RS256', 'kid': '../../keys'})}.{claims}.{signature}",
        f"{_part({'alg': 'HS256', 'kid': ['a'], 'crit': ['x']})}.{claims}.{signature}",
        f"{_part([1])}.{claims}.{signature}",
        f"{head}.{_part({'sub': 'x', 'exp': 1e400})}.{signature}",
        f"{head}.{base64.urlsafe_b64encode(hand.noise(60)).decode()}.{signature}",
        "A" * 8_193,
        "x" * 30_000,
        hostile.mangled(good.encode(), hand.random)
        .translate(None, bytes(range(32)) + b"\x7f")
        .decode("latin-1"),
    )
    header = hand.pick(
        f"Bearer {token}",
        f"bearer  {token}",
        f"Basic {token}",
        token,
        f"Bearer\t{token}",
        f"Bearer {token} {token}",
    )
    headers: list[Header] = [("Authorization", header.encode("latin-1", "replace"))]
    if hand.chance(0.15):
        headers.append(("authorization", f"Bearer {good}"))
    return hand.post(GOOD, *headers)


def odd_headers(hand: Hand) -> Case:
    kind = hand.pick(
        "Idempotency-Key",
        "X-Explain",
        "X-Demo-Now",
        "Cookie",
        "Origin",
        "Forwarded",
        "X-HTTP-Method-Override",
    )
    header = hand.header(
        kind,
        "",
        " ",
        "1",
        "true",
        "k" * 256,
        "k" * 20_000,
        b"\xff\xfe",
        "é".encode(),
        "a\tb",
        "x=y; " * 500,
        "DELETE",
        "2026-99-99",
    )
    headers: list[Header] = [header, *hand.person()]
    if hand.chance(0.3):
        headers.append((kind.lower(), "second"))
    if hand.chance(0.2):
        headers += [(f"X-Filler-{number}", "y" * 20) for number in range(300)]
    document, variables = documents.operation(hand.random, hand.pick("query", "mutation"), wrong=0.1)
    return hand.ask(document, variables, *headers)


def mangled(hand: Hand) -> Case:
    how = hand.random.randrange(3)
    if how == 0:
        document, variables = documents.operation(hand.random, hand.pick("query", "mutation"), wrong=0.0)
    else:
        document, variables = hand.pick(*VALID), {"id": "I-1000001"}
    spoilt = hostile.mangled(document.encode("utf-8", "replace"), hand.random)
    if how == 1:
        # As bytes within the JSON, so that the text may be no text any more.
        escaped = spoilt.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
        return hand.post(b'{"query":"' + escaped + b'"}')
    return hand.ask(spoilt.decode("utf-8", "replace"), variables)


def unfit(hand: Hand) -> Case:
    variables = hand.pick(None, {}, {"x": hostile.json_value(hand.random)})
    return hand.ask(documents.unfit(hand.random), variables)


def over_a_limit(hand: Hand) -> Case:
    return hand.ask(documents.over_a_limit(hand.random))


def wrong_variables(hand: Hand) -> Case:
    document, variables = documents.operation(hand.random, "query", wrong=0.25)
    return hand.ask(document, variables)


def ids(hand: Hand) -> Case:
    given = hand.pick(hostile.id_(hand.random), hostile.id_(hand.random), hostile.json_value(hand.random))
    return hand.ask(hand.pick(*WITH_IDS), {"id": given})


def pages(hand: Hand) -> Case:
    first = hand.pick(-1, 0, 1, 100, 101, 2**31 - 1, 2**31, 1e9, "5", None, True, [1])
    body = json.dumps(
        {"query": hand.pick(*WITH_PAGES), "variables": {"n": first, "c": hostile.cursor(hand.random)}}
    )
    if hand.chance(0.2):
        body = body.replace('"n": ', '"n": ' + hand.pick(*hostile.NUMBERS) + ', "m": ')
    return hand.post(body.encode())


def texts(hand: Hand) -> Case:
    if hand.chance(0.25):
        return hand.ask(documents.literal(hand.random))
    return hand.ask(hand.pick(*WITH_TEXTS), {"t": hostile.text(hand.random)})


def wrong_mutations(hand: Hand) -> Case:
    document, variables = documents.operation(hand.random, "mutation", wrong=0.15)
    return hand.ask(document, variables, *_key(hand))


def hostile_mutations(hand: Hand) -> Case:
    document, variables = documents.operation(hand.random, "mutation", wrong=0.0)
    return hand.ask(document, variables, *_key(hand))


def hostile_queries(hand: Hand) -> Case:
    document, variables = documents.operation(hand.random, "query", wrong=0.0)
    return hand.ask(document, variables)


def _key(hand: Hand) -> list[Header]:
    if hand.chance(0.7):
        return []
    return [
        ("Idempotency-Key", hand.pick("", "same", "same", "k" * 255, "k" * 256, str(hand.random.random())))
    ]


def _part(told: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")
