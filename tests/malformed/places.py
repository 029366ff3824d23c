"""Families that knock elsewhere: pictures, the page and its files, health, the demo's own door, and no door at all."""

from __future__ import annotations

import json
from urllib.parse import quote_from_bytes

from tests.malformed import hostile
from tests.malformed.case import JSON, Case, Door, Expected, Hand
from tests.malformed.reading import GOOD

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"


def pictures(hand: Hand) -> Case:
    media = hand.pick(
        "image/png",
        "image/png",
        "image/jpeg",
        "image/webp",
        "image/gif",
        "multipart/form-data; boundary=x",
        "",
    )
    body = hand.pick(
        b"",
        PNG,
        PNG[: hand.random.randrange(len(PNG))],
        PNG[:16] + b"\xff\xff\xff\xff\xff\xff\xff\xff" + PNG[24:],
        hostile.mangled(PNG, hand.random),
        b"\xff\xd8\xff" + hand.noise(400),
        b"RIFF\xff\xff\xff\xffWEBP" + hand.noise(400),
        b"GIF89a" + hand.noise(50),
        b"<svg onload='alert(1)'/>",
        b'--x\r\nContent-Disposition: form-data; name="a"; filename="\0"\r\n\r\n' + PNG + b"\r\n--x",
        b"--x\r\n" * 2_000,
        hand.noise(3_000),
        b"\x89PNG" + b"\0" * 300_000,
    )
    # Of everybody only those who may change a record get as far as the picture.
    by = ("Authorization", f"Bearer {hand.tokens[hand.pick('bea', 'ade', 'bea', 'ines')]}")
    return hand.post(body, ("Content-Type", media), by, path="/images", expected=Expected.ERROR)


def links(hand: Hand) -> Case:
    name = hand.pick(
        "0" * 64,
        "f" * 63,
        "..%5c..%5ckeys",
        "%00",
        "%ff%fe",
        "A" * 64,
        quote_from_bytes(hand.noise(30).replace(b"/", b"")),
    )
    query = hand.pick(
        "",
        "expires=",
        "expires=9999999999&signature=",
        "expires=-1&signature=x",
        "expires=" + "9" * 5_000 + "&signature=x",
        "expires=%D9%A3&signature=%ff",
        "signature=" + quote_from_bytes(hand.noise(60)),
        "expires=1&expires=2&signature=" + "x" * 5_000,
    )
    target = f"/images/{name}?{query}".encode()
    return hand.request(hand.pick("GET", "GET", "HEAD", "PUT"), target, [], expected=Expected.ERROR)


def paths(hand: Hand) -> Case:
    odd = quote_from_bytes(hand.noise(60))
    target = hand.pick(
        b"/graphiql/assets/../../keys",
        b"/graphiql/assets/%2e%2e/%2e%2e/keys",
        b"/graphiql/assets/0/main.js",
        b"/graphiql/assets//main.js",
        b"/graphiql/assets/" + odd.encode() + b"/main.js",
        b"/graphiql/",
        b"/graphiql/assets",
        b"/graphql/",
        b"/graphql;x=1",
        b"/GRAPHQL",
        b"//graphql",
        b"/./graphql",
        b"/graphql%00",
        b"/graphql%20",
        b"/%67raphql",
        b"/health",
        b"/health/",
        b"/health/ready?" + odd.encode(),
        b"/health/%ff",
        b"/images",
        b"/images/",
        b"/images//",
        b"/images/..%2f..%2fkeys",
        b"/.git/config",
        b"/favicon.ico",
        b"/" + odd.encode(),
        b"/" + b"a" * 20_000,
        b"/" + b"%41" * 5_000,
        b"/?" + b"&" * 5_000,
        b"/%c3%28",
        b"/a|b^c`d{e}",
        b"http://gateway.test/graphql",
        b"http://user:pass@elsewhere.test:9/graphql",
    )
    method, body = hand.pick(("GET", None), ("GET", None), ("HEAD", None), ("POST", GOOD))
    return hand.request(method, target, [JSON, *hand.person()], body, expected=Expected.ANYTHING)


def played_days(hand: Hand) -> Case:
    moment = hand.header(
        "X-Demo-Now",
        *hostile.MOMENTS,
        "2026-11-22T10:00:00+25:00",
        "2026-11-22T10:00:00" + "0" * 500,
        b"\xff",
        "0000-00-00",
    )
    document = hand.pick(
        "{ __typename }",
        '{ customer(id: "I-1000001") { contactability { allowed } actions { key } ... on Individual { age } } }',
        'mutation { createNote(customerId: "1000001", colour: BLUE, body: "", showUntil: "2026-12-24") { __typename }}',
        "{ customers(filter: {active: true}) { nodes { audit { nodes { at } } } } }",
        "{ viewer { user { username } } }",
    )
    return hand.ask(
        document,
        None,
        moment,
        ("Authorization", f"Bearer {hand.tokens['olga']}"),
        door=Door.DEMO,
    )


def demo_tokens(hand: Hand) -> Case:
    value = hostile.json_value(hand.random)
    body = hand.pick(
        b"",
        b"{}",
        b"[]",
        b"null",
        b'{"persona": "\\ud800"}',
        b'{"persona": "\xff"}',
        b'{"persona": "femi", "interface": "ATTIC"}',
        b"[" * 990,
        b" " * 1_001,
        b" " * 300_000,
        json.dumps({"persona": value}).encode(),
        json.dumps({"persona": "femi", "interface": value}).encode(),
        hostile.mangled(b'{"persona": "femi", "interface": "SALES"}', hand.random),
    )
    headers = [("Content-Type", hand.pick(*["application/json"] * 8, "text/plain", ""))]
    return hand.post(body, *headers, path="/demo/token", expected=Expected.ANYTHING, door=Door.DEMO)
