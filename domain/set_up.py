"""How the values of set-up rows are checked, whichever of them a change gives: tags, definitions, accounts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.errors import InvalidValue, Problems, Required
from domain.texts import clean_block, clean_line, in_words, required

DESCRIPTION_LIMIT = 500
NAME_LIMIT = 100
LAST_POSITION = 9_999

Cleaner = Callable[[Any], Any]


def checked(given: Mapping[str, Any], cleaners: Mapping[str, Cleaner]) -> dict[str, Any]:
    """The given values as they are stored, by their columns; all that is wrong with them is refused at once."""
    problems = Problems()
    cleaned: dict[str, Any] = {}
    for column, value in given.items():
        with problems.at():
            cleaned[column] = cleaners[column](value)
    problems.raise_any()
    return cleaned


def a_name(field: str = "name", limit: int = NAME_LIMIT) -> Cleaner:
    """A line of text that the row cannot do without."""
    return lambda value: required(clean_line(value, limit=limit, field=field), field=field)


def a_line(field: str, limit: int = NAME_LIMIT) -> Cleaner:
    """A line of text, or none."""
    return lambda value: clean_line(value, limit=limit, field=field)


def a_text(field: str, limit: int) -> Cleaner:
    """Text of several lines that the row cannot do without."""
    return lambda value: required(clean_block(value, limit=limit, field=field), field=field)


def a_description(value: Any) -> str | None:
    """What the row is for, or nothing."""
    return clean_block(value, limit=DESCRIPTION_LIMIT, field="description")


def a_flag(field: str) -> Cleaner:
    """True or false: null would say neither."""

    def check(value: Any) -> Any:
        if value is None:
            raise Required(f"Leave {in_words(field)} out, or say true or false.", (field,))
        return value

    return check


def a_position(value: Any) -> int:
    """A place in a list, from 0."""
    if value is None or not 0 <= value <= LAST_POSITION:
        raise InvalidValue(f"A position is a number from 0 to {LAST_POSITION}.", ("position",))
    return int(value)
