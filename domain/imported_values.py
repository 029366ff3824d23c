"""What the cells of an imported row say: dates, flags, countries, and the names of tags, preferences and attributes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum, unique
from typing import Any, cast
from uuid import UUID

from domain.addresses import AddressFields
from domain.attributes import AttributeInput, AttributeType, Definition
from domain.country_names import ENGLISH_NAMES
from domain.customers import DetailChanges
from domain.errors import AttributeOptionUnknown, InvalidDate, InvalidValue, NotFound, Problems
from domain.imports import ADDRESS, ATTRIBUTE, PREFERENCE, TAGS
from domain.money import parse_money
from domain.preferences import Answer
from domain.texts import folded


@unique
class DateOrder(StrEnum):
    """Which comes first in a date such as 3/4/1980; without one, such a date is refused."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Lists:
    """What the names in a file stand for in this system, by their folded form."""

    tags: Mapping[str, Sequence[UUID]]
    preferences: Mapping[str, UUID]
    attributes: Mapping[str, Definition]


@dataclass(frozen=True, slots=True)
class Here:
    """What of the deployment decides how a cell is read."""

    country: str
    currency: str
    dates: DateOrder


_YES = {"yes", "y", "true", "1", "x", "on"}
_NO = {"no", "n", "false", "0", "off"}
_ANSWERS = {**dict.fromkeys(_YES, Answer.YES), **dict.fromkeys(_NO, Answer.NO)} | {
    "not asked": Answer.NOT_ASKED,
    "not_asked": Answer.NOT_ASKED,
}
# Beside the English names and the two letters of the standard.
_COUNTRIES = {folded(name): code for code, name in ENGLISH_NAMES.items()} | {
    **dict.fromkeys(
        ("uk", "great britain", "britain", "england", "scotland", "wales", "northern ireland", "gbr"), "GB"
    ),
    **dict.fromkeys(("usa", "united states", "united states of america", "us", "america"), "US"),
    **dict.fromkeys(("republic of ireland", "eire", "ireland", "irl"), "IE"),
}
_NUMBERS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_WRITTEN = ("%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%B-%Y")
_DATES = {"birth date": "birthDate", "deceased on": "deceasedOn"}
_TEXTS = ("title", "first name", "last name", "name", "primary contact", "email", "phone", "mobile")


def details_in(row: Mapping[str, str], here: Here, problems: Problems) -> DetailChanges:
    """The details of a row, but for the dates and flags that cannot be read: these join the problems."""
    found: dict[str, Any] = {column.replace(" ", "_"): row[column] for column in _TEXTS if column in row}
    for column, field in _DATES.items():
        if column in row:
            with problems.at():
                found[column.replace(" ", "_")] = date_in(row[column], here.dates, field)
    if "online account active" in row:
        with problems.at():
            found["online_account_active"] = flag_in(row["online account active"], "onlineAccountActive")
    return cast(DetailChanges, found)


def address_in(row: Mapping[str, str], here: Here, problems: Problems) -> AddressFields:
    """The address of a row: several lines in one cell, or a column a line. Without a country it is in our own."""
    lines = row[ADDRESS].split("\n") if ADDRESS in row else []
    if len(lines) > 3:
        lines = [*lines[:2], ", ".join(lines[2:])]
    cell = {**row, **dict(zip(("line 1", "line 2", "line 3"), lines, strict=False))}.get
    unknown = False
    with problems.at("address"):
        unknown = flag_in(cell("postcode unknown", "no"), "postcodeUnknown")
    return AddressFields(
        cell("line 1"),
        cell("line 2"),
        cell("line 3"),
        cell("town"),
        cell("county"),
        cell("postcode"),
        unknown,
        country_in(cell("country code", here.country)),
    )


def date_in(text: str, order: DateOrder, field: str) -> date:
    """A civil date: 1980-02-29 and 29 February 1980 always, 29/2/1980 where it is known what comes first."""
    found = _NUMBERS.fullmatch(text)
    try:
        if found is not None and order is not DateOrder.NEITHER:
            first, second, year = map(int, found.groups())
            day, month = (first, second) if order is DateOrder.DAY_FIRST else (second, first)
            return date(year, month, day)
        if found is None:
            return _written(text)
    except ValueError:
        pass
    raise InvalidDate(f'"{text[:30]}" is no date; write it as 1980-02-29.', (field,))


