"""Tags and notes of a merged record: those of both, unless something else was chosen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.merge_facts import HeldNote
from domain.merges import BlockerCode, MergeTab, Reason, TabStatus
from domain.notes import BODY_LIMIT, Colour
from domain.transformations import ValueFrom
from tests.merge_facts import ada, codes, eda, key, line, planned, status, tag

OURS, THEIRS = (
    HeldNote(key(41), Colour.BLUE, "Prefers the aisle."),
    HeldNote(key(42), Colour.BLUE, "Rings late."),
)
PINK = HeldNote(key(43), Colour.PINK, "May leave us her house.")


@pytest.mark.rule("TAG-P07", "MRG-P18")
def test_a_record_bears_the_tags_of_both() -> None:
    plan = planned(ada(tags=(tag(1), tag(2))), eda(tags=(tag(2), tag(3))))

    assert (plan.decisions.tags_moved, plan.decisions.tags_removed) == ((key(3),), ())
    assert [each.result for each in plan.lines if each.path.startswith("tag.")] == ["Tag 1", "Tag 2", "Tag 3"]


@pytest.mark.rule("MRG-24", "TAG-P07")
def test_tags_are_deselected_one_by_one() -> None:
    plan = planned(ada(tags=(tag(1), tag(2))), eda(tags=(tag(3),)), tags=frozenset({key(2)}))

    assert (plan.decisions.tags_moved, plan.decisions.tags_removed) == ((), (key(1),))
    assert line(plan, "tag.Usual.Tag 1").taken_from is ValueFrom.NEITHER


@pytest.mark.rule("TAG-08", "TAG-P07")
def test_an_autotag_is_shown_as_one_and_left_to_its_criteria() -> None:
    plan = planned(ada(), eda(tags=(tag(4, is_autotag=True),)))

    found = line(plan, "tag.Usual.Tag 4")
    assert (found.label, found.reason) == ("Tag 4 (Autotag)", Reason.CRITERIA_DECIDE)
    assert plan.decisions.tags_moved == (key(4),)


def test_tags_of_neither_record_and_too_many_are_refused() -> None:
    many = tuple(tag(number) for number in range(1000, 1200))
    more = tuple(tag(number) for number in range(2000, 2060))

    assert codes(planned(tags=frozenset({key(9)}))) == [BlockerCode.INVALID_CHOICE]
    assert codes(planned(ada(tags=many), eda(tags=more))) == [BlockerCode.INVALID_CHOICE]
    assert codes(planned(ada(tags=many), eda(tags=more[:50]))) == []


@pytest.mark.rule("MRG-16", "MRG-17")
def test_tags_are_greyed_where_there_are_none_or_the_same() -> None:
    assert status(planned(), MergeTab.TAGS) is TabStatus.EMPTY
    assert status(planned(ada(tags=(tag(1),)), eda(tags=(tag(1),))), MergeTab.TAGS) is TabStatus.SAME
    assert status(planned(ada(), eda(tags=(tag(1),))), MergeTab.TAGS) is TabStatus.ACTION_NEEDED


@given(ours=st.sets(st.integers(1, 6)), theirs=st.sets(st.integers(1, 6)))
def test_who_survives_does_not_change_which_tags_are_borne(ours: set[int], theirs: set[int]) -> None:
    def borne(mine: set[int], others: set[int]) -> set[str | None]:
        plan = planned(ada(tags=tuple(map(tag, mine))), eda(tags=tuple(map(tag, others))))
        return {each.result for each in plan.lines if each.path.startswith("tag.")}

    assert borne(ours, theirs) == borne(theirs, ours) == {f"Tag {each}" for each in ours | theirs}


@pytest.mark.rule("NOT-P04")
def test_every_note_of_both_stays_a_note_the_survivors_first() -> None:
    plan = planned(ada(notes=(OURS,)), eda(notes=(THEIRS,)))

    lines = [each for each in plan.lines if each.path.startswith("note.")]
    assert [each.result for each in lines] == ["Prefers the aisle.", "Rings late."]
    assert (plan.decisions.notes_changed, plan.decisions.notes_dropped) == ({}, ())


@pytest.mark.rule("MRG-25", "NOT-08")
def test_notes_are_edited_dropped_and_added_to() -> None:
    plan = planned(
        ada(notes=(OURS,)),
        eda(notes=(THEIRS,)),
        notes={OURS.id: " Wants the aisle. ", THEIRS.id: None},
        added_note="Two records until today.",
    )

    assert plan.decisions.notes_changed == {OURS.id: "Wants the aisle."}
    assert plan.decisions.notes_dropped == (THEIRS.id,)
    assert plan.decisions.note_added == "Two records until today."
    assert line(plan, f"note.{THEIRS.id}").result is None


@pytest.mark.parametrize("body", ["", "x" * (BODY_LIMIT + 1)])
def test_a_text_that_is_no_note_is_refused(body: str) -> None:
    plan = planned(ada(notes=(OURS,)), notes={OURS.id: body})

    assert codes(plan) == [BlockerCode.INVALID_CHOICE]
    assert codes(planned(added_note=body)) == [BlockerCode.INVALID_CHOICE]
    assert plan.decisions.notes_changed == {}


@pytest.mark.rule("NOT-P05")
def test_a_note_that_the_viewer_does_not_see_is_answered_as_one_that_is_not_there() -> None:
    hidden = planned(ada(notes=(OURS,)), notes={PINK.id: None})
    unknown = planned(ada(notes=(OURS,)), notes={key(99): None})

    assert hidden == unknown
    assert codes(hidden) == [BlockerCode.INVALID_CHOICE]
    assert hidden.decisions.notes_dropped == ()


@pytest.mark.rule("NOT-P05")
def test_lines_about_pink_notes_are_for_fundraisers_alone() -> None:
    plan = planned(ada(), eda(notes=(PINK, THEIRS)))

    assert [each.restricted for each in plan.lines if each.path.startswith("note.")] == [True, False]


@pytest.mark.rule("MRG-16", "MRG-17")
def test_notes_are_greyed_where_there_are_none_or_the_same() -> None:
    assert status(planned(ada(notes=(OURS,)), eda()), MergeTab.NOTES) is TabStatus.EMPTY
    copy = HeldNote(key(44), Colour.BLUE, OURS.body)
    assert status(planned(ada(notes=(OURS,)), eda(notes=(copy,))), MergeTab.NOTES) is TabStatus.SAME
