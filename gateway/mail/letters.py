"""What a mail says, as it is put into the outbox: sealed, so that the store tells nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

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


def sealed(vault: Vault, mail: Mail, mail_id: UUID) -> bytes:
    """What the store keeps of it; bound to the mail and not to the customer, whom a merge may change."""
    return vault.seal(_MAIL.dump_json(mail).decode(), mail_id, mail_id)


def opened(vault: Vault, row: Any) -> Mail:
    """What a mail says that was not forgotten yet."""
    return _MAIL.validate_json(vault.open(row.sealed, row.id, row.id))
