"""The statement of a customer as a file: made at once or by a job, fetched by a link, and told of in the audit."""

from __future__ import annotations

import csv
from hashlib import sha256
from io import StringIO
from typing import Any

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from db.models import AuditChange, AuditEntry, AuditValue, BulkJob, Customer, Product
from gateway.engine import ids
from tests import box_office as sell
from tests import factories as make
from tests import orders as sold
from tests.api._statements import person, stated
from tests.ask import Answered, Ask
from tests.database import Database
from tests.papers.printed import Printed

DOWNLOAD = """mutation($id: ID!, $format: StatementFormat!, $from: Date, $to: Date) {
  downloadStatement(customerId: $id, format: $format, from: $from, to: $to) {
    link { url fileName expiresAt } job { id kind status total done failed file { url } }
    errors { __typename ... on UserError { code message path } } } }"""


async def download(ask: Ask, of: Customer | str, format_: str, **asked: Any) -> Answered:
    named = of if isinstance(of, str) else ids.encode("cus", of.id)
    return await ask(DOWNLOAD, id=named, format=format_, **asked)


async def fetched(ask: Ask, file: Any) -> bytes:
    """What the link hands out, to somebody who is not signed in."""
    response = await ask.client.get(file["url"])
    assert response.status_code == 200
    assert f"filename*=UTF-8''{file['fileName']}" in response.headers["content-disposition"]
    return response.content


async def rows(ask: Ask, of: Customer, **asked: Any) -> list[dict[str, str]]:
    found = (await download(ask, of, "CSV", **asked)).ok["downloadStatement"]
    content = await fetched(ask, found["link"])
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))


@pytest.mark.rule("STM-P03", "STM-01", "STM-N01")
async def test_a_table_has_every_line_and_every_sum_of_the_query(ask: Ask, database: Database) -> None:
    ada, roof, show = await person(database), sell.fund(), sell.show()
    order, theirs = sell.order(ada), sell.order(await person(database), facilitator_id=ada.id)
    ticket = sell.ticket(order, show, commission_minor=150, agent_commission_minor=250)
    back = sell.ticket(order, show, state="RETURNED", returned_at=order.placed_at)
    gift, given = sell.donation(order, roof)
    await database.save(
        *show.rows, roof, order, theirs, ticket, back, gift, given, sell.ticket(theirs, show),
        sold.payment(order, "DEPOSIT_TAKEN", 1000),
    )  # fmt: skip

    table, found = await rows(ask, ada), await stated(ask, ada, "bea")

    by_block: dict[str, list[dict[str, str]]] = {}
    for row in table:
        by_block.setdefault(row["Block"], []).append(row)
    for block, name in (("Statement", "lines"), ("Placed for others", "facilitated")):
        assert [(row["Date"], row["Order item"], row["Total"]) for row in by_block[block]] == [
            (line["on"], line["itemId"], line["amounts"]["total"]["amount"]) for line in found[name]
        ]
    assert [row["Movement"] for row in by_block["Statement"]].count("Returned") == 1
    sold_row = next(row for row in table if row["Order item"] == ids.encode("itm", ticket.id))
    assert sold_row == {
        "Block": "Statement",
        "Date": "2026-10-01",
        "Movement": "Bought",
        "Kind": "Tickets",
        "Description": f"The Lantern Keepers, {show.ticket_type.name}",
        "Order": str(order.number),
        "Order item": ids.encode("itm", ticket.id),
        "Price": "25.00",
        "Commission": "1.50",
        "Agent commission": "2.50",
        "Of which gift": "0.00",
        "Total": "24.00",
    }
    assert [(row["Kind"], row["Total"]) for row in by_block["Totals"]] == [
        ("Tickets", "24.00"), ("Donations", "50.00"),
    ]  # fmt: skip
    assert by_block["Grand total"][0]["Total"] == found["totals"]["total"]["amount"] == "74.00"
    assert [(row["Movement"], row["Total"]) for row in by_block["Deposits"]] == [("Deposit taken", "10.00")]
    assert by_block["SHA-256"][0]["Description"] == found["hash"]


