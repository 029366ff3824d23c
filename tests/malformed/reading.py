"""Families of requests that never become a GraphQL request: what is wrong is the body, the URL or a header."""

from __future__ import annotations

import gzip
import json
from urllib.parse import quote, quote_from_bytes

from tests.malformed import hostile
from tests.malformed.case import JSON, Case, Expected, Hand, Manner
from tests.malformed.documents import VALID

GOOD = b'{"query":"{ __typename }"}'
# Without a moment in it, or no two runs would send the same.
COMPRESSED = gzip.compress(GOOD, mtime=0)
LARGE = (256_001, 300_000, 1_000_000)
TOO_LARGE_TO_READ = 13_000_000


def no_json(hand: Hand) -> Case:
    whole = json.dumps({"query": hand.pick(*VALID), "variables": {"id": "I-1000001"}}).encode()
    body = hand.pick(
        b"",
        b" ",
        b"{",
        b"nul",
        b"NaN",
        b"[1,]",
        b"{'query':'{ __typename }'}",
        GOOD + GOOD,
        GOOD[:-1],
        b"query={ __typename }",
        b"<query/>",
        b"\0" * 50,
        COMPRESSED,
        whole[: hand.random.randrange(len(whole))],
        hostile.mangled(whole, hand.random),
        hand.noise(300),
    )
    return hand.post(body)


def no_request(hand: Hand) -> Case:
    value = hostile.json_value(hand.random)
    given = hand.pick(
        value,
        [],
        [{"query": "{ __typename }"}],
        {},
        {"query": None},
        {"query": value},
        {"query": "{ __typename }", "variables": value},
        {"query": "{ __typename }", "operationName": value},
        {"query": "{ __typename }", "extensions": value},
        {"documentId": value},
        {"query": "{ __typename }", "documentId": value},
        {"extensions": {"persistedQuery": value}},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}},
        {"query": "{ __typename }", "operationName": hostile.text(hand.random)},
    )
    body = json.dumps(given).encode()
    if hand.chance(0.1):
        body = b'{"query":1,"query":null,"query":"{ __typename }","variables":{},"variables":[]}'
    return hand.post(body)


def other_encodings(hand: Hand) -> Case:
    text = GOOD.decode()
    body = hand.pick(
        text.encode("utf-16"),
        text.encode("utf-16-le"),
        text.encode("utf-32"),
        b"\xef\xbb\xbf" + GOOD,
        b'{"query":"\xff"}',
        b'{"query":"\xc0\xaf"}',
        b'{"query":"\xed\xa0\x80"}',
        b'{"query":"{ __typename }","variables":{"name":"\xc3"}}',
        b'{"query":"\\ud800"}',
        b'{"query":"{ __typename }","variables":{"\\ud800":"\\udc00"}}',
        b'{"query":"{ __typename }","operationName":"\\ud83d"}',
        '{"query":"{ search(term: \\"Inês\\") { totalCount } }"}'.encode("latin-1"),
    )
    charset = hand.pick("", "; charset=utf-8", "; charset=utf-16", "; charset=latin-1", "; charset=klingon")
    return hand.post(body, ("Content-Type", f"application/json{charset}"))


def deep_or_huge(hand: Hand) -> Case:
    deep, size = hand.pick(101, 300, 10_000, 100_000), hand.pick(*LARGE)
    number = hand.pick(*hostile.NUMBERS).encode()
    asked = b'{"query":"query ($x: Int) { nodes(ids: []) { id } customers(first: $x) { totalCount } }","variables":'
    body = hand.pick(
        b"[" * deep,
        b"[" * deep + b"]" * deep,
        b'{"query":' * deep,
        asked + b'{"x":' + b"[" * deep + b"]" * deep + b"}}",
        asked + b'{"x":' + number + b"}}",
        asked + b'{"x":"' + number + b'"}}',
        asked + b"{" + b",".join(b'"k%d":0' % key for key in range(5_000)) + b"}}",
        b'{"query":"' + b"x" * 63_990 + b'"}',
        b'{"query":"' + b"{a" * 30_000 + b'"}',
        b'{"query":"{ __typename }","extensions":"' + b"x" * size + b'"}',
        b" " * size + GOOD,
    )
    return hand.post(body)


