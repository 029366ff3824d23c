"""What a merge would do, with the token by which whoever looked at it can carry it out (MRG-P02)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from db.work import Work
from domain.bulk_jobs import BulkJobKind
from domain.customers import Details
from domain.merge_agreements import Agreement
from domain.merges import (
    PLAN_LASTS,
    Blocker,
    ConsentEffect,
    MergeChoices,
    MergePlan,
    MergeWarning,
    Moves,
    Tab,
)
from gateway.commands._agreed_merges import held
from gateway.commands._records import CustomerRef
from gateway.commands.bulk_jobs import begin
from gateway.commands.merges import Merged
from gateway.context import Context
from gateway.engine.statements import compiled
from gateway.loaders._merge_pairs import NAMED
from gateway.loaders._merge_plans import Here, plan_of, planner
from gateway.plan_tokens import agreement_as_json

_compiled = cache(compiled)


@dataclass(frozen=True, slots=True)
class Preview:
    """A plan as it is shown to one user."""

    plan: MergePlan
    as_job: bool
    plan_token: str | None
    expires_at: datetime

    @property
    def survivor_id(self) -> UUID:
        return self.plan.survivor_id

    @property
    def loser_id(self) -> UUID:
        return self.plan.loser_id

    @property
    def tabs(self) -> tuple[Tab, ...]:
        return self.plan.tabs

    @property
    def blockers(self) -> tuple[Blocker, ...]:
        return self.plan.blockers

    @property
    def warnings(self) -> tuple[MergeWarning, ...]:
        return self.plan.warnings

    @property
    def moves(self) -> Moves:
        return self.plan.moves

    @property
    def consent(self) -> tuple[ConsentEffect, ...]:
        return self.plan.consent

    @property
    def record(self) -> Details:
        return self.plan.decisions.details

    @property
    def reversible_until(self) -> datetime | None:
        return self.plan.reversible_until


async def merge_preview(
    context: Context, survivor: CustomerRef, loser: CustomerRef, choices: MergeChoices
) -> Preview | None:
    """What would be done; None where there is no such record, or the actor may not see it."""

    async def rows(query: Any, values: Any) -> Any:
        return await context.reader.rows(_compiled(query), **values)

    survivor_id, loser_id = [await _key(rows, ref) for ref in (survivor, loser)]
    if survivor_id is None or loser_id is None:
        return None
    plan = await plan_of(rows, _here(context), survivor_id, loser_id, choices)
    return Preview(
        plan,
        _is_large(context, plan),
        _token(context, plan, choices),
        context.now + PLAN_LASTS,
    )


def _token(context: Context, plan: MergePlan, choices: MergeChoices) -> str | None:
    if plan.blockers:
        return None
    token: str = context.plans.seal(Agreement.to(plan, choices), context.actor.user_id, context.now)
    return token


async def _key(rows: Any, ref: CustomerRef) -> UUID | None:
    by_number = isinstance(ref, int)
    values = {"customer": None if by_number else ref, "number": ref if by_number else None}
    found = await rows(NAMED, values)
    return found[0]["id"] if found else None


async def merge(context: Context, tx: Work, token: str) -> Merged | UUID:
    """The merge as the token's owner saw it, carried out; of a large one the job that will do it (MRG-P13).

    Refused: NotFound, StalePlan, MergeInProgress.
    """
    agreement = context.plans.open(token, context.actor.user_id, context.now)
    here = _here(context)
    agreed = await held(tx, agreement, planner(tx, here))
    if not _is_large(context, agreed.plan):
        return await agreed.carry_out(tx, here)
    return (await begin(tx, BulkJobKind.MERGE, agreement_as_json(agreement), agreed.plan.moves.rows)).id


def _here(context: Context) -> Here:
    # Compared and never shown, so that it is no reading of protected values.
    return Here.of(context.actor, context.now, context.settings, context.vault.vault)


def _is_large(context: Context, plan: MergePlan) -> bool:
    return plan.moves.rows > context.settings.merge_job_rows
