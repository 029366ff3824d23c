"""A mail server for tests, and mails that are put on their way to it."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from pydantic import SecretStr
from sqlalchemy import select
from uuid_utils.compat import uuid7

from db.models import AuditEntry, Customer, OutgoingMail
from domain.jobs import SEND_MAIL
from domain.mails import MailKind
from gateway.commands._mails import Mail, Outbox
from gateway.files import files_of
from gateway.keys import protected_keys
from gateway.mail.letters import sealed
from gateway.settings import Settings
from gateway.vault import Vault
from tests import factories as make
from tests.jobs.queue import NOW, Queue, url_of

TAKEN = "250 Taken"


@dataclass(slots=True)
class Post:
    """What a mail server was given, and what it answers: `answers` first, one a mail, and then that it takes it."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    refused: list[str | None] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    # What is answered to the name of a recipient.
    to_recipients: str = "250 OK"
    # What it waits for before it answers to a mail.
    open: asyncio.Event = field(default_factory=asyncio.Event)

    def url(self, user: str = "") -> str:
        return f"smtp://{user}127.0.0.1:{self.port}"

    async def handle_RCPT(  # noqa: N802 - as aiosmtpd calls it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.to_recipients.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipients

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        await self.open.wait()
        answer = self.answers.pop(0) if self.answers else TAKEN
        if answer.startswith("250"):
            self.taken.append(message)
        else:
            self.refused.append(message["Message-ID"])
        return answer

    def login(self, server: Any, session: Any, envelope: Any, mechanism: str, login: LoginPassword) -> Any:
        self.logins.append((login.login, login.password))
        return AuthResult(success=True)

    @property
    def ids(self) -> list[str]:
        """The Message-IDs of what was taken."""
        return [message["Message-ID"] for message in self.taken]


@asynccontextmanager
async def listening(*, needs_login: bool = False) -> AsyncIterator[Post]:
    """A server on the loopback that takes every mail."""
    post = Post()
    post.open.set()

    def made() -> SMTP:
        with warnings.catch_warnings():
            # It would rather have TLS, which nobody needs on the loopback.
            warnings.simplefilter("ignore")
            return SMTP(
                post,
                enable_SMTPUTF8=True,
                auth_required=needs_login,
                auth_require_tls=False,
                authenticator=post.login if needs_login else None,
                loop=asyncio.get_running_loop(),
            )

    server = await asyncio.get_running_loop().create_server(made, "127.0.0.1", 0)
    async with server:
        post.port = server.sockets[0].getsockname()[1]
        yield post


def posting(settings: Settings, queue: Queue, url: str | None, **changed: Any) -> Settings:
    """The settings of a worker that sends the mails of this store to the server of the URL."""
    changed = {"smtp_url": url and SecretStr(url), "database_url": url_of(queue), **changed}
    return Settings(**{**{name: getattr(settings, name) for name in Settings.model_fields}, **changed})


async def somebody(queue: Queue, **given: Any) -> Customer:
    home, ada = make.individual(email=f"{make.unique('ada')}@example.org", **given)
    await queue.database.save(home, ada)
    return ada


def mail_to(customer: Customer, **given: Any) -> Mail:
    made = {"to": customer.email, "subject": "Your tickets", "text": "They are attached.", **given}
    return Mail(**made)


async def post_mail(
    queue: Queue,
    settings: Settings,
    customer: Customer,
    kind: MailKind = MailKind.PRINT_AT_HOME,
    *,
    declaration_id: UUID | None = None,
    **given: Any,
) -> UUID:
    """The id of a mail that a work put on its way, and recorded."""
    outbox = Outbox(Vault(*protected_keys(settings)), settings.mail_from)
    async with queue.work() as tx:
        tx.record("mail.asked-for", customer.id, narrative="Mail asked for")
        return await outbox.post(
            tx, kind, customer.id, mail_to(customer, **given), declaration_id=declaration_id
        )


async def stored(queue: Queue, mail_id: UUID) -> OutgoingMail:
    row: OutgoingMail = await queue.database.one(select(OutgoingMail).where(OutgoingMail.id == mail_id))
    return row


async def is_settled(queue: Queue) -> bool:
    """Whether no mail waits for a worker."""
    return await queue.is_done(SEND_MAIL)


async def file_of(settings: Settings, content: bytes) -> str:
    """The name of a file in the store."""
    return await files_of(settings).keep(content)


async def save_mail(queue: Queue, settings: Settings, customer: Customer) -> UUID:
    """The id of a mail that waits, and that no job will send."""
    mail_id = uuid7()
    words = sealed(Vault(*protected_keys(settings)), mail_to(customer), mail_id)
    await queue.database.save(
        OutgoingMail(
            id=mail_id,
            kind=MailKind.PRINT_AT_HOME,
            customer_id=customer.id,
            message_id=f"<{mail_id}@localhost>",
            sealed=words,
            created_at=NOW,
            created_by="bea",
        )
    )
    return mail_id


async def entries(queue: Queue, event: str) -> list[AuditEntry]:
    """What the audit tells of an event."""
    return await queue.database.all(select(AuditEntry).where(AuditEntry.event == event))
