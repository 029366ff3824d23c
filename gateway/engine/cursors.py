"""Cursors: where a page ended, as the values that its order goes by, bound to the list they were made for."""

from __future__ import annotations

import base64
from binascii import b2a_base64
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import orjson

from gateway.engine.errors import RequestCode, RequestError

_URL_SAFE = bytes.maketrans(b"+/", b"-_")


def _instant(text: str) -> datetime:
    """In UTC, as the driver will have it, where an instant at the ends of the calendar may be out of range."""
    return datetime.fromisoformat(text).astimezone(UTC)


_READERS: dict[type, Callable[[Any], Any]] = {
    UUID: UUID,
    datetime: _instant,
    date: date.fromisoformat,
    int: int,
    str: str,
    float: float,
}


def write(list_name: str, values: Sequence[Any]) -> str:
    """The cursor of a row whose order columns hold `values`."""
    assert None not in values, f"{list_name} is ordered by a null: coalesce it in the source"
    return sealed(orjson.dumps([list_name, *values], default=str).decode())


def sealed(told: str) -> str:
    """The cursor that tells this: a JSON list of the list's name and the values."""
    # As base64.urlsafe_b64encode() does it, of whose time most goes into calls: an answer may have thousands.
    return b2a_base64(told.encode(), newline=False).translate(_URL_SAFE).decode()


def read(list_name: str, cursor: str, types: Sequence[type]) -> tuple[Any, ...]:
    """The values in a cursor of this list; BAD_USER_INPUT for one that is not."""
    try:
        name, *values = orjson.loads(base64.b64decode(cursor.encode("ascii"), altchars=b"-_", validate=True))
        if name != list_name:
            raise ValueError(name)
        return tuple(
            _READERS[type_](value) for type_, value in zip(types, values, strict=True) if _fits(type_, value)
        )
    except (
        ValueError,
        TypeError,
        UnicodeEncodeError,
        AttributeError,
        OverflowError,
    ) as error:
        raise RequestError(
            RequestCode.BAD_USER_INPUT,
            "This cursor is not one of this list; pass the `endCursor` or `cursor` of an earlier page.",
        ) from error


def _fits(type_: type, value: Any) -> bool:
    if type_ is int and not (isinstance(value, int) and -(2**63) <= value < 2**63):
        raise ValueError(value)
    if type_ is str and (not isinstance(value, str) or "\0" in value):
        raise ValueError(value)
    return True
