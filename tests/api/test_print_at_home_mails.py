"""Mailing a customer the tickets that they bring along: what is sent, to whom, and how often."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from uuid_utils.compat import uuid7

from db.models import AuditEntry, AuditValue, OutgoingMail
from domain.tickets import item_of
from gateway.app import Gateway
from gateway.engine import ids
from gateway.keys import derived_key
from gateway.settings import Settings
from tests import box_office as sell
from tests import factories as make
from tests.api._print_at_home import SEND, Bought, bought, cus, mails_to, refused, send
from tests.ask import NOW, Ask
from tests.database import Database
from tests.papers.printed import Printed
from tests.papers.test_tickets import scanned

MAILINGS = "query ($id: ID!) { customer(id: $id) { mailings { records { totalCount } } } }"


async def kept(database: Database, of: Bought) -> tuple[dict[str, str], list[str]]:
    """What is stored under the customer, and the mails on their way to them."""
    mails = await database.all(
        select(OutgoingMail.message_id).where(OutgoingMail.customer_id == of.customer.id)
    )
    return await database.snapshot(of.customer.id), sorted(mails)


@pytest.mark.rule("PAH-04", "PAH-P01", "PAH-05")
async def test_all_tickets_go_to_the_address_on_the_record_as_one_attached_pdf(
    ask: Ask, database: Database, gateway: Gateway, settings: Settings
) -> None:
    of = await bought(database, 2)
    past = sell.show(name="Nightfall", starts_at=datetime(2026, 1, 5, 19, 30, tzinfo=UTC))
    earlier = sell.order(of.customer)
    await database.save(*past.rows, earlier)
    seen = sell.ticket(earlier, past)
    await database.save(seen, sell.ticket(earlier, past, state="RETURNED", returned_at=sell.PLACED))

    assert await send(ask, of.id) == {"customer": {"id": of.id}, "ticketCount": 3, "errors": []}

    (mail,) = await mails_to(database, gateway, of.customer.id)
    assert (mail.to, mail.subject) == (of.customer.email, "Your tickets")
    assert mail.text.startswith("Dear Ada Byron,\n\nYour tickets are attached, each on a page.")
    assert "- Nightfall, Monday, 5 January 2026, 19:30, " in mail.text
    (attached,) = mail.attachments
    assert attached.name == f"Tickets I-{of.customer.number}.pdf"
    assert attached.media_type == "application/pdf"
    content = await gateway.files.content(attached.file)
    assert content is not None
    file = Printed(content)
    codes = [item_of(scanned(file, page), derived_key(settings, "tickets")) for page in range(len(file))]
    assert codes == [seen.id, *sorted(each.id for each in of.tickets)]


@pytest.mark.rule("PAH-P01")
async def test_those_still_to_come_are_sent_where_only_they_are_asked_for(
    ask: Ask, database: Database, gateway: Gateway
) -> None:
    of = await bought(database)
    past = sell.show(starts_at=datetime(2026, 1, 5, 19, 30, tzinfo=UTC))
    await database.save(*past.rows, sell.ticket(of.order, past))

    assert (await send(ask, of.id, scope="UPCOMING"))["ticketCount"] == 1

    (mail,) = await mails_to(database, gateway, of.customer.id)
    assert mail.attachments[0].name == f"Tickets 2026-12-24 order {of.order.number}.pdf"


@pytest.mark.rule("PAH-P01")
async def test_mails_go_out_once_a_minute_at_most(ask: Ask, database: Database) -> None:
    of, other = await bought(database), await bought(database)
    first = datetime.fromisoformat(NOW)
    await send(ask, of.id, now=first.isoformat())
    before = await kept(database, of)

    # The second of these came to its turn after a request that began later.
    for moment in (first + timedelta(seconds=59.9), first - timedelta(seconds=1)):
        again = await send(ask, of.id, now=moment.isoformat())
        assert again["errors"] == [
            {
                "code": "MAIL_TOO_SOON",
                "path": ["customerId"],
                "tryAgainAt": (first + timedelta(minutes=1)).isoformat(),
            }
        ]
        assert await kept(database, of) == before
    assert (await send(ask, other.id, now=first.isoformat()))["errors"] == []
    for moment in (first + timedelta(minutes=1), first - timedelta(days=1)):
        assert (await send(ask, of.id, now=moment.isoformat()))["errors"] == []
    yesterday = await send(ask, of.id, now=(first - timedelta(days=1)).isoformat())
    assert [error["code"] for error in yesterday["errors"]] == ["MAIL_TOO_SOON"]


@pytest.mark.rule("PAH-P01")
async def test_of_five_requests_at_once_one_mails(ask: Ask, database: Database, gateway: Gateway) -> None:
    of = await bought(database)

    answers = await asyncio.gather(*(send(ask, of.id) for _ in range(5)))

    codes = [error["code"] for answer in answers for error in answer["errors"]]
    assert codes == ["MAIL_TOO_SOON"] * 4
    assert len(await mails_to(database, gateway, of.customer.id)) == 1
    assert await database.events(of.customer.id) == ["print-at-home.sent"]


@pytest.mark.rule("MAI-05", "PAH-P01")
async def test_the_mail_is_no_mailing_and_no_address_of_it_is_in_the_audit(
    ask: Ask, database: Database
) -> None:
    of = await bought(database, 2)

    await send(ask, of.id)

    shown = (await ask(MAILINGS, id=of.id)).ok["customer"]["mailings"]["records"]
    assert shown == {"totalCount": 0}
    entry = await database.one(select(AuditEntry).where(AuditEntry.customer_id == of.customer.id))
    assert (entry.event, entry.narrative, entry.username, entry.paths) == (
        "print-at-home.sent",
        "Print-at-home tickets sent by email: 2",
        "bea",
        [],
    )
    assert await database.all(select(AuditValue).where(AuditValue.entry_id == entry.id)) == []


@pytest.mark.rule("PAH-04", "PAH-P01")
async def test_what_cannot_be_mailed_is_refused_and_changes_nothing(ask: Ask, database: Database) -> None:
    of = await bought(database, email=None)
    away = await bought(database, active=False)
    old, merged = make.individual(active=False, merged_into=of.customer.id)
    bare_home, bare = make.individual(email=f"{make.unique('bob')}@example.org")
    choir = make.organisation(name=make.choir())
    theirs = sell.order(choir)
    await database.save(old, merged, bare_home, bare, choir, theirs, sell.ticket(theirs, of.show))
    before = await kept(database, of), await kept(database, away)

    for customer, by, code in (
        (ids.encode("cus", uuid7()), "bea", "NOT_FOUND"),
        ("nobody", "bea", "NOT_FOUND"),
        (cus(merged), "bea", "CUSTOMER_MERGED"),
        (away.id, "bea", "NOT_FOUND"),
        (away.id, "femi", "CUSTOMER_INACTIVE"),
        (of.id, "bea", "NO_EMAIL"),
        (cus(choir), "bea", "NO_EMAIL"),
        (cus(bare), "bea", "NOTHING_TO_SEND"),
    ):
        assert refused(await send(ask, customer, by)) == [(code, ["customerId"])]
    assert (await kept(database, of), await kept(database, away)) == before
    for untouched in (choir, bare):
        assert await database.events(untouched.id) == []


@pytest.mark.rule("PAH-P01")
async def test_nothing_to_send_is_where_all_was_returned_or_is_past(ask: Ask, database: Database) -> None:
    of = await bought(database)
    returned = await bought(database, 0)
    await database.save(sell.ticket(returned.order, returned.show, state="RETURNED", returned_at=sell.PLACED))
    after = {"scope": "UPCOMING", "now": "2026-12-25T00:00:00+00:00"}

    assert refused(await send(ask, returned.id)) == [("NOTHING_TO_SEND", ["customerId"])]
    assert refused(await send(ask, of.id, **after)) == [("NOTHING_TO_SEND", ["customerId"])]
    # A refusal is no mail: the next may go at once.
    assert (await send(ask, of.id, now=after["now"]))["ticketCount"] == 1


@pytest.mark.rule("PAH-P01", "ORD-P13")
async def test_tickets_of_restricted_orders_are_mailed_by_those_who_see_them(
    ask: Ask, database: Database, gateway: Gateway
) -> None:
    of = await bought(database)
    hidden = sell.order(of.customer, restricted=True)
    await database.save(hidden, sell.ticket(hidden, of.show))

    assert (await send(ask, of.id, "bea"))["ticketCount"] == 1
    assert (await send(ask, of.id, "ade", now="2026-11-22T11:00:00+00:00"))["ticketCount"] == 2
    assert len(await mails_to(database, gateway, of.customer.id)) == 2


@pytest.mark.rule("PAH-P01")
async def test_the_same_request_again_mails_nothing_more(
    ask: Ask, database: Database, gateway: Gateway
) -> None:
    of = await bought(database)

    first, again = [await ask(SEND, id=of.id, key=f"mail-{of.order.id}") for _ in range(2)]

    assert again.ok == first.ok
    assert len(await mails_to(database, gateway, of.customer.id)) == 1


@pytest.mark.rule("PAH-04")
@pytest.mark.parametrize("by", ["gina", "seth", "ines", "sam"])
async def test_who_does_not_serve_customers_mails_nothing(
    ask: Ask, database: Database, gateway: Gateway, by: str
) -> None:
    of = await bought(database)

    assert (await ask(SEND, by=by, id=of.id)).codes == ["FORBIDDEN"]
    assert await mails_to(database, gateway, of.customer.id) == []
