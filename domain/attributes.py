"""What a custom field is, and which values it takes."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum, unique
from uuid import UUID

from domain.customers import Kind
from domain.errors import (
    AttributeOptionUnknown,
    AttributeTypeMismatch,
    InvalidText,
    InvalidValue,
    NameTaken,
    Problems,
    Required,
    TooMany,
    WrongKind,
)
from domain.texts import clean_block, clean_line, folded, required

NAME_LIMIT = 50
DESCRIPTION_LIMIT = 500
OPTION_LABEL_LIMIT = 100
OPTIONS_LIMIT = 250
TEXT_LIMIT = 2000
# Far beyond any amount of a customer, and within what the store counts with.
AMOUNT_LIMIT = 10**14


@unique
class AttributeType(StrEnum):
    """What kind of value an attribute takes (ATR-P01)."""

    TEXT = "TEXT"
    CURRENCY = "CURRENCY"
    DATE = "DATE"
    DROPDOWN = "DROPDOWN"
    CHECKLIST = "CHECKLIST"


@unique
class AppliesTo(StrEnum):
    """The kinds of record that have the attribute."""

    INDIVIDUAL = "INDIVIDUAL"
    ORGANISATION = "ORGANISATION"
    BOTH = "BOTH"


CHOICES = frozenset({AttributeType.DROPDOWN, AttributeType.CHECKLIST})
_KINDS = {
    AppliesTo.INDIVIDUAL: {Kind.INDIVIDUAL},
    AppliesTo.ORGANISATION: {Kind.ORGANISATION},
    AppliesTo.BOTH: set(Kind),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose; archived ones stay on records but are not chosen anew."""

    id: UUID
    label: str
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """One attribute as the Settings Administrator set it up."""

    id: UUID
    name: str
    type: AttributeType
    applies_to: AppliesTo = AppliesTo.BOTH
    required: bool = False
    protected: bool = False
    archived: bool = False
    options: tuple[Option, ...] = ()

    def applies(self, kind: Kind) -> bool:
        return kind in _KINDS[self.applies_to]


@dataclass(frozen=True, slots=True)
class AttributeInput:
    """A value in the field of its type: money in minor units, options by id. Exactly one field is given."""

    text: str | None = None
    money: int | None = None
    date: date | None = None
    options: tuple[UUID, ...] | None = None


FIELD_OF = {
    AttributeType.TEXT: "text",
    AttributeType.CURRENCY: "money",
    AttributeType.DATE: "date",
    AttributeType.DROPDOWN: "options",
    AttributeType.CHECKLIST: "options",
}


def check_value(
    definition: Definition, value: AttributeInput, *, kind: Kind, held: Collection[UUID] = ()
) -> AttributeInput | None:
    """The value as it is stored, or None when it is empty, which clears it (ATR-P02).

    `held` are the options that the record has now: an archived one among them may stay.
    """
    if not definition.applies(kind):
        raise WrongKind(f'"{definition.name}" is not an attribute of this kind of record; leave it out.')
    expected = FIELD_OF[definition.type]
    given = [field.name for field in fields(value) if getattr(value, field.name) is not None]
    if given != [expected]:
        raise AttributeTypeMismatch(
            f'"{definition.name}" is a {definition.type.lower()} attribute: give its value as {expected},'
            " and nothing else.",
            tuple(name for name in given if name != expected)[:1],
        )
    cleaned = _cleaned(definition, value, held)
    if cleaned is None and definition.required:
        raise Required(f'Fill in "{definition.name}".', (expected,))
    return cleaned


def check_required(definitions: Sequence[Definition], present: Collection[UUID], *, kind: Kind) -> None:
    """No required attribute is missing when a record is created or its details are saved (ATR-P01)."""
    problems = Problems()
    for definition in definitions:
        if definition.required and not definition.archived and definition.applies(kind):
            with problems.at("attributes", definition.name):
                if definition.id not in present:
                    raise Required(f'Fill in "{definition.name}".')
    problems.raise_any()


