"""Turning a merge back: both records as they were, or nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from db.models import (
    Address,
    AttributeValue,
    AuditEntry,
    AuditValue,
    CreditEntry,
    CreditLot,
    Customer,
    CustomerTag,
    Note,
    OutboxEvent,
    PreferenceAnswer,
)
from gateway.engine import ids
from tests import factories as make
from tests import ledgers
from tests.api._unmerging import turn_back, whole
from tests.ask import Ask
from tests.database import Database
from tests.factories import unique
from tests.merged_by_hand import MERGED_AT, changed, merged, two

_address, _note, _tag = Address.__table__, Note.__table__, CustomerTag.__table__
_value = AttributeValue.__table__
_lot, _entry = CreditLot.__table__, CreditEntry.__table__


def everything(kept: Customer, gone: Customer, tag_id: UUID, value_id: UUID) -> list[Any]:
    """A merge that moves, changes, drops and adds rows of several tables."""
    return [
        lambda ledger: ledger.drop(_value, _value.c.id == value_id, reason="the other's is kept"),
        lambda ledger: ledger.move(
            _value.c.customer_id, kept.id, _value.c.customer_id == gone.id, reason="moved"
        ),
        lambda ledger: ledger.change(
            _address,
            _address.c.customer_id == kept.id,
            {"default_billing": False, "default_delivery": False},
            reason="the other's is the default",
        ),
        lambda ledger: ledger.move(
            _address.c.customer_id, kept.id, _address.c.customer_id == gone.id, reason="moved"
        ),
        lambda ledger: ledger.change(
            _note, _note.c.customer_id == kept.id, {"body": "edited once"}, reason="edited"
        ),
        lambda ledger: ledger.change(
            _note, _note.c.customer_id == kept.id, {"body": "edited twice"}, reason="edited"
        ),
        lambda ledger: ledger.drop(
            _tag, (_tag.c.customer_id == gone.id) & (_tag.c.tag_id == tag_id), reason="held already"
        ),
        lambda ledger: ledger.move(
            _tag.c.customer_id, kept.id, _tag.c.customer_id == gone.id, reason="moved"
        ),
        lambda ledger: ledger.add(
            _note,
            {"customer_id": kept.id, "colour": "BLUE", "body": "Added", "created_by": "ade"},
            reason="added in the wizard",
        ),
        changed(gone, email=None, online_account_active=False),
        changed(kept, phone="0117 496 0123", email=gone.email, online_account_active=True),
    ]


@pytest.mark.rule("MRG-P15", "MRG-N01")
async def test_both_records_are_as_they_were_before_the_merge(turning: Ask, database: Database) -> None:
    (home, ada), (other, bob) = (
        make.individual(),
        make.individual(
            email=f"{unique('bob')}@example.org", online_account_active=True, phone="0117 496 0123"
        ),
    )
    group, attribute = make.tag_group(), make.attribute()
    shared, own = make.tag(group.id), make.tag(group.id)
    hers, his = (
        AttributeValue(id=uuid7(), customer_id=each.id, definition_id=attribute.id, text_value=text)
        for each, text in ((ada, "Vegan"), (bob, "None"))
    )
    await database.save(home, ada, other, bob, group, shared, own, attribute, hers, his)
    await database.save(
        *(make.address(each.id) for each in (ada, bob)),
        *(make.note(each.id) for each in (ada, bob)),
        *(make.customer_tag(*each) for each in ((ada.id, shared.id), (bob.id, shared.id), (bob.id, own.id))),
    )
    before = await whole(database, ada, bob)
    merge = await merged(database, ada, bob, *everything(ada, bob, shared.id, hers.id))
    assert await whole(database, ada, bob) != before

    done = await turn_back(turning, merge)

    assert done["errors"] == []
    assert done["customer"] == {"friendlyId": f"I-{ada.number:07d}"}
    assert done["restored"] == {"friendlyId": f"I-{bob.number:07d}", "active": True}
    assert done["merge"] == {
        "number": f"M-{merge.number}",
        "reversedAt": "2026-11-22T10:00:00+00:00",
        "reversedBy": "ade",
    }
    assert await whole(database, ada, bob) == before


@pytest.mark.rule("MRG-P15", "MRG-32", "CRD-P01")
async def test_credit_goes_back_by_contrary_entries_with_every_balance_right(
    turning: Ask, database: Database
) -> None:
    ada, bob = await two(database)
    hers, his = ledgers.Ledger(ada), ledgers.Ledger(bob)
    hers.lot(500)
    lot = his.lot(1_200)
    await database.save(*hers.rows, *his.rows)
    posted = [(bob, "MERGE_OUT", -1_200, 0), (ada, "MERGE_IN", 1_200, 1_700)]
    rows = [
        {
            "customer_id": who.id,
            "lot_id": lot.id,
            "kind": kind,
            "amount_minor": amount,
            "balance_after_minor": balance,
            "username": "ade",
            "at": MERGED_AT,
        }
        for who, kind, amount, balance in posted
    ]
    merge = await merged(
        database,
        ada,
        bob,
        lambda ledger: ledger.add(_entry, *rows, reason="posted"),
        lambda ledger: ledger.move(_lot.c.customer_id, ada.id, _lot.c.customer_id == bob.id, reason="moved"),
    )

    assert (await turn_back(turning, merge))["errors"] == []

    entries = await database.all(
        sa.select(CreditEntry).where(CreditEntry.lot_id == lot.id).order_by(CreditEntry.at, CreditEntry.id)
    )
    assert [(e.customer_id, e.kind, e.amount_minor, e.balance_after_minor) for e in entries][-2:] == [
        (ada.id, "MERGE_OUT", -1_200, 500),
        (bob.id, "MERGE_IN", 1_200, 1_200),
    ]
    assert (await database.one(sa.select(CreditLot).where(CreditLot.id == lot.id))).customer_id == bob.id


@pytest.mark.rule("MRG-P15", "CPR-P02")
async def test_former_answers_stand_again_and_what_was_answered_since_stays(
    turning: Ask, database: Database
) -> None:
    ada, bob = await two(database)
    (kept, first), (never, second), (since, third) = (make.preference() for _ in range(3))
    hers = make.answer(ada.id, kept.id, answer="YES", at=MERGED_AT - timedelta(days=1))
    await database.save(kept, first, never, second, since, third, hers)
    rows = [
        {
            "customer_id": ada.id,
            "definition_id": each.id,
            "statement": 1,
            "answer": "NO",
            "source": "MERGE",
            "username": "ade",
            "at": datetime(2026, 11, 22, 10, 0, tzinfo=UTC),
        }
        for each in (kept, never, since)
    ]
    merge = await merged(
        database,
        ada,
        bob,
        lambda ledger: ledger.add(PreferenceAnswer.__table__, *rows, reason="No before Yes"),
    )
    later = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
    await database.save(make.answer(ada.id, since.id, answer="YES", at=later))

    assert (await turn_back(turning, merge))["errors"] == []

    answers = await database.all(
        sa.select(PreferenceAnswer)
        .where(PreferenceAnswer.customer_id == ada.id)
        .order_by(PreferenceAnswer.at, PreferenceAnswer.id)
    )
    latest = {each.definition_id: (each.answer, each.source) for each in answers}
    assert latest == {
        kept.id: ("YES", "MERGE"),
        never.id: ("NOT_ASKED", "MERGE"),
        since.id: ("YES", "STAFF"),
    }
    assert len(answers) == 7


@pytest.mark.rule("MRG-P15", "MRG-P10")
async def test_records_that_had_been_merged_into_the_loser_lead_to_it_again(
    turning: Ask, database: Database
) -> None:
    ada, bob = await two(database)
    home, eve = make.individual(active=False, merged_into=bob.id)
    await database.save(home, eve)
    merge = await merged(database, ada, bob)
    assert (await database.one(sa.select(Customer).where(Customer.id == eve.id))).merged_into == ada.id

    assert (await turn_back(turning, merge))["errors"] == []

    assert (await database.one(sa.select(Customer).where(Customer.id == eve.id))).merged_into == bob.id


@pytest.mark.rule("MRG-P15", "MRG-P22", "XCT-P03")
async def test_both_audits_and_the_outbox_tell_of_it_and_versions_move_on(
    turning: Ask, database: Database
) -> None:
    ada, bob = await two(database)
    values = {"phone": {"loser": "0117 496 0123", "result": "0117 496 0123"}}
    merge = await merged(database, ada, bob, changed(ada, phone="0117 496 0123"), values=values)

    assert (await turn_back(turning, merge))["errors"] == []

    assert await database.events(ada.id) == ["customer.unmerged"]
    assert await database.events(bob.id) == ["customer.unmerged"]
    told = await database.all(
        sa.select(AuditValue.before)
        .join(AuditEntry, AuditEntry.id == AuditValue.entry_id)
        .where(AuditEntry.customer_id == ada.id)
    )
    assert told == ["0117 496 0123"]
    event = await database.one(sa.select(OutboxEvent).where(OutboxEvent.customer_id == ada.id))
    assert (event.event, event.payload) == (
        "customer.unmerged",
        {
            "survivorId": ids.encode("cus", ada.id),
            "loserId": ids.encode("cus", bob.id),
            "mergeId": ids.encode("mrg", merge.id),
        },
    )
    for each in (ada, bob):
        stored = await database.one(sa.select(Customer).where(Customer.id == each.id))
        assert (stored.details_version, stored.tags_version) == (2, 2)


@pytest.mark.rule("MRG-P15", "XCT-P01")
async def test_the_same_request_again_is_answered_again_and_does_nothing(
    turning: Ask, database: Database
) -> None:
    ada, bob = await two(database)
    merge, key = await merged(database, ada, bob), unique("same")

    first, second = [await turn_back(turning, merge, key=key) for _ in range(2)]

    assert first == second
    assert first["errors"] == []
    assert await database.events(bob.id) == ["customer.unmerged"]


@pytest.mark.rule("MRG-P15")
async def test_what_the_system_tagged_meanwhile_stands_in_nobodys_way(
    turning: Ask, database: Database
) -> None:
    ada, bob = await two(database)
    group = make.tag_group()
    tag = make.tag(group.id, is_autotag=True)
    await database.save(group, tag, make.customer_tag(bob.id, tag.id))
    merge = await merged(
        database,
        ada,
        bob,
        lambda ledger: ledger.move(_tag.c.customer_id, ada.id, _tag.c.customer_id == bob.id, reason="moved"),
    )
    async with database.store.writes.begin() as connection:
        await connection.execute(sa.delete(CustomerTag).where(_tag.c.tag_id == tag.id))

    assert (await turn_back(turning, merge))["errors"] == []
