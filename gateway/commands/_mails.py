"""Putting a mail on its way: it goes out once this is committed, at least once, and not at all where it is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from uuid_utils.compat import uuid7

from db.models import OutgoingMail
from db.work import Work
from domain.jobs import SEND_MAIL
from domain.mails import MailKind
from gateway.vault import Vault


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail: its name in the file store, and what the reader sees it called."""

    file: str
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mail says, and to whom."""

    to: str
    subject: str
    text: str
    attachments: tuple[Attachment, ...] = ()


_MAIL = TypeAdapter(Mail)


@dataclass(frozen=True, slots=True)
class Outbox:
    """Where mails are put; `sender` is the address that they come from, and its domain that of their Message-ID."""

    vault: Vault
    sender: str

    async def post(
        self, tx: Work, kind: MailKind, customer_id: UUID, mail: Mail, *, declaration_id: UUID | None = None
    ) -> UUID:
        """The id of a mail that is sent once the work is committed. What it says is sealed until then.

        Whoever calls this records what was done. `declaration_id` is the declaration whose written record it is.
        """
        mail_id = uuid7()
        text = _MAIL.dump_json(mail).decode()
        tx.session.add(
            OutgoingMail(
                id=mail_id,
                kind=kind,
                customer_id=customer_id,
                declaration_id=declaration_id,
                message_id=f"<{mail_id}@{self.sender.rpartition('@')[2]}>",
                sealed=self.vault.seal(text, customer_id, mail_id),
                created_at=tx.now,
                created_by=tx.actor.username,
            )
        )
        await tx.session.flush()
        tx.enqueue(SEND_MAIL, {"mail": str(mail_id)})
        return mail_id


def opened(vault: Vault, row: Any) -> Mail:
    """What a mail says that was not forgotten yet."""
    return _MAIL.validate_json(vault.open(row.sealed, row.customer_id, row.id))
