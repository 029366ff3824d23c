"""Who takes mails from here: a mail server, or in a demo a box in which they are kept to be looked at."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import aiosmtplib
from aiosmtplib.errors import SMTPDataError, SMTPException, SMTPNotSupported, SMTPRecipientsRefused

from domain.mails import MailFailure
from gateway.files import FileStore
from gateway.mail.letters import Mail
from gateway.mail.messages import MailRefused, address_of, message_of
from gateway.mail.servers import MailServer, Security
from gateway.settings import Settings

# A job that waits for the same mail has to outlast both.
_COMMAND_SECONDS = 10.0
_SECONDS = 30.0
_REFUSED_FOR_GOOD = 500


class FileMissing(Exception):
    """A file that belongs to a mail is not in the store."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail, when it was written, and the id by which whoever gets it twice can tell."""

    mail: Mail
    message_id: str
    written_at: datetime


class Carrier(Protocol):
    """Takes mails. `keeps` says that they are to be looked at here afterwards."""

    @property
    def keeps(self) -> bool: ...

    async def carry(self, letter: Letter) -> None:
        """Hand it over. Raises MailRefused when that is of no use, and anything else when it may be later."""


@dataclass(frozen=True, slots=True)
class Box:
    """Takes every mail, and sends none."""

    keeps: bool = True

    async def carry(self, letter: Letter) -> None:
        """Nothing more is to be done: it stays where it is."""


@dataclass(frozen=True, slots=True)
class Smtp:
    """Hands mails to a server, which answers for them from then on."""

    server: MailServer
    sender: str
    files: FileStore
    keeps: bool = False

    async def carry(self, letter: Letter) -> None:
        """Hand it over, with its attachments. Raises MailRefused, FileMissing, and whatever keeps it from going."""
        files = [await self._content(each.file) for each in letter.mail.attachments]
        message = message_of(
            letter.mail,
            files,
            message_id=letter.message_id,
            sender=self.sender,
            written_at=letter.written_at,
        )
        to = address_of(letter.mail.to)
        async with self._connected() as smtp:
            try:
                await smtp.send_message(message, sender=self.sender, recipients=to)
            except SMTPRecipientsRefused as refused:
                if all(each.code >= _REFUSED_FOR_GOOD for each in refused.recipients):
                    raise MailRefused(MailFailure.RECIPIENT_REFUSED) from None
                raise
            except SMTPNotSupported:
                # All that is asked for beyond the ordinary is an address that is not in ASCII.
                raise MailRefused(MailFailure.RECIPIENT_REFUSED) from None
            except SMTPDataError as refused:
                if refused.code >= _REFUSED_FOR_GOOD:
                    raise MailRefused(MailFailure.MESSAGE_REFUSED) from None
                raise

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[aiosmtplib.SMTP]:
        server = self.server
        smtp = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.username,
            password=server.password,
            use_tls=server.security is Security.TLS,
            start_tls=server.security is Security.STARTTLS,
            local_hostname=self.sender.rpartition("@")[2],
            timeout=_COMMAND_SECONDS,
        )
        try:
            async with asyncio.timeout(_SECONDS):
                await smtp.connect()
                yield smtp
            # What was taken is taken, however the two part.
            with suppress(SMTPException, OSError, TimeoutError):
                await smtp.quit()
        finally:
            smtp.close()

    async def _content(self, name: str) -> bytes:
        content = await self.files.content(name)
        if content is None:
            raise FileMissing(name)
        return content


def carrier_of(settings: Settings, files: FileStore) -> Carrier | None:
    """Who takes the mails of this deployment; None where they wait until it has a server. Raises SmtpUrlRefused."""
    server = MailServer.of(settings)
    if server is not None:
        return Smtp(server, settings.mail_from, files)
    return Box() if settings.demo else None
