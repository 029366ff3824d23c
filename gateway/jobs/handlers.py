"""Which jobs there are, and what each does.

A job is done at least once: where its worker dies, or is cut off, after the job's transaction and before the queue
knows of it, another does it again. So what a handler does must come to the same when it is done twice.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import timedelta

import structlog

from db.jobs import forget_before
from db.mails import enqueue_waiting
from db.work import Work
from domain.audit import Method
from domain.autotag_events import touched
from domain.autotag_predicates import PotentialDuplicate
from domain.autotags import AUTOTAGGER
from domain.duplicates import FINDER
from domain.jobs import (
    DO_BULK_JOB,
    EVALUATE_AUTOTAGS,
    FIND_DUPLICATES,
    RESEND_MAILS,
    SEND_MAIL,
    SWEEP_AUTOTAGS,
    TIDY_JOBS,
)
from domain.mails import MAILER
from gateway.commands._sending import send
from gateway.commands.autotags import evaluate, sweep
from gateway.commands.duplicate_pairs import look_again, look_through
from gateway.jobs.bulk_jobs import do_bulk_job, give_up_bulk_job
from gateway.jobs.world import Payload, World

log = structlog.get_logger(__name__)

Handler = Callable[[Payload, World], Awaitable[None]]

KEPT_FOR = timedelta(days=30)
"""How long the log says what became of a job."""
LOOKED_AT = PotentialDuplicate.reads
"""The kinds of data that records are compared by."""


async def evaluate_autotags(payload: Payload, world: World) -> None:
    """Bring the autotags of customers to what the criteria say, after what happened to them (TAG-P03).

    Whom they are alike is found first, for criteria may ask for it: whoever is in a pair that came or went is judged
    too (TAG-P08).
    """
    customers = set(payload.ids("customers"))
    if any(LOOKED_AT & touched(event) for event in payload.told["events"]):
        async with world.work(payload, FINDER) as tx:
            customers |= await look_again(tx, customers, world.settings.thresholds)
            tx.nothing_changed()
    async with world.work(payload, AUTOTAGGER, Method.AUTOTAG) as tx:
        await evaluate(
            tx,
            sorted(customers),
            zone=world.settings.zone,
            cause=payload.told["cause"],
            events=payload.told["events"],
        )


async def find_duplicates(payload: Payload, world: World) -> None:
    """Find the pairs of all records that were changed since they were last compared with others (MRG-P20)."""

    def begin() -> AbstractAsyncContextManager[Work]:
        return world.work(payload, FINDER)

    looked = await look_through(begin, world.settings.thresholds)
    log.info(
        "duplicates.found",
        records=looked.records,
        changed=looked.changed,
        correlation_id=payload.correlation_id,
    )


async def sweep_autotags(payload: Payload, world: World) -> None:
    """Bring the autotags of everybody to what the criteria say today: all of them, or those that the payload names."""
    await find_duplicates(payload, world)

    def begin() -> AbstractAsyncContextManager[Work]:
        return world.work(payload, AUTOTAGGER, Method.AUTOTAG)

    tags = payload.ids("tags") if "tags" in payload.told else None
    cause = payload.told.get("cause", "the day began")
    swept = await sweep(begin, zone=world.settings.zone, cause=cause, tags=tags)
    log.info(
        "autotags.swept", judged=swept.judged, changed=swept.changed, correlation_id=payload.correlation_id
    )


async def tidy_jobs(_: Payload, world: World) -> None:
    """Forget what became of jobs long ago; those that were given up stay until somebody sees to them."""
    await forget_before(world.store.primary, world.now - KEPT_FOR)


async def send_mail(payload: Payload, world: World) -> None:
    """Hand a mail over; it waits where nobody takes mails."""
    if world.carrier is not None:
        async with world.work(payload, MAILER) as tx:
            await send(tx, payload.id("mail"), world.carrier, world.vault, today=world.today)


async def resend_mails(payload: Payload, world: World) -> None:
    """Have the mails sent after all whose jobs were given up, or ended while nobody took mails."""
    if world.carrier is not None:
        waiting = await enqueue_waiting(world.store.primary, payload.correlation_id)
        log.info("mails.resent", mails=waiting, correlation_id=payload.correlation_id)


HANDLERS: Mapping[str, Handler] = {
    DO_BULK_JOB: do_bulk_job,
    EVALUATE_AUTOTAGS: evaluate_autotags,
    FIND_DUPLICATES: find_duplicates,
    SWEEP_AUTOTAGS: sweep_autotags,
    TIDY_JOBS: tidy_jobs,
    SEND_MAIL: send_mail,
    RESEND_MAILS: resend_mails,
}
GIVEN_UP: Mapping[str, Handler] = {DO_BULK_JOB: give_up_bulk_job}
"""What is done when a job is not tried any more; most have nobody who waits for them."""
NIGHTLY = (FIND_DUPLICATES, SWEEP_AUTOTAGS, TIDY_JOBS, RESEND_MAILS)
"""What is done once a night."""
