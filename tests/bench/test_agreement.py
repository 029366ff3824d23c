"""What counts as the same answer when contestants are compared."""

from __future__ import annotations

from bench.agreement import differences, normal


def test_a_page_and_a_list_of_the_same_entries_are_the_same() -> None:
    assert normal({"orders": {"nodes": [{"id": 1}]}}) == normal({"orders": [{"id": 1}]})


def test_what_a_link_table_leads_to_stands_in_its_place() -> None:
    assert normal([{"tagByTagId": {"id": 1, "name": "a"}}]) == [{"id": 1, "name": "a"}]


def test_instants_are_the_same_however_they_are_written() -> None:
    written = ["2024-03-01T20:30:00+01:00", "2024-03-01T19:30:00.000Z", "2024-03-01T19:30:00+00:00"]

    assert {normal(each) for each in written} == {"2024-03-01T19:30:00+00:00"}


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
