"""Addresses, attributes, contact preferences, tags and notes of a merged record."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from db.demo.personas import FEMI
from db.models import (
    Address,
    AttributeValue,
    Autotag,
    Customer,
    CustomerTag,
    Note,
    NoteAcknowledgement,
    PreferenceAnswer,
    Tag,
)
from domain.autotag_codec import dumped
from domain.autotag_criteria import All
from domain.autotag_predicates import HasTag
from domain.merges import MergedAnswer
from domain.preferences import Answer
from tests import factories as make
from tests.carrying_out import NOW, ledger_of, merged, now_of
from tests.database import Database


async def pair(database: Database) -> tuple[Customer, Customer]:
    """Two people who live alone."""
    (home, ada), (other, bob) = make.individual(), make.individual()
    await database.save(home, ada, other, bob)
    return ada, bob


async def of(database: Database, table: Any, who: Customer) -> list[Any]:
    """The rows of that customer, the oldest first."""
    return await database.all(sa.select(table).where(table.customer_id == who.id).order_by(table.id))


@pytest.mark.rule("MRG-P18", "MRG-22", "ADR-C01")
async def test_addresses_of_both_stay_each_once_with_the_defaults_that_were_chosen(
    database: Database,
) -> None:
    ada, bob = await pair(database)
    ours = make.address(ada.id)
    same = make.address(ada.id, line1="7 Quay", default_billing=False, default_delivery=False)
    double = make.address(bob.id, line1="7 Quay", default_billing=True, default_delivery=False)
    theirs = make.address(bob.id, default_billing=False, default_delivery=True)
    await database.save(ours, same, double, theirs)

    await merged(database, ada, bob, billing=double.id, delivery=theirs.id)

    kept = {
        each.id: (each.default_billing, each.default_delivery) for each in await of(database, Address, ada)
    }
    assert kept == {ours.id: (False, False), same.id: (True, False), theirs.id: (False, True)}
    assert await of(database, Address, bob) == []


@pytest.mark.rule("MRG-P18")
async def test_addresses_that_were_not_kept_go_and_stay_in_the_ledger(database: Database) -> None:
    ada, bob = await pair(database)
    ours, theirs = make.address(ada.id), make.address(bob.id)
    await database.save(ours, theirs)

    done = await merged(
        database, ada, bob, billing=theirs.id, delivery=theirs.id, addresses_dropped=(ours.id,)
    )

    (kept,) = await of(database, Address, ada)
    assert (kept.id, kept.default_billing, kept.default_delivery) == (theirs.id, True, True)
    dropped = [row for row in await ledger_of(database, done) if row.action == "DROPPED"]
    assert [row.row_id for row in dropped] == [ours.id]
    before = dropped[0].before
    assert before is not None
    assert (before["line1"], before["default_billing"]) == (ours.line1, True)


@pytest.mark.rule("ATR-04", "MRG-07")
async def test_chosen_attributes_move_and_protected_ones_never_do(database: Database) -> None:
    ada, bob = await pair(database)
    seat, dog, diet = make.attribute(), make.attribute(), make.attribute(protected=True)
    await database.save(seat, dog, diet)

    def value(who: Customer, what: Any, **given: Any) -> AttributeValue:
        return AttributeValue(id=uuid7(), customer_id=who.id, definition_id=what.id, **given)

    await database.save(
        value(ada, seat, text_value="aisle"),
        value(bob, seat, text_value="box"),
        value(ada, dog, text_value="Rex"),
        value(bob, dog, text_value="Bello"),
        value(bob, diet, ciphertext=b"sealed"),
    )

    await merged(database, ada, bob, attributes_from_loser=(seat.id, diet.id))

    kept = {each.definition_id: each.text_value for each in await of(database, AttributeValue, ada)}
    assert kept == {seat.id: "box", dog.id: "Rex"}
    assert await of(database, AttributeValue, bob) == []


@pytest.mark.rule("CPR-P05", "MRG-23")
async def test_the_answers_of_both_stay_as_evidence_and_the_merge_adds_its_own_after_them(
    database: Database,
) -> None:
    ada, bob = await pair(database)
    definition, statement = make.preference()
    later = NOW + timedelta(minutes=5)  # by the clock of another process
    ours = make.answer(ada.id, definition.id, answer="NO", at=NOW - timedelta(days=9))
    theirs = make.answer(bob.id, definition.id, answer="YES", at=later)
    await database.save(definition, statement, ours, theirs)

    added = MergedAnswer(definition.id, 1, Answer.NO, None)
    await merged(database, ada, bob, answers=(added,))

    history = await of(database, PreferenceAnswer, ada)
    latest = max(history, key=lambda each: (each.at, each.id))
    assert {each.id for each in history} == {ours.id, theirs.id, latest.id}
    assert (latest.answer, latest.source, latest.username) == ("NO", "MERGE", "ade")
    assert latest.at > later


@pytest.mark.rule("TAG-P07", "MRG-24")
async def test_chosen_tags_are_borne_and_the_others_are_not(database: Database) -> None:
    ada, bob = await pair(database)
    group = make.tag_group()
    both, ours, off, theirs, left = (make.tag(group.id) for _ in range(5))
    await database.save(group, both, ours, off, theirs, left)
    for who, tags in ((ada, (both, ours, off)), (bob, (both, theirs, left))):
        await database.save(*(make.customer_tag(who.id, tag.id) for tag in tags))

    await merged(database, ada, bob, tags_moved=(both.id, theirs.id), tags_removed=(off.id, left.id))

    borne = await database.all(sa.select(CustomerTag.tag_id).where(CustomerTag.customer_id == ada.id))
    assert set(borne) == {both.id, ours.id, theirs.id}
    assert await database.all(sa.select(CustomerTag).where(CustomerTag.customer_id == bob.id)) == []


@pytest.mark.rule("TAG-P07")
async def test_of_autotags_the_criteria_have_the_last_word_in_the_same_transaction(
    database: Database,
) -> None:
    ada, bob = await pair(database)
    group = make.tag_group()
    copied, by_itself = (make.tag(group.id, is_autotag=True) for _ in range(2))
    ours, theirs, nobodys = (make.tag(group.id) for _ in range(3))
    await database.save(group, copied, by_itself, ours, theirs, nobodys)
    saved: dict[str, Any] = {"names": [], "saved_by": "gina", "saved_at": NOW}
    await database.save(
        Autotag(tag_id=copied.id, criteria=_bears(nobodys), **saved),
        Autotag(tag_id=by_itself.id, criteria=_bears(ours, theirs), **saved),
        make.customer_tag(ada.id, ours.id),
        make.customer_tag(bob.id, theirs.id),
        make.customer_tag(bob.id, copied.id),
    )

    done = await merged(database, ada, bob, tags_moved=(theirs.id, copied.id))

    borne = await database.all(sa.select(CustomerTag.tag_id).where(CustomerTag.customer_id == ada.id))
    assert set(borne) == {ours.id, theirs.id, by_itself.id}
    assert (done.autotags_came, done.autotags_went) == ((by_itself.id,), (copied.id,))
    assert await database.events(ada.id) == ["customer.merged", "customer.autotagged"]


@pytest.mark.rule("NOT-P04", "MRG-25")
async def test_notes_of_both_move_unless_the_wizard_changed_or_dropped_them(database: Database) -> None:
    ada, bob = await pair(database)
    ours, theirs, edited, gone = (make.note(who.id, body=who.first_name) for who in (ada, bob, bob, bob))
    await database.save(ours, theirs, edited, gone)
    await database.save(NoteAcknowledgement(note_id=gone.id, user_id=FEMI.id, note_version=1))

    await merged(
        database,
        ada,
        bob,
        notes_changed={edited.id: "Prefers the box."},
        notes_dropped=(gone.id,),
        note_added="Was two records.",
    )

    kept = {each.id: each for each in await of(database, Note, ada)}
    (added,) = kept.keys() - {ours.id, theirs.id, edited.id}
    assert gone.id not in kept
    assert (kept[theirs.id].body, kept[theirs.id].version) == (theirs.body, 1)
    assert (kept[edited.id].body, kept[edited.id].version) == ("Prefers the box.", 2)
    assert (kept[added].body, kept[added].colour, kept[added].created_by) == (
        "Was two records.",
        "BLUE",
        "ade",
    )


@pytest.mark.rule("NOT-P05")
async def test_pink_notes_move_untouched_by_whoever_may_not_see_them(database: Database) -> None:
    ada, bob = await pair(database)
    pink, other = (make.note(bob.id, colour="PINK", body=text) for text in ("one", "two"))
    await database.save(pink, other)

    await merged(database, ada, bob, notes_changed={pink.id: "Read"}, notes_dropped=(other.id,))

    assert [(each.id, each.body, each.version) for each in await of(database, Note, ada)] == [
        (pink.id, "one", 1),
        (other.id, "two", 1),
    ]
    assert (await now_of(database, ada)).merged_into is None


def _bears(*tags: Tag) -> dict[str, Any]:
    """The criteria of everybody who bears all of these tags."""
    return dumped(All(tuple(HasTag(tag.id) for tag in tags)))
