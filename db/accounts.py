"""Who an account belongs to and what it was granted, as the last commit left it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, cast, func, select
from sqlalchemy.dialects.postgresql.asyncpg import dialect

from db.models import UserAccount, UserRole
from db.scope import ACTOR_ID
from db.store import Pool
from domain.permissions import Role


@dataclass(frozen=True, slots=True)
class Account:
    """A user account and its roles."""

    id: UUID
    username: str
    name: str
    active: bool
    protected_data: bool
    tokens_valid_from: datetime | None
    roles: frozenset[Role]


_ROLES = (
    select(func.array_agg(cast(UserRole.role, Text)))
    .where(UserRole.user_id == UserAccount.id)
    .scalar_subquery()
)
_COLUMNS: tuple[Any, ...] = (
    UserAccount.username,
    UserAccount.name,
    UserAccount.active,
    UserAccount.protected_data,
    UserAccount.tokens_valid_from,
    _ROLES,
)
_ACCOUNT = str(
    select(*_COLUMNS).where(UserAccount.id == bindparam("user_id", type_=Uuid)).compile(dialect=dialect())  # type: ignore[no-untyped-call]  # SQLAlchemy leaves its dialects untyped
)

# The account of the actor as one value, to be read beside something else; `account_from` reads it.
ACCOUNT_BESIDE = select(func.row(*_COLUMNS)).where(UserAccount.id == ACTOR_ID)


async def account_of(primary: Pool, user_id: UUID) -> Account | None:
    """The account, in one statement; of the primary, since a replica may not know yet that it was closed."""
    return account_from(user_id, await primary.fetchrow(_ACCOUNT, user_id))


def account_from(user_id: UUID, row: Iterable[Any] | None) -> Account | None:
    """The account that a row of its columns tells of."""
    if row is None:
        return None
    username, name, active, protected_data, tokens_valid_from, roles = row
    granted = frozenset(map(Role, roles or ()))
    return Account(user_id, username, name, active, protected_data, tokens_valid_from, granted)
