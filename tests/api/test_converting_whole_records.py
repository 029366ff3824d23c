"""Whatever table names a customer, a conversion leaves its rows with whom they belong to: the record, or the person."""

from __future__ import annotations

from uuid import UUID

import pytest
import sqlalchemy as sa

from gateway.commands._merge_walk import customer_keys
from gateway.engine import ids
from tests import people
from tests.api._converting import blocked, convert, done, person_of, preview, to_individual, to_organisation
from tests.ask import Ask
from tests.database import Database
from tests.whole_records import Surroundings, everything, record

# What is on the person's record afterwards and on the other no more.
GONE_OVER = {
    "agent.customer_id",
    "credit_lot.customer_id",
    "customer.primary_contact_id",
    "customer_order.facilitator_id",
    "household.primary_id",
    "invitation.invitee_id",
    "invitation_attendee.customer_id",
    "online_password.customer_id",
    "password_link.customer_id",
    "preference_answer.customer_id",
    "wallet_card.customer_id",
}
# What both have: history, copies, and what relates the two.
ON_BOTH = {"address.customer_id", "audit_entry.customer_id", "credit_entry.customer_id"}
ON_BOTH |= {"household_membership.customer_id"}
# What the person alone has, of what the conversion itself made: the record is at the other end of the relationship.
OF_PERSON = {"relationship.a_id", "transformation.other_id"}
# Nobody merged anything here, and nobody looked for duplicates.
UNUSED = {"customer.merged_into", "duplicate_pair.first_id", "duplicate_pair.second_id"}
UNUSED |= {"duplicate_dismissal.first_id", "duplicate_dismissal.second_id"}


async def _pointing(database: Database, key: UUID) -> set[str]:
    return {
        f"{column.table.name}.{column.name}"
        for column in customer_keys()
        if await database.all(sa.select(sa.literal(1)).where(column == key).limit(1))
    }


@pytest.mark.rule("CNV-P02", "CNV-P06")
async def test_every_row_of_a_full_record_is_with_whom_it_belongs_to(ask: Ask, database: Database) -> None:
    around, choir = Surroundings(), people.membership_of_choir()
    home, ada = record(around)
    await database.save(*around.rows, choir, home, ada)
    await database.save(*everything(around, home, ada, agent=True))
    every = {f"{column.table.name}.{column.name}" for column in customer_keys()} - UNUSED

    chosen = to_organisation(choir, transferCreditTo={"person": True})
    person = person_of(done(await convert(ask, ada, chosen)))

    stayed = every - GONE_OVER - OF_PERSON
    assert await _pointing(database, ada.id) == stayed
    assert await _pointing(database, person) == GONE_OVER | ON_BOTH | OF_PERSON | {"relationship.b_id"}


@pytest.mark.rule("CNV-01", "CNV-P08")
async def test_a_full_record_comes_back_with_all_that_stayed(ask: Ask, database: Database) -> None:
    around, choir = Surroundings(), people.membership_of_choir()
    home, ada = record(around)
    await database.save(*around.rows, choir, home, ada)
    await database.save(*everything(around, home, ada, agent=True))
    done(await convert(ask, ada, to_organisation(choir, transferCreditTo={"person": True})))
    before = await _pointing(database, ada.id)

    [tie] = (await preview(ask, ada, to_individual()))["relationships"]
    back = to_individual(endRelationshipIds=[tie["relationshipId"]])
    assert blocked(await preview(ask, ada, back)) == set()
    payload = done(await convert(ask, ada, back, version=2))

    assert payload["customer"]["id"] == ids.encode("cus", ada.id)
    assert await _pointing(database, ada.id) == before | {"household.primary_id"}
