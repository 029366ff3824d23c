"""What the barcode of a ticket says, and that nobody else can make one."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.tickets import in_groups, item_of, ticket_code

KEY, FORMER = b"a key of the house", b"the key before it"
ITEM = UUID("019ab2c4-0000-7000-8000-00000000002a")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def test_a_code_names_its_item_and_is_always_the_same() -> None:
    code = ticket_code(KEY, ITEM)

    assert code == "AGNLFRAAABYABAAAAAAAAAAAFKJTRWOVKAGV5FIM"
    assert item_of(code, KEY) == ITEM
    assert ticket_code(KEY, ITEM) == code


@pytest.mark.rule("PAH-P02")
@given(item=some.uuids(), place=some.integers(0, 39), letter=some.sampled_from(LETTERS))
def test_a_code_that_was_changed_in_one_letter_is_none(item: UUID, place: int, letter: str) -> None:
    code = ticket_code(KEY, item)
    changed = code[:place] + letter + code[place + 1 :]

    assert item_of(changed, KEY) == (item if changed == code else None)


def test_a_code_of_another_house_is_none_and_one_of_a_former_key_still_holds() -> None:
    code = ticket_code(FORMER, ITEM)

    assert item_of(code, KEY) is None
    assert item_of(code, KEY, FORMER) == ITEM
    assert item_of(code) is None


def test_a_code_can_be_typed_as_it_is_printed() -> None:
    printed = in_groups(ticket_code(KEY, ITEM))

    assert [len(group) for group in printed.split(" ")] == [5] * 8
    assert item_of(f" {printed.lower()}\n", KEY) == ITEM


@given(text=some.text())
def test_any_other_text_is_no_code(text: str) -> None:
    assert item_of(text, KEY) is None


@pytest.mark.parametrize("code", ["", "A" * 39, "A" * 40, "A" * 48, "ÄÖ" * 20, "0189" * 10, "=" * 8])
def test_what_has_not_the_form_of_a_code_is_none(code: str) -> None:
    assert item_of(code, KEY) is None
