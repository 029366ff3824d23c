"""Whatever table names a customer, a merge leaves no key at the record merged away, save those kept as its history."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from db.base import OnMerge
from db.models import Customer
from gateway.commands._merge_walk import customer_keys
from tests.carrying_out import merged, now_of
from tests.database import Database
from tests.whole_records import Surroundings, between, everything, record

# Which keys stay where they were, and why.
KEPT = {
    "audit_entry.customer_id": "the trail of the record that it was",
    "credit_entry.customer_id": "what was posted on its account",
    "duplicate_dismissal.first_id": "what somebody said of that record",
    "duplicate_dismissal.second_id": "what somebody said of that record",
    "duplicate_key.customer_id": "by what others are found to look like it: forgotten by the next look",
    "duplicate_look.customer_id": "when that was looked for",
    "household_membership.customer_id": "where it lived",
    "imported_row.customer_id": "which record a row of a file became",
    "online_password.customer_id": "the login that was not kept is dropped, the other moved: nothing is left",
    "outbox_event.customer_id": "what was told of it",
    "password_link.customer_id": "links that it was sent, of which none works",
    "relationship.a_id": "deleted, never moved: nothing is left",
    "relationship.b_id": "deleted, never moved: nothing is left",
    "transformation.customer_id": "merges and conversions that it took part in",
    "transformation.other_id": "merges and conversions that it took part in",
}
GONE = {"online_password.customer_id", "relationship.a_id", "relationship.b_id"}


@pytest.fixture
async def two(database: Database) -> tuple[Customer, Customer]:
    """Two records with a row in every table each."""
    around = Surroundings()
    (home, ada), (other, bob) = record(around), record(around)
    await database.save(*around.rows, home, ada, other, bob)
    await database.save(*everything(around, home, ada, agent=False))
    await database.save(*everything(around, other, bob, agent=True))
    await database.save(*between(ada, bob, around.cara))
    # What this system writes about a record itself: audit, outbox, and a merge that ended in it.
    home, eve = record(around)
    await database.save(home, eve)
    await merged(database, bob, eve)
    return ada, bob


async def _pointing(database: Database, who: Customer) -> set[str]:
    """The keys that name the record in at least one row."""
    return {
        f"{column.table.name}.{column.name}"
        for column in customer_keys()
        if await database.all(sa.select(sa.literal(1)).where(column == who.id).limit(1))
    }


def test_the_list_of_what_stays_is_that_of_the_tables() -> None:
    declared = {
        f"{column.table.name}.{column.name}"
        for column in customer_keys()
        if column.info["on_merge"] is OnMerge.KEEP
    }
    assert declared == KEPT.keys()


@pytest.mark.rule("MRG-P11")
async def test_no_key_points_at_the_loser_but_those_that_declare_it(
    database: Database, two: tuple[Customer, Customer]
) -> None:
    ada, bob = two
    every = {f"{column.table.name}.{column.name}" for column in customer_keys()}
    # A merge of one's own makes the rows that nothing else makes.
    made_by_merges = {"transformation.other_id"}
    filled = await _pointing(database, bob)
    names_one = {"duplicate_pair.first_id", "duplicate_pair.second_id"}
    names_one |= {"duplicate_dismissal.first_id", "duplicate_dismissal.second_id"}
    assert every - filled - made_by_merges - names_one == set(), "a table that this test does not fill"

    await merged(database, ada, bob)

    assert await _pointing(database, bob) <= KEPT.keys() - GONE
    assert (await now_of(database, bob)).merged_into == ada.id


@pytest.mark.rule("MRG-P10")
async def test_chains_collapse_to_the_final_survivor(
    database: Database, two: tuple[Customer, Customer]
) -> None:
    ada, bob = two
    before = set(await database.all(sa.select(Customer.id).where(Customer.merged_into == bob.id)))

    await merged(database, ada, bob)

    led = set(await database.all(sa.select(Customer.id).where(Customer.merged_into == ada.id)))
    assert len(before) == 2
    assert led == before | {bob.id}
