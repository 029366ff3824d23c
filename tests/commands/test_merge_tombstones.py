"""What is left of a record that was merged away, and what is told of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from db.models import (
    AuditChange,
    AuditEntry,
    AuditValue,
    Customer,
    OnlinePassword,
    OutboxEvent,
    PasswordLink,
    TransformationRow,
    TransformationValue,
)
from domain.merges import Line, Reason, Side
from domain.transformations import ValueFrom
from gateway.engine.ids import encode
from tests import factories as make
from tests.carrying_out import NOW, head_of, merged, now_of
from tests.database import Database
from tests.factories import unique
from tests.whole_records import Surroundings, record


def taken(path: str, ours: str | None, theirs: str | None, **given: Any) -> Line:
    """A line by which the loser's value stands."""
    return Line(path, path, ours, theirs, theirs, ValueFrom.LOSER, Reason.CHOSEN, "You chose it.", **given)


async def pair(database: Database, **loser: Any) -> tuple[Customer, Customer]:
    """Two people who live alone."""
    (home, ada), (other, bob) = make.individual(), make.individual(**{"first_name": "Bob", **loser})
    await database.save(home, ada, other, bob)
    return ada, bob


async def told(database: Database, who: Customer, event: str) -> tuple[AuditEntry, dict[str, Any]]:
    """The one entry of that event on the record, and what it says of each value, before and after."""
    entry: AuditEntry = await database.one(
        sa.select(AuditEntry).where(AuditEntry.customer_id == who.id, AuditEntry.event == event)
    )
    values = sa.func.jsonb_build_array(AuditValue.before, AuditValue.after)
    changes = await database.all(
        sa.select(sa.func.jsonb_build_array(AuditChange.path, values, AuditChange.redacted))
        .join(
            AuditValue,
            (AuditValue.entry_id == AuditChange.entry_id) & (AuditValue.ordinal == AuditChange.ordinal),
        )
        .where(AuditChange.entry_id == entry.id)
    )
    return entry, {path: None if hidden else tuple(both) for path, both, hidden in changes}


@pytest.mark.rule("MRG-P10")
async def test_the_loser_becomes_a_tombstone_and_gives_its_email_address_up(database: Database) -> None:
    ada, bob = await pair(database, email=f"{unique('bob')}@example.org")

    await merged(database, ada, bob, details={"email": bob.email})

    kept, gone = await now_of(database, ada), await now_of(database, bob)
    assert (gone.active, gone.merged_into, gone.email, gone.household_id) == (False, ada.id, None, None)
    assert (kept.active, kept.email, kept.merged_into) == (True, bob.email, None)


@pytest.mark.rule("MRG-18")
async def test_the_survivor_has_the_details_that_were_chosen_and_is_found_by_them(database: Database) -> None:
    ada, bob = await pair(database, image_hash="c0ffee", image_type="image/png")

    await merged(
        database,
        ada,
        bob,
        details={"last_name": "Lovelace", "phone": "0117 496 0123"},
        image_from=Side.LOSER,
    )

    kept = await now_of(database, ada)
    assert (kept.last_name, kept.last_key) == ("Lovelace", "lovelace")
    assert (kept.phone, kept.phone_e164) == ("0117 496 0123", "+441174960123")
    assert (kept.image_hash, kept.image_type) == ("c0ffee", "image/png")


@pytest.mark.rule("MRG-P04")
@pytest.mark.parametrize(("kept", "known_as"), [("Ada Byron", 0), ("Bob Byron", 1), ("Cara Byron", None)])
async def test_the_record_of_the_primary_contact_goes_with_the_name_that_is_kept(
    database: Database, kept: str, known_as: int | None
) -> None:
    people = await pair(database)
    one, other = (
        make.organisation(name=make.choir(), primary_contact=name, primary_contact_id=who.id)
        for name, who in zip(("Ada Byron", "Bob Byron"), people, strict=True)
    )
    await database.save(one, other)

    await merged(database, one, other, details={"primary_contact": kept})

    contact = (await now_of(database, one)).primary_contact_id
    assert contact == (None if known_as is None else people[known_as].id)


