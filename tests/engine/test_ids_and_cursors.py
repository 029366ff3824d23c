"""Ids and cursors: what goes out comes back, and nothing else is taken for ours."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.engine import cursors, ids
from gateway.engine.errors import RequestError

INSTANTS = st.datetimes(timezones=st.just(UTC))


@given(st.uuids())
def test_an_id_comes_back_as_the_key_it_was_made_of(key: UUID) -> None:
    assert ids.decode(ids.encode("cus", key)) == ("cus", key)
    assert ids.key_of("adr", ids.encode("cus", key)) is None


@given(st.text(max_size=80))
def test_no_other_text_is_an_id(text: str) -> None:
    assert ids.decode(text) is None


@given(INSTANTS, st.uuids(), st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_a_cursor_comes_back_as_the_values_it_was_made_of(at: datetime, key: UUID, name: str) -> None:
    cursor = cursors.write("audit", (at, key, name))

    assert cursors.read("audit", cursor, (datetime, UUID, str)) == (at, key, name)


@given(st.one_of(st.text(max_size=60), st.binary(max_size=60).map(lambda raw: raw.hex())))
def test_no_other_text_is_a_cursor(text: str) -> None:
    with pytest.raises(RequestError):
        cursors.read("audit", text, (datetime, UUID))


@pytest.mark.parametrize(
    ("values", "types"),
    [
        ((1,), (UUID,)),
        ((1, 2), (int,)),
        ((1.5,), (int,)),
        (("a\0b",), (str,)),
        ((True,), (date,)),
        ((None,), (int,)),
        (("2026-13-01",), (date,)),
    ],
)
def test_a_cursor_of_other_values_is_refused(values: tuple[Any, ...], types: tuple[type, ...]) -> None:
    cursor = cursors.sealed(orjson.dumps(["audit", *values]).decode())

    with pytest.raises(RequestError, match="not one of this list"):
        cursors.read("audit", cursor, types)


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63)])
def test_a_cursor_has_any_number_that_the_store_can_hold(number: int) -> None:
    assert cursors.read("audit", cursors.write("audit", (number,)), (int,)) == (number,)


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1])
def test_a_cursor_has_no_number_beyond(number: int) -> None:
    with pytest.raises(RequestError, match="not one of this list"):
        cursors.read("audit", cursors.sealed(f'["audit",{number}]'), (int,))


@pytest.mark.parametrize("between", [" ", "\n", "!", "="])
def test_a_cursor_with_anything_in_between_is_refused(between: str) -> None:
    cursor = cursors.write("audit", (7,))

    with pytest.raises(RequestError, match="not one of this list"):
        cursors.read("audit", cursor[:4] + between + cursor[4:], (int,))


def test_a_cursor_of_another_list_is_refused() -> None:
    with pytest.raises(RequestError, match="not one of this list"):
        cursors.read("audit", cursors.write("orders", (1,)), (int,))
