"""Plans of merges for tests: made of the store as a viewer sees it, by a reader or within a work."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from db.models import Customer
from db.scope import of_actor
from db.work import begin_work
from domain.house import House
from domain.merges import Line, MergeChoices, MergePlan
from domain.permissions import Actor, Interface, Role
from gateway.engine.reader import Reader
from gateway.engine.statements import compiled
from gateway.loaders._merge_plans import Here, plan_of
from gateway.loaders.statements import Rows, rows_in
from gateway.vault import Vault
from tests.database import Database

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
TODAY = date(2026, 11, 22)
ZONE = "Europe/London"
VAULT = Vault(b"\x07" * 32)


def viewer(*roles: Role, interface: Interface = Interface.SALES, protected_data: bool = False) -> Actor:
    """A Sales Administrator, or whoever has these roles."""
    return Actor.of(
        UUID(int=7),
        username="ade",
        name="Ade",
        interface=interface,
        roles=roles or (Role.SALES_ADMINISTRATOR,),
        protected_data=protected_data,
    )


def here(actor: Actor | None = None, **given: Any) -> Here:
    """The usual house on the usual day, where no merge can be turned back."""
    made: dict[str, Any] = {
        "actor": actor or viewer(),
        "now": NOW,
        "today": TODAY,
        "time_zone": ZONE,
        "currency": "GBP",
        "house": House(),
        "vault": VAULT,
        "unmerge_days": 0,
        "country": "GB",
    }
    return Here(**{**made, **given})


async def planned(
    database: Database, survivor: Customer, loser: Customer, by: Here | None = None, **choices: Any
) -> MergePlan:
    """The plan as a preview reads it."""
    seen = by or here()
    reader = Reader(database.store.primary, {**of_actor(seen.actor), "zone": seen.time_zone})

    async def rows(query: Any, values: Any) -> Any:
        return await reader.rows(compiled(query), **values)

    try:
        return await plan_of(rows, seen, survivor.id, loser.id, MergeChoices(**choices))
    finally:
        await reader.close()


async def planned_in_work(
    database: Database, survivor: Customer, loser: Customer, by: Here | None = None, **choices: Any
) -> MergePlan:
    """The plan as the merging transaction reads it, which here changes nothing."""
    seen = by or here()
    async with begin_work(
        database.store.writes, actor=seen.actor, now=seen.now, correlation_id="planning"
    ) as tx:
        rows: Rows = rows_in(tx, seen.time_zone)
        found = await plan_of(rows, seen, survivor.id, loser.id, MergeChoices(**choices))
        tx.nothing_changed()
        return found


def line_of(plan: MergePlan, path: str) -> Line:
    """The only line of this path."""
    [found] = [line for line in plan.lines if line.path == path]
    return found
