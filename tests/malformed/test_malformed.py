"""What `poe prove malformed` does at its full size, in small; and that it would notice what it looks for."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from db.demo.personas import PERSONAS
from tests.malformed import judge
from tests.malformed.__main__ import run
from tests.malformed.case import Case, Door, Expected, Manner
from tests.malformed.client import GREETED, GREETING, Answer, Connection
from tests.malformed.servers import Asked
from tests.malformed.session import FAMILIES, Session, case_of

TOKENS = {each.username: "a.b.c" for each in PERSONAS}
HEADERS = {"content-type": "application/json; charset=utf-8"}
CASE = Case("any", "POST", b"")
DATA = b'{"data":{}}'


def test_malformed_requests_are_answered_and_break_nothing(tmp_path: Path) -> None:
    outcome = run(range(200), seed=20, folder=tmp_path)

    assert outcome.problems == []
    assert sum(each.kept for each in outcome.sessions) > 175
    asked = {family for each in outcome.sessions for family in each.statuses}
    assert asked == set(FAMILIES) - {"too large to be read"}


def test_a_number_always_makes_the_same_case() -> None:
    assert [case_of(1, number, TOKENS) for number in range(300)] == [
        case_of(1, number, TOKENS) for number in range(300)
    ]
    assert case_of(1, 5, TOKENS) != case_of(2, 5, TOKENS)


def test_every_family_has_its_share() -> None:
    families = Counter(case_of(1, number, TOKENS).family for number in range(2_000))
    assert set(families) == set(FAMILIES)
    assert families["too large to be read"] == 2
    assert min(families[family] for family, (weight, _) in FAMILIES.items() if weight) > 5


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (Answer(500, HEADERS, DATA), "answered with 500"),
        (Answer(200, {**HEADERS, "connection": "close"}, DATA), "the connection is closed after 200"),
        (Answer(400, {"content-type": "text/plain"}, b"Invalid"), "of media type text/plain"),
        (Answer(200, HEADERS, b"{"), "no JSON"),
        (Answer(200, HEADERS, b"[]"), "no GraphQL response"),
        (Answer(200, HEADERS, b'{"data":null,"debug":1}'), "no GraphQL response"),
        (Answer(400, HEADERS, b'{"errors":[]}'), "errors without an error"),
        (Answer(400, HEADERS, b'{"errors":[{"message":"No."}]}'), "an error without a code of ours"),
        (
            Answer(400, HEADERS, b'{"errors":[{"extensions":{"code":"FORBIDDEN"}}]}'),
            "an error without a code",
        ),
        (
            Answer(200, HEADERS, b'{"data":null,"errors":[{"message":"","extensions":{"code":"INTERNAL"}}]}'),
            "the error INTERNAL",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else str(value.status),
)
def test_an_answer_that_no_client_can_use_is_a_problem(answer: Answer, found: str) -> None:
    (problem,) = judge.problems(CASE, answer)
    assert problem.startswith(found)


def test_an_answer_as_it_should_be_is_none() -> None:
    refused = b'{"errors":[{"message":"No.","extensions":{"code":"BAD_REQUEST"}}]}'
    assert list(judge.problems(CASE, Answer(200, HEADERS, DATA))) == []
    assert list(judge.problems(CASE, Answer(400, HEADERS, refused))) == []
    assert judge.codes(Answer(400, HEADERS, refused)) == ["BAD_REQUEST"]
    closed = Answer(413, {**HEADERS, "connection": "close"}, refused)
    assert list(judge.problems(replace(CASE, may_close=True), closed)) == []


def test_a_request_with_nothing_wrong_in_it_is_to_be_answered() -> None:
    fine = replace(CASE, statuses=(200, 401))
    (problem,) = judge.problems(fine, Answer(400, HEADERS, DATA))
    assert problem.startswith("nothing is wrong with it, and it is answered with 400")


def test_no_http_is_refused_or_the_connection_closed() -> None:
    assert [list(judge.of_broken(status)) for status in (400, 431, None)] == [[], [], []]
    assert list(judge.of_broken(200)) == ["no HTTP, and answered with 200"]
    assert list(judge.of_broken(500)) == ["no HTTP, and answered with 500"]


def test_a_log_line_of_an_error_or_a_traceback_is_a_problem(tmp_path: Path) -> None:
    fine = [
        '{"event": "Invalid HTTP request received.", "logger": "uvicorn.error", "level": "warning"}',
        '{"event": "an \\"exception\\": told", "level": "info", "timestamp": "2026-11-22T10:00:00Z"}',
        "2026-11-22T12:14:43.833716Z [warning  ] Unsupported upgrade request.   [uvicorn.error]",
    ]
    bad = [
        '{"event": "request.failed", "level": "error"}',
        '{"event": "request.failed", "level": "info", "exception": "Traceback"}',
        "2026-11-22T12:14:43.833716Z [error    ] request.failed",
        "Traceback (most recent call last):",
        "RuntimeWarning: coroutine 'f' was never awaited",
    ]
    log = tmp_path / "serve.log"
    log.write_text("\n".join([*fine, *bad]), "utf-8")
    assert list(Asked("http://127.0.0.1:1", log, code=0).problems()) == [f"it logged {line}" for line in bad]


def test_an_end_that_is_none_in_good_order_is_a_problem(tmp_path: Path) -> None:
    log = tmp_path / "serve.log"
    log.touch()
    assert list(Asked("http://127.0.0.1:1", log, code=-9).problems()) == ["it ended with -9"]


Behaviour = Callable[[bytes, asyncio.StreamWriter], None]


@asynccontextmanager
async def server(behave: Behaviour) -> AsyncIterator[str]:
    """A server that answers good requests, and the others as it is told."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]
                body = await reader.readexactly(int(length or b"0"))
                if body == GREETING:
                    writer.write(_http(200, GREETED))
                else:
                    behave(body, writer)
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with listening:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"


