"""Putting a mail on its way: it goes out once this is committed, at least once, and not at all where it is not."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from uuid_utils.compat import uuid7

from db.models import OutgoingMail
from db.work import Work
from domain.jobs import SEND_MAIL
from domain.mails import MailKind

# Named again, so that whoever posts a mail imports one module.
from gateway.mail.letters import Attachment as Attachment
from gateway.mail.letters import Mail as Mail
from gateway.mail.letters import opened as opened
from gateway.mail.letters import sealed
from gateway.vault import Vault


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
        tx.session.add(
            OutgoingMail(
                id=mail_id,
                kind=kind,
                customer_id=customer_id,
                declaration_id=declaration_id,
                message_id=f"<{mail_id}@{self.sender.rpartition('@')[2]}>",
                sealed=sealed(self.vault, mail, mail_id),
                created_at=tx.now,
                created_by=tx.actor.username,
            )
        )
        await tx.session.flush()
        tx.enqueue(SEND_MAIL, {"mail": str(mail_id)})
        return mail_id
