"""What a mail says reaches whom it is for, and what is written down of it."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from sqlalchemy import select

from db.models import GiftAidDeclaration
from domain.jobs import SEND_MAIL
from domain.mails import MailKind
from gateway.commands._mails import Attachment
from gateway.jobs.handlers import HANDLERS
from gateway.settings import Settings
from tests import gift_aid
from tests.jobs.post import (
    entries,
    file_of,
    is_settled,
    listening,
    post_mail,
    posting,
    somebody,
    stored,
)
from tests.jobs.queue import NOW, Queue, until, worker

MAILS = {SEND_MAIL: HANDLERS[SEND_MAIL]}


async def test_a_mail_is_sent_once_with_all_that_it_says_and_then_forgotten(
    own: Queue, settings: Settings
) -> None:
    ada = await somebody(own)
    ticket = await file_of(settings, b"%PDF-1.7 a ticket")
    attached = Attachment(ticket, "Tickets für Ada.pdf", "application/pdf")

    async with listening() as post:
        mail_id = await post_mail(own, settings, ada, attachments=(attached,))
        async with worker(posting(settings, own, post.url()), MAILS, clock=lambda: NOW):
            await until(partial(is_settled, own))

    (message,) = post.taken
    assert message["Message-ID"] == f"<{mail_id}@localhost>"
    assert (message["To"], message["From"]) == (ada.email, "box-office@localhost")
    assert (message["Subject"], message["Date"].datetime) == ("Your tickets", NOW)
    body, pdf = message.iter_parts()
    assert body.get_content() == "They are attached.\r\n"
    assert (pdf.get_filename(), pdf.get_content_type()) == ("Tickets für Ada.pdf", "application/pdf")
    assert pdf.get_content() == b"%PDF-1.7 a ticket"
    row = await stored(own, mail_id)
    assert (row.sealed, row.sent_at, row.failed_at) == (None, NOW, None)


@pytest.mark.rule("MAI-05")
async def test_that_a_mail_was_sent_stands_in_the_audit_and_on_no_record(
    own: Queue, settings: Settings
) -> None:
    ada = await somebody(own)
    async with listening() as post:
        mail_id = await post_mail(own, settings, ada, MailKind.CHANGE_PASSWORD)
        async with worker(posting(settings, own, post.url()), MAILS):
            await until(partial(is_settled, own))

    (entry,) = await entries(own, "mail.sent")
    assert (entry.customer_id, entry.username, entry.method) == (None, "system\\mail", "SYSTEM")
    assert (entry.narrative, entry.section) == ("Mail change password sent", f"mail:{mail_id}")
    assert entry.correlation_id == "cause"
    assert await own.database.events(ada.id) == ["mail.asked-for"]


@pytest.mark.rule("GAD-P05")
async def test_a_declaration_says_when_its_written_record_was_sent(own: Queue, settings: Settings) -> None:
    ada = await somebody(own)
    verbal = gift_aid.declaration(ada, type="VERBAL", evidence="EMAIL")
    await own.database.save(verbal)
    # It is after midnight in London, where it is summer.
    late = NOW.replace(month=6, day=30, hour=23, minute=30)

    async with listening() as post:
        await post_mail(own, settings, ada, MailKind.GIFT_AID_DECLARATION, declaration_id=verbal.id)
        async with worker(posting(settings, own, post.url()), MAILS, clock=lambda: late):
            await until(partial(is_settled, own))

    assert len(post.taken) == 1
    row = await own.database.one(select(GiftAidDeclaration).where(GiftAidDeclaration.id == verbal.id))
    assert (row.email_sent_at, row.written_record_sent_on) == (late, date(2026, 7, 1))
    assert await own.database.events(ada.id) == ["mail.asked-for", "gift-aid.record-sent"]
    assert await entries(own, "mail.sent") == []


async def test_that_the_written_record_of_a_declaration_was_refused_stands_on_the_record(
    own: Queue, settings: Settings
) -> None:
    ada = await somebody(own)
    verbal = gift_aid.declaration(ada, type="VERBAL", evidence="EMAIL")
    await own.database.save(verbal)
    async with listening() as post:
        post.to_recipients = "550 Nobody of that name"
        await post_mail(own, settings, ada, MailKind.GIFT_AID_DECLARATION, declaration_id=verbal.id)
        async with worker(posting(settings, own, post.url()), MAILS):
            await until(partial(is_settled, own))

    assert await own.database.events(ada.id) == ["mail.asked-for", "mail.failed"]
    row = await own.database.one(select(GiftAidDeclaration).where(GiftAidDeclaration.id == verbal.id))
    assert (row.email_sent_at, row.written_record_sent_on) == (None, None)


async def test_the_user_and_the_password_of_the_url_are_used(own: Queue, settings: Settings) -> None:
    ada = await somebody(own)
    async with listening(needs_login=True) as post:
        await post_mail(own, settings, ada)
        async with worker(posting(settings, own, post.url("box%40office:s%2Fcret@")), MAILS):
            await until(partial(is_settled, own))
    assert post.logins == [(b"box@office", b"s/cret")]
    assert len(post.taken) == 1


async def test_names_subjects_and_addresses_are_in_any_script(own: Queue, settings: Settings) -> None:
    ada = await somebody(own)
    subject, words = "Ваши билеты 名前 \N{PERFORMING ARTS}", "Дорогая Ада 名前\r\n"
    async with listening() as post:
        for to in ("ada@bücher.example", "žofie@example.org"):
            await post_mail(own, settings, ada, to=to, subject=subject, text=words)
        async with worker(posting(settings, own, post.url()), MAILS):
            await until(partial(is_settled, own))

    assert {(message["Subject"], message.get_content()) for message in post.taken} == {(subject, words)}
    assert {message["To"] for message in post.taken} == {
        "ada@xn--bcher-kva.example",
        "žofie@example.org",
    }


async def test_what_a_mail_says_begins_no_header(own: Queue, settings: Settings) -> None:
    ada = await somebody(own)
    trap = "Tickets\r\nBcc: everybody@example.org"
    name = await file_of(settings, b"x")
    async with listening() as post:
        await post_mail(
            own,
            settings,
            ada,
            subject=trap,
            text=f".\r\n{trap}",
            attachments=(Attachment(name, f"{trap}.pdf", "application/pdf"),),
        )
        await post_mail(own, settings, ada, to=f"{ada.email}\r\nBcc: everybody@example.org")
        async with worker(posting(settings, own, post.url()), MAILS):
            await until(partial(is_settled, own))

    (message,) = post.taken
    assert message["Bcc"] is None
    assert message["Subject"] == "Tickets Bcc: everybody@example.org"
    assert [part["Bcc"] for part in message.iter_parts()] == [None, None]
    assert [entry.event for entry in await entries(own, "mail.failed")] == ["mail.failed"]
