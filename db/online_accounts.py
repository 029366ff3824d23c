"""Whose an online account is, and whether a link to set its password works, as the last commit left them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.store import Pool

_LOGIN = """
select c.id, c.kind, c.number, c.online_account_active, p.hash
  from customer c left join online_password p on p.customer_id = c.id
 where lower(c.email) = lower($1) and c.kind = 'I' and c.active and c.merged_into is null
"""
_LIVE = """
select exists (
  select from password_link where token_hash = $1 and used_at is null and voided_at is null and expires_at > $2)
"""


@dataclass(frozen=True, slots=True)
class Login:
    """An active Individual, found by email: the account may be off, and without a password."""

    id: UUID
    kind: str
    number: int
    online_account_active: bool
    hash: str | None


async def login_of(primary: Pool, email: str) -> Login | None:
    """Whose email address this is, by the key of the unique one; None for nobody's."""
    row = await primary.fetchrow(_LOGIN, email)
    return None if row is None else Login(**row)


async def link_is_live(primary: Pool, token_hash: bytes, now: datetime) -> bool:
    """Whether the link works now; whoever uses it asks again under lock."""
    return bool(await primary.fetchval(_LIVE, token_hash, now))
