"""Asking the application over HTTP as one of the personas."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from db.demo.personas import PERSONAS
from domain.permissions import Interface
from gateway.app import create_app
from gateway.auth import issue_token
from gateway.settings import Settings

NOW = "2026-11-22T10:00:00+00:00"


@dataclass(frozen=True, slots=True)
class Answered:
    """A response: its status, and the three parts of its body."""

    status: int
    data: Any
    errors: list[dict[str, Any]]
    extensions: dict[str, Any]

    @property
    def codes(self) -> list[str]:
        """The codes of the errors, in their order."""
        return [error["extensions"]["code"] for error in self.errors]

    @property
    def ok(self) -> Any:
        """The data of a response that must have no errors."""
        assert self.errors == [], self.errors
        return self.data


@dataclass(slots=True)
class Ask:
    """`await ask(DOCUMENT, by="femi", id=...)`: keyword arguments are the variables."""

    client: httpx.AsyncClient
    settings: Settings
    _tokens: dict[tuple[str, Interface | None], str] = field(default_factory=dict)

    async def __call__(
        self,
        document: str,
        *,
        by: str = "bea",
        interface: Interface | None = None,
        now: str = NOW,
        key: str | None = None,
        **variables: Any,
    ) -> Answered:
        headers = {"authorization": f"Bearer {self.token(by, interface)}", "x-demo-now": now}
        if key is not None:
            headers["idempotency-key"] = key
        response = await self.client.post(
            "/graphql", json={"query": document, "variables": variables}, headers=headers
        )
        body = response.json()
        return Answered(
            response.status_code, body.get("data"), body.get("errors", []), body.get("extensions", {})
        )

    def introduce(self, username: str, user_id: UUID, interface: Interface) -> None:
        """Let an account that is no persona ask, in this interface."""
        self._tokens[(username, None)] = issue_token(
            self.settings, user_id, interface, timedelta(hours=1), datetime.now(UTC)
        )

    def token(self, username: str, interface: Interface | None = None) -> str:
        """A token of a persona, for its own interface unless another is asked for."""
        known = (username, interface)
        if known not in self._tokens:
            persona = next(each for each in PERSONAS if each.username == username)
            self._tokens[known] = issue_token(
                self.settings,
                persona.id,
                interface or persona.interface,
                timedelta(hours=1),
                datetime.now(UTC),
            )
        return self._tokens[known]


@asynccontextmanager
async def asking(settings: Settings, **changed: Any) -> AsyncIterator[Ask]:
    """Ask another application on the same store, some of whose settings are others."""
    # Made anew, for a copy would keep what was worked out of the others.
    given = {name: getattr(settings, name) for name in Settings.model_fields}
    other = Settings(**{**given, **changed})
    app = create_app(other)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
            yield Ask(client, other)
