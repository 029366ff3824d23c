"""Documents as they are taken in: which files, from whom, scanned, and used by nobody else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from domain.documents import LARGEST_BYTES
from tests import box_office as sell
from tests.api._declaring import PDF, Desk, desk
from tests.ask import Ask, asking
from tests.database import Database

PNG = b"\x89PNG\r\n\x1a\n picture"
JPEG = b"\xff\xd8\xff picture"
MSG = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 mail"
EML = b"From: ada@example.org\r\nDate: Sun, 22 Nov 2026 10:00:00 +0000\r\n\r\nYes, please."
OF_DECLARATION = (
    "query ($id: ID!) { node(id: $id) { ... on GiftAidDeclaration { documents { id keptUntil } } } }"
)
ALONE = "query ($id: ID!) { node(id: $id) { ... on Document { keptUntil } } }"
BY_UPLOAD = {"evidence": "UPLOAD", "details": None}


def told(response: httpx.Response) -> tuple[int, str, str | None]:
    """What a refused upload says: status, code and the reason of it."""
    extensions = response.json()["errors"][0]["extensions"]
    return response.status_code, extensions["code"], extensions.get("reason")


@pytest.mark.rule("GAD-P08")
@pytest.mark.parametrize(
    ("content", "media_type", "name"),
    [
        (PDF, "application/pdf", "letter.pdf"),
        (PNG, "image/png", "letter.png"),
        (JPEG, "image/jpeg", "letter.jpg"),
        (EML, "message/rfc822", "letter.eml"),
        (MSG, "application/vnd.ms-outlook", "letter.msg"),
    ],
    ids=lambda each: each if isinstance(each, str) and "/" in each else "",
)
async def test_these_files_are_taken_in_and_handed_out_as_they_were(
    ask: Ask, database: Database, content: bytes, media_type: str, name: str
) -> None:
    counter = await desk(ask, database)
    ticket = await counter.uploaded(content=content, media_type=media_type, name="letter.scan")
    (document,) = (await counter.declared(**BY_UPLOAD, document=ticket))["documents"]
    assert (document["name"], document["mediaType"]) == (name, media_type)
    response = await ask.client.get(document["link"])
    assert (response.content, response.headers["content-type"]) == (content, media_type)
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.rule("GAD-P08")
@pytest.mark.parametrize(
    ("content", "media_type", "refused"),
    [
        (b"", "application/pdf", (400, "BAD_USER_INPUT", "DOCUMENT_NOT_ACCEPTED")),
        (PNG, "application/pdf", (400, "BAD_USER_INPUT", "DOCUMENT_NOT_ACCEPTED")),
        (PDF, "image/png", (400, "BAD_USER_INPUT", "DOCUMENT_NOT_ACCEPTED")),
        (
            b"From: ada@example.org\r\n\r\nNo date",
            "message/rfc822",
            (400, "BAD_USER_INPUT", "DOCUMENT_NOT_ACCEPTED"),
        ),
        (EML + b"\0", "message/rfc822", (400, "BAD_USER_INPUT", "DOCUMENT_NOT_ACCEPTED")),
        (b"<html>", "text/html", (415, "UNSUPPORTED_MEDIA_TYPE", None)),
        (PDF + b"x" * LARGEST_BYTES, "application/pdf", (413, "PAYLOAD_TOO_LARGE", None)),
    ],
    ids=["empty", "no PDF", "no PNG", "no mail", "a mail with NUL", "another type", "too large"],
)
async def test_other_files_are_refused(
    ask: Ask, database: Database, content: bytes, media_type: str, refused: tuple[int, str, str | None]
) -> None:
    counter = await desk(ask, database)
    assert told(await counter.upload(content=content, media_type=media_type)) == refused


@pytest.mark.rule("GAD-P08")
async def test_a_file_of_the_largest_size_is_taken_in(ask: Ask, database: Database) -> None:
    counter = await desk(ask, database)
    response = await counter.upload(content=PDF.ljust(LARGEST_BYTES, b" "))
    assert response.status_code == 201


async def test_a_ticket_is_good_for_who_sent_the_document_and_for_a_day(ask: Ask, database: Database) -> None:
    counter = await desk(ask, database)
    ticket = await counter.uploaded()
    for given in (
        {"by": "ade", "document": ticket},
        {"now": "2026-11-23T10:00:01+00:00", "document": ticket},
        {"document": ticket[:-1]},
        {"document": f"x{ticket}"},
        {"document": ""},
        {"document": "é.é"},
    ):
        (error,) = await counter.refused(**BY_UPLOAD, **given)
        assert (error["code"], error["path"]) == ("DOCUMENT_NOT_ACCEPTED", ["declaration", "document"])
    made = await counter.declared(**BY_UPLOAD, document=ticket, now="2026-11-23T10:00:00+00:00")
    assert made["hasAttachment"] is True


async def test_who_is_not_signed_in_sends_nothing(ask: Ask, database: Database) -> None:
    response = await ask.client.post("/documents", content=PDF, headers={"content-type": "application/pdf"})
    assert response.status_code == 401


@pytest.mark.rule("GAD-P08")
async def test_a_document_is_kept_for_six_years_after_the_accounting_year_of_the_last_gift_that_it_covers(
    ask: Ask, database: Database
) -> None:
    counter = await desk(ask, database)
    ticket = await counter.uploaded()
    made = await counter.declared(**BY_UPLOAD, coverage="SINCE", since="2024-01-01", document=ticket)
    order, fund = sell.order(counter.donor), sell.fund()
    days = (date(2023, 12, 31), date(2024, 3, 31), date(2025, 4, 1))
    gifts = [row for day in days for row in sell.donation(order, fund, made_on=day)]
    await database.save(order, fund, *gifts)

    (document,) = (await ask(OF_DECLARATION, id=made["id"])).ok["node"]["documents"]
    alone = (await ask(ALONE, id=document["id"])).ok

    assert document["keptUntil"] == alone["node"]["keptUntil"] == "2032-03-31"


@contextmanager
def scanner(status: int) -> Iterator[tuple[str, list[bytes]]]:
    """A virus scanner that answers like this, and what it was sent."""
    seen: list[bytes] = []

    class Scanner(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Scanner)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/scan", seen
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


@pytest.mark.rule("GAD-P08")
@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, 201),
        (406, (400, "BAD_USER_INPUT", "DOCUMENT_NOT_ACCEPTED")),
        (500, (503, "UNAVAILABLE", None)),
    ],
)
async def test_a_virus_scanner_has_the_last_word(
    ask: Ask, database: Database, status: int, answer: int | tuple[int, str, str | None]
) -> None:
    counter = await desk(ask, database)
    with scanner(status) as (url, seen):
        async with asking(ask.settings, scan_url=url) as scanning:
            response = await Desk(scanning, database, counter.donor).upload()
    assert (response.status_code if response.status_code == 201 else told(response)) == answer
    assert seen == [PDF]


async def test_a_scanner_that_is_away_lets_nothing_through(ask: Ask, database: Database) -> None:
    counter = await desk(ask, database)
    async with asking(ask.settings, scan_url="http://127.0.0.1:9/scan") as scanning:
        response = await Desk(scanning, database, counter.donor).upload()
    assert told(response) == (503, "UNAVAILABLE", None)


@pytest.mark.rule("GAD-P08")
async def test_the_application_cannot_alter_or_delete_a_document(database: Database) -> None:
    may = await database.store.primary.fetchrow(
        "select has_table_privilege('document', 'delete'), has_column_privilege('document', 'content_hash', 'update'),"
        " has_column_privilege('document', 'name', 'update'), has_table_privilege('document', 'truncate')"
    )
    assert may is not None
    assert list(may.values()) == [False, False, False, False]