def _http(status: int, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status} x\r\nContent-Type: {HEADERS['content-type']}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def found_by(behave: Behaviour) -> list[str]:
    """What a session finds with a server that treats one request so."""
    number = next(n for n in range(1_000) if _is_plain(case_of(1, n, TOKENS)))
    async with server(behave) as url:
        session = Session(url, TOKENS, seed=1)
        await session.run(Door.SERVE, [number])
    assert [failure.number for failure in session.failures] in ([], [number])
    return [problem for failure in session.failures for problem in failure.found]


def _is_plain(case: Case) -> bool:
    plain = case.expected is Expected.GRAPHQL and case.door is Door.SERVE and case.method == "POST"
    return (
        plain and not case.statuses and b"Transfer-Encoding" not in case.head and b"Expect" not in case.head
    )


async def test_a_session_finds_nothing_where_all_is_well() -> None:
    assert await found_by(lambda _body, writer: writer.write(_http(200, DATA))) == []


async def test_a_session_finds_a_connection_that_is_dropped() -> None:
    def answer_and_close(_body: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(_http(200, DATA))
        writer.close()

    (dropped,) = await found_by(answer_and_close)
    assert dropped.startswith("the connection")
    (unanswered,) = await found_by(lambda _body, writer: writer.close())
    assert unanswered.startswith("the connection")


async def test_a_session_finds_an_answer_that_spoils_the_next() -> None:
    (spoilt,) = await found_by(lambda _body, writer: writer.write(_http(200, DATA) + _http(200, DATA)))
    assert spoilt.startswith("the good request behind it was answered with 200")


async def test_a_client_that_asks_first_sends_its_body_when_it_is_told_to() -> None:
    sent: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(reader.read(1), 0.05)
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        sent.append(await reader.readexactly(4))
        writer.write(_http(200, DATA))
        writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with listening:
        connection = await Connection.open(*listening.sockets[0].getsockname())
        head = b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n"
        answer = await connection.ask(replace(CASE, head=head, body=b"body", manner=Manner.EXPECTING))
        await connection.close()
    assert (answer.status, sent) == (200, [b"body"])


async def test_a_session_finds_what_is_no_http() -> None:
    (no_http,) = await found_by(
        lambda _body, writer: writer.write(b"Traceback (most recent call last)\r\n\r\n")
    )
    assert no_http.startswith("the connection broke")
