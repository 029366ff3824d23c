"""Recording what a customer answers to the contact preferences: answers are added, never changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from uuid_utils.compat import uuid7

from db.models import Customer, PreferenceAnswer, PreferenceDefinition
from db.work import Work
from domain.audit import Change, changes_between
from domain.customers import Section
from domain.errors import InvalidValue, NotFound, PreferenceNotAsked, Problems, TooMany
from domain.preferences import Answer, Source, check_answer_change, clean_evidence, clean_reason
from gateway.commands._records import CustomerRef, open_section, save_section

MOST_ANSWERS = 100


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """What a customer answered to one preference, and what proves it."""

    definition_id: UUID
    answer: Answer
    reason: str | None = None
    evidence: str | None = None


async def set_contact_preferences(
    tx: Work, ref: CustomerRef, answers: Sequence[NewAnswer], *, expected_version: int
) -> Customer:
    """The customer with these answers recorded; a preference that is not among them keeps its answer (CPR-03)."""
    definitions = await _definitions(tx, [each.definition_id for each in answers])
    yours = {
        _path(definitions[each.definition_id]): each.answer.value
        for each in answers
        if each.definition_id in definitions
    }
    customer = await open_section(tx, ref, Section.CONTACT_PREFERENCES, expected_version, yours)
    problems = Problems()
    changes: tuple[Change, ...] = ()
    with problems.at("answers"):
        changes = await record_answers(tx, customer.id, answers)
    problems.raise_any()
    save_section(
        tx, customer, Section.CONTACT_PREFERENCES, "contact-preferences.set", changes, "Contact preferences"
    )
    return customer


async def record_answers(
    tx: Work, customer_id: UUID, answers: Sequence[NewAnswer], *, source: Source = Source.STAFF
) -> tuple[Change, ...]:
    """What these answers change, once they are added to the history of a customer who is stored and locked.

    The same answer again adds nothing, unless other evidence says that it was given anew. Refused, by the place in
    `answers`: NotFound, PreferenceNotAsked, InvalidValue for a preference named twice, ReasonRequired (CPR-P03).
    """
    if not answers:
        return ()
    if len(answers) > MOST_ANSWERS:
        raise TooMany(f"Send at most {MOST_ANSWERS} answers at once; these are {len(answers)}.")
    definitions = await _definitions(tx, [each.definition_id for each in answers])
    current = await _current(tx, customer_id, definitions)
    problems = Problems()
    cleaned: dict[UUID, NewAnswer] = {}
    for place, given in enumerate(answers):
        with problems.at(str(place)):
            new = _checked(given, definitions, current, source)
            if new.definition_id in cleaned:
                raise InvalidValue(
                    "This preference is answered twice; send one answer to it.", ("definitionId",)
                )
            cleaned[new.definition_id] = new
    problems.raise_any()
    changes: list[Change] = []
    for new in cleaned.values():
        definition, before = definitions[new.definition_id], current.get(new.definition_id)
        if _is_the_same(new, before):
            continue
        row = PreferenceAnswer(
            id=uuid7(),
            customer_id=customer_id,
            definition_id=definition.id,
            statement=definition.current_statement,
            answer=new.answer.value,
            source=source.value,
            user_id=tx.actor.user_id,
            username=tx.actor.username,
            reason=new.reason,
            evidence=new.evidence,
            at=_after(before, tx.now),
        )
        tx.session.add(row)
        changes += _changes(definition, before, row)
    return tuple(changes)


def _checked(
    given: NewAnswer,
    definitions: Mapping[UUID, PreferenceDefinition],
    current: Mapping[UUID, PreferenceAnswer],
    source: Source,
) -> NewAnswer:
    definition = definitions.get(given.definition_id)
    if definition is None:
        raise NotFound("There is no such contact preference; load the list again.", ("definitionId",))
    if not definition.active:
        raise PreferenceNotAsked(
            f"“{definition.name}” is no longer asked; leave it out. Nobody is contacted because of it.",
            ("definitionId",),
        )
    problems = Problems()
    reason = evidence = None
    with problems.at():
        reason = clean_reason(given.reason)
    with problems.at():
        evidence = clean_evidence(given.evidence)
    problems.raise_any()
    check_answer_change(_answer_of(current.get(given.definition_id)), given.answer, source, reason)
    return NewAnswer(given.definition_id, given.answer, reason, evidence)


async def _definitions(tx: Work, ids: Collection[UUID]) -> dict[UUID, PreferenceDefinition]:
    query = select(PreferenceDefinition).where(
        PreferenceDefinition.id == sa.any_(sa.literal(list(ids), sa.ARRAY(sa.Uuid)))
    )
    return {row.id: row for row in await tx.session.scalars(query)}


async def _current(tx: Work, customer_id: UUID, ids: Collection[UUID]) -> dict[UUID, PreferenceAnswer]:
    """The latest answer to each of these preferences."""
    query = (
        select(PreferenceAnswer)
        .ext(distinct_on(PreferenceAnswer.definition_id))
        .where(
            PreferenceAnswer.customer_id == customer_id,
            PreferenceAnswer.definition_id == sa.any_(sa.literal(list(ids), sa.ARRAY(sa.Uuid))),
        )
        .order_by(PreferenceAnswer.definition_id, PreferenceAnswer.at.desc(), PreferenceAnswer.id.desc())
    )
    return {row.definition_id: row for row in await tx.session.scalars(query)}


def _is_the_same(new: NewAnswer, before: PreferenceAnswer | None) -> bool:
    """Whether it adds nothing. A form that is saved whole must not claim that everything was answered afresh."""
    if new.answer is not _answer_of(before):
        return False
    return before is None or new.answer is Answer.NOT_ASKED or new.evidence in (None, before.evidence)


def _answer_of(row: PreferenceAnswer | None) -> Answer:
    return Answer.NOT_ASKED if row is None else Answer(row.answer)


def _after(before: PreferenceAnswer | None, now: datetime) -> datetime:
    """When it was answered: always after the answer it replaces, though the clocks of two processes differ."""
    return now if before is None else max(now, before.at + timedelta(microseconds=1))


def _path(definition: PreferenceDefinition) -> str:
    return f"preference.{definition.name}"


def _changes(
    definition: PreferenceDefinition, before: PreferenceAnswer | None, after: PreferenceAnswer
) -> tuple[Change, ...]:
    path = _path(definition)
    was: dict[str, Any] = {path: _answer_of(before).value, f"{path}.statement": after.statement}
    if before is not None:
        was |= {f"{path}.statement": before.statement, f"{path}.evidence": before.evidence}
    return changes_between(
        was,
        {
            path: after.answer,
            f"{path}.statement": after.statement,
            f"{path}.evidence": after.evidence,
            f"{path}.reason": after.reason,
        },
    )
