"""What one request knows: who asks, what day it is, and the open doors to the store."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Protocol

from db.scope import of_actor
from db.store import Store
from db.work import Work, begin_work
from domain.gift_aid import earliest_backdate
from domain.permissions import Actor
from gateway.auth import Presumed
from gateway.settings import Settings


class Clock(Protocol):
    """Where the time comes from."""

    def __call__(self) -> datetime: ...


def system_clock() -> datetime:
    """The instant it is, in UTC."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Context:
    """Made once for a request. `reader` and `loader` are set by the engine for as long as an operation reads."""

    settings: Settings
    store: Store
    actor: Actor
    now: datetime
    correlation_id: str
    vault: Any = None
    links: Any = None
    plans: Any = None
    images: Any = None
    files: Any = None
    uploads: Any = None
    outbox: Any = None
    finder: Any = None
    idempotency_key: str | None = None
    extensions: dict[str, Any] = field(default_factory=dict)
    # What the mutations of this request came to, by response path: an answer made again does nothing again.
    outcomes: dict[str, Any] = field(default_factory=dict)
    reader: Any = None
    loader: Any = None
    # The columns that the document names; None for all that there are.
    columns: frozenset[str] | None = None
    # How the actor may still have to be confirmed.
    presumed: Presumed | None = None
    # What the engine notes for a developer who asked to be told.
    trace: Any = None
    # The civil date in the system's zone: what every rule about days goes by.
    today: date = field(init=False)
    # What statements may ask of the request.
    parameters: Mapping[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.today = self.now.astimezone(self.settings.zone).date()
        zone = self.settings.time_zone
        self.parameters = {
            **of_actor(self.actor),
            "now": self.now,
            "today": self.today,
            "zone": zone,
            "has_agents": self.settings.house.agents,
            "earliest_backdate": earliest_backdate(self.today, self.settings.figures),
        }

    def shows(self, *columns: str) -> bool:
        """Whether the document names one of these columns, or attributes of values, be it of whatever type."""
        return self.columns is None or not self.columns.isdisjoint(columns)

    async def confirm(self, found: Any = None) -> None:
        """Make sure of a presumed actor: by `found`, what was selected beside an answer, or by asking the primary.

        Raises ActorChanged where the account is not what it was.
        """
        presumed, self.presumed = self.presumed, None
        if presumed is None:
            return
        if found is not None:
            presumed.check(found)
        else:
            await presumed.ask(self.store.primary)

    @property
    def ambient(self) -> Mapping[str, Any]:
        """What a computed field may ask of the request."""
        return {
            "today": self.today,
            "now": self.now,
            "zone": self.settings.zone,
            "actor": self.actor,
            "region": self.settings.region,
            "currency": self.settings.currency,
            "house": self.settings.house,
            "vault": self.vault,
            "links": self.links,
        }

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        """One write: a transaction that commits when the block ends well."""
        async with begin_work(
            self.store.writes, actor=self.actor, now=self.now, correlation_id=self.correlation_id
        ) as work:
            yield work
