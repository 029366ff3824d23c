"""Tags on a record: `domain/tags.py`."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import AutotagNotEditable, InvalidValue, TooMany
from domain.tags import Tag, TagChange, added_tags, check_editable, removed_tags, replaced_tags

PRESS, FRIEND, VOLUNTEER = (
    Tag(UUID(int=n), name) for n, name in ((1, "Press"), (2, "Friend"), (3, "Volunteer"))
)
DONOR = Tag(UUID(int=4), "Donor", is_autotag=True)
MANY = [Tag(UUID(int=number), f"Tag {number}") for number in range(100, 350)]


@pytest.mark.rule("TAG-03", "TAG-P06")
def test_setting_adding_or_removing_an_autotag_is_refused_by_name() -> None:
    for change in (replaced_tags, added_tags, removed_tags):
        for held in ([PRESS], [PRESS, DONOR]):
            with pytest.raises(AutotagNotEditable, match='Leave out "Donor"'):
                change(held, [PRESS, DONOR])
    check_editable([PRESS, FRIEND])


@pytest.mark.rule("TAG-P06")
def test_setting_the_tags_replaces_the_normal_ones_and_leaves_autotags_alone() -> None:
    assert replaced_tags([PRESS, FRIEND, DONOR], [FRIEND, VOLUNTEER]) == TagChange((VOLUNTEER,), (PRESS,))
    assert replaced_tags([PRESS, DONOR], []) == TagChange((), (PRESS,))


@pytest.mark.rule("TAG-P06")
def test_adding_what_is_held_and_removing_what_is_not_changes_nothing() -> None:
    assert added_tags([PRESS], [PRESS, FRIEND, FRIEND]) == TagChange((FRIEND,), ())
    assert added_tags([PRESS, FRIEND], [PRESS, FRIEND]) == TagChange()
    assert removed_tags([PRESS], [PRESS, FRIEND]) == TagChange((), (PRESS,))
    assert removed_tags([], [PRESS]) == TagChange()


@pytest.mark.rule("TAG-B01")
def test_a_customer_has_at_most_250_tags_autotags_counted() -> None:
    assert len(replaced_tags([], MANY).added) == 250
    with pytest.raises(TooMany, match="this would make 251"):
        added_tags(MANY, [PRESS])
    with pytest.raises(TooMany):
        replaced_tags([DONOR], MANY)
    assert replaced_tags(MANY, [PRESS, *MANY[1:]]) == TagChange((PRESS,), (MANY[0],))


def test_tags_can_be_removed_from_a_record_that_has_too_many() -> None:
    overfull = [*MANY, PRESS, DONOR]
    assert removed_tags(overfull, [PRESS]) == TagChange((), (PRESS,))
    assert replaced_tags(overfull, MANY) == TagChange((), (PRESS,))


def test_an_archived_tag_stays_where_it_is_and_is_not_given_anew() -> None:
    old = replace(FRIEND, archived=True)
    assert replaced_tags([old, PRESS], [old]) == TagChange((), (PRESS,))
    for change in (replaced_tags, added_tags):
        with pytest.raises(InvalidValue, match='Leave out "Friend"'):
            change([PRESS], [old])


TAGS = st.sets(st.sampled_from([PRESS, FRIEND, VOLUNTEER]))


@given(TAGS, TAGS, st.booleans())
def test_what_is_held_after_a_change_is_what_was_asked_for(
    held: set[Tag], asked: set[Tag], donor: bool
) -> None:
    autotags = {DONOR} if donor else set()
    before = held | autotags

    def after(change: TagChange) -> set[Tag]:
        assert set(change.added).isdisjoint(before)
        assert set(change.removed) <= before
        return (before | set(change.added)) - set(change.removed)

    assert after(replaced_tags(before, asked)) == asked | autotags
    assert after(added_tags(before, asked)) == before | asked
    assert after(removed_tags(before, asked)) == before - asked
