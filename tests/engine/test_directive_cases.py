"""`@skip` and `@include` in every combination; cases after graphql-core's test_directives."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.world.both import World

NAMES: dict[str, Any] = {"house": {"name": "Birch"}}
BOTH: dict[str, Any] = {"house": {"name": "Birch", "lit": False}}


def house(selection: str) -> str:
    return f'query ($yes: Boolean = true, $no: Boolean! = false) {{ house(name: "Birch") {{ {selection} }} ...Uses }} '


USES = "fragment Uses on Query { __typename @skip(if: $yes) @include(if: $no) }"

# What is shown when `@skip(if: a) @include(if: b)`: the fourth only.
COMBINED = [(False, True, True), (False, False, False), (True, True, False), (True, False, False)]

LITERAL: dict[str, tuple[str, dict[str, Any]]] = {
    "works_without_directives::basic_query_works": ("name lit", BOTH),
    "works_on_scalars::if_true_includes_scalar": ("name lit @include(if: true)", BOTH),
    "works_on_scalars::if_false_omits_on_scalar": ("name lit @include(if: false)", NAMES),
    "works_on_scalars::unless_false_includes_scalar": ("name lit @skip(if: false)", BOTH),
    "works_on_scalars::unless_true_omits_scalar": ("name lit @skip(if: true)", NAMES),
    "works_on_fragment_spreads::if_false_omits_fragment_spread": ("name ...F @include(if: false)", NAMES),
    "works_on_fragment_spreads::if_true_includes_fragment_spread": ("name ...F @include(if: true)", BOTH),
    "works_on_fragment_spreads::unless_false_includes_fragment_spread": ("name ...F @skip(if: false)", BOTH),
    "works_on_fragment_spreads::unless_true_omits_fragment_spread": ("name ...F @skip(if: true)", NAMES),
    "works_on_inline_fragment::if_false": ("name ... on House @include(if: false) { lit }", NAMES),
    "works_on_inline_fragment::if_true": ("name ... on House @include(if: true) { lit }", BOTH),
    "works_on_inline_fragment::unless_false": ("name ... on House @skip(if: false) { lit }", BOTH),
    "works_on_inline_fragment::unless_true": ("name ... on House @skip(if: true) { lit }", NAMES),
    "works_on_anonymous_inline_fragment::if_false": ("name ... @include(if: false) { lit }", NAMES),
    "works_on_anonymous_inline_fragment::if_true": ("name ... @include(if: true) { lit }", BOTH),
    "works_on_anonymous_inline_fragment::unless_false": ("name ... @skip(if: false) { lit }", BOTH),
    "works_on_anonymous_inline_fragment::unless_true": ("name ... @skip(if: true) { lit }", NAMES),
    "skipped once and selected once is selected": ("name lit @skip(if: true) ...F", BOTH),
    "a fragment first left out may be spread again": ("name ...F @skip(if: true) ...F", BOTH),
    "a fragment in a fragment left out": ("name ...G @include(if: false)", NAMES),
    "by a variable's default": ("name @include(if: $yes) lit @skip(if: $no)", BOTH),
    "by a variable's default, the other way": ("name @skip(if: $no) lit @include(if: $no)", NAMES),
    "__typename left out": ("name __typename @skip(if: $yes)", NAMES),
    "__typename taken in": (
        "__typename @include(if: $yes)",
        {"house": {"__typename": "House"}},
    ),
}


@pytest.mark.parametrize("name", LITERAL)
async def test_what_is_left_out_is_not_there(world: World, name: str) -> None:
    # ported: test_directives::describe_*
    selection, data = LITERAL[name]
    spread = "".join(
        text
        for name, text in (
            ("...F", "fragment F on House { lit } "),
            ("...G", "fragment G on House { ...F } "),
        )
        if name in selection or (name == "...F" and "...G" in selection)
    )

    await world.check(house(selection) + USES + spread, data, statements=1)


@pytest.mark.parametrize(("skip", "include", "shown"), COMBINED)
@pytest.mark.parametrize(
    "part", ["lit @", "... @ { lit }", "... on House @ { lit }", "...F @", "... on Named @ { ...F }"]
)
async def test_both_at_one_place(world: World, part: str, skip: bool, include: bool, shown: bool) -> None:
    # ported: test_directives::works_with_skip_and_include_directives
    fragment = "fragment F on House { lit }" if "...F" in part else ""
    literal = part.replace("@", f"@skip(if: {str(skip).lower()}) @include(if: {str(include).lower()})")
    given = part.replace("@", "@skip(if: $skip) @include(if: $include)")
    turned = part.replace("@", "@include(if: $include) @skip(if: $skip)")
    data = BOTH if shown else NAMES

    await world.check(f'{{ house(name: "Birch") {{ name {literal} }} }} {fragment}', data, statements=1)
    for by_variables in (given, turned):
        await world.check(
            f'query ($skip: Boolean!, $include: Boolean!) {{ house(name: "Birch") {{ name {by_variables} }} }}'
            + fragment,
            data,
            statements=1,
            skip=skip,
            include=include,
        )


@pytest.mark.parametrize(("shown", "statements"), [(True, 3), (False, 1)])
async def test_a_tab_left_out_costs_no_statement(world: World, shown: bool, statements: int) -> None:
    document = """query ($shown: Boolean!) { house(name: "Birch") { name rooms @include(if: $shown) { name boxes
      { label } } } }"""
    rooms = {"rooms": [{"name": "Hall", "boxes": [{"label": "coats"}]}]} if shown else {}

    await world.check(document, {"house": {"name": "Birch", **rooms}}, statements=statements, shown=shown)


@pytest.mark.parametrize(("shown", "roots"), [(True, ["a", "b", "c"]), (False, ["b"])])
async def test_roots_come_and_go_in_their_order(world: World, shown: bool, roots: list[str]) -> None:
    document = """query ($shown: Boolean!, $hidden: Boolean!) { a: album @include(if: $shown) { title }
      b: album { title } ... @skip(if: $hidden) { c: album { title } } }"""

    await world.check(
        document, {name: {"title": "Holiday"} for name in roots}, statements=0, shown=shown, hidden=not shown
    )


async def test_everything_left_out_is_an_empty_answer(world: World) -> None:
    await world.check("{ houses @skip(if: true) { name } }", {}, statements=0)
    await world.check(
        '{ house(name: "Birch") { rooms { name @skip(if: true) } } }',
        {"house": {"rooms": [{}]}},
        statements=2,
    )
    await world.check(
        "{ letters(first: 1) { nodes { text @skip(if: true) } pageInfo @skip(if: true) { endCursor } } }",
        {"letters": {"nodes": [{}]}},
        statements=1,
    )
    await world.check("{ houses { name @skip(if: true) } }", {"houses": [{}, {}, {}]}, statements=1)


async def test_a_field_left_out_at_one_place_only(world: World) -> None:
    # The same tab twice: what is below one of them is left out.
    await world.check(
        """query ($no: Boolean!) { house(name: "Birch") { rooms @include(if: $no) { floor } rooms { name } } }""",
        {"house": {"rooms": [{"name": "Hall"}]}},
        statements=2,
        no=False,
    )


async def test_a_denied_field_left_out_is_no_error(world: World) -> None:
    await world.check(
        '{ house(name: "Birch") { name secret @skip(if: true) secretRooms @include(if: false) { name } } }',
        NAMES,
        statements=1,
    )


async def test_one_document_is_planned_anew_for_other_values(world: World) -> None:
    document = """query ($a: Boolean = false, $b: Boolean = true) { house(name: "Birch") { name @skip(if: $a)
      lit @include(if: $b) } }"""
    for a, b, data in (
        (False, True, {"name": "Birch", "lit": False}),
        (True, True, {"lit": False}),
        (False, False, {"name": "Birch"}),
        (True, False, {}),
        (False, True, {"name": "Birch", "lit": False}),
    ):
        await world.check(document, {"house": data}, statements=1, a=a, b=b)
    await world.check(document, {"house": {"name": "Birch", "lit": False}}, statements=1)


async def test_a_variable_that_decides_is_never_null(world: World) -> None:
    document = "query ($a: Boolean!) { houses @skip(if: $a) { name } }"

    await world.refused(document, "BAD_USER_INPUT 1:8 Variable '$a'")
    await world.refused(document, "BAD_USER_INPUT 1:8 Variable '$a'", a=None)
    await world.refused(document, "BAD_USER_INPUT 1:8 Variable '$a'", a="true")