async def test_every_section_of_the_survivor_moves_on_and_it_was_active_when_either_was(
    database: Database,
) -> None:
    lately = datetime(2026, 11, 20, tzinfo=UTC)
    ada, bob = await pair(database, last_activity_at=lately)
    before = await now_of(database, ada)

    await merged(database, ada, bob)

    kept = await now_of(database, ada)
    for section in ("details", "addresses", "contact_preferences", "tags"):
        name = f"{section}_version"
        assert getattr(kept, name) == getattr(before, name) + 1
    assert kept.last_activity_at == max(lately, before.last_activity_at)
    assert (kept.created_at, kept.updated_at) == (before.created_at, NOW)


@pytest.mark.rule("MRG-34")
async def test_the_entry_tells_addresses_and_notes_as_such_and_not_by_their_keys(database: Database) -> None:
    ada, bob = await pair(database)
    lines = (
        taken(f"address.{bob.id}", None, "1 High Street"),
        taken("tag.Interests.Opera", None, "Opera"),
        taken(f"note.{ada.id}", None, "Likes the stalls."),
    )

    await merged(database, ada, bob, *lines)

    entry, changes = await told(database, ada, "customer.merged")
    assert entry.narrative.endswith("merge, mergedFrom, address, tag.Interests.Opera, note")
    assert (changes["address"], changes["note"]) == ((None, "1 High Street"), (None, "Likes the stalls."))


@pytest.mark.rule("MRG-34", "AUD-04")
async def test_one_entry_on_the_survivor_tells_the_merge_and_every_value_that_changed(
    database: Database,
) -> None:
    ada, bob = await pair(database, phone="0117 496 0123")
    lines = (
        taken("phone", None, bob.phone),
        taken("attribute.Dog", None, "Rex"),
        taken("attribute.Seat", "Aisle", "Aisle"),
    )

    done = await merged(database, ada, bob, *lines, details={"phone": bob.phone})

    entry, changes = await told(database, ada, "customer.merged")
    assert (entry.method, entry.username, entry.restricted) == ("MERGE", "ade", False)
    assert changes == {
        "merge": (None, f"M-{done.number}"),
        "mergedFrom": (None, f"I-{bob.number}"),
        "phone": (None, "0117 496 0123"),
        "attribute.Dog": (None, "Rex"),
    }
    _, gone = await told(database, bob, "customer.merged-away")
    assert gone == {
        "merge": (None, f"M-{done.number}"),
        "mergedInto": (None, f"I-{ada.number}"),
        "active": ("true", "false"),
    }


@pytest.mark.rule("MRG-34", "ATR-P03")
async def test_neither_audit_nor_ledger_tells_a_protected_value(database: Database) -> None:
    ada, bob = await pair(database)

    done = await merged(database, ada, bob, taken("attribute.Allergy", "nuts", "bees", protected=True))

    _, changes = await told(database, ada, "customer.merged")
    assert changes["attribute.Allergy"] is None
    kept = await database.one(
        sa.select(TransformationValue).where(TransformationValue.transformation_id == done.transformation_id)
    )
    assert (kept.path, kept.survivor, kept.loser, kept.result) == ("attribute.Allergy", None, None, None)


@pytest.mark.rule("NOT-P05", "NOT-P06")
async def test_what_happened_to_pink_notes_is_told_to_fundraisers_alone(database: Database) -> None:
    ada, bob = await pair(database)

    done = await merged(database, ada, bob, taken("note", "a", "b", restricted=True))

    _, changes = await told(database, ada, "customer.merged")
    assert "note" not in changes
    entry, changes = await told(database, ada, "note.merged")
    assert (entry.restricted, changes) == (True, {"note": ("a", "b")})
    kept = sa.select(TransformationValue).where(
        TransformationValue.transformation_id == done.transformation_id
    )
    assert await database.all(kept) == []


