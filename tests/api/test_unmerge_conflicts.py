"""What was done since a merge stands in the way of turning it back, and is told row by row."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from db.models import Address, CreditLot, Customer, CustomerTag, ExternalId, Note
from gateway.engine import ids
from tests import factories as make
from tests import ledgers
from tests.api._unmerging import turn_back, what_conflicts
from tests.ask import Ask
from tests.database import Database
from tests.merged_by_hand import MERGED_AT, changed, merged, two

pytestmark = pytest.mark.rule("MRG-P15")
_note, _address, _customer = Note.__table__, Address.__table__, Customer.__table__
_tag, _lot, _external = CustomerTag.__table__, CreditLot.__table__, ExternalId.__table__


async def done_since(database: Database, *statements: Any) -> None:
    async with database.store.writes.begin() as connection:
        for each in statements:
            await connection.execute(each)


async def test_a_row_that_moved_and_was_deleted_since(turning: Ask, database: Database) -> None:
    ada, bob = await two(database)
    merge = await merged(database, ada, bob)
    note_id = await database.one(sa.select(Note.id).where(Note.customer_id == ada.id))
    await done_since(database, sa.delete(Note).where(_note.c.id == note_id))

    assert await what_conflicts(turning, database, merge, ada, bob) == [
        {
            "kind": "DELETED",
            "what": "Note",
            "fields": [],
            "subjectId": ids.encode("not", note_id),
            "message": "Note was deleted since.",
        }
    ]


async def test_a_row_that_moved_and_went_on_to_another_record(turning: Ask, database: Database) -> None:
    ada, bob = await two(database)
    home, eve = make.individual()
    await database.save(home, eve)
    merge = await merged(database, ada, bob)
    await done_since(
        database, sa.update(Note).where(_note.c.customer_id == ada.id).values(customer_id=eve.id)
    )

    (conflict,) = await what_conflicts(turning, database, merge, ada, bob)

    assert (conflict["kind"], conflict["what"]) == ("MOVED_ON", "Note")


async def test_a_value_that_somebody_changed_again(turning: Ask, database: Database) -> None:
    ada, bob = await two(database)
    merge = await merged(database, ada, bob, changed(ada, phone="1", mobile="2"))
    await done_since(database, sa.update(Customer).where(_customer.c.id == ada.id).values(phone="3"))

    assert await what_conflicts(turning, database, merge, ada, bob) == [
        {
            "kind": "CHANGED",
            "what": "Details",
            "fields": ["phone"],
            "subjectId": ids.encode("cus", ada.id),
            "message": "Details (phone) was changed since.",
        }
    ]


async def test_a_value_beside_those_that_the_merge_changed_is_no_conflict_and_stays(
    turning: Ask, database: Database
) -> None:
    ada, bob = await two(database)
    merge = await merged(database, ada, bob, changed(ada, phone="1"))
    await done_since(database, sa.update(Customer).where(_customer.c.id == ada.id).values(title="Dr"))

    assert (await turn_back(turning, merge))["errors"] == []

    stored = await database.one(sa.select(Customer).where(Customer.id == ada.id))
    assert (stored.phone, stored.title) == (None, "Dr")


async def test_a_row_that_was_added_and_edited_since(turning: Ask, database: Database) -> None:
    ada, bob = await two(database)
    row = {"customer_id": ada.id, "colour": "BLUE", "body": "From the wizard", "created_by": "ade"}
    merge = await merged(database, ada, bob, lambda ledger: ledger.add(_note, row, reason="added"))
    mine = sa.and_(_note.c.customer_id == ada.id, _note.c.body == "From the wizard")
    await done_since(database, sa.update(Note).where(mine).values(body="Edited"))

    (conflict,) = await what_conflicts(turning, database, merge, ada, bob)

    assert (conflict["kind"], conflict["what"], conflict["fields"]) == ("CHANGED", "Note", ["body"])


async def test_a_row_that_was_added_and_deleted_since_is_no_conflict(
    turning: Ask, database: Database
) -> None:
    ada, bob = await two(database)
    row = {"customer_id": ada.id, "colour": "BLUE", "body": "From the wizard", "created_by": "ade"}
    merge = await merged(database, ada, bob, lambda ledger: ledger.add(_note, row, reason="added"))
    await done_since(database, sa.delete(Note).where(_note.c.body == "From the wizard"))

    assert (await turn_back(turning, merge))["errors"] == []


async def test_a_dropped_row_whose_place_is_taken(turning: Ask, database: Database) -> None:
    ada, bob = await two(database)
    (mine,) = await database.all(sa.select(Address).where(Address.customer_id == ada.id))
    merge = await merged(
        database,
        ada,
        bob,
        lambda ledger: ledger.drop(_address, _address.c.customer_id == ada.id, reason="dropped"),
    )
    again = make.address(ada.id, line1=mine.line1)
    await database.save(again)

    (conflict,) = await what_conflicts(turning, database, merge, ada, bob)

    assert (conflict["kind"], conflict["what"]) == ("PLACE_TAKEN", "Address")


async def test_the_losers_email_that_another_record_took(turning: Ask, database: Database) -> None:
    ada, bob = await two(database)
    merge = await merged(database, ada, bob)
    home, eve = make.individual(email=bob.email)
    await database.save(home, eve)

    assert await what_conflicts(turning, database, merge, ada, bob) == [
        {
            "kind": "PLACE_TAKEN",
            "what": "Details",
            "fields": [],
            "subjectId": ids.encode("cus", bob.id),
            "message": "Details has no place any more, since another has it now.",
        }
    ]


async def test_a_tag_of_the_record_that_staff_took_away_since(turning: Ask, database: Database) -> None:
    ada, bob = await two(database)
    group = make.tag_group()
    tag = make.tag(group.id)
    await database.save(group, tag, make.customer_tag(bob.id, tag.id))
    merge = await merged(
        database,
        ada,
        bob,
        lambda ledger: ledger.move(_tag.c.customer_id, ada.id, _tag.c.customer_id == bob.id, reason="moved"),
    )
    await done_since(database, sa.delete(CustomerTag).where(_tag.c.tag_id == tag.id))

    (conflict,) = await what_conflicts(turning, database, merge, ada, bob)

    assert (conflict["kind"], conflict["what"], conflict["subjectId"]) == (
        "DELETED",
        "Tag of the record",
        None,
    )


async def test_credit_that_was_spent_since(turning: Ask, database: Database) -> None:
    ada, bob = await two(database)
    his = ledgers.Ledger(bob)
    lot = his.lot(1_200)
    await database.save(*his.rows)
    merge = await merged(
        database,
        ada,
        bob,
        lambda ledger: ledger.move(_lot.c.customer_id, ada.id, _lot.c.customer_id == bob.id, reason="moved"),
    )
    await database.save(his.post(lot, "SPEND", -200, at=MERGED_AT + timedelta(minutes=5)))

    (conflict,) = await what_conflicts(turning, database, merge, ada, bob)

    assert (conflict["kind"], conflict["what"], conflict["subjectId"]) == (
        "SPENT",
        "Account credit",
        ids.encode("crl", lot.id),
    )


async def test_a_later_merge_must_be_turned_back_first(turning: Ask, database: Database) -> None:
    ada, bob = await two(database)
    home, eve = make.individual()
    await database.save(home, eve)
    first = await merged(database, ada, bob)
    second = await merged(database, ada, eve)

    (conflict,) = await what_conflicts(turning, database, first, ada, bob)

    assert (conflict["kind"], conflict["subjectId"]) == ("MERGED_AGAIN", ids.encode("mrg", second.id))
    assert (await turn_back(turning, second))["errors"] == []
    assert (await turn_back(turning, first))["errors"] == []


async def test_a_survivor_that_was_merged_away_itself(turning: Ask, database: Database) -> None:
    ada, bob = await two(database)
    home, eve = make.individual()
    await database.save(home, eve)
    first = await merged(database, ada, bob)
    await merged(database, eve, ada)

    (conflict,) = await what_conflicts(turning, database, first, ada, bob)

    assert (conflict["kind"], conflict["what"]) == ("MERGED_AGAIN", "Merge or conversion")


async def test_every_row_that_conflicts_is_told(turning: Ask, database: Database) -> None:
    ada, bob = await two(database)
    await database.save(make.note(bob.id))
    merge = await merged(database, ada, bob, changed(ada, phone="1"))
    await done_since(
        database,
        sa.delete(Note).where(_note.c.customer_id == ada.id),
        sa.update(Customer).where(_customer.c.id == ada.id).values(phone="3"),
    )

    found = await what_conflicts(turning, database, merge, ada, bob)

    assert sorted(each["kind"] for each in found) == ["CHANGED", "DELETED", "DELETED"]


@pytest.mark.parametrize("more", [False, True])
async def test_when_something_last_happened_goes_back_unless_more_happened_since(
    turning: Ask, database: Database, more: bool
) -> None:
    ada, bob = await two(database)
    before, later = MERGED_AT - timedelta(days=9), MERGED_AT + timedelta(days=1)
    last = sa.update(Customer).where(Customer.id == ada.id)
    await done_since(database, last.values(last_activity_at=before))
    merge = await merged(database, ada, bob, changed(ada, last_activity_at=MERGED_AT))
    if more:
        await done_since(database, last.values(last_activity_at=later))

    assert (await turn_back(turning, merge))["errors"] == []

    found = await database.one(sa.select(Customer.last_activity_at).where(Customer.id == ada.id))
    assert found == (later if more else before)
