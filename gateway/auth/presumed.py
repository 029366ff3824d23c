"""An actor taken for who they were a moment ago, until the primary says that they still are.

It saves a statement a request: the account is read beside what the request reads, and compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from db.accounts import ACCOUNT_BESIDE, Account, account_from, account_of
from db.store import Pool
from domain.permissions import Actor


class ActorChanged(Exception):
    """The account is not what it was presumed to be: sign in anew, and do everything again."""


@dataclass(frozen=True, slots=True)
class Presumed:
    """An actor, and the account as it was when they were let in."""

    actor: Actor
    account: Account
    column: ClassVar[Any] = ACCOUNT_BESIDE

    def check(self, found: Sequence[Any] | None) -> None:
        """Raise ActorChanged unless `column` had this account."""
        if account_from(self.account.id, found) != self.account:
            raise ActorChanged

    async def ask(self, primary: Pool) -> None:
        """Raise ActorChanged unless the primary has this account."""
        if await account_of(primary, self.account.id) != self.account:
            raise ActorChanged
