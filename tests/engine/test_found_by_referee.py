"""Operations that random ones were cut down to: each was answered in two ways once, or in none."""

from __future__ import annotations

import pytest

from tests.engine.conftest import Referee
from tests.referee.judge import differences


@pytest.mark.parametrize(
    "document",
    [
        """{ customer(id: "I-1000001") { ... on Individual { pinkNotes { id } }
          ... on Organisation { pinkNotes { body } } } }""",
        """{ customer(id: "I-1000001") { pinkNotes { id } ... on Individual { pinkNotes { body } } } }""",
    ],
)
async def test_a_denied_field_selected_under_two_kinds_is_denied_once(
    referee: Referee, document: str
) -> None:
    planned, reference, _ = await referee.both(document, "sam")

    assert len(reference.errors) == 1
    assert differences(planned, reference) == []


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("{ possibleDuplicates(input: {}) { thresholds { likely } } }", "GRAPHQL_VALIDATION_FAILED"),
        (
            """query ($typed: TypedIndividual) {
          possibleDuplicates(input: { individual: $typed }) { thresholds { likely } } }""",
            "BAD_USER_INPUT",
        ),
    ],
)
async def test_a_choice_of_one_that_has_none_is_refused(referee: Referee, document: str, code: str) -> None:
    planned, reference, _ = await referee.both(document)

    assert [(error.extensions or {})["code"] for error in planned.errors] == [code]
    assert differences(planned, reference) == []


@pytest.mark.parametrize(
    "document",
    [
        """{ nodes(ids: ["nonsense"]) { id } customers { totalCount } }""",
        """{ customers { totalCount } nodes(ids: ["nonsense"]) { id } }""",
    ],
)
async def test_a_field_that_makes_all_null_while_another_is_read_is_an_error(
    referee: Referee, document: str
) -> None:
    planned, reference, _ = await referee.both(document, "olga")

    assert [error.path for error in planned.errors] == [["nodes"]]
    assert differences(planned, reference) == []


async def test_introspection_tells_of_every_type_whether_it_is_a_choice_of_one(referee: Referee) -> None:
    planned, reference, _ = await referee.both("{ __schema { directives { args { type { isOneOf } } } } }")

    assert planned.errors == ()
    assert differences(planned, reference) == []


async def test_protected_values_are_opened_only_of_records_that_show_them(referee: Referee) -> None:
    asked = await referee.ask(
        "{ customers { nodes { ... on Organisation { attributes { value { __typename } } } } } }", "ade", {}
    )

    assert asked.differences() == []


async def test_what_the_store_cannot_take_is_bad_input(referee: Referee) -> None:
    planned, reference, _ = await referee.both(
        """{ a: customer(id: "I-1000001") { audit(filter: { text: "\\u0000" }) { totalCount } }
          b: customer(id: "I-1000002") { audit { totalCount } } }""",
        "olga",
    )

    assert [(error.extensions or {})["code"] for error in reference.errors] == ["BAD_USER_INPUT"]
    assert differences(planned, reference) == []


async def test_a_null_for_what_decides_a_field_is_an_error_and_not_raised(referee: Referee) -> None:
    planned, reference, _ = await referee.both(
        "query ($left: Boolean = false) { viewer { interface } system { region @skip(if: $left) } }",
        left=None,
    )

    assert [(error.extensions or {})["code"] for error in planned.errors] == ["BAD_USER_INPUT"]
    assert differences(planned, reference) == []


async def test_every_connection_is_given_back_where_one_field_makes_all_null_at_once(
    referee: Referee,
) -> None:
    document = """query ($ids: [ID!] = []) { search(term: "Bird") { totalCount } nodes(ids: $ids) { id } }"""

    asked = await referee.ask(document, "olga", {"ids": None})

    assert asked.kept == (0, 0)


async def test_a_null_that_a_field_does_not_take_is_told_before_its_denial(referee: Referee) -> None:
    document = """query ($first: Int = 25) { search(term: "Bird", first: $first) { totalCount } }"""

    planned, reference, _ = await referee.both(document, "seth", first=None)

    assert [(error.extensions or {})["code"] for error in reference.errors] == ["BAD_USER_INPUT"]
    assert differences(planned, reference) == []
