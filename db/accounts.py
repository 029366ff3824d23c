"""Who an account belongs to and what it was granted, as the last commit left it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select
from sqlalchemy.dialects.postgresql.asyncpg import dialect

from db.models import UserAccount, UserRole
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


_ROLES = select(func.array_agg(UserRole.role)).where(UserRole.user_id == UserAccount.id).scalar_subquery()
_ACCOUNT = str(
    select(
        UserAccount.username,
        UserAccount.name,
        UserAccount.active,
        UserAccount.protected_data,
        UserAccount.tokens_valid_from,
        _ROLES.label("roles"),
    )
    .where(UserAccount.id == bindparam("user_id", type_=Uuid))
    .compile(dialect=dialect())  # type: ignore[no-untyped-call]  # SQLAlchemy leaves its dialects untyped
)


async def account_of(primary: Pool, user_id: UUID) -> Account | None:
    """The account, in one statement; of the primary, since a replica may not know yet that it was closed."""
    row = await primary.fetchrow(_ACCOUNT, user_id)
    if row is None:
        return None
    username, name, active, protected_data, tokens_valid_from, roles = row
    granted = frozenset(map(Role, roles or ()))
    return Account(user_id, username, name, active, protected_data, tokens_valid_from, granted)
