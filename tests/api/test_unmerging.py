"""Turning a merge back: both records as they were, or nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from db.models import (
    Address,
    AttributeValue,
    CreditEntry,
    CreditLot,
    Customer,
    CustomerTag,
    Note,
    PreferenceAnswer,
    Transformation,
)
from gateway.engine import ids
from gateway.settings import Settings
from tests import factories as make
from tests.ask import Ask, asking
from tests.database import Database
from tests.factories import unique
from tests.merging import changed, merged, rows_of

UNMERGE = """
mutation($id: ID!) {
  unmergeCustomers(mergeId: $id) {
    customer { friendlyId }
    restored { friendlyId active }
    merge { number reversedAt reversedBy }
    errors {
      ... on UserError { code message }
      ... on ChangedSinceMerge { conflicts { kind what fields id message } }
    }
  }
}
"""
_address, _note, _tag = Address.__table__, Note.__table__, CustomerTag.__table__
_value, _answer = AttributeValue.__table__, PreferenceAnswer.__table__
_lot, _entry, _customer = CreditLot.__table__, CreditEntry.__table__, Customer.__table__
# What a record is made of here, and the column by which it is its own.
_KEPT = {
    _customer: _customer.c.id,
    _address: _address.c.customer_id,
    _note: _note.c.customer_id,
    _tag: _tag.c.customer_id,
    _value: _value.c.customer_id,
    _lot: _lot.c.customer_id,
}
_ONWARD = {
    "updated_at",
    *(f"{each}_version" for each in ("details", "addresses", "contact_preferences", "tags")),
}


@pytest.fixture(scope="module")
async def turning(settings: Settings) -> AsyncIterator[Ask]:
    """The application where merges can be turned back for a month."""
    async with asking(settings, unmerge_days=30) as ask:
        yield ask


@pytest.fixture
async def pair(database: Database) -> tuple[Customer, Customer]:
    """Two people, of whom the second has an email, an online account, an address and a note."""
    (home, ada), (other, bob) = (
        make.individual(),
        make.individual(
            first_name="Bob",
            email=f"{unique('bob')}@example.org",
            online_account_active=True,
            phone="0117 496 0123",
        ),
    )
    await database.save(home, ada, other, bob, make.note(bob.id), make.address(ada.id), make.address(bob.id))
    return ada, bob


async def whole(database: Database, *records: Customer) -> dict[str, Any]:
    """Both records as they are stored, versions apart."""
    return {
        table.name: [
            {name: value for name, value in row.items() if name not in _ONWARD}
            for row in await rows_of(database, table, column, *records)
        ]
        for table, column in _KEPT.items()
    }


async def turn_back(ask: Ask, merge: Transformation, **given: Any) -> Any:
    asked: dict[str, Any] = {"by": "ade", "key": unique("back"), **given}
    answer = await ask(UNMERGE, id=ids.encode("mrg", merge.id), **asked)
    return answer.ok["unmergeCustomers"]


async def conflicts(ask: Ask, database: Database, merge: Transformation, *both: Customer) -> list[Any]:
    """What stands against turning it back, which has changed nothing."""
    before = await whole(database, *both)

    (error,) = (await turn_back(ask, merge))["errors"]

    assert error["code"] == "CHANGED_SINCE_MERGE"
    assert await whole(database, *both) == before
    assert (
        await database.one(sa.select(Transformation).where(Transformation.id == merge.id))
    ).reversed_at is None
    found: list[Any] = error["conflicts"]
    return found


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