@dataclass(frozen=True, slots=True)
class NewDefinition:
    """A definition as it is stored, checked and cleaned."""

    name: str
    type: AttributeType
    description: str | None
    option_labels: tuple[str, ...]


def check_definition(
    *,
    name: str | None,
    type: AttributeType,
    description: str | None = None,
    option_labels: Sequence[str] = (),
) -> NewDefinition:
    """A new definition: a plain name, and something to choose where one chooses (ATR-P01)."""
    problems = Problems()
    cleaned_name, cleaned_description = "", None
    labels: tuple[str, ...] = ()
    with problems.at():
        cleaned_name = check_name(name)
    with problems.at():
        cleaned_description = clean_block(description, limit=DESCRIPTION_LIMIT, field="description")
    with problems.at():
        labels = check_option_labels(type, option_labels)
    problems.raise_any()
    return NewDefinition(cleaned_name, type, cleaned_description, labels)


def check_name(name: str | None) -> str:
    """At most 50 letters, digits, spaces, hyphens and apostrophes (ATR-P01)."""
    cleaned = required(clean_line(name, limit=NAME_LIMIT, field="name"), field="name")
    for character in cleaned:
        if unicodedata.category(character)[0] not in "LMN" and character not in " -'’":
            raise InvalidText(
                f'Take "{character}" out: the name of an attribute has letters, digits, spaces, hyphens and'
                " apostrophes only.",
                ("name",),
            )
    return cleaned


def check_option_labels(type: AttributeType, labels: Sequence[str]) -> tuple[str, ...]:
    """The options of a drop-down or checklist: at least one, no two alike; other types have none."""
    if type not in CHOICES:
        if labels:
            raise InvalidValue("Only a drop-down or a checklist has options; leave them out.", ("options",))
        return ()
    if not labels:
        raise Required("Give at least one option to choose from.", ("options",))
    if len(labels) > OPTIONS_LIMIT:
        raise TooMany(f"An attribute has at most {OPTIONS_LIMIT} options.", ("options",))
    problems = Problems()
    cleaned: dict[str, str] = {}
    for position, typed in enumerate(labels):
        with problems.at("options", str(position)):
            label = required(clean_line(typed, limit=OPTION_LABEL_LIMIT, field="label"), field="label")
            if folded(label) in cleaned:
                raise NameTaken(f'There are two options "{label}"; leave one out.', ("label",))
            cleaned[folded(label)] = label
    problems.raise_any()
    return tuple(cleaned.values())


def _cleaned(definition: Definition, value: AttributeInput, held: Collection[UUID]) -> AttributeInput | None:
    if value.text is not None:
        text = clean_block(value.text, limit=TEXT_LIMIT, field="text")
        return None if text is None else AttributeInput(text=text)
    if value.money is not None and abs(value.money) > AMOUNT_LIMIT:
        raise InvalidValue(f'The amount of "{definition.name}" is too large; correct it.', ("money",))
    if value.options is not None:
        return _chosen(definition, value.options, held)
    return value


def _chosen(definition: Definition, chosen: Sequence[UUID], held: Collection[UUID]) -> AttributeInput | None:
    known = {option.id: option for option in definition.options}
    for option_id in chosen:
        option = known.get(option_id)
        if option is None:
            raise AttributeOptionUnknown(f'"{definition.name}" has no such option.', ("options",))
        if option.archived and option_id not in held:
            raise AttributeOptionUnknown(
                f'The option "{option.label}" of "{definition.name}" is archived; choose another.',
                ("options",),
            )
    distinct = tuple(option.id for option in definition.options if option.id in set(chosen))
    if definition.type is AttributeType.DROPDOWN and len(distinct) > 1:
        raise AttributeTypeMismatch(f'"{definition.name}" takes one option only.', ("options",))
    return AttributeInput(options=distinct) if distinct else None
