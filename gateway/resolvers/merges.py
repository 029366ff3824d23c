"""What a merge of two records would do: the same plan for whoever looks first and for the merge itself (MRG-P02)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Self
from uuid import UUID

from db.scope import of_actor
from domain.errors import NotFound
from domain.house import House
from domain.merge_facts import Circumstances
from domain.merge_planning import plan
from domain.merges import MergeChoices, MergePlan
from domain.permissions import Actor, Permission
from gateway.context import Context
from gateway.engine.statements import compiled
from gateway.loaders.merges import facts_of
from gateway.loaders.statements import Row, Rows
from gateway.protected import ProtectedValues
from gateway.vault import SealBroken, Vault

_compiled = cache(compiled)


@dataclass(frozen=True, slots=True)
class Here:
    """Of the viewer, the day and the settings, what a merge is planned by."""

    actor: Actor
    now: datetime
    today: date
    time_zone: str
    currency: str
    house: House
    vault: Vault
    unmerge_days: int

    @classmethod
    def of(cls, context: Context) -> Self:
        """Those of a request."""
        settings, opened = context.settings, context.vault
        return cls(
            context.actor,
            context.now,
            context.today,
            settings.time_zone,
            settings.currency,
            settings.house,
            opened.vault if isinstance(opened, ProtectedValues) else opened,
            settings.unmerge_days,
        )

    @property
    def circumstances(self) -> Circumstances:
        """What of it the rules ask for."""
        return Circumstances(
            self.now,
            self.today,
            self.actor.may(Permission.CUSTOMER_READ_INACTIVE),
            self.actor.may(Permission.PROTECTED_DATA),
            self.actor.may(Permission.FUNDRAISING),
            self.unmerge_days,
            self.house,
        )

    @property
    def ambient(self) -> Mapping[str, Any]:
        """What statements may ask of it."""
        return {
            **of_actor(self.actor),
            "now": self.now,
            "today": self.today,
            "zone": self.time_zone,
        }

    def open(self, sealed: bytes, customer_id: UUID, definition_id: UUID) -> str | None:
        """A protected value, to be compared and shown to nobody; None for those who may not open it."""
        if not self.actor.may(Permission.PROTECTED_DATA):
            return None
        try:
            return self.vault.open(sealed, customer_id, definition_id)
        except SealBroken:
            return None


def reading(context: Context) -> Rows:
    """How rows are read for a query, in the snapshot of its operation."""

    async def rows(query: Any, values: Mapping[str, Any]) -> Sequence[Row]:
        found: Sequence[Row] = await context.reader.rows(_compiled(query), **values)
        return found

    return rows


async def plan_of(
    rows: Rows, here: Here, survivor_id: UUID, loser_id: UUID, choices: MergeChoices
) -> MergePlan:
    """The plan, read by `rows`: that of a reader, or of the transaction that is to carry it out.

    Refused: NotFound for a record that does not exist. Whatever else is wrong is a blocker of the plan.
    """
    facts = await facts_of(rows, survivor_id, loser_id, here.ambient, currency=here.currency, open_=here.open)
    if facts is None:
        raise NotFound("There is no customer with this id whom you may see.", ("loserId",))
    return plan(facts, choices, here.circumstances)
