"""Which column of a file is which, and which row is which."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.customers import Kind
from domain.imports import (
    HeaderRefused,
    column_of,
    columns_of,
    digest_of,
    identity_of,
    identity_of_external,
    row_of,
)

PERSON = ["First name", "Last name", "Line 1", "Town"]
COLUMNS = ("first name", "last name", "address", "town", "postcode")


def read(header: list[str], kind: Kind = Kind.INDIVIDUAL, **wishes: Any) -> tuple[str | None, ...]:
    return columns_of(header, kind, **{"mapped": {}, "ignored": (), **wishes})


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (["first name", "last name", "line 1", "town"], ("first name", "last name", "line 1", "town")),
        (["FORENAME", "Surname", "Address_1", "City"], ("first name", "last name", "line 1", "town")),
        (
            ["firstName", "last-name", "Street Address", "Post Town"],
            ("first name", "last name", "address", "town"),
        ),
        (
            [*PERSON, "E-mail", "D.O.B.", "Zip code", "Country", "Tags"],
            (
                "first name",
                "last name",
                "line 1",
                "town",
                "email",
                "birth date",
                "postcode",
                "country code",
                "tags",
            ),
        ),
        (
            [*PERSON, "Attribute: Seat Cushion", "contact preference:E-mail"],
            ("first name", "last name", "line 1", "town", "attribute: seat cushion", "preference: e-mail"),
        ),
        (
            [*PERSON, "rejected: line", "rejected: reason"],
            ("first name", "last name", "line 1", "town", None, None),
        ),
    ],
    ids=["our names", "their names", "run together", "more of them", "named lists", "mended file"],
)
def test_a_column_goes_by_its_name_and_what_else_it_is_called(
    header: list[str], columns: tuple[str | None, ...]
) -> None:
    assert read(header) == columns


def test_an_organisation_has_columns_of_its_own() -> None:
    header = ["Company", "Contact", "Address 1", "Town", "ID"]
    assert read(header, Kind.ORGANISATION) == ("name", "primary contact", "line 1", "town", "external id")


def test_a_column_may_be_mapped_or_left_out() -> None:
    header = [*PERSON, "Shoe size", "Their mail"]
    columns = read(header, mapped={"their MAIL": "Email address"}, ignored=["shoe size"])
    assert columns == ("first name", "last name", "line 1", "town", None, "email")


@pytest.mark.parametrize(
    ("header", "wishes", "message"),
    [
        (
            [*PERSON, "Shoe size"],
            {},
            '"Shoe size" is no column that is known here: map it to one, or have it ignored.',
        ),
        ([*PERSON, "Forename"], {}, '"Forename" is a second column of the first name.'),
        ([*PERSON, "Address"], {}, "Keep one of the columns address and line 1: they hold the same."),
        (PERSON[1:], {}, 'There is no column "first name".'),
        (PERSON[:2], {}, 'There is no column "line 1".\nThere is no column "town".'),
        (PERSON, {"ignored": ["Shoe"]}, 'The file has no column "Shoe".'),
        ([*PERSON, "Mail"], {"mapped": {"Mail": "pigeon"}}, '"Mail" is no column that is known here'),
        ([*PERSON, "name"], {}, '"name" is no column that is known here'),
    ],
    ids=[
        "unknown",
        "twice",
        "address twice",
        "no name",
        "no address",
        "ignored",
        "mapped to nothing",
        "other kind",
    ],
)
def test_nothing_of_a_file_is_left_out_unasked(
    header: list[str], wishes: dict[str, Any], message: str
) -> None:
    with pytest.raises(HeaderRefused) as refused:
        read(header, **wishes)
    assert message in str(refused.value)
    assert "Columns that are known: external id, title, first name," in str(refused.value)


def test_a_row_says_what_its_cells_say_without_the_spaces_around_them() -> None:
    cells = ["  Ada\tMary ", "", "1 High\u00a0Street \r\n\n Flat 2", " Bristol", "BS1 4DJ"]
    assert row_of(COLUMNS, cells) == {
        "first name": "Ada Mary",
        "address": "1 High Street\nFlat 2",
        "town": "Bristol",
        "postcode": "BS1 4DJ",
    }


def test_a_column_that_is_left_out_says_nothing() -> None:
    assert row_of(("first name", None), ["Ada", "secret"]) == {"first name": "Ada"}


@given(st.permutations(range(5)), st.sampled_from(["", " ", "\t", "\u00a0"]))
def test_a_row_is_the_same_in_any_order_and_spacing(order: list[int], space: str) -> None:
    cells = ["Zoe\u0308", "Byron", "1 High Street", "Bristol", ""]
    row = row_of(COLUMNS, cells)
    again = row_of(
        [COLUMNS[place] for place in order], [f"{space}{cells[place]}{space}{space}" for place in order]
    )
    assert digest_of(Kind.INDIVIDUAL, again) == digest_of(Kind.INDIVIDUAL, row)


def test_rows_that_say_something_else_are_others() -> None:
    row = {"first name": "Ada", "last name": "Byron"}
    others = [
        {"first name": "Ada"},
        {"first name": "Byron", "last name": "Ada"},
        {"first name": "ada", "last name": "Byron"},
    ]
    digests = [digest_of(Kind.INDIVIDUAL, each) for each in (row, *others)]
    digests.append(digest_of(Kind.ORGANISATION, row))
    assert len(set(digests)) == 5


def test_equal_rows_of_a_file_and_ids_of_two_systems_are_told_apart() -> None:
    digest = digest_of(Kind.INDIVIDUAL, {"name": "Ada"})
    identities = [
        identity_of(digest, 1),
        identity_of(digest, 2),
        identity_of_external("a", "bc"),
        identity_of_external("ab", "c"),
        identity_of_external("a", "BC"),
    ]
    assert len(set(identities)) == 5
    assert identity_of(digest, 1) == identities[0]


@pytest.mark.parametrize(
    ("path", "column"),
    [
        (("firstName",), "first name"),
        (("address", "line1"), "line 1"),
        (("tagIds", "3"), "tags"),
        (("attributes", "1", "definitionId"), "attribute: b"),
        (("attributes", "7"), "attribute: a"),
        (("contactPreferences", "0"), "preference: a"),
        ((), None),
    ],
)
def test_a_refusal_is_told_under_the_column_that_it_is_about(
    path: tuple[str, ...], column: str | None
) -> None:
    lists = {
        "attributes": ("attribute: a", "attribute: b"),
        "contactPreferences": ("preference: a",),
        "tagIds": ("tags",),
    }
    assert column_of(path, lists) == column
