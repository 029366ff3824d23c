"""Merges for tests: two stored records made one by a plan that keeps the survivor's values, unless told otherwise."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from db.demo.personas import PERSONAS
from db.models import Address, Customer, Transformation, TransformationRow
from db.work import Work, begin_work
from domain.merges import Decisions, Line, MergePlan, MergeTab, Moves, Side, Tab, TabStatus
from domain.permissions import Actor
from gateway.commands.customers import details_of
from gateway.commands.merges import Merged, carry_out, hold
from tests.database import Database

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
TODAY = date(2026, 11, 22)
LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Here:
    """London, on the day of the tests."""

    today: date = TODAY
    zone: ZoneInfo = LONDON
    country: str = "GB"


def persona(username: str) -> Actor:
    """One of those who are in every store, as an actor."""
    each = next(each for each in PERSONAS if each.username == username)
    return Actor.of(
        each.id, username=each.username, name=each.name, interface=each.interface, roles=each.roles
    )


@asynccontextmanager
async def working(database: Database, by: str = "ade") -> AsyncIterator[Work]:
    """A work of that persona at the time of the tests."""
    async with begin_work(database.store.writes, actor=persona(by), now=NOW, correlation_id="merging") as tx:
        yield tx


async def merged(
    database: Database, survivor: Customer, loser: Customer, *lines: Line, by: str = "ade", **decided: Any
) -> Merged:
    """The two as one: what is not decided moves, and the survivor's values stay; its defaults too."""
    async with working(database, by) as tx:
        kept, gone = await hold(tx, survivor.id, loser.id)
        return await carry_out(tx, await plan(tx, kept, gone, *lines, **decided), Here(), {})


async def plan(
    tx: Work, survivor: Customer, loser: Customer, *lines: Line, until: datetime | None = None, **decided: Any
) -> MergePlan:
    """A plan by hand. `details` are those that differ from the survivor's."""
    details = replace(details_of(survivor), **decided.pop("details", {}))
    standing: dict[str, Any] = {
        "image_from": Side.SURVIVOR,
        "login_from": Side.SURVIVOR,
        "billing": await _default(tx, survivor, Address.default_billing),
        "delivery": await _default(tx, survivor, Address.default_delivery),
    }
    return MergePlan(
        survivor_id=survivor.id,
        loser_id=loser.id,
        tabs=(Tab(MergeTab.BASIC_DETAILS, TabStatus.ACTION_NEEDED, lines),),
        blockers=(),
        warnings=(),
        moves=Moves(),
        consent=(),
        decisions=Decisions(details=details, **{**standing, **decided}),
        reversible_until=until,
    )


async def _default(tx: Work, survivor: Customer, which: Any) -> Any:
    return await tx.session.scalar(sa.select(Address.id).where(Address.customer_id == survivor.id, which))


async def ledger_of(database: Database, merge: Merged) -> list[TransformationRow]:
    """What the merge wrote down, in its order."""
    return await database.all(
        sa.select(TransformationRow)
        .where(TransformationRow.transformation_id == merge.transformation_id)
        .order_by(TransformationRow.ordinal)
    )


async def head_of(database: Database, merge: Merged) -> Transformation:
    """The head of the merge in the ledger."""
    found: Transformation = await database.one(
        sa.select(Transformation).where(Transformation.id == merge.transformation_id)
    )
    return found


async def now_of(database: Database, customer: Customer) -> Customer:
    """The record as it is stored now."""
    found: Customer = await database.one(sa.select(Customer).where(Customer.id == customer.id))
    return found
