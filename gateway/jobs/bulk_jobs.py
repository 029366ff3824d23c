"""Doing long jobs: as whoever asked for them, with what that user may do now, and once however often it is tried."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from db.accounts import account_of
from db.bulk_jobs import take_up
from domain.audit import Method
from domain.bulk_job_refusals import BulkJobEnded
from domain.bulk_jobs import BulkJobFailure, BulkJobKind
from domain.errors import Refusal, Refusals
from domain.permissions import Actor, Interface
from gateway.commands.bulk_jobs import fail, succeed
from gateway.jobs.autotag_previews import preview_autotag
from gateway.jobs.bulk import Doer, Task
from gateway.jobs.merges import merge_records
from gateway.jobs.statements import make_statement
from gateway.jobs.world import Payload, World

DOERS: Mapping[BulkJobKind, Doer] = {
    BulkJobKind.STATEMENT: make_statement,
    BulkJobKind.AUTOTAG_PREVIEW: preview_autotag,
    BulkJobKind.MERGE: merge_records,
}
_SYSTEM = Actor.of_job("bulk-jobs", ())


async def do_bulk_job(payload: Payload, world: World) -> None:
    """Do the job that the payload names and end it; one that has ended is left alone."""
    job_id = _job(payload)
    found = await take_up(world.store.primary, job_id, world.now)
    if found is None:
        return
    kind = BulkJobKind(found["kind"])
    actor = await _actor(world, found["user_id"], Interface(payload.told["interface"]))
    if actor is None or not actor.may(kind.needs):
        await _fail(payload, world, BulkJobFailure.NO_LONGER_ALLOWED)
        return
    try:
        async with world.work(payload, actor, Method.BULK) as tx:
            await succeed(tx, job_id, await DOERS[kind](Task(job_id, found["asked"], tx, world)))
    except BulkJobEnded:
        return
    except (Refusal, Refusals):
        await _fail(payload, world, BulkJobFailure.REFUSED)


async def give_up_bulk_job(payload: Payload, world: World) -> None:
    """End the job as failed: it was tried as often as jobs are."""
    await _fail(payload, world, BulkJobFailure.GIVEN_UP)


async def _fail(payload: Payload, world: World, failure: BulkJobFailure) -> None:
    async with world.work(payload, _SYSTEM) as tx:
        await fail(tx, _job(payload), failure)


async def _actor(world: World, user_id: UUID, interface: Interface) -> Actor | None:
    """Whoever asked, as their account stands now; None where it is closed."""
    account = await account_of(world.store.primary, user_id)
    if account is None or not account.active:
        return None
    return Actor.of(
        account.id,
        username=account.username,
        name=account.name,
        interface=interface,
        roles=account.roles,
        protected_data=account.protected_data,
        house=world.settings.house,
    )


def _job(payload: Payload) -> UUID:
    return UUID(payload.told["job"])
