"""What an advanced search asks of a record besides its name, and how much it may ask at once (SRC-P05)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from domain.errors import CriterionRequired, InvalidDate, TooMany
from domain.preferences import Answer

MOST_CRITERIA = 50
DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Days:
    """A period of civil dates, both ends included; None leaves an end open."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class AttributeIs:
    """An attribute has this text, this option, or a value at all."""

    definition_id: UUID
    text: str | None = None
    option_id: UUID | None = None
    has_value: bool | None = None

    @property
    def compares(self) -> bool:
        """Whether the value itself is asked for, not only whether there is one."""
        return self.text is not None or self.option_id is not None


@dataclass(frozen=True, slots=True)
class AnswerIs:
    """The current answer to a contact preference."""

    definition_id: UUID
    answer: Answer


@dataclass(frozen=True, slots=True)
class Criteria:
    """All that is given must hold; of `any_of`, one at least."""

    phone: str | None = None
    mobile: str | None = None
    birth_date: Days | None = None
    tags_all: tuple[UUID, ...] = ()
    tags_any: tuple[UUID, ...] = ()
    tags_none: tuple[UUID, ...] = ()
    attributes: tuple[AttributeIs, ...] = ()
    preferences: tuple[AnswerIs, ...] = ()
    household_id: UUID | None = None
    primary_householder: bool | None = None
    agent: bool | None = None
    has_email: bool | None = None
    created: Days | None = None
    updated: Days | None = None
    active: bool | None = None
    any_of: tuple[Criteria, ...] = ()

    def attributes_asked(self) -> tuple[AttributeIs, ...]:
        """The attributes asked about here and in every branch."""
        return (*self.attributes, *(found for branch in self.any_of for found in branch.attributes_asked()))

    def asks_active(self) -> bool:
        """Whether any part of it tells active records from inactive ones."""
        return self.active is not None or any(branch.asks_active() for branch in self.any_of)


def checked(criteria: Criteria) -> Criteria:
    """The criteria, which ask something, in every branch, and no more than one statement should carry."""
    if _depth(criteria) > DEEPEST:
        raise TooMany(f"Put `or` into `or` at most {DEEPEST - 1} times.", ("filter", "or"))
    if _size(criteria) > MOST_CRITERIA:
        raise TooMany(f"Ask for at most {MOST_CRITERIA} things at once.", ("filter",))
    _check_branch(criteria, ("filter",))
    return criteria


def _check_branch(criteria: Criteria, path: tuple[str, ...]) -> None:
    if criteria == Criteria():
        raise CriterionRequired("Give at least one criterion; one that is empty holds for everybody.", path)
    for name in ("birth_date", "created", "updated"):
        days: Days | None = getattr(criteria, name)
        if days is not None and days.start and days.end and days.end < days.start:
            field = {"birth_date": "birthDate"}.get(name, name)
            raise InvalidDate("The period ends before it begins.", (*path, field, "to"))
    for place, branch in enumerate(criteria.any_of):
        _check_branch(branch, (*path, "or", str(place)))


def _depth(criteria: Criteria) -> int:
    return 1 + max(map(_depth, criteria.any_of), default=0)


def _size(criteria: Criteria) -> int:
    own = 0
    for field in fields(criteria):
        value = getattr(criteria, field.name)
        own += len(value) if isinstance(value, tuple) else value is not None
    return own + sum(map(_size, criteria.any_of))
