"""What a job knows: what it was told, and the doors to the store while it is done."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

import orjson

from db.store import Store
from db.work import Work, begin_work
from domain.audit import Method
from domain.permissions import Actor
from gateway.context import Clock
from gateway.files import FileStore, files_of
from gateway.keys import protected_keys
from gateway.mail.carriers import Carrier, carrier_of
from gateway.settings import Settings
from gateway.vault import Vault


@dataclass(frozen=True, slots=True)
class Payload:
    """What a job was told by whoever enqueued it, and the correlation id of what they did."""

    told: Mapping[str, Any]
    correlation_id: str

    @classmethod
    def of(cls, stored: bytes | None) -> Self:
        """The payload as it stands in the queue."""
        told = orjson.loads(stored or b"{}")
        return cls(told, told.pop("correlation_id", ""))

    def ids(self, name: str) -> Sequence[UUID]:
        """The ids under a name."""
        return [UUID(each) for each in self.told[name]]

    def id(self, name: str) -> UUID:
        """The id under a name."""
        return UUID(self.told[name])


@dataclass(frozen=True, slots=True)
class World:
    """The settings, a small store that no request waits for, the clock, the files, and how mails are sent.

    Without a `carrier` they wait. `vault` opens what they say.
    """

    settings: Settings
    store: Store
    clock: Clock
    files: FileStore
    vault: Vault
    carrier: Carrier | None

    @classmethod
    def of(cls, settings: Settings, store: Store, clock: Clock) -> Self:
        """The world of this deployment. Raises KeyRefused and SmtpUrlRefused where its settings cannot be."""
        files = files_of(settings)
        vault = Vault(*protected_keys(settings))
        return cls(settings, store, clock, files, vault, carrier_of(settings, files))

    @property
    def now(self) -> datetime:
        """The instant it is."""
        return self.clock()

    @property
    def today(self) -> date:
        """The civil date in the system's zone."""
        return self.now.astimezone(self.settings.zone).date()

    @asynccontextmanager
    async def work(
        self, payload: Payload, actor: Actor, method: Method = Method.SYSTEM
    ) -> AsyncIterator[Work]:
        """One write by the system itself, which the audit traces to what caused the job."""
        async with begin_work(
            self.store.writes,
            actor=actor,
            now=self.now,
            correlation_id=payload.correlation_id,
            method=method,
        ) as tx:
            yield tx
