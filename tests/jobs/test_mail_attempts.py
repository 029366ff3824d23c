"""A mail is sent when it is committed: at least once, never zero times, and under one Message-ID."""

from __future__ import annotations

import asyncio
import signal
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import OutgoingMail
from domain.jobs import RESEND_MAILS, SEND_MAIL
from domain.mails import MailKind
from gateway.commands._mails import Outbox
from gateway.jobs.handlers import HANDLERS
from gateway.keys import protected_keys
from gateway.settings import Settings
from gateway.vault import Vault
from tests.cli.processes import SECONDS
from tests.jobs.post import (
    TAKEN,
    entries,
    is_settled,
    listening,
    mail_to,
    post_mail,
    posting,
    save_mail,
    somebody,
    stored,
)
from tests.jobs.queue import NOW, Queue, until, url_of, worker
from tests.jobs.test_processes import SECRETS, process
from tests.jobs.victim import IN_THE_MIDDLE

# A worker that hears of nothing looks again soon.
BRIEF = timedelta(seconds=0.5)
MAILS = {name: HANDLERS[name] for name in (SEND_MAIL, RESEND_MAILS)}


# A deployment that is no demo has keys of its own.
UNSAFE = {"jwt_key": SECRETS["GATEWAY_JWT_KEY"], "protected_key": SECRETS["GATEWAY_PROTECTED_KEY"]}


async def is_given_up(queue: Queue) -> bool:
    return await queue.states(SEND_MAIL) == ["failed"]


async def test_a_mail_that_is_not_taken_now_is_sent_later_under_the_same_id(
    own: Queue, settings: Settings
) -> None:
    ada = await somebody(own)
    async with listening() as post:
        post.answers = ["451 Come again"]
        await post_mail(own, settings, ada)
        async with worker(posting(settings, own, post.url()), MAILS, silence=BRIEF):
            await until(partial(is_settled, own))

    assert post.refused == post.ids
    assert len(post.taken) == 1


async def test_a_server_that_is_away_is_tried_until_the_job_is_given_up_and_again_at_night(
    own: Queue, settings: Settings
) -> None:
    ada = await somebody(own)
    async with listening() as post:
        away = posting(settings, own, post.url())
    mail_id = await post_mail(own, settings, ada)
    async with worker(away, MAILS, silence=BRIEF):
        await until(partial(is_given_up, own))
    waiting = await stored(own, mail_id)
    assert (waiting.sent_at, waiting.failed_at) == (None, None)

    async with worker(posting(settings, own, None, demo=False, **UNSAFE), MAILS):
        await own.put(RESEND_MAILS)
        await until(lambda: own.is_done(RESEND_MAILS))
        assert await is_given_up(own), "nobody takes it"
    async with listening() as post, worker(posting(settings, own, post.url()), MAILS):
        await until(partial(is_sent, own, mail_id))
    assert post.ids == [waiting.message_id]


async def test_at_night_what_waits_without_a_job_is_enqueued_and_what_was_refused_is_not(
    own: Queue, settings: Settings
) -> None:
    ada = await somebody(own)
    async with listening() as post, worker(posting(settings, own, post.url()), MAILS):
        post.to_recipients = "550 Nobody of that name"
        refused = await post_mail(own, settings, ada)
        await until(partial(is_settled, own))
        post.to_recipients = TAKEN
        forgotten = await save_mail(own, settings, ada)
        await own.put(RESEND_MAILS)
        await until(partial(is_sent, own, forgotten))
    assert (await stored(own, refused)).failure == "RECIPIENT_REFUSED"
    assert post.ids == [(await stored(own, forgotten)).message_id]


async def is_sent(queue: Queue, mail_id: object) -> bool:
    sent = select(OutgoingMail.sent_at).where(OutgoingMail.id == mail_id)
    return await queue.database.one(sent) is not None


async def test_a_rollback_sends_nothing(own: Queue, settings: Settings) -> None:
    ada = await somebody(own)

    async def work_that_fails_at_the_end() -> None:
        async with own.work() as tx:
            outbox = Outbox(Vault(*protected_keys(settings)), settings.mail_from)
            tx.record("mail.asked-for", ada.id, narrative="Mail asked for")
            await outbox.post(tx, MailKind.PRINT_AT_HOME, ada.id, mail_to(ada))
            await tx.write_audit()
            await tx.write_jobs()
            raise ZeroDivisionError

    async with listening() as post, worker(posting(settings, own, post.url()), MAILS):
        with pytest.raises(ZeroDivisionError):
            await work_that_fails_at_the_end()
        sent = await post_mail(own, settings, ada)
        await until(partial(is_settled, own))
    assert post.ids == [(await stored(own, sent)).message_id]
    assert await own.database.count(OutgoingMail) == 1


