"""Autotags come and go by themselves: soon after what happened, when their criteria change, and at night (TAG-P03)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from time import monotonic

import pytest
import sqlalchemy as sa

from db.models import AuditEntry, Autotag, Customer, CustomerTag, Tag
from domain.autotag_codec import dumped
from domain.autotag_criteria import Criterion
from domain.autotag_predicates import AgeBetween, HasEmail
from gateway.jobs.handlers import HANDLERS
from gateway.settings import Settings
from tests import factories as make
from tests.api._updating import change, saved
from tests.ask import Ask
from tests.jobs.queue import NOW, Queue, until, url_of, worker


async def a_tag(queue: Queue) -> Tag:
    group = make.tag_group()
    tag = make.tag(group.id, is_autotag=True)
    await queue.database.save(group, tag)
    return tag


async def somebody(queue: Queue, **given: object) -> Customer:
    home, person = make.individual(**given)
    await queue.database.save(home, person)
    return person


async def have(queue: Queue, tag: Tag, criteria: Criterion) -> None:
    """Give the tag criteria, and have everybody given the tag who meets them."""
    await queue.database.save(
        Autotag(tag_id=tag.id, criteria=dumped(criteria), names=[], saved_by="gina", saved_at=NOW)
    )
    await queue.put("sweep-autotags", tags=[str(tag.id)], cause="its criteria changed")


async def has(queue: Queue, person: Customer, tag: Tag) -> bool:
    """Whether the person has the tag."""
    held = sa.select(CustomerTag.tag_id).where(CustomerTag.customer_id == person.id)
    return tag.id in await queue.database.all(held)


@pytest.mark.rule("TAG-P03")
async def test_an_autotag_comes_and_goes_within_five_seconds_of_what_happened(own: Queue, ours: Ask) -> None:
    tag, ada, bob = await a_tag(own), await somebody(own), await somebody(own, email="bob@example.org")

    await have(own, tag, HasEmail(True))
    await until(lambda: has(own, bob, tag))
    assert not await has(own, ada, tag)

    async def is_gone() -> bool:
        return not await has(own, ada, tag)

    began = monotonic()
    saved(await change(ours, ada, email="ada@example.org"))
    await until(lambda: has(own, ada, tag))
    saved(await change(ours, ada, 2, email=None))
    await until(is_gone)
    assert monotonic() - began < 5

    entries = await own.database.all(
        sa.select(AuditEntry).where(AuditEntry.customer_id == ada.id).order_by(AuditEntry.sequence)
    )
    assert [(entry.event, entry.username, entry.method) for entry in entries] == [
        ("customer.updated", "bea", "USER"),
        ("customer.autotagged", "system\\autotagging", "AUTOTAG"),
    ] * 2
    assert entries[1].narrative == f"Autotags changed after customer.updated: autotag.{tag.name}"
    causes = [entry.correlation_id for entry in entries]
    assert causes[0] == causes[1] != causes[2] == causes[3]


@pytest.mark.rule("TAG-P03")
async def test_what_a_day_changes_is_found_by_the_sweep_of_its_night(own: Queue, settings: Settings) -> None:
    """Ada comes of age on the 23rd of November 2026, and nobody touches her record."""
    tag, ada = await a_tag(own), await somebody(own, birth_date=date(2008, 11, 23))
    await have(own, tag, AgeBetween(18, 18))
    own_settings = settings.model_copy(update={"database_url": url_of(own)})

    async def swept(day: int) -> bool:
        night = await own.database.store.primary.fetchval(
            "select count(*) from nightly_run where night = $1", date(2026, 11, day)
        )
        return bool(night) and await own.is_done("sweep-autotags")

    for day in (22, 23):
        three = partial(datetime, 2026, 11, day, 3, tzinfo=UTC)
        async with worker(own_settings, HANDLERS, clock=three, nightly=("sweep-autotags",)):
            await until(partial(swept, day))
        assert await has(own, ada, tag) is (day == 23)


@pytest.mark.rule("TAG-P03")
async def test_what_was_tagged_already_is_left_alone_when_a_job_is_done_twice(own: Queue, ours: Ask) -> None:
    tag, ada = await a_tag(own), await somebody(own, email="ada@example.org")
    await have(own, tag, HasEmail(True))
    await until(lambda: has(own, ada, tag))
    before = await own.database.snapshot(ada.id)

    told = {"customers": [str(ada.id)], "cause": "customer.updated", "events": ["customer.updated"]}
    await own.put("evaluate-autotags", "first", **told)
    await own.put("evaluate-autotags", "again", **told)
    await own.put("sweep-autotags")
    await until(lambda: own.is_done("evaluate-autotags"))
    await until(lambda: own.is_done("sweep-autotags"))

    assert await own.database.snapshot(ada.id) == before
