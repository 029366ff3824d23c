"""The file with the tickets that a customer brings along: which are in it, and for whom its link works."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlalchemy import select
from uuid_utils.compat import uuid7

from db.models import AuditEntry
from domain.tickets import item_of
from gateway.app import create_app
from gateway.engine import ids
from gateway.keys import derived_key
from gateway.settings import Settings
from tests import box_office as sell
from tests import factories as make
from tests.api._order_tabs import credit, people, person, seat
from tests.api._print_at_home import DOWNLOAD, bought, cus, download, file_behind, refused
from tests.ask import NOW, Ask
from tests.database import Database
from tests.papers.test_tickets import scanned


@pytest.mark.rule("PAH-02", "PAH-03", "PAH-P02")
async def test_the_tickets_of_an_instance_are_one_pdf_of_a_page_each(
    ask: Ask, client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    ada = await person(database)
    show, order, other = sell.show(name="Nightfall"), sell.order(ada), sell.order(ada)
    late = show.again(datetime(2026, 12, 31, 19, 30, tzinfo=UTC))
    chairs = [seat(show, f"Stalls C{place}") for place in (1, 2)]
    await database.save(*show.rows, late, *chairs, order, other)
    mine = [sell.ticket(order, show, seat_id=chair.id, full_price_minor=1250) for chair in chairs]
    elsewhere = [sell.ticket(order, show, instance_id=late.id), sell.ticket(other, show)]
    await database.save(*mine, *elsewhere)

    made = await download(
        ask, cus(ada), instance=ids.encode("ins", show.instance.id), order=ids.encode("ord", order.id)
    )

    assert (made["customer"], made["ticketCount"], made["errors"]) == ({"id": cus(ada)}, 2, [])
    assert made["link"]["fileName"] == f"Tickets 2026-12-24 order {order.number}.pdf"
    file = await file_behind(client, made)
    assert len(file) == 2
    for page, ticket in enumerate(mine):
        assert file.text(page).startswith(
            f"Nightfall When Thursday, 24 December 2026, 19:30 Where {show.venue.name}, Bristol Main House"
            f" Seat Stalls C{page + 1} Price £12.50 Ticket {show.ticket_type.name} Price band {show.band.name}"
            f" Order {order.number} Booked by Ada Byron "
        )
        assert item_of(scanned(file, page), derived_key(settings, "tickets")) == ticket.id


@pytest.mark.rule("PAH-02", "PAH-P02")
async def test_what_was_returned_or_is_reserved_or_comes_by_post_is_never_printed(
    ask: Ask, client: httpx.AsyncClient, database: Database
) -> None:
    of = await bought(database)
    await database.save(
        sell.ticket(of.order, of.show, delivery_method="E_TICKET"),
        *(sell.ticket(of.order, of.show, delivery_method=method) for method in ("COLLECT", "POST")),
        *(sell.ticket(of.order, of.show, state=state) for state in ("RESERVED", "EXPIRED")),
        *(
            sell.ticket(of.order, of.show, state=state, returned_at=sell.PLACED)
            for state in ("RETURNED", "EXCHANGED")
        ),
    )

    made = await download(ask, of.id)

    assert made["ticketCount"] == 2
    assert len(await file_behind(client, made)) == 2


@pytest.mark.rule("PAH-02")
async def test_upcoming_are_those_of_today_and_later(ask: Ask, database: Database) -> None:
    of = await bought(database)
    shown = sell.show()
    # A quarter past midnight in London, where `NOW` is ten in the morning.
    began, was = datetime(2026, 11, 22, 0, 15, tzinfo=UTC), datetime(2026, 11, 21, 23, 59, tzinfo=UTC)
    early, past = shown.again(began), shown.again(was)
    await database.save(*shown.rows, early, past)
    await database.save(*(sell.ticket(of.order, shown, instance_id=each.id) for each in (early, past)))

    assert (await download(ask, of.id, scope="ALL", now=NOW))["ticketCount"] == 3
    assert (await download(ask, of.id, scope="UPCOMING", now=NOW))["ticketCount"] == 2


@pytest.mark.rule("ORD-P13", "PAH-02")
async def test_tickets_follow_parts_and_restrictions(ask: Ask, database: Database) -> None:
    homes, (ada, bob, cleo) = people(3)
    show = sell.show()
    open_, restricted = sell.order(ada, facilitator_id=bob.id), sell.order(ada, restricted=True)
    await database.save(*homes, ada, bob, cleo, *show.rows, open_, restricted, credit(open_, cleo))
    await database.save(sell.ticket(open_, show), sell.ticket(restricted, show))

    async def count(of: Any, by: str) -> Any:
        return (await download(ask, cus(of), by))["ticketCount"]

    assert [await count(ada, by) for by in ("bea", "ade", "femi", "olga")] == [1, 2, 2, 2]
    assert await count(bob, "bea") == 1
    assert refused(await download(ask, cus(cleo))) == [("NOTHING_TO_SEND", ["customerId"])]
    only = {"order": ids.encode("ord", restricted.id)}
    assert refused(await download(ask, cus(ada), **only)) == [("NOTHING_TO_SEND", ["customerId"])]


@pytest.mark.rule("PAH-05", "PAH-P02")
async def test_a_link_saves_the_file_for_whoever_has_it_for_a_quarter_of_an_hour(
    settings: Settings, database: Database
) -> None:
    of = await bought(database)
    moment = datetime.now(UTC).replace(microsecond=0)
    clock = {"now": moment}
    app = create_app(settings, lambda: clock["now"])
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
            made = await download(Ask(client, settings), of.id)
            url = made["link"]["url"]
            clock["now"] = moment + timedelta(minutes=14, seconds=59)
            saved = await client.get(url)
            clock["now"] = moment + timedelta(minutes=15)
            late = await client.get(url)

    assert made["link"]["expiresAt"] == (moment + timedelta(minutes=15)).isoformat()
    assert saved.status_code == 200
    assert saved.headers["content-type"] == "application/pdf"
    assert saved.headers["content-disposition"] == (
        f"attachment; filename*=UTF-8''Tickets%202026-12-24%20order%20{of.order.number}.pdf"
    )
    assert saved.content.startswith(b"%PDF-")
    assert late.status_code == 403
    assert late.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"


@pytest.mark.rule("PAH-P02")
async def test_a_link_works_for_its_own_file_alone(
    ask: Ask, client: httpx.AsyncClient, database: Database
) -> None:
    mine, theirs = [(await download(ask, (await bought(database)).id))["link"]["url"] for _ in range(2)]
    path, other = urlsplit(mine).path, urlsplit(theirs).path
    later = int(parse_qs(urlsplit(mine).query)["expires"][0]) + 900

    assert (await client.get(mine)).status_code == 200
    for changed in (
        mine.replace(path, other),
        mine.replace(path, path.replace("Tickets", "Invoice")),
        mine.replace("expires=", f"expires={later}&was="),
        path,
    ):
        assert (await client.get(changed)).status_code == 403


async def test_the_same_request_again_is_told_the_same_link_and_makes_one_entry(
    ask: Ask, database: Database
) -> None:
    of = await bought(database)

    first, again = [await ask(DOWNLOAD, id=of.id, key=f"download-{of.order.id}") for _ in range(2)]

    assert again.ok == first.ok
    assert again.extensions["replayed"] == ["downloadPrintAtHomeTickets"]
    assert await database.events(of.customer.id) == ["print-at-home.downloaded"]


async def test_the_audit_tells_that_tickets_were_handed_out_and_how_many(
    ask: Ask, database: Database
) -> None:
    of = await bought(database, 2)

    await download(ask, of.id)

    entry = await database.one(select(AuditEntry).where(AuditEntry.customer_id == of.customer.id))
    assert (entry.event, entry.username) == ("print-at-home.downloaded", "bea")
    assert entry.narrative == "Print-at-home tickets downloaded: 2"


async def test_more_than_three_hundred_tickets_are_asked_for_in_parts(ask: Ask, database: Database) -> None:
    of = await bought(database, 301)
    before = await database.snapshot(of.customer.id)

    assert refused(await download(ask, of.id)) == [("TOO_MANY", ["scope"])]
    assert await database.snapshot(of.customer.id) == before


async def test_what_cannot_be_downloaded_is_refused_and_leaves_no_trace(ask: Ask, database: Database) -> None:
    of = await bought(database)
    away, gone = make.individual(active=False)
    old, merged = make.individual(active=False, merged_into=of.customer.id)
    await database.save(away, gone, old, merged)
    before = await database.snapshot(of.customer.id)
    nobody = ids.encode("cus", uuid7())

    for customer, asked, refusal in (
        (nobody, {}, ("NOT_FOUND", ["customerId"])),
        ("I-1", {}, ("NOT_FOUND", ["customerId"])),
        ("not an id", {}, ("NOT_FOUND", ["customerId"])),
        (cus(gone), {}, ("NOT_FOUND", ["customerId"])),
        (cus(merged), {}, ("CUSTOMER_MERGED", ["customerId"])),
        (of.id, {"instance": ids.encode("ord", of.order.id)}, ("NOT_FOUND", ["instanceId"])),
        (of.id, {"order": "200017"}, ("NOT_FOUND", ["orderId"])),
        (of.id, {"instance": ids.encode("ins", uuid7())}, ("NOTHING_TO_SEND", ["customerId"])),
        (of.id, {"order": ids.encode("ord", uuid7())}, ("NOTHING_TO_SEND", ["customerId"])),
        (
            of.id,
            {"scope": "UPCOMING", "now": "2027-01-01T00:00:00+00:00"},
            ("NOTHING_TO_SEND", ["customerId"]),
        ),
    ):
        assert refused(await download(ask, customer, **asked)) == [refusal]
    assert await database.snapshot(of.customer.id) == before


async def test_a_fundraiser_still_hands_out_the_tickets_of_somebody_inactive(
    ask: Ask, database: Database
) -> None:
    of = await bought(database, active=False)

    assert refused(await download(ask, of.id, "bea")) == [("NOT_FOUND", ["customerId"])]
    assert (await download(ask, of.id, "femi"))["ticketCount"] == 1


@pytest.mark.rule("PAH-02")
@pytest.mark.parametrize("by", ["gina", "seth", "ines", "sam"])
async def test_who_may_not_read_orders_downloads_no_tickets(ask: Ask, database: Database, by: str) -> None:
    of = await bought(database)

    answer = await ask(DOWNLOAD, by=by, id=of.id)

    assert answer.codes == ["FORBIDDEN"]
    assert await database.events(of.customer.id) == []
