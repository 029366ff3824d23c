"""What counts as the same answer when contestants are compared."""

from __future__ import annotations

from bench.agreement import differences, normal


def test_a_page_and_a_list_of_the_same_entries_are_the_same() -> None:
    assert normal({"orders": {"nodes": [{"id": 1}]}}) == normal({"orders": [{"id": 1}]})


def test_an_object_made_of_fields_of_a_row_is_these_fields() -> None:
    ours = {"wallet": {"storedCards": []}, "type": {"periodLength": 1}, "event": {"name": "Hamlet"}}

    assert normal(ours) == {"storedCards": [], "periodLength": 1, "event": "Hamlet"}


def test_a_large_number_is_the_same_as_a_text() -> None:
    assert normal({"number": "4711"}) == normal({"number": 4711})


def test_a_field_that_the_kind_has_not_is_the_same_as_null_there() -> None:
    assert list(differences({"sentTo": None}, {})) == []
    assert list(differences({}, {"sentTo": "a@example.org"})) == [(".sentTo", "nothing", "a@example.org")]


def test_instants_are_the_same_however_they_are_written() -> None:
    written = [
        "2024-03-01T20:30:00.123456+01:00",
        "2024-03-01T19:30:00.123Z",
        "2024-03-01T19:30:00.123+00:00",
    ]

    assert {normal(each) for each in written} == {"2024-03-01T19:30:00.123+00:00"}


def test_every_difference_is_named_by_its_place() -> None:
    this = {"customer": {"id": 1, "tags": [{"id": 1}, {"id": 2}], "phone": None}}
    that = {"customer": {"id": "1", "tags": [{"id": 3}], "fax": None}}

    assert list(differences(this, that)) == [
        (".customer.id", 1, "1"),
        ("length of .customer.tags", 2, 1),
        (".customer.tags[0].id", 1, 3),
        (".customer.phone", None, "nothing"),
        (".customer.fax", "nothing", None),
    ]


def test_true_is_not_one() -> None:
    assert list(differences([True], [1])) == [("[0]", True, 1)]
