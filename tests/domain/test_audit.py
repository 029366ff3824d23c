"""The audit's chain and its changes: `domain/audit.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.audit import (
    Link,
    as_text,
    change,
    changes_between,
    digest,
    first_broken,
    link_hash,
    narrative_of,
    redacted,
)

AT = datetime(2026, 11, 22, 10, 0, 0, 123456, tzinfo=UTC)
FIRST = Link(
    sequence=1,
    at=AT,
    user_id=UUID(int=1),
    username="bea",
    method="USER",
    interface="SALES",
    event="note.added",
    narrative="Blue note added",
    section="note:1",
    section_version=1,
    restricted=False,
    changes=(("note.body", False, b"digest"),),
)
OTHER: dict[str, Any] = {
    "sequence": 9,
    "at": AT + timedelta(microseconds=1),
    "user_id": None,
    "username": "ade",
    "method": "BULK",
    "interface": None,
    "event": "note.deleted",
    "narrative": "Nothing",
    "section": None,
    "section_version": 2,
    "restricted": True,
    "changes": (("note.body", True, b"digest"),),
}


def chained(links: Sequence[Link]) -> list[tuple[Link, bytes | None, bytes]]:
    stored: list[tuple[Link, bytes | None, bytes]] = []
    previous: bytes | None = None
    for link in links:
        hash_ = link_hash(previous, link)
        stored.append((link, previous, hash_))
        previous = hash_
    return stored


def links(count: int) -> list[Link]:
    return [replace(FIRST, sequence=place, username=f"user{place}") for place in range(1, count + 1)]


@pytest.mark.rule("AUD-P04")
@given(
    count=st.integers(1, 8),
    at=st.integers(0, 7),
    name=st.sampled_from([field.name for field in fields(Link)]),
)
def test_whatever_of_an_entry_is_altered_breaks_the_chain_there(count: int, at: int, name: str) -> None:
    stored = chained(links(count))
    assert first_broken(stored) is None
    place = at % count
    link, previous, hash_ = stored[place]
    altered = replace(link, **{name: OTHER[name]})
    stored[place] = (altered, previous, hash_)
    assert first_broken(stored) == altered.sequence


@pytest.mark.rule("AUD-P04")
@given(count=st.integers(2, 8), at=st.integers(0, 6))
def test_an_entry_taken_out_breaks_the_chain_at_the_one_after_it(count: int, at: int) -> None:
    stored = chained(links(count))
    place = at % (count - 1)
    del stored[place]
    assert first_broken(stored) == place + 2


@pytest.mark.rule("AUD-P04")
def test_two_entries_that_change_places_break_the_chain() -> None:
    stored = chained(links(3))
    stored[1], stored[2] = stored[2], stored[1]
    assert first_broken(stored) == 3


def test_an_instant_is_the_same_in_every_zone() -> None:
    elsewhere = replace(FIRST, at=AT.astimezone(timezone(timedelta(hours=1))))
    assert link_hash(None, elsewhere) == link_hash(None, FIRST)


@given(st.text() | st.none(), st.text() | st.none(), st.text() | st.none(), st.text() | st.none())
def test_a_digest_tells_values_apart_and_empty_from_none(
    before: str | None, after: str | None, other: str | None, another: str | None
) -> None:
    same = digest(b"salt", before, after) == digest(b"salt", other, another)
    assert same == ((before, after) == (other, another))


def test_the_same_values_have_another_digest_under_another_salt() -> None:
    assert digest(b"one", "A", "B") != digest(b"two", "A", "B")


def test_only_what_differs_is_a_change() -> None:
    before = {"email": "a@example.org", "phone": None, "gone": "x"}
    assert changes_between(before, {"email": "a@example.org", "phone": "1"}) == (change("phone", None, "1"),)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (date(2026, 5, 20), "2026-05-20"),
        (AT, "2026-11-22T10:00:00.123456+00:00"),
        (["B", "A"], "A, B"),
        ([], None),
    ],
)
def test_values_stand_in_the_audit_as_text(value: Any, text: str | None) -> None:
    assert as_text(value) == text


def test_a_line_names_each_field_once_and_no_value() -> None:
    changes = (change("email", "secret", "other"), redacted("attribute.Diet"), change("email", "other", None))
    assert narrative_of("Details changed", changes) == "Details changed: email, attribute.Diet"
