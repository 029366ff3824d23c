"""A change that breaks clients is found, and has to be named."""

from __future__ import annotations

import pytest
from graphql import build_schema

from tests.releases.changes import changes_to_know, changes_to_name, unnamed

OLD = """
  interface Named { name: String }
  type Query { customer(id: ID!, depth: Int = 1): Customer any: Any search(in: In): Int }
  type Customer implements Named { name: String household: Household }
  type Household { id: ID! }
  union Any = Customer | Household
  enum Section { NOTES TAGS }
  input In { term: String limit: Int = 25 }
  directive @held(by: String) on FIELD
"""


@pytest.mark.parametrize(
    ("replace", "by", "line"),
    [
        (" household: Household", "", "- **Breaking:** field `Customer.household` was removed."),
        (" NOTES", "", "- **Breaking:** enum value `Section.NOTES` was removed."),
        (
            "(id: ID!,",
            "(id: ID!, now: Int!,",
            "- **Breaking:** a required argument `Query.customer(now:)` was added.",
        ),
        (
            "(id: ID!, depth: Int = 1)",
            "(id: ID!)",
            "- **Breaking:** argument `Query.customer(depth:)` was removed.",
        ),
        (
            "term: String",
            "term: String!",
            "- **Breaking:** field `In.term` changed type from String to String!.",
        ),
        ("term: String", "term: String a: Int!", "- **Breaking:** a required field `In.a` was added."),
        (
            "search(in: In): Int",
            "search(in: In): String",
            "- **Breaking:** field `Query.search` changed type from Int to String.",
        ),
        (
            "= Customer | Household",
            "= Customer",
            "- **Breaking:** `Household` was removed from union type `Any`.",
        ),
        (
            " implements Named",
            "",
            "- **Breaking:** `Customer` no longer implements interface `Named`.",
        ),
        ("directive @held(by: String) on FIELD", "", "- **Breaking:** directive `@held` was removed."),
        ("(by: String)", "", "- **Breaking:** argument `@held(by:)` was removed."),
        (
            "depth: Int = 1",
            "depth: Int = 2",
            "- **Breaking:** `Query.customer(depth:)` has changed defaultValue from 1 to 2.",
        ),
        (
            "limit: Int = 25",
            "limit: Int = 10",
            "- **Breaking:** `In.limit` has changed defaultValue from 25 to 10.",
        ),
        ("input In {", "input In @oneOf {", "- **Breaking:** `In` takes exactly one field now."),
    ],
    ids=lambda text: text if text.startswith("- ") else "",
)
def test_a_change_that_breaks_is_found_and_its_line_names_it(replace: str, by: str, line: str) -> None:
    assert OLD.count(replace) == 1
    new = OLD.replace(replace, by)
    if "@oneOf" in by:
        new = new.replace(" = 25", "")
    changes = changes_to_name(build_schema(OLD), build_schema(new))

    found = [change for change in changes if change.line == line]
    assert len(found) == 1
    assert unnamed(found, []) == found
    assert unnamed(found, [line.removeprefix("- ")]) == []
    assert unnamed(found, [f"**Breaking:** {found[0].description}"]) == []


def test_a_type_that_is_gone_is_found() -> None:
    new = OLD.replace("type Household { id: ID! }", "").replace(" household: Household", "")
    changes = changes_to_name(
        build_schema(OLD), build_schema(new.replace("Customer | Household", "Customer"))
    )
    assert [change.line for change in changes] == [
        "- **Breaking:** `Household` was removed.",
        "- **Breaking:** field `Customer.household` was removed.",
        "- **Breaking:** `Household` was removed from union type `Any`.",
    ]


def test_a_type_of_another_kind_is_found() -> None:
    new = OLD.replace("type Household { id: ID! }", "interface Household { id: ID! }").replace(
        " | Household", ""
    )
    lines = [change.line for change in changes_to_name(build_schema(OLD), build_schema(new))]
    assert "- **Breaking:** `Household` changed from an Object type to an Interface type." in lines


@pytest.mark.parametrize(
    "entry",
    [
        "`Customer.household` was removed.",
        "**Breaking:** `Customer.name` was removed.",
        "**Breaking:** Customer.household was removed.",
        "**Breaking:** `Customer` has no household any more.",
    ],
)
def test_an_entry_that_does_not_name_it_is_not_enough(entry: str) -> None:
    new = OLD.replace(" household: Household", "")
    changes = changes_to_name(build_schema(OLD), build_schema(new))
    assert unnamed(changes, [entry]) == changes


def test_one_entry_may_name_several_changes_in_words_of_its_own() -> None:
    new = OLD.replace(" household: Household", "").replace(" NOTES", "")
    changes = changes_to_name(build_schema(OLD), build_schema(new))
    assert len(changes) == 2
    assert unnamed(changes, ["**Breaking:** `Customer.household` and `Section.NOTES` are no more."]) == []


def test_what_is_added_need_not_be_named_and_can_be_known() -> None:
    new = (
        OLD.replace(" NOTES", " NOTES AUDIT")
        .replace("term: String", "term: String exact: Boolean")
        .replace("type Household {", "type Household implements Named { name: String")
        .replace("any: Any", "any: Any every: [Any]")
    )
    old, new_schema = build_schema(OLD), build_schema(new)
    assert changes_to_name(old, new_schema) == []
    assert sorted(changes_to_know(old, new_schema)) == [
        "An optional field In.exact was added.",
        "Enum value Section.AUDIT was added.",
        "Named added to interfaces implemented by Household.",
    ]


def test_a_schema_that_stays_has_no_changes() -> None:
    assert changes_to_name(build_schema(OLD), build_schema(OLD)) == []
    assert changes_to_know(build_schema(OLD), build_schema(OLD)) == []
