"""The Contact Preferences tab of a merge: No before Yes before Not Asked, unless chosen otherwise (CPR-P05, MRG-23)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from domain.customers import Details
from domain.house import House
from domain.mailings import blocked_since
from domain.merge_facts import HeldAnswer, SideFacts
from domain.merge_lines import invalid, line, of_neither, refused, tab
from domain.merges import (
    AnswerChoice,
    Blocker,
    BlockerCode,
    ConsentEffect,
    Line,
    MergedAnswer,
    MergeTab,
    Pick,
    Reason,
    Tab,
)
from domain.preferences import Answer, Channel, Contactability, Preference, clean_reason, contactability
from domain.refusals import Refusal

_STRENGTH = {Answer.NO: 2, Answer.YES: 1, Answer.NOT_ASKED: 0}


@dataclass(frozen=True, slots=True)
class MergedPreferences:
    """The answers to add to what either record answered, and every preference as it stands afterwards."""

    answers: tuple[MergedAnswer, ...]
    results: tuple[HeldAnswer, ...]
    conflicts: tuple[str, ...]
    tab: Tab
    blockers: tuple[Blocker, ...]


@dataclass(frozen=True, slots=True)
class _Settled:
    line: Line
    result: HeldAnswer
    added: MergedAnswer | None
    blockers: tuple[Blocker, ...]


def merged_preferences(
    survivor: SideFacts, loser: SideFacts, choices: Mapping[UUID, AnswerChoice]
) -> MergedPreferences:
    """Every preference that either record answered, with what is carried over; the answers of both stay as proof."""
    ours = {each.definition_id: each for each in survivor.answers}
    theirs = {each.definition_id: each for each in loser.answers}
    known = {**theirs, **ours}
    settled = [
        _settled(ours.get(key, _unasked(each)), theirs.get(key, _unasked(each)), choices.get(key))
        for key, each in known.items()
    ]
    asked = {each.definition_id for each in (*survivor.answers, *loser.answers) if each.at is not None}
    blockers = (
        *of_neither("a contact preference", choices, known),
        *(blocker for each in settled for blocker in each.blockers),
    )
    lines = tuple(each.line for each in settled if each.result.definition_id in asked)
    return MergedPreferences(
        tuple(each.added for each in settled if each.added),
        tuple(each.result for each in settled),
        tuple(
            each.line.label
            for each in settled
            if {each.line.survivor, each.line.loser} == {Answer.YES.value, Answer.NO.value}
        ),
        tab(
            MergeTab.CONTACT_PREFERENCES,
            lines,
            blockers,
            brings=any(each.at is not None for each in loser.answers),
            same=all(each.survivor == each.loser for each in lines),
        ),
        blockers,
    )


def consent_effects(
    survivor: SideFacts, loser: SideFacts, details: Details, answers: tuple[HeldAnswer, ...], house: House
) -> tuple[ConsentEffect, ...]:
    """On each channel, whether the organisation may write before and after (CPR-P04, MRG-N02).

    Bounces of both records block the address that they came back from, and no other.
    """
    result = replace(survivor, details=details, answers=answers, bounces=(*survivor.bounces, *loser.bounces))
    return tuple(
        ConsentEffect(ours.channel.value, ours.allowed, theirs.allowed, merged.allowed)
        for ours, theirs, merged in zip(
            *(_contactable(side, house) for side in (survivor, loser, result)), strict=True
        )
    )


def _contactable(side: SideFacts, house: House) -> tuple[Contactability, ...]:
    bounced = blocked_since(side.details.email, side.bounces, house.bounces) is not None
    return contactability(
        [
            Preference(each.definition_id, each.channel, each.answer, each.partner_name, each.active)
            for each in side.answers
        ],
        active=side.active,
        deceased=side.details.deceased_on is not None,
        blocked=(Channel.EMAIL,) if bounced else (),
    )


def _unasked(like: HeldAnswer) -> HeldAnswer:
    return replace(like, answer=Answer.NOT_ASKED, at=None, statement=None)


def _settled(ours: HeldAnswer, theirs: HeldAnswer, chosen: AnswerChoice | None) -> _Settled:
    pick, reason = _default(ours.answer, theirs.answer)
    said: str | None = None
    blockers: tuple[Blocker, ...] = ()
    if chosen is not None:
        said, blockers = _checked(ours, theirs, chosen)
        if not blockers:
            pick, reason = chosen.pick, Reason.CHOSEN
    taken = theirs if pick is Pick.LOSER else ours
    return _Settled(
        line(
            f"preference.{ours.name}",
            ours.name,
            ours.answer.value,
            theirs.answer.value,
            taken.answer.value,
            pick,
            reason,
            subject_id=ours.definition_id,
        ),
        taken,
        _added(ours, theirs, taken, said),
        blockers,
    )


def _default(ours: Answer, theirs: Answer) -> tuple[Pick, Reason]:
    if ours is theirs:
        return Pick.SURVIVOR, Reason.SAME_ON_BOTH
    stronger = Pick.SURVIVOR if _STRENGTH[ours] > _STRENGTH[theirs] else Pick.LOSER
    reason = Reason.NO_BEFORE_YES if Answer.NO in (ours, theirs) else Reason.YES_BEFORE_NOT_ASKED
    return stronger, reason


def _checked(
    ours: HeldAnswer, theirs: HeldAnswer, chosen: AnswerChoice
) -> tuple[str | None, tuple[Blocker, ...]]:
    """The reason as it is stored, and what stands against the choice."""
    if chosen.pick is Pick.CUSTOM:
        wrong = invalid(
            f'The answer to "{ours.name}" is that of one of the two records.', "Choose one of the two."
        )
        return None, (wrong,)
    try:
        reason = clean_reason(chosen.reason)
    except Refusal as refusal:
        return None, refused(refusal)
    taken, other = (theirs, ours) if chosen.pick is Pick.LOSER else (ours, theirs)
    if reason is None and _is_downgrade(taken, other):
        return None, (_downgrade(ours.name),)
    if reason is None and taken.answer is Answer.NOT_ASKED and other.answer is not Answer.NOT_ASKED:
        wrong = invalid(
            f'To forget the answer to "{ours.name}" needs a reason.',
            "Give the reason why it goes back to Not Asked.",
        )
        return None, (wrong,)
    return reason, ()


def _is_downgrade(taken: HeldAnswer, other: HeldAnswer) -> bool:
    """Whether a Yes is to stand where the No of the other record is the later answer (CPR-P05)."""
    if taken.answer is not Answer.YES or other.answer is not Answer.NO:
        return False
    return taken.at is None or other.at is None or other.at >= taken.at


def _downgrade(name: str) -> Blocker:
    return Blocker(
        BlockerCode.CONSENT_DOWNGRADE_NOT_ALLOWED,
        f'To "{name}" the later answer is No; a Yes is not carried over it without a reason.',
        "Keep the No, or give the reason for the Yes.",
    )


def _added(
    ours: HeldAnswer, theirs: HeldAnswer, taken: HeldAnswer, reason: str | None
) -> MergedAnswer | None:
    """The answer that has to be added, for the latest of both histories would be another one."""
    given = [(each.at, each) for each in (taken, ours, theirs) if each.at is not None]
    if not given:
        return None
    last = max(at for at, _ in given)
    # Of two that were given at one instant, nobody knows which would count.
    if {each.answer for at, each in given if at == last} == {taken.answer}:
        return None
    statement = next(each.statement for _, each in given if each.statement is not None)
    return MergedAnswer(taken.definition_id, statement, taken.answer, reason)
