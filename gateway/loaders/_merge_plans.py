"""The plan of a merge: the same for whoever looks first and for the merge itself, at once or by a job (MRG-P02)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from db.scope import of_actor
from db.work import Work
from domain.errors import NotFound
from domain.house import House
from domain.merge_facts import Circumstances
from domain.merge_planning import plan
from domain.merges import MergeChoices, MergePlan
from domain.permissions import Actor, Permission
from gateway.loaders.merges import facts_of
from gateway.loaders.statements import Rows, rows_in
from gateway.settings import Settings
from gateway.vault import SealBroken, Vault


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
    country: str

    @classmethod
    def of(cls, actor: Actor, now: datetime, settings: Settings, vault: Vault) -> Self:
        """Those of somebody who asks now, or of a job."""
        return cls(
            actor,
            now,
            now.astimezone(settings.zone).date(),
            settings.time_zone,
            settings.currency,
            settings.house,
            vault,
            settings.unmerge_days,
            settings.country,
        )

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

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


def planner(tx: Work, here: Here) -> Callable[[UUID, UUID, MergeChoices], Awaitable[MergePlan]]:
    """How it is planned again within the transaction that is to carry it out."""
    return partial(plan_of, rows_in(tx, here.time_zone), here)
