"""What entries of a timeline say: `domain/timeline.py`."""

from __future__ import annotations

from uuid import UUID

import pytest

from domain.timeline import (
    Attendance,
    MembershipAction,
    TermStep,
    TimelineKind,
    TimelineRole,
    attendance,
    counts_towards_totals,
    donation_title,
    entry_id,
    excerpt,
    invitation_title,
    membership_action,
    membership_title,
    pledge_title,
    roles_of,
    stage_change_title,
)


@pytest.mark.rule("TML-P02")
def test_entries_of_one_instant_stand_in_the_order_of_their_kinds() -> None:
    assert [kind.ordinal for kind in TimelineKind] == [1, 2, 3, 4, 5, 6, 7, 8]


@pytest.mark.rule("TML-P03", "TML-P07", "TML-P08")
def test_every_part_is_told_and_who_is_only_credited_has_nothing_of_it_in_their_totals() -> None:
    owner, facilitator, credit, organisation = TimelineRole
    assert roles_of(True, False, True, True) == (owner, credit)
    assert roles_of(False, True, False, False) == (facilitator,)
    assert roles_of(False, True, True, True) == (facilitator, credit, organisation)
    assert roles_of(False, False, True, True) == (credit,)
    assert [counts_towards_totals(*part) for part in ((True, False), (False, True), (False, False))] == [
        True,
        True,
        False,
    ]


@pytest.mark.rule("TML-P01")
@pytest.mark.parametrize(
    ("seats", "came", "stayed_away", "expected"),
    [
        (2, 0, 0, Attendance.UNKNOWN),
        (2, 1, 0, Attendance.YES),
        (2, 1, 1, Attendance.YES),
        (2, 0, 1, Attendance.UNKNOWN),
        (2, 0, 2, Attendance.NO),
    ],
)
def test_somebody_came_once_a_ticket_was_scanned_and_nobody_once_that_is_known_of_all(
    seats: int, came: int, stayed_away: int, expected: Attendance
) -> None:
    assert attendance(seats, came, stayed_away) is expected


@pytest.mark.rule("TML-P01", "TML-11")
def test_a_term_was_bought_if_it_is_the_first_of_its_chain_and_renewed_by_itself_if_from_a_card() -> None:
    actions = MembershipAction
    assert membership_action(TermStep.ACQUIRED, first=True, automatic=False) is actions.BOUGHT
    assert membership_action(TermStep.ACQUIRED, first=False, automatic=False) is actions.RENEWED
    assert membership_action(TermStep.ACQUIRED, first=False, automatic=True) is actions.AUTO_RENEWED
    assert membership_action(TermStep.LAPSED, first=True, automatic=True) is actions.LAPSED
    assert membership_action(TermStep.RETURNED, first=False, automatic=True) is actions.RETURNED
    assert membership_title("Friends", 1, first=False, automatic=True) == "Friends: renewed by itself"


@pytest.mark.rule("TML-P01")
def test_each_entry_says_in_a_line_what_happened() -> None:
    assert stage_change_title("Roof", "OPENED", None, "Asked", None) == "Roof: opened at Asked"
    assert stage_change_title("Roof", "MOVED", "Asked", "Pledged", None) == "Roof: from Asked to Pledged"
    assert stage_change_title("Roof", "CLOSED", "Asked", "Asked", "LOST") == "Roof: closed as lost"
    assert stage_change_title("Roof", "REOPENED", "Asked", "Asked", None) == "Roof: opened again at Asked"
    assert pledge_title("PLEDGE", "WRITTEN_OFF", "Roof") == "Pledge written off: Roof"
    assert pledge_title("LEGACY", "CANCELLED", "Roof") == "Legacy cancelled: Roof"
    assert donation_title("Organ", None) == "Donation: Organ"
    assert donation_title("Organ", "PLEDGE") == "Pledge payment: Organ"
    assert donation_title("Organ", "LEGACY") == "Legacy received: Organ"
    # The invitation itself is told as one, whatever was answered since.
    assert invitation_title(1, "DECLINED", "Gala") == "Invited: Gala"
    assert invitation_title(2, "DECLINED", "Gala") == "Declined: Gala"
    assert invitation_title(2, "TENTATIVE", "Gala") == "Undecided: Gala"


@pytest.mark.rule("TML-P01")
def test_long_notes_are_cut_after_a_whole_word() -> None:
    assert excerpt(None) is None
    assert excerpt("a" * 200) == "a" * 200
    assert excerpt("a" * 120 + " " + "b" * 80) == "a" * 120 + "…"
    assert excerpt("a" * 201) == "a" * 200 + "…"


@pytest.mark.rule("TML-P01")
def test_an_entry_has_an_id_of_its_own_on_each_timeline() -> None:
    keys = [
        (ada, kind, subject, part)
        for ada in (1, 2)
        for kind in (1, 8)
        for subject in (3, 4)
        for part in (0, 1)
    ]
    made = {entry_id(UUID(int=a), kind, UUID(int=s), UUID(int=p)) for a, kind, s, p in keys}
    assert len(made) == len(keys) == 16
    assert entry_id(UUID(int=1), 2, UUID(int=3), UUID(int=0)) == (
        "tml1_AAAAAAAAAAAAAAAAAAAAAQIAAAAAAAAAAAAAAAAAAAADAAAAAAAAAAAAAAAAAAAAAA"
    )
