"""Set-up rows and user accounts as tests look at them: what is stored of one, and what the audit tells of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from uuid_utils.compat import uuid7

from db.models import AuditChange, AuditEntry, AuditValue, UserAccount, UserRole
from domain.permissions import INTERFACE_OF, Role
from tests.ask import Ask
from tests.database import Database
from tests.factories import unique


async def trace(database: Database, word: str, row_id: UUID) -> list[tuple[str, str, str | None]]:
    """Event, narrative and customer of every entry about one row, oldest first."""
    query = select(AuditEntry).where(AuditEntry.section == f"{word}:{row_id}").order_by(AuditEntry.id)
    return [
        (entry.event, entry.narrative, entry.customer_id and str(entry.customer_id))
        for entry in await database.all(query)
    ]


async def told(
    database: Database, word: str, row_id: UUID, event: str
) -> dict[str, tuple[str | None, str | None]]:
    """The values before and after, by path, of the last entry of this event about one row."""
    entries = select(AuditEntry.id).where(AuditEntry.section == f"{word}:{row_id}", AuditEntry.event == event)
    last = (await database.all(entries.order_by(AuditEntry.id)))[-1]
    changes = await database.all(
        select(AuditChange).where(AuditChange.entry_id == last).order_by(AuditChange.ordinal)
    )
    values = await database.all(
        select(AuditValue).where(AuditValue.entry_id == last).order_by(AuditValue.ordinal)
    )
    return {change.path: (value.before, value.after) for change, value in zip(changes, values, strict=True)}


async def rows(database: Database, model: Any, *conditions: Any) -> list[dict[str, Any]]:
    """What is stored of these rows: equal before and after a call that changed nothing."""
    found = await database.all(select(model).where(*conditions))
    names = [column.key for column in model.__table__.columns]
    return sorted(({name: getattr(row, name) for name in names} for row in found), key=repr)


async def hire(
    ask: Ask, database: Database, *roles: Role, active: bool = True, protected_data: bool = False
) -> UserAccount:
    """An account with these roles, which may `ask` in the interface of the first."""
    username = unique("kim.")
    account = UserAccount(
        id=uuid7(),
        username=username,
        email=f"{username}@example.org",
        name="Kim",
        active=active,
        protected_data=protected_data,
        version=1,
    )
    await database.save(account, *(UserRole(user_id=account.id, role=role.value) for role in roles))
    if roles:
        ask.introduce(username, account.id, INTERFACE_OF[roles[0]])
    return account
