"""Pins for tests, and fundraisers with a pinboard of their own: those of the personas are everybody's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db.models import Customer, Invitation, Opportunity, Pin, UserAccount, UserRole
from domain.permissions import Interface, Role
from tests.ask import Ask
from tests.database import Database
from tests.factories import unique

PINNED = datetime(2026, 11, 20, 9, tzinfo=UTC)


async def fundraiser(database: Database, ask: Ask, **given: Any) -> UserAccount:
    """Somebody new with the Opportunities User role, who may ask by their username."""
    name = unique("fundraiser")
    made = {"id": uuid7(), "username": name, "email": f"{name}@example.org", "name": "Fay Rowan"}
    account = UserAccount(**{**made, **given})
    await database.save(account, UserRole(user_id=account.id, role=Role.OPPORTUNITIES_USER.value))
    ask.introduce(name, account.id, Interface.OPPORTUNITIES)
    return account


def pin(by: UUID, what: Any, minutes: int = 0) -> Pin:
    """A pin of that user, so many minutes after nine on 20 November 2026."""
    word = {Customer: "customer_id", Invitation: "invitation_id", Opportunity: "opportunity_id"}[type(what)]
    pinned_at = PINNED + timedelta(minutes=minutes)
    return Pin(id=uuid7(), user_id=by, pinned_at=pinned_at, **{word: what.id})
