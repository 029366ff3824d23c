"""Attribute definitions and values: `domain/attributes.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from domain.attributes import (
    AppliesTo,
    AttributeInput,
    AttributeType,
    Definition,
    NewDefinition,
    Option,
    check_definition,
    check_name,
    check_required,
    check_value,
)
from domain.customers import Kind
from domain.errors import (
    AttributeOptionUnknown,
    AttributeTypeMismatch,
    InvalidText,
    InvalidValue,
    Refusal,
    Refusals,
    Required,
    TooLong,
    TooMany,
    WrongKind,
)

RED, GREEN, OLD = (Option(UUID(int=n), name, n == 3) for n, name in ((1, "Red"), (2, "Green"), (3, "Old")))
TEXT = Definition(UUID(int=10), "Dietary needs", AttributeType.TEXT)
MONEY = replace(TEXT, name="Pledge goal", type=AttributeType.CURRENCY)
DATE = replace(TEXT, name="Joined", type=AttributeType.DATE)
DROPDOWN = replace(TEXT, name="Colour", type=AttributeType.DROPDOWN, options=(RED, GREEN, OLD))
CHECKLIST = replace(DROPDOWN, name="Colours", type=AttributeType.CHECKLIST)
VALUES = {
    AttributeType.TEXT: AttributeInput(text="Vegan"),
    AttributeType.CURRENCY: AttributeInput(money=1250),
    AttributeType.DATE: AttributeInput(date=date(2026, 5, 20)),
    AttributeType.DROPDOWN: AttributeInput(options=(RED.id,)),
    AttributeType.CHECKLIST: AttributeInput(options=(RED.id, GREEN.id)),
}


def check(
    definition: Definition, value: AttributeInput, held: tuple[UUID, ...] = ()
) -> AttributeInput | None:
    return check_value(definition, value, kind=Kind.INDIVIDUAL, held=held)


@pytest.mark.parametrize("definition", [TEXT, MONEY, DATE, DROPDOWN, CHECKLIST])
@pytest.mark.rule("ATR-P02")
def test_each_type_takes_its_own_value_and_refuses_those_of_other_types(definition: Definition) -> None:
    own = VALUES[definition.type]
    assert check(definition, own) == own
    for value in (VALUES[AttributeType.TEXT], VALUES[AttributeType.CURRENCY], VALUES[AttributeType.DATE]):
        if value != own:
            with pytest.raises(AttributeTypeMismatch, match=f'"{definition.name}" is a'):
                check(definition, value)


@pytest.mark.parametrize("value", [AttributeInput(), AttributeInput(text="Vegan", money=1)])
def test_exactly_one_value_is_given(value: AttributeInput) -> None:
    with pytest.raises(AttributeTypeMismatch, match="give its value as text, and nothing else"):
        check(TEXT, value)


@pytest.mark.rule("ATR-P02")
def test_an_unknown_option_is_refused() -> None:
    with pytest.raises(AttributeOptionUnknown, match='"Colour" has no such option'):
        check(DROPDOWN, AttributeInput(options=(UUID(int=99),)))


@pytest.mark.rule("ATR-P02")
def test_an_archived_option_stays_where_it_is_held_and_is_not_chosen_anew() -> None:
    old = AttributeInput(options=(OLD.id,))
    assert check(DROPDOWN, old, held=(OLD.id,)) == old
    with pytest.raises(AttributeOptionUnknown, match='The option "Old" of "Colour" is archived'):
        check(DROPDOWN, old)
    with pytest.raises(AttributeOptionUnknown):
        check(CHECKLIST, AttributeInput(options=(RED.id, OLD.id)), held=(RED.id,))


def test_a_drop_down_takes_one_option_and_a_checklist_each_one_once_in_the_order_of_the_list() -> None:
    with pytest.raises(AttributeTypeMismatch, match="one option only"):
        check(DROPDOWN, AttributeInput(options=(RED.id, GREEN.id)))
    repeated = AttributeInput(options=(GREEN.id, RED.id, GREEN.id))
    assert check(CHECKLIST, repeated) == AttributeInput(options=(RED.id, GREEN.id))


@pytest.mark.parametrize(
    ("definition", "empty"), [(TEXT, AttributeInput(text=" \n")), (CHECKLIST, AttributeInput(options=()))]
)
def test_an_empty_value_clears_an_optional_attribute_and_is_refused_for_a_required_one(
    definition: Definition, empty: AttributeInput
) -> None:
    assert check(definition, empty) is None
    with pytest.raises(Required, match=f'Fill in "{definition.name}"'):
        check(replace(definition, required=True), empty)


def test_text_keeps_its_lines_and_is_refused_beyond_2000_characters() -> None:
    assert check(TEXT, AttributeInput(text=" a\r\nb ")) == AttributeInput(text="a\nb")
    with pytest.raises(TooLong):
        check(TEXT, AttributeInput(text="x" * 2001))


def test_an_amount_that_cannot_be_meant_is_refused() -> None:
    assert check(MONEY, AttributeInput(money=-5)) == AttributeInput(money=-5)
    with pytest.raises(InvalidValue, match="too large"):
        check(MONEY, AttributeInput(money=10**14 + 1))


@pytest.mark.rule("ATR-P01")
def test_an_attribute_of_individuals_is_refused_on_an_organisation() -> None:
    of_people = replace(TEXT, applies_to=AppliesTo.INDIVIDUAL)
    assert check(of_people, VALUES[AttributeType.TEXT]) == VALUES[AttributeType.TEXT]
    with pytest.raises(WrongKind):
        check_value(of_people, VALUES[AttributeType.TEXT], kind=Kind.ORGANISATION)


@pytest.mark.rule("ATR-P01")
def test_every_required_attribute_of_the_kind_that_is_missing_is_named() -> None:
    first = replace(TEXT, id=UUID(int=21), name="Student id", required=True)
    second = replace(first, id=UUID(int=22), name="School", applies_to=AppliesTo.INDIVIDUAL)
    archived = replace(first, id=UUID(int=23), archived=True)
    definitions = [TEXT, first, second, archived]
    with pytest.raises(Refusals) as several:
        check_required(definitions, (), kind=Kind.INDIVIDUAL)
    assert [(refusal.code, refusal.path) for refusal in several.value.refusals] == [
        ("REQUIRED", ("attributes", "Student id")),
        ("REQUIRED", ("attributes", "School")),
    ]
    check_required(definitions, {first.id}, kind=Kind.ORGANISATION)


@pytest.mark.parametrize("name", ["Student id", "Mother-in-law's name", "Größe 2", "आहार", "x" * 50])
@pytest.mark.rule("ATR-P01")
def test_a_plain_name_of_at_most_50_characters_is_taken(name: str) -> None:
    assert check_name(f" {name} ") == name


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("Needs?", InvalidText),
        ("A/B", InvalidText),
        ("<b>", InvalidText),
        ("x" * 51, TooLong),
        (" ", Required),
        (None, Required),
    ],
)
@pytest.mark.rule("ATR-P01")
def test_a_name_with_special_characters_or_too_many_or_none_is_refused(
    name: str | None, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal) as refused:
        check_name(name)
    assert refused.value.path == ("name",)


def test_a_new_checklist_is_stored_with_its_options_cleaned() -> None:
    made = check_definition(
        name=" Access  needs", type=AttributeType.CHECKLIST, description=" ", option_labels=[" Ramp ", "Loop"]
    )
    assert made == NewDefinition("Access needs", AttributeType.CHECKLIST, None, ("Ramp", "Loop"))
    assert check_definition(name="School", type=AttributeType.TEXT).option_labels == ()


def test_all_that_is_wrong_with_a_new_definition_is_told_at_once() -> None:
    with pytest.raises(Refusals) as several:
        check_definition(
            name="",
            type=AttributeType.DROPDOWN,
            description="x" * 501,
            option_labels=["Ramp", " ", "RÁMP", "x" * 101],
        )
    assert [(refusal.code, refusal.path) for refusal in several.value.refusals] == [
        ("REQUIRED", ("name",)),
        ("TOO_LONG", ("description",)),
        ("REQUIRED", ("options", "1", "label")),
        ("NAME_TAKEN", ("options", "2", "label")),
        ("TOO_LONG", ("options", "3", "label")),
    ]


def test_what_is_chosen_from_needs_options_and_nothing_else_has_any() -> None:
    for type_, labels, code in (
        (AttributeType.DROPDOWN, [], Required.code),
        (AttributeType.TEXT, ["Ramp"], InvalidValue.code),
        (AttributeType.CHECKLIST, [str(number) for number in range(251)], TooMany.code),
    ):
        with pytest.raises(Refusals) as several:
            check_definition(name="Access", type=type_, option_labels=labels)
        assert [(refusal.code, refusal.path) for refusal in several.value.refusals] == [(code, ("options",))]