@pytest.mark.rule("STM-P03")
@pytest.mark.parametrize("name", ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", 'Łukasz, Ωμέγα 李 "quoted"'])
async def test_a_spreadsheet_runs_nothing_of_what_somebody_named(
    ask: Ask, database: Database, name: str
) -> None:
    ada = await person(database)
    order = sell.order(ada)
    thing = Product(id=uuid7(), name=make.unique(name), price_minor=600)
    await database.save(
        thing, order, sell.merchandise(order, thing, state="RETURNED", returned_at=order.placed_at)
    )

    bought, returned, *_ = await rows(ask, ada)

    quoted = "" if name.startswith("Ł") else "'"
    assert bought["Description"] == f"{quoted}{thing.name}"
    assert (bought["Total"], returned["Total"]) == ("6.00", "-6.00")


@pytest.mark.rule("STM-P03", "STM-N01")
async def test_a_paper_has_the_lines_the_totals_and_the_hash_of_the_query(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual(first_name="Łukasz", last_name=f"Ωμέγα 李{make.unique('')}")
    thing = Product(id=uuid7(), name=make.unique("李 小龍 Ω Ł"), price_minor=600)
    order = sell.order(ada)
    items = [sell.merchandise(order, thing) for _ in range(60)]
    await database.save(home, ada, thing, order, *items)

    found = (await download(ask, ada, "PDF")).ok["downloadStatement"]
    made = Printed(await fetched(ask, found["link"]))

    assert (made.tagged, made.accessible, made.language) == (True, "1", "en-GB")
    assert made.title == f"Statement for {ada.first_name} {ada.last_name}"
    pages = [made.text(number) for number in range(len(made))]
    whole = " ".join(pages)
    assert "Łukasz Ωμέγα 李" in pages[0]
    assert "23 Nov 2025 to 22 Nov 2026" in pages[0]
    # The head of the table stands on each page that has lines.
    with_lines = [page for page in pages if "itm1_" in page]
    assert len(with_lines) > 2
    assert all("Date What Order Price Commission" in page for page in with_lines)
    assert all(ids.encode("itm", item.id) in whole for item in items)
    assert whole.count(thing.name) == 60
    assert "360.00" in whole
    assert (await stated(ask, ada, "bea"))["hash"] in pages[-1]
    assert found["link"]["fileName"] == f"statement-I-{ada.number}-2025-11-23-2026-11-22.pdf"


@pytest.mark.rule("STM-P04")
async def test_a_download_is_told_of_in_the_audit_of_the_record(ask: Ask, database: Database) -> None:
    ada, programme = await person(database), sell.product()
    order = sell.order(ada)
    await database.save(programme, order, sell.merchandise(order, programme))

    answer = await download(ask, ada, "CSV", **{"from": "2026-10-01", "to": "2026-10-31"})

    assert answer.ok["downloadStatement"]["errors"] == []
    entry = await database.one(sa.select(AuditEntry).where(AuditEntry.customer_id == ada.id))
    assert (entry.event, entry.username, entry.narrative) == (
        "statement.exported", "bea", "Statement exported as CSV",
    )  # fmt: skip
    values = (
        sa.select(AuditChange.path + "=" + AuditValue.after)
        .join(
            AuditValue,
            sa.and_(AuditValue.entry_id == AuditChange.entry_id, AuditValue.ordinal == AuditChange.ordinal),
        )
        .where(AuditChange.entry_id == entry.id)
        .order_by(AuditChange.ordinal)
    )
    found = await stated(ask, ada, "bea", **{"from": "2026-10-01", "to": "2026-10-31"})
    assert await database.all(values) == [
        "statement.format=CSV",
        "statement.from=2026-10-01",
        "statement.to=2026-10-31",
        "statement.lines=1",
        f"statement.hash={found['hash']}",
    ]


@pytest.mark.rule("STM-P04")
async def test_a_link_works_for_a_day_and_only_as_it_was_signed(ask: Ask, database: Database) -> None:
    ada = await person(database)
    file = (await download(ask, ada, "PDF")).ok["downloadStatement"]["link"]
    content = await fetched(ask, file)
    assert sha256(content).hexdigest() in file["url"]
    response = await ask.client.get(file["url"])
    seconds = int(response.headers["cache-control"].split("max-age=")[1].split(",")[0])
    assert 86_390 <= seconds <= 86_400
    for wrong in (file["url"].replace("expires=", "expires=9"), file["url"].replace(".pdf", ".csv")):
        assert (await ask.client.get(wrong)).status_code == 403


@pytest.mark.rule("STM-P04")
async def test_five_hundred_lines_are_made_at_once_and_one_more_is_a_job(
    ask: Ask, database: Database
) -> None:
    ada, programme = await person(database), sell.product()
    order = sell.order(ada)
    items = [sell.merchandise(order, programme) for _ in range(500)]
    await database.save(programme, order, *items)

    at_once = (await download(ask, ada, "CSV")).ok["downloadStatement"]
    assert (at_once["job"], at_once["link"] is not None) == (None, True)

    await database.save(sell.merchandise(order, programme))
    later = (await download(ask, ada, "CSV")).ok["downloadStatement"]
    assert later["link"] is None
    assert {**later["job"], "id": None} == {
        "id": None,
        "kind": "STATEMENT",
        "status": "QUEUED",
        "total": 501,
        "done": 0,
        "failed": 0,
        "file": None,
    }
    # Nothing has left the house yet.
    assert await database.events(ada.id) == ["statement.exported"]


@pytest.mark.rule("STM-P04", "XCT-P01")
async def test_a_download_under_a_key_is_made_once_and_its_link_signed_again(
    ask: Ask, database: Database
) -> None:
    ada, key = await person(database), make.unique("key")
    first, again = [await download(ask, ada, "CSV", key=key) for _ in range(2)]
    assert again.extensions["replayed"] == ["downloadStatement"]
    assert (
        again.ok["downloadStatement"]["link"]["fileName"] == first.ok["downloadStatement"]["link"]["fileName"]
    )
    assert await fetched(ask, again.ok["downloadStatement"]["link"])
    assert await database.events(ada.id) == ["statement.exported"]


@pytest.mark.rule("STM-P01", "ROL-P06")
async def test_what_is_refused_makes_no_file_and_leaves_no_trace(ask: Ask, database: Database) -> None:
    ada, gone = await person(database), await person(database, active=False)
    home, into = sold.somebody()
    _, merged = sold.somebody(merged_into=into.id, active=False)
    await database.save(home, into)
    merged.household_id = home.id
    await database.save(merged)

    async def refused(of: Customer | str, **asked: Any) -> list[str]:
        found = (await download(ask, of, "PDF", **asked)).ok["downloadStatement"]
        assert (found["link"], found["job"]) == (None, None)
        return [each["code"] for each in found["errors"]]

    assert await refused(ada, **{"from": "2026-11-23"}) == ["INVALID_PERIOD"]
    assert await refused(ada, **{"from": "2000-01-01"}) == ["PERIOD_TOO_LONG"]
    assert await refused(gone) == ["NOT_FOUND"]
    assert await refused(merged) == ["CUSTOMER_MERGED"]
    assert await refused("I-1") == ["NOT_FOUND"]
    assert await refused("nonsense") == ["NOT_FOUND"]
    denied = await download(ask, ada, "PDF", by="sam")
    assert (denied.data, denied.codes) == (None, ["FORBIDDEN"])
    for each in (ada, gone, merged):
        assert await database.events(each.id) == []
    asked_for = sa.select(BulkJob.id).where(BulkJob.asked["customer"].astext == str(ada.id))
    assert await database.all(asked_for) == []
