"""Protected values within one request: opened for those who may, and every opening remembered (ATR-P05)."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

import structlog

from domain.permissions import Actor, Permission
from gateway.vault import SealBroken, Vault

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class ProtectedValues:
    """The vault as one actor uses it. `reads` are the values opened, each of which the audit must tell of."""

    vault: Vault
    actor: Actor
    reads: set[tuple[UUID, UUID]] = field(default_factory=set)
    closed: bool = False

    @property
    def may_open(self) -> bool:
        return not self.closed and self.actor.may(Permission.PROTECTED_DATA)

    def open(self, sealed: bytes, customer_id: UUID, definition_id: UUID) -> str | None:
        """The value of this attribute on this record; None for those who may not see it."""
        if not self.may_open:
            return None
        try:
            text = self.vault.open(sealed, customer_id, definition_id)
        except SealBroken:
            log.error("protected.seal-broken", customer=str(customer_id), definition=str(definition_id))
            return None
        self.reads.add((customer_id, definition_id))
        return text

    def close(self) -> None:
        """From now on nothing is opened for anybody, and what was opened is not shown."""
        self.closed = True
        self.reads.clear()