async def test_a_worker_killed_before_it_could_tell_leads_to_one_duplicate_with_the_same_id(
    own: Queue, settings: Settings
) -> None:
    ada = await somebody(own)
    async with listening() as post:
        own_settings = posting(settings, own, post.url(), protected_key=SECRETS["GATEWAY_PROTECTED_KEY"])
        mail_id = await post_mail(own, own_settings, ada)
        environment = {"GATEWAY_DATABASE_URL": url_of(own), "GATEWAY_SMTP_URL": post.url(), **SECRETS}
        await asyncio.to_thread(_killed_in_the_middle, environment)
        row = await stored(own, mail_id)
        assert (len(post.taken), row.sent_at) == (1, None)

        async with (
            worker(own_settings, MAILS, silence=BRIEF),
            worker(own_settings, MAILS, silence=BRIEF),
        ):
            await until(partial(is_settled, own))

    assert post.ids == [row.message_id] * 2
    assert len(await entries(own, "mail.sent")) == 1


def _killed_in_the_middle(settings: dict[str, str]) -> None:
    with process("tests.jobs.mail_victim", until=IN_THE_MIDDLE, **settings) as victim:
        victim.send_signal(signal.SIGKILL)
        victim.wait(SECONDS)


async def test_two_workers_that_take_up_one_mail_send_it_once(own: Queue, settings: Settings) -> None:
    ada = await somebody(own)
    async with listening() as post:
        post.open.clear()
        mail_id = await post_mail(own, settings, ada)
        await own.put(SEND_MAIL, "again", mail=str(mail_id))
        own_settings = posting(settings, own, post.url())
        async with worker(own_settings, MAILS), worker(own_settings, MAILS):
            await until(partial(somebody_waits, own))
            post.open.set()
            await until(partial(is_settled, own))
    assert len(post.taken) == 1
    assert len(await entries(own, "mail.sent")) == 1


async def somebody_waits(queue: Queue) -> bool:
    """Whether a session of the store waits for another's lock."""
    waiting = "select count(*) from pg_stat_activity where cardinality(pg_blocking_pids(pid)) > 0"
    async with AsyncSession(queue.database.store.writes) as session:
        found = await session.scalar(text(f"{waiting} and datname = current_database()"))
    return bool(found)


@pytest.mark.parametrize(
    ("recipients", "answers", "failure"),
    [
        ("550 Nobody of that name", [], "RECIPIENT_REFUSED"),
        ("250 OK", ["554 This is no mail"], "MESSAGE_REFUSED"),
    ],
)
async def test_a_mail_refused_for_good_is_not_sent_again(
    own: Queue, settings: Settings, recipients: str, answers: list[str], failure: str
) -> None:
    ada = await somebody(own)
    async with listening() as post:
        post.to_recipients, post.answers = recipients, answers
        mail_id = await post_mail(own, settings, ada)
        async with worker(posting(settings, own, post.url()), MAILS, clock=lambda: NOW):
            await until(partial(is_settled, own))

    assert (post.taken, await own.history(SEND_MAIL)) == ([], ["queued", "picked", "successful"])
    row = await stored(own, mail_id)
    assert (row.failed_at, row.failure, row.sent_at, row.sealed) == (NOW, failure, None, None)
    (entry,) = await entries(own, "mail.failed")
    assert entry.customer_id is None
    assert str(ada.email) not in entry.narrative


async def test_a_demo_without_a_mail_server_keeps_what_it_sent(own: Queue, settings: Settings) -> None:
    ada = await somebody(own)
    mail_id = await post_mail(own, settings, ada)
    async with worker(posting(settings, own, None), MAILS, clock=lambda: NOW):
        await until(partial(is_settled, own))
    row = await stored(own, mail_id)
    assert row.sent_at == NOW
    assert row.sealed is not None


async def test_without_a_mail_server_mails_wait_until_a_worker_has_one(
    own: Queue, settings: Settings
) -> None:
    ada = await somebody(own)
    serving = posting(settings, own, None, demo=False, **UNSAFE)
    mail_id = await post_mail(own, serving, ada)
    async with worker(serving, MAILS):
        await until(partial(is_settled, own))
    row = await stored(own, mail_id)
    assert (row.sent_at, await own.history(SEND_MAIL)) == (None, ["queued", "picked", "successful"])

    async with listening() as post, worker(posting(settings, own, post.url(), demo=False, **UNSAFE), MAILS):
        await until(partial(is_sent, own, mail_id))
    assert post.ids == [row.message_id]