@pytest.mark.rule("MRG-P22")
async def test_other_systems_are_told_once(database: Database) -> None:
    ada, bob = await pair(database)

    done = await merged(database, ada, bob)

    event = await database.one(sa.select(OutboxEvent).where(OutboxEvent.customer_id == ada.id))
    assert event.event == "customer.merged"
    assert event.payload == {
        "survivorId": encode("cus", ada.id),
        "loserId": encode("cus", bob.id),
        "mergeId": encode("mrg", done.transformation_id),
    }
    assert await database.all(sa.select(OutboxEvent).where(OutboxEvent.customer_id == bob.id)) == []


@pytest.mark.rule("MRG-P14", "AUD-05", "MRG-12")
async def test_the_trail_of_the_loser_stays_with_it_and_is_none_of_the_survivors(database: Database) -> None:
    ada, bob = await pair(database)
    home, eve = make.individual()
    await database.save(home, eve)
    await merged(database, bob, eve)
    trail = await database.events(bob.id)
    assert trail == ["customer.merged"]

    await merged(database, ada, bob)

    assert await database.events(bob.id) == [*trail, "customer.merged-away"]
    assert await database.events(ada.id) == ["customer.merged"]


@pytest.mark.rule("MRG-N01")
async def test_the_ledger_names_both_records_and_holds_every_value_and_row(database: Database) -> None:
    ada, bob = await pair(database)
    note = make.note(bob.id)
    await database.save(note)
    until = datetime(2026, 12, 1, tzinfo=UTC)

    done = await merged(database, ada, bob, taken("phone", None, "0117"), until=until)

    head = await head_of(database, done)
    assert (head.customer_id, head.other_id, head.number) == (ada.id, bob.id, done.number)
    assert (head.username, head.at, head.reversible_until) == ("ade", NOW, until)
    value = await database.one(
        sa.select(TransformationValue).where(TransformationValue.transformation_id == head.id)
    )
    assert (value.path, value.taken_from, value.loser) == ("phone", "LOSER", "0117")
    moved = await database.one(sa.select(TransformationRow).where(TransformationRow.row_id == note.id))
    assert (moved.action, moved.transformation_id) == ("MOVED", head.id)


@pytest.mark.rule("ACC-P03")
@pytest.mark.parametrize("side", [Side.SURVIVOR, Side.LOSER, None])
async def test_the_login_goes_with_the_kept_email_address_and_no_link_works_any_more(
    database: Database, side: Side | None
) -> None:
    around = Surroundings()
    (home, ada), (other, bob) = record(around), record(around)
    await database.save(home, ada, other, bob)
    for who, secret in ((ada, "ada's"), (bob, "bob's")):
        link = PasswordLink(
            customer_id=who.id,
            token_hash=who.id.bytes,
            created_at=NOW,
            expires_at=datetime(2027, 1, 1, tzinfo=UTC),
        )
        await database.save(OnlinePassword(customer_id=who.id, hash=secret), link)
    email = bob.email if side is Side.LOSER else ada.email

    await merged(
        database,
        ada,
        bob,
        details={"email": email, "online_account_active": side is not None},
        login_from=side,
    )

    kept = await now_of(database, ada)
    hashes = sa.select(OnlinePassword.hash).where(OnlinePassword.customer_id.in_((ada.id, bob.id)))
    expected = {Side.SURVIVOR: ["ada's"], Side.LOSER: ["bob's"], None: []}[side]
    assert await database.all(hashes) == expected
    assert (kept.email, kept.online_account_active) == (email, side is not None)
    voided = sa.select(PasswordLink.voided_at).where(PasswordLink.customer_id.in_((ada.id, bob.id)))
    assert await database.all(voided) == [NOW, NOW]
