"""The Notes tab of a merge: every note of both records, edited, dropped or added to (MRG-25, NOT-P04, NOT-P05)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from domain.merge_facts import HeldNote, SideFacts
from domain.merge_lines import line, of_neither, refused, tab
from domain.merges import Blocker, Line, MergeChoices, MergeTab, Reason, Tab
from domain.notes import Colour, clean_body
from domain.refusals import Refusal
from domain.transformations import ValueFrom


@dataclass(frozen=True, slots=True)
class MergedNotes:
    """The notes with a new text, those that go, and the text of one that is added."""

    changed: Mapping[UUID, str]
    dropped: tuple[UUID, ...]
    added: str | None
    tab: Tab
    blockers: tuple[Blocker, ...]


def merged_notes(survivor: SideFacts, loser: SideFacts, choices: MergeChoices) -> MergedNotes:
    """The survivor's notes and then the loser's, as they are unless chosen otherwise.

    Notes that the viewer may not see are not among the facts, and move untouched.
    """
    known = {note.id: note for note in (*survivor.notes, *loser.notes)}
    blockers = [*of_neither("a note", choices.notes, known)]
    changed: dict[UUID, str] = {}
    for key, body in choices.notes.items():
        if key in known and body is not None:
            cleaned = _cleaned(body, blockers)
            if cleaned is not None and cleaned != known[key].body:
                changed[key] = cleaned
    dropped = tuple(key for key in known if key in choices.notes and choices.notes[key] is None)
    added = None if choices.added_note is None else _cleaned(choices.added_note, blockers)
    lines = [
        _line(note, side is survivor, note.id in dropped, changed.get(note.id))
        for side in (survivor, loser)
        for note in side.notes
    ]
    if added is not None:
        lines.append(line("note.added", "New note", None, None, added, ValueFrom.CUSTOM, Reason.CHOSEN))
    same = _texts(survivor) == _texts(loser)
    return MergedNotes(
        changed,
        dropped,
        added,
        tab(MergeTab.NOTES, lines, blockers, brings=bool(loser.notes) or added is not None, same=same),
        tuple(blockers),
    )


def _texts(side: SideFacts) -> list[tuple[Colour, str]]:
    return sorted((note.colour, note.body) for note in side.notes)


def _cleaned(body: str, blockers: list[Blocker]) -> str | None:
    try:
        return clean_body(body)
    except Refusal as refusal:
        blockers += refused(refusal)
        return None


def _line(note: HeldNote, ours: bool, dropped: bool, text: str | None) -> Line:
    result = None if dropped else text or note.body
    if dropped:
        whose = ValueFrom.NEITHER
    elif text is not None:
        whose = ValueFrom.CUSTOM
    else:
        whose = ValueFrom.SURVIVOR if ours else ValueFrom.LOSER
    return line(
        f"note.{note.id}",
        f"{note.colour.capitalize()} note",
        note.body if ours else None,
        None if ours else note.body,
        result,
        whose,
        Reason.CHOSEN if dropped or text is not None else Reason.UNION,
        subject_id=note.id,
        restricted=note.colour is Colour.PINK,
    )
