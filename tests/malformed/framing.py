"""Families about HTTP itself: what it allows and nobody does, and what it does not allow."""

from __future__ import annotations

from tests.malformed.case import JSON, Case, Door, Expected, Hand, Header, Manner, head
from tests.malformed.reading import GOOD

FINE = (200, 401)
LENGTH = ("Content-Length", str(len(GOOD)))


def unusual(hand: Hand) -> Case:
    """Well framed, in a way that few clients use: the connection is kept."""
    by = hand.person()
    filler = ("X-Filler", "y" * hand.pick(1, 2_000, 20_000))
    choices: list[list[Header]] = [
        [JSON, *by],
        [("cOnTeNt-TyPe", "application/json"), *by],
        [JSON, filler, *by],
        [JSON, *by, *((f"X-{number}", str(number)) for number in range(90))],
        [JSON, ("Connection", "keep-alive"), *by],
        [JSON, ("Connection", "x-nothing, keep-alive"), ("Keep-Alive", "timeout=1"), *by],
        [JSON, ("TE", "trailers"), *by],
        [JSON, ("X-Empty", ""), *by],
        [JSON, ("X-Folded", b"\xe9\xff"), *by],
        [JSON, ("Host", "a.test:1"), *by],
    ]
    headers = hand.pick(*choices)
    body = hand.pick(GOOD, GOOD, b" " * 200_000 + GOOD, b" " * 300_000)
    manner = hand.pick(Manner.AT_ONCE, Manner.SLICED, Manner.PIPELINED)
    if hand.chance(0.3):
        return _expecting(hand, body)
    fine = FINE if len(body) < 256_000 else (413,)
    return hand.post(body, *headers, manner=manner, statuses=fine)


def _expecting(hand: Hand, body: bytes) -> Case:
    headers = [JSON, ("Expect", hand.pick("100-continue", "100-CONTINUE")), *hand.person()]
    if hand.chance(0.3):
        headers[0] = ("Content-Type", "text/plain")
    # A client that asks first and is refused need not send the body, so that the server has to close.
    return hand.post(body, *headers, manner=Manner.EXPECTING, may_close=len(body) > 256_000)


def leaving(hand: Hand) -> Case:
    """The client itself says that it wants no further answer on this connection."""
    version, connection = hand.pick(("HTTP/1.1", "close"), ("HTTP/1.0", "close"), ("HTTP/1.0", "keep-alive"))
    given = [JSON, LENGTH, ("Connection", connection), *hand.person()]
    return Case(hand.family, "POST", head("POST", "/graphql", given, version), GOOD, may_close=True)


def upgrades(hand: Hand) -> Case:
    """Another protocol is proposed, and not taken up: the request is answered as it stands."""
    protocol = hand.pick("websocket", "h2c", "TLS/1.0", "", "x" * 500)
    offered = [
        JSON,
        ("Connection", "Upgrade, HTTP2-Settings"),
        ("Upgrade", protocol),
        ("HTTP2-Settings", "AAMAAABk"),
    ]
    body = hand.pick(None, GOOD)
    method, target = ("POST", "/graphql") if body else ("GET", "/graphql?query={__typename}")
    return hand.request(method, target, [*offered, *hand.person()], body, statuses=FINE)


def broken(hand: Hand) -> Case:
    """No HTTP: a 4xx and a close are right, and so is a close at once."""
    good = head("POST", "/graphql", [JSON, LENGTH]) + GOOD
    lines = b"POST /graphql HTTP/1.1\r\nHost: gateway.test\r\nContent-Type: application/json\r\n"
    chunks = lines + b"Transfer-Encoding: chunked\r\n\r\n"
    raw = hand.pick(
        b"\r\n\r\n\r\nnonsense\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET /graphql\r\n\r\n",
        b"GET /graphql HTTP/9.9\r\n\r\n",
        b"GET /graphql HTP/1.1\r\n\r\n",
        b"BREW /graphql HTTP/1.1\r\nHost: x\r\n\r\n",
        b"get /graphql HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /gra phql HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET graphql HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET http://x:99999/graphql HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /graphql?\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET " + b"\xff" * 20 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /é HTTP/1.1\r\nHost: x\r\n\r\n".encode(),
        b"CONNECT gateway.test:443 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + hand.noise(200),
        hand.noise(2_000),
        lines + b"No colon here\r\n\r\n",
        lines + b": no name\r\n\r\n",
        lines + b"Bad Name: 1\r\n\r\n",
        lines + b"X-Nul: a\x00b\r\n\r\n",
        lines + b"X-Bell: \x07\r\n\r\n",
        lines + b"X: " + b"y" * 200_000 + b"\r\n\r\n",
        lines + b"".join(b"X-%d: %s\r\n" % (number, b"y" * 50) for number in range(5_000)) + b"\r\n",
        lines + b"Content-Length: -1\r\n\r\n",
        lines + b"Content-Length: 1e3\r\n\r\n",
        lines + b"Content-Length: 99999999999999999999999\r\n\r\n",
        lines + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n" + GOOD,
        lines + b"Content-Length: 26\r\nTransfer-Encoding: chunked\r\n\r\n" + GOOD,
        lines + b"Transfer-Encoding: gzip\r\n\r\n" + GOOD,
        lines + b"Transfer-Encoding: chunked, gzip\r\n\r\n" + GOOD,
        chunks + b"zz\r\n",
        chunks + b"-1\r\n",
        chunks + b"ffffffffffffffffffff\r\n",
        chunks + b"5\r\nabcdefgh\r\n0\r\n\r\n",
        chunks + b"5;" + b"x" * 100_000 + b"\r\n",
        chunks.replace(b"/graphql", b"/images").replace(b"application/json", b"image/png") + b"zz\r\n",
        chunks.replace(b"/graphql", b"/demo/token") + b"zz\r\n",
        good[: hand.random.randrange(1, len(good))],
    )
    door = hand.pick(Door.SERVE, Door.SERVE, Door.SERVE, Door.DEMO)
    return Case(hand.family, "POST", raw, expected=Expected.REFUSAL_OF_HTTP, manner=Manner.AT_ONCE, door=door)
