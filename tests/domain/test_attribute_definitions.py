from __future__ import annotations

from uuid import UUID

import pytest

from domain.attribute_definitions import OptionChanges, options_after
from domain.attributes import OPTIONS_LIMIT, AttributeType, Option
from domain.errors import (
    AttributeOptionUnknown,
    InvalidValue,
    NameTaken,
    Refusal,
    Refusals,
    Required,
    TooMany,
)

FISH, MEAT, NUTS = (Option(UUID(int=place), label) for place, label in enumerate(("Fish", "Meat", "Nuts")))
HELD = (FISH, MEAT, NUTS)


def after(changes: OptionChanges) -> list[tuple[str, bool]]:
    found = options_after(AttributeType.DROPDOWN, HELD, changes)
    return [(option.label, option.archived) for option in found.held] + [
        (label, False) for label in found.added
    ]


def test_options_keep_their_order_and_new_ones_come_last() -> None:
    changes = OptionChanges(add=(" Eggs ", "Soup"), archive=(MEAT.id,))
    assert after(changes) == [
        ("Fish", False),
        ("Meat", True),
        ("Nuts", False),
        ("Eggs", False),
        ("Soup", False),
    ]


def test_an_order_names_every_option_once() -> None:
    assert after(OptionChanges(order=(NUTS.id, FISH.id, MEAT.id))) == [
        ("Nuts", False),
        ("Fish", False),
        ("Meat", False),
    ]


@pytest.mark.parametrize(
    ("changes", "refusal", "path"),
    [
        (OptionChanges(add=("Soup", "FISH")), NameTaken, ("addOptions", "1")),
        (OptionChanges(add=("Soup", "soup")), NameTaken, ("addOptions", "1")),
        (OptionChanges(add=(" ",)), Required, ("addOptions", "0", "label")),
        (OptionChanges(add=tuple(map(str, range(OPTIONS_LIMIT)))), TooMany, ("addOptions",)),
        (OptionChanges(archive=(UUID(int=9),)), AttributeOptionUnknown, ("archiveOptions",)),
        (OptionChanges(unarchive=(UUID(int=9),)), AttributeOptionUnknown, ("unarchiveOptions",)),
        (OptionChanges(archive=(FISH.id,), unarchive=(FISH.id,)), InvalidValue, ("archiveOptions",)),
        (OptionChanges(order=(FISH.id, MEAT.id)), InvalidValue, ("optionOrder",)),
        (OptionChanges(order=(FISH.id, FISH.id, MEAT.id)), InvalidValue, ("optionOrder",)),
        (OptionChanges(archive=(FISH.id, MEAT.id, NUTS.id)), Required, ("archiveOptions",)),
    ],
)
def test_changes_of_options_that_do_not_fit_are_refused(
    changes: OptionChanges, refusal: type[Refusal], path: tuple[str, ...]
) -> None:
    with pytest.raises((Refusal, Refusals)) as refused:
        after(changes)
    (told,) = refused.value.refusals if isinstance(refused.value, Refusals) else (refused.value,)
    assert isinstance(told, Refusal)
    assert (type(told), told.path) == (refusal, path)


@pytest.mark.parametrize(
    ("changes", "first"),
    [
        (OptionChanges(), ""),
        (OptionChanges(add=("Soup",), order=()), "addOptions"),
        (OptionChanges(order=()), "optionOrder"),
    ],
)
def test_only_a_list_has_options_and_the_first_input_that_asks_for_some_is_at_fault(
    changes: OptionChanges, first: str
) -> None:
    assert changes.first == first
    with pytest.raises(InvalidValue) as refused:
        options_after(AttributeType.TEXT, (), changes)
    assert refused.value.path == (first,)