def flag_in(text: str, field: str) -> bool:
    """Yes or no, in one of the ways that files have of saying so."""
    said = folded(text)
    if said in _YES or said in _NO:
        return said in _YES
    raise InvalidValue(f'"{text[:30]}" is neither yes nor no.', (field,))


def country_in(text: str) -> str:
    """The two letters of a country that is written in English or in these letters; what is unknown stays as it is."""
    return _COUNTRIES.get(folded(text), text)


def tags_in(row: Mapping[str, str], lists: Lists) -> tuple[UUID, ...]:
    """The tags that a row names, which stand apart by semicolons; each has to be a tag of the system."""
    found, problems = [], Problems()
    for name in _parts(row.get(TAGS, "")):
        with problems.at():
            named = lists.tags.get(folded(name), ())
            if len(named) != 1:
                many = "Several tags are" if named else "No tag is"
                raise NotFound(f'{many} called "{name[:50]}".', ("tagIds",))
            found.append(named[0])
    problems.raise_any()
    return tuple(dict.fromkeys(found))


def answers_in(row: Mapping[str, str], lists: Lists) -> tuple[tuple[UUID, Answer], ...]:
    """The contact preferences that a row answers: yes, no, or not asked (CPR-01)."""
    found, problems = [], Problems()
    for place, (column, cell) in enumerate(_named(row, PREFERENCE)):
        with problems.at(str(place)):
            answer = _ANSWERS.get(folded(cell))
            if answer is None:
                raise InvalidValue(f'"{cell[:30]}" is not yes, no or not asked.')
            found.append((lists.preferences[column], answer))
    problems.raise_any()
    return tuple(found)


def values_in(row: Mapping[str, str], lists: Lists, here: Here) -> tuple[tuple[UUID, AttributeInput], ...]:
    """The attributes that a row fills in, each read as its type; options of a checklist stand apart by semicolons."""
    found, problems = [], Problems()
    for place, (column, cell) in enumerate(_named(row, ATTRIBUTE)):
        definition = lists.attributes[column]
        with problems.at(str(place)):
            found.append((definition.id, _value(definition, cell, here)))
    problems.raise_any()
    return tuple(found)


def list_columns(row: Mapping[str, str], what: str) -> tuple[str, ...]:
    """The columns of a row that fill a list of the input, in the order of that list."""
    return tuple(column for column in row if column.startswith(f"{what}: "))


def _named(row: Mapping[str, str], what: str) -> list[tuple[str, str]]:
    return [(column.partition(": ")[2], row[column]) for column in list_columns(row, what)]


def _value(definition: Definition, cell: str, here: Here) -> AttributeInput:
    match definition.type:
        case AttributeType.TEXT:
            return AttributeInput(text=cell)
        case AttributeType.CURRENCY:
            return AttributeInput(money=_amount(cell, here.currency))
        case AttributeType.DATE:
            return AttributeInput(date=date_in(cell, here.dates, "date"))
        case AttributeType.DROPDOWN:
            return AttributeInput(options=(_option(definition, cell),))
        case AttributeType.CHECKLIST:
            return AttributeInput(options=tuple(_option(definition, part) for part in _parts(cell)))


def _amount(cell: str, currency: str) -> int:
    # A comma before three digits parts thousands; any other one may be a decimal comma, and is refused.
    plain = _THOUSANDS.sub("", cell.lstrip("£$€ "))
    return parse_money(plain, currency).minor


def _option(definition: Definition, label: str) -> UUID:
    for option in definition.options:
        if folded(option.label) == folded(label):
            return option.id
    raise AttributeOptionUnknown(f'"{definition.name}" has no option "{label[:50]}".')


def _parts(cell: str) -> list[str]:
    return [part for each in cell.split(";") if (part := each.strip())]


def _written(text: str) -> date:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        pass
    for form in _WRITTEN:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a civil date has no zone
        except ValueError:
            continue
    raise ValueError(text)
