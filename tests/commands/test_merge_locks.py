"""Merges and other writers at once: nobody waits for ever, nothing is half done, and whoever comes too late is told."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from itertools import pairwise

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from uuid_utils.compat import uuid7

from db.models import Customer, Note, Transformation
from domain.errors import CustomerMerged, NotFound
from domain.merge_refusals import MergeInProgress, SameCustomer
from domain.notes import Colour
from gateway.commands._records import find_customer
from gateway.commands.merges import carry_out, hold
from gateway.commands.notes import create_note
from tests import box_office
from tests import factories as make
from tests.carrying_out import TODAY, Here, merged, now_of, plan, working
from tests.database import Database
from tests.whole_records import Surroundings, everything, record


async def several(database: Database, number: int) -> list[Customer]:
    """So many people who live alone."""
    made = [make.individual() for _ in range(number)]
    await database.save(*(row for pair in made for row in pair))
    return [person for _, person in made]


async def test_a_record_is_not_merged_with_itself_nor_with_none(database: Database) -> None:
    (ada,) = await several(database, 1)
    for ref, refusal in ((ada.number, SameCustomer), (uuid7(), NotFound)):
        with pytest.raises(refusal):
            async with working(database) as tx:
                await hold(tx, ada.id, ref)


@pytest.mark.rule("MRG-P12", "MRG-P13")
async def test_while_two_are_merged_neither_another_merge_nor_a_writer_gets_at_them(
    database: Database,
) -> None:
    ada, bob, cara = await several(database, 3)
    async with working(database) as tx:
        kept, gone = await hold(tx, ada.id, bob.id)
        for one, other in ((cara, ada), (bob, cara), (ada, bob)):
            with pytest.raises(MergeInProgress):
                async with working(database) as second:
                    await hold(second, one.id, other.id)
        for each in (ada, bob):
            with pytest.raises(MergeInProgress):
                async with working(database) as writer:
                    await find_customer(writer, each.id)
        await carry_out(tx, await plan(tx, kept, gone), Here(), {})

    with pytest.raises(CustomerMerged) as told:
        async with working(database) as writer:
            await find_customer(writer, bob.number)
    assert told.value.merged_into == ada.id


@pytest.mark.rule("MRG-P12")
async def test_merges_in_a_chain_and_writers_at_once_all_come_to_an_end(database: Database) -> None:
    chain = await several(database, 6)

    async def join(survivor: Customer, loser: Customer) -> None:
        with suppress(MergeInProgress):
            async with working(database) as tx:
                kept, gone = await hold(tx, survivor.id, loser.id)
                if kept.merged_into is None and gone.merged_into is None:
                    await carry_out(tx, await plan(tx, kept, gone), Here(), {})
                tx.nothing_changed()

    async def write(customer: Customer) -> None:
        with suppress(MergeInProgress, CustomerMerged):
            async with working(database) as tx:
                await create_note(
                    tx, customer.id, Colour.BLUE, body="Hello.", pinned=False, show_until=None, today=TODAY
                )

    pairs = list(pairwise(chain))
    crossing = [join(one, other) for one, other in pairs] + [join(other, one) for one, other in pairs]
    await asyncio.gather(*crossing, *(write(each) for each in chain * 3))

    ids = [each.id for each in chain]
    rows = await database.all(sa.select(Customer).where(Customer.id.in_(ids)))
    gone = {row.id: row.merged_into for row in rows if row.merged_into}
    done = await database.all(sa.select(Transformation.other_id).where(Transformation.other_id.in_(ids)))
    assert sorted(done) == sorted(gone)
    assert not gone.keys() & set(gone.values()), "a tombstone that leads to a tombstone"
    assert await database.all(sa.select(Note).where(Note.customer_id.in_(list(gone)))) == []


@pytest.mark.rule("MRG-P12", "MRG-P13", "MRG-36")
async def test_a_merge_that_fails_leaves_both_records_as_they_were_and_free(database: Database) -> None:
    around = Surroundings()
    (home, ada), (other, bob) = record(around), record(around)
    await database.save(*around.rows, home, ada, other, bob)
    await database.save(*everything(around, home, ada, agent=False))
    await database.save(*everything(around, other, bob, agent=True))
    placed = box_office.order(around.cara, facilitator_id=bob.id)
    await database.save(placed)
    before = [await database.snapshot(each.id) for each in (ada, bob)]

    # A facilitator who does not exist: the store refuses it in the middle of everything.
    with pytest.raises(IntegrityError):
        await merged(database, ada, bob, facilitators={placed.id: uuid7()})

    assert [await database.snapshot(each.id) for each in (ada, bob)] == before
    tried = sa.select(Transformation).where(Transformation.other_id == bob.id)
    assert await database.all(tried) == []

    await merged(database, ada, bob)

    assert (await now_of(database, bob)).merged_into == ada.id
