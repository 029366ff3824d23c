"""What the cells of an imported row say."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.addresses import AddressFields
from domain.attributes import AppliesTo, AttributeInput, AttributeType, Definition, Option
from domain.errors import InvalidDate, InvalidValue, Problems, Refusals
from domain.imported_values import (
    DateOrder,
    Here,
    Lists,
    address_in,
    answers_in,
    country_in,
    date_in,
    details_in,
    flag_in,
    tags_in,
    values_in,
)
from domain.preferences import Answer

HERE = Here("GB", "GBP", DateOrder.DAY_FIRST)
LEAP = date(1980, 2, 29)


def key(number: int) -> UUID:
    return UUID(int=number)


def definition(number: int, name: str, type: AttributeType, *labels: str) -> Definition:
    options = tuple(Option(key(100 + place), label, False) for place, label in enumerate(labels))
    return Definition(key(number), name, type, AppliesTo.BOTH, False, False, False, options)


LISTS = Lists(
    tags={"friend": [key(1)], "patron": [key(2), key(3)], "givers: patron": [key(2)]},
    preferences={"email": key(4)},
    attributes={
        "note": definition(5, "Note", AttributeType.TEXT),
        "gift": definition(6, "Gift", AttributeType.CURRENCY),
        "since": definition(7, "Since", AttributeType.DATE),
        "row": definition(8, "Row", AttributeType.DROPDOWN, "Front", "Back"),
        "likes": definition(9, "Likes", AttributeType.CHECKLIST, "Opera", "Tea & cake"),
    },
)


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("1980-02-29", DateOrder.NEITHER, LEAP),
        ("1980-02-29 00:00:00", DateOrder.DAY_FIRST, LEAP),
        ("29/02/1980", DateOrder.DAY_FIRST, LEAP),
        ("29.2.1980", DateOrder.DAY_FIRST, LEAP),
        ("2/29/1980", DateOrder.MONTH_FIRST, LEAP),
        ("3-4-1980", DateOrder.DAY_FIRST, date(1980, 4, 3)),
        ("3-4-1980", DateOrder.MONTH_FIRST, date(1980, 3, 4)),
        ("29 February 1980", DateOrder.NEITHER, LEAP),
        ("29-Feb-1980", DateOrder.NEITHER, LEAP),
    ],
)
def test_a_date_is_read_however_it_is_written(text: str, order: DateOrder, day: date) -> None:
    assert date_in(text, order, "birthDate") == day


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("3/4/1980", DateOrder.NEITHER),
        ("2/29/1980", DateOrder.DAY_FIRST),
        ("1981-02-29", DateOrder.DAY_FIRST),
        ("29/2/80", DateOrder.DAY_FIRST),
        ("soon", DateOrder.DAY_FIRST),
        ("0000-00-00", DateOrder.DAY_FIRST),
    ],
)
def test_a_date_that_could_be_another_is_not_guessed(text: str, order: DateOrder) -> None:
    with pytest.raises(InvalidDate, match="is no date; write it as 1980-02-29") as refused:
        date_in(text, order, "birthDate")
    assert refused.value.path == ("birthDate",)


@pytest.mark.parametrize(
    ("text", "flag"), [("Yes", True), ("y", True), ("1", True), ("NO", False), ("false", False)]
)
def test_yes_and_no_have_many_spellings(text: str, flag: bool) -> None:
    assert flag_in(text, "onlineAccountActive") is flag


def test_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(InvalidValue, match='"maybe" is neither yes nor no'):
        flag_in("maybe", "onlineAccountActive")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("GB", "GB"),
        ("united kingdom", "GB"),
        ("Scotland", "GB"),
        ("USA", "US"),
        ("Ireland", "IE"),
        ("Côte d’Ivoire", "CI"),
        ("Atlantis", "Atlantis"),
    ],
)
def test_a_country_may_be_written_out(text: str, code: str) -> None:
    assert country_in(text) == code


def test_details_are_read_and_all_that_is_wrong_with_them_is_told() -> None:
    problems = Problems()
    row = {
        "first name": "Ada",
        "email": "ada@example.org",
        "birth date": "29/2/1980",
        "online account active": "yes",
    }
    assert details_in(row, HERE, problems) == {
        "first_name": "Ada",
        "email": "ada@example.org",
        "birth_date": LEAP,
        "online_account_active": True,
    }
    problems.raise_any()

    wrong = {"first name": "Ada", "birth date": "?", "deceased on": "?", "online account active": "?"}
    assert details_in(wrong, HERE, problems) == {"first_name": "Ada"}
    with pytest.raises(Refusals) as refused:
        problems.raise_any()
    assert [each.path for each in refused.value.refusals] == [
        ("birthDate",),
        ("deceasedOn",),
        ("onlineAccountActive",),
    ]


@pytest.mark.parametrize(
    ("row", "address"),
    [
        (
            {"line 1": "1 High St", "town": "Bristol", "postcode": "BS1 4DJ"},
            AddressFields("1 High St", None, None, "Bristol", None, "BS1 4DJ", False, "GB"),
        ),
        (
            {"address": "Flat 2\n1 High St", "town": "Cork", "country code": "Ireland"},
            AddressFields("Flat 2", "1 High St", None, "Cork", None, None, False, "IE"),
        ),
        (
            {"address": "a\nb\nc\nd", "town": "Bath", "postcode unknown": "yes", "county": "Avon"},
            AddressFields("a", "b", "c, d", "Bath", "Avon", None, True, "GB"),
        ),
    ],
    ids=["a column a line", "one cell", "more lines than three"],
)
def test_an_address_comes_in_one_cell_or_in_several(row: dict[str, str], address: AddressFields) -> None:
    problems = Problems()
    assert address_in(row, HERE, problems) == address
    problems.raise_any()


def test_tags_are_named_and_told_apart_by_their_group() -> None:
    assert tags_in({"tags": "Friend; givers: PATRON ;friend;"}, LISTS) == (key(1), key(2))
    assert tags_in({}, LISTS) == ()
    with pytest.raises(Refusals) as refused:
        tags_in({"tags": "patron; nobody"}, LISTS)
    assert [(each.code, each.message) for each in refused.value.refusals] == [
        ("NOT_FOUND", 'Several tags are called "patron".'),
        ("NOT_FOUND", 'No tag is called "nobody".'),
    ]


def test_contact_preferences_are_answered_yes_no_or_not_asked() -> None:
    for said, answer in (("Yes", Answer.YES), ("0", Answer.NO), ("Not asked", Answer.NOT_ASKED)):
        assert answers_in({"preference: email": said}, LISTS) == ((key(4), answer),)
    with pytest.raises(Refusals) as refused:
        answers_in({"preference: email": "perhaps"}, LISTS)
    assert [(each.message, each.path) for each in refused.value.refusals] == [
        ('"perhaps" is not yes, no or not asked.', ("0",))
    ]


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("note", "A; b", AttributeInput(text="A; b")),
        ("gift", "£1,250.50", AttributeInput(money=125050)),
        ("gift", "12", AttributeInput(money=1200)),
        ("since", "1/12/2001", AttributeInput(date=date(2001, 12, 1))),
        ("row", "front", AttributeInput(options=(key(100),))),
        ("likes", "tea & cake;Opera", AttributeInput(options=(key(101), key(100)))),
    ],
)
def test_an_attribute_is_read_as_its_type(column: str, cell: str, value: AttributeInput) -> None:
    (found,) = values_in({f"attribute: {column}": cell}, LISTS, HERE)
    assert found == (LISTS.attributes[column].id, value)


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("gift", "12,50", "INVALID_VALUE"),
        ("gift", "a lot", "INVALID_VALUE"),
        ("since", "1/13/2001", "INVALID_DATE"),
        ("row", "Middle", "ATTRIBUTE_OPTION_UNKNOWN"),
    ],
)
def test_a_value_that_is_not_of_the_type_is_refused(column: str, cell: str, code: str) -> None:
    row: dict[str, Any] = {"attribute: note": "x", f"attribute: {column}": cell}
    with pytest.raises(Refusals) as refused:
        values_in(row, LISTS, HERE)
    (refusal,) = refused.value.refusals
    assert (refusal.code, refusal.path[0]) == (code, "1")
