"""Merging two records with much in them, all at once or not at all (MRG-P13)."""

from __future__ import annotations

from domain.bulk_jobs import BulkResult, Made
from domain.transformations import TransformationKind, transformation_id
from gateway.commands._agreed_merges import held
from gateway.engine import ids
from gateway.jobs.bulk import Task
from gateway.loaders._merge_plans import Here, planner
from gateway.plan_tokens import agreement_of


async def merge_records(task: Task) -> Made:
    """The merge that was agreed to. Refused: StalePlan and whatever else has come in between."""
    world = task.world
    here = Here.of(task.tx.actor, world.now, world.settings, world.vault)
    merge = await held(task.tx, agreement_of(task.asked), planner(task.tx, here))
    rows = merge.plan.moves.rows
    await task.advanced(rows, 0)
    done = await merge.carry_out(task.tx, here)
    told = transformation_id(TransformationKind.MERGE, done.number)
    return Made(
        rows,
        outcome={"merge": str(done.transformation_id)},
        results=(BulkResult(ids.encode("cus", done.survivor_id), message=told),),
    )