def too_large_to_read(hand: Hand) -> Case:
    """More than is worth reading only to keep the connection: it may be closed, after the answer."""
    body = b" " * TOO_LARGE_TO_READ
    path, expected = hand.pick(("/graphql", Expected.GRAPHQL), ("/images", Expected.ERROR))
    media = "application/json" if path == "/graphql" else "image/png"
    headers = (("Content-Type", media), ("Authorization", f"Bearer {hand.tokens['bea']}"))
    return hand.post(body, *headers, path=path, expected=expected, may_close=True, manner=Manner.AT_ONCE)


def content_types(hand: Hand) -> Case:
    headers = [
        hand.header(
            "Content-Type",
            "",
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "application/graphql",
            "application/xml",
            "application/jsonx",
            "application/json;",
            "application/json; charset",
            'application/json; charset="utf-8',
            "application/json; charset=utf-8; charset=utf-16",
            "application/json, text/html",
            "*/*",
            "/" * 500,
            b"application/json; x=\xff",
            b"\xf0\x9f\xa6\x86",
        )
    ]
    if hand.chance(0.4):
        headers.append(hand.header("Content-Encoding", "gzip", "br", "identity", "", "gzip, gzip", "x" * 300))
    if hand.chance(0.2):
        headers.append(JSON)
    return hand.post(hand.pick(GOOD, COMPRESSED), *headers)


def accepts(hand: Hand) -> Case:
    accept = hand.header(
        "Accept",
        "text/html",
        "image/*",
        "application/json;q=0",
        "application/json;q=banana",
        "application/json;q=1e400, */*;q=nan",
        "*/*;q=0",
        ",,,;;;===",
        "application/graphql-response+json;q=0.5, application/json;q=0.5",
        "text/event-stream",
        "multipart/mixed;deferSpec=20220824",
        ", ".join(["a/b;q=0.1"] * 400),
        b"\xff\xfe",
        hostile.text(hand.random)
        .encode("utf-8", "replace")
        .translate(None, bytes(range(32)) + b"\x7f")[:8_000],
    )
    headers = [accept]
    if hand.chance(0.3):
        headers.append(("accept", "application/json"))
    return hand.post(GOOD, *headers)


def methods(hand: Hand) -> Case:
    method = hand.pick(
        "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "PROPFIND", "QUERY", "LINK", "PURGE"
    )
    path, expected = hand.pick(
        ("/graphql", Expected.GRAPHQL),
        ("/images", Expected.ERROR),
        ("/graphiql", Expected.ANYTHING),
        ("/health/live", Expected.ANYTHING),
        ("/", Expected.ANYTHING),
    )
    body = hand.pick(None, GOOD) if method != "HEAD" else None
    return hand.request(method, path, [JSON, *hand.person()], body, expected=expected)


def urls(hand: Hand) -> Case:
    any_bytes = quote_from_bytes(hand.noise(80))
    parameters = hand.pick(
        "",
        "query",
        "query=%",
        "query=%zz",
        "query=%ff",
        "%ff=1&query={__typename}",
        "query=%ed%a0%80",
        "query={__typename}&query={nope}",
        "query={__typename}&variables=",
        "query={__typename}&variables=1",
        "query={__typename}&variables={",
        "query={__typename}&variables=" + quote("[" * 3_000),
        "query={__typename}&variables=" + quote(json.dumps(hostile.json_value(hand.random))),
        "query={__typename}&extensions=" + any_bytes,
        "query={__typename}&operationName=" + any_bytes,
        "query=" + any_bytes,
        "query=mutation{acknowledgeNote(noteId:1){note{id}}}",
        "query=" + "x" * 50_000,
        "&" * 5_000,
        "=".join("&" * 500),
        "a=1&" * 3_000 + "query={__typename}",
        quote(hand.pick(*VALID)),
        "query=" + quote(hostile.mangled(hand.pick(*VALID).encode(), hand.random)),
    )
    return hand.request("GET", f"/graphql?{parameters}", hand.person())
