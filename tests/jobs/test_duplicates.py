"""Pairs of records that are alike are found soon after what happened and at night, and autotags go by them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import pytest
import sqlalchemy as sa

from db.models import Autotag, Customer, CustomerTag, DuplicateLook, Tag
from domain.autotag_codec import dumped
from domain.autotag_predicates import PotentialDuplicate
from domain.jobs import FIND_DUPLICATES
from gateway.engine import ids
from gateway.jobs.handlers import HANDLERS, NIGHTLY
from gateway.settings import Settings
from tests import factories as make
from tests.api._updating import change, saved
from tests.ask import Ask
from tests.duplicates import pairs_of
from tests.jobs.queue import NOW, Queue, until, url_of, worker

DISMISS = """mutation($first: ID!, $second: ID!) {
  dismissDuplicate(firstId: $first, secondId: $second, reason: "Twins") { errors { ... on UserError { code } } } }"""


async def twins(queue: Queue) -> tuple[Customer, Customer]:
    """Two of one name at one place; nobody compared them yet."""
    line, made = make.unique("9 Quay "), []
    for _ in range(2):
        home, customer = make.individual(last_name="Byron")
        await queue.database.save(home, customer, make.address(customer.id, line1=line))
        made.append(customer)
    return made[0], made[1]


async def tagged(queue: Queue) -> Tag:
    """The autotag of potential duplicates, which everybody is given who meets its criteria."""
    group = make.tag_group()
    tag = make.tag(group.id, is_autotag=True)
    criteria = dumped(PotentialDuplicate(True))
    autotag = Autotag(tag_id=tag.id, criteria=criteria, names=[], saved_by="gina", saved_at=NOW)
    await queue.database.save(group, tag, autotag)
    await queue.put("sweep-autotags", tags=[str(tag.id)], cause="its criteria changed")
    return tag


async def bear(queue: Queue, tag: Tag, *wanted: Customer) -> bool:
    """Whether just these have the tag."""
    held = await queue.database.all(sa.select(CustomerTag.customer_id).where(CustomerTag.tag_id == tag.id))
    return set(held) == {each.id for each in wanted}


@pytest.mark.rule("TAG-P08")
async def test_both_of_a_pair_bear_the_tag_until_one_of_them_has_another_name(own: Queue, ours: Ask) -> None:
    ada, twin = await twins(own)
    tag = await tagged(own)
    await until(partial(bear, own, tag, ada, twin))

    saved(await change(ours, twin, lastName="Lovelace"))
    await until(partial(bear, own, tag))
    saved(await change(ours, twin, 2, lastName="Byron"))
    await until(partial(bear, own, tag, ada, twin))


@pytest.mark.rule("TAG-P08", "MRG-P21")
async def test_who_was_dismissed_bears_the_tag_no_longer(own: Queue, ours: Ask) -> None:
    ada, twin = await twins(own)
    tag = await tagged(own)
    await until(partial(bear, own, tag, ada, twin))

    first, second = (ids.encode("cus", each.id) for each in (ada, twin))
    answer = await ours(DISMISS, by="ade", first=first, second=second)
    assert answer.ok["dismissDuplicate"]["errors"] == []
    await until(partial(bear, own, tag))


async def test_records_are_compared_after_one_of_several_things_that_happened(own: Queue, ours: Ask) -> None:
    ada, twin = await twins(own)
    told = {"customers": [str(ada.id), str(twin.id)], "cause": "order.confirmed"}
    await own.put("evaluate-autotags", "sold", **told, events=["order.confirmed"])
    await until(lambda: own.is_done("evaluate-autotags"))
    assert not await pairs_of(own.database, [ada])
    await own.put("evaluate-autotags", "moved", **told, events=["order.confirmed", "address.added"])

    async def found() -> bool:
        return bool(await pairs_of(own.database, [ada]))

    await until(found)


@pytest.mark.rule("MRG-P20", "MRG-B05")
async def test_the_night_finds_whoever_is_alike(own: Queue, settings: Settings) -> None:
    assert FIND_DUPLICATES in NIGHTLY
    ada, twin = await twins(own)
    own_settings = settings.model_copy(update={"database_url": url_of(own)})

    async def looked() -> bool:
        return len(await own.database.all(sa.select(DuplicateLook.customer_id))) == 2

    three = partial(datetime, 2026, 11, 22, 3, tzinfo=UTC)
    async with worker(own_settings, HANDLERS, clock=three, nightly=(FIND_DUPLICATES,)):
        await until(looked)
    assert list(await pairs_of(own.database, [ada])) == [(ada.id, twin.id)]
