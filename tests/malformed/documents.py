"""Operations on the gateway's schema: valid ones to be spoilt, and others that never were."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

from gateway.schema import build
from gateway.settings import Limits
from tests.malformed.hostile import TEXTS, Values
from tests.worked import WORKED

VALID = tuple(each.text for each in WORKED)
DEEP = 3


@cache
def schema() -> GraphQLSchema:
    return build(Limits()).graphql


def operation(random: Random, kind: str, *, wrong: float) -> tuple[str, dict[str, Any]]:
    """One root field with hostile arguments, as a document and its variables."""
    root = schema().query_type if kind == "query" else schema().mutation_type
    assert root is not None
    name = random.choice(list(root.fields))
    values = Values(random, wrong)
    declared, passed, variables = [], [], {}
    for number, (argument, of) in enumerate(root.fields[name].args.items()):
        if is_required_argument(of) or random.random() < 0.6:
            declared.append(f"$v{number}: {of.type}")
            passed.append(f"{argument}: $v{number}")
            if random.random() > wrong / 2:
                variables[f"v{number}"] = values.of(of.type)
    selected = _selection(root.fields[name], random, DEEP)
    head = f"{kind} Asked({', '.join(declared)})" if declared else kind
    return f"{head} {{ {name}{_in_brackets(passed)}{selected} }}", variables


def _selection(field: GraphQLField, random: Random, deep: int) -> str:
    """What is asked of a field: some leaves, and what lies below them as far as `deep` allows."""
    type_: GraphQLNamedType = get_named_type(field.type)
    if isinstance(type_, GraphQLUnionType):
        return " { __typename ... on UserError { code message path } }"
    if not isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
        return ""
    leaves = [name for name, each in type_.fields.items() if is_leaf_type(get_named_type(each.type))]
    # Fields with arguments that must be given are asked as roots; here they would need values of their own.
    below = [
        name
        for name, each in type_.fields.items()
        if name not in leaves and not any(is_required_argument(given) for given in each.args.values())
    ]
    asked = ["__typename", *random.sample(leaves, min(len(leaves), 4))]
    if "errors" in below:
        asked.append("errors" + _selection(type_.fields["errors"], random, deep))
    if deep > 1:
        for name in random.sample(below, min(len(below), 2)):
            if name != "errors":
                asked.append(f"f{len(asked)}: {name}" + _selection(type_.fields[name], random, deep - 1))
    return " { " + " ".join(asked) + " }"


def _in_brackets(given: list[str]) -> str:
    return f"({', '.join(given)})" if given else ""


def unfit(random: Random) -> str:
    """A document that is GraphQL, or nearly, and fits no schema of ours."""
    deep = random.choice((3, 21, 200, 3_000))
    return random.choice(
        (
            "{ nope }",
            "{ viewer }",
            "{ viewer { user { nope } } }",
            "{ customer { id } }",
            '{ customer(id: "I-1000001", nope: 1) { id } }',
            "{ customer(id: {a: 1}) { id } }",
            "{ customer(id: [$x]) { id } }",
            "query ($x: Nope) { viewer { user { username } } }",
            "query ($x: Customer!) { customer(id: $x) { id } }",
            "query ($x: ID!, $x: ID!) { customer(id: $x) { id } }",
            "query A { __typename } query A { __typename }",
            "query A { __typename } query B { __typename }",
            "subscription { viewer { user { username } } }",
            "fragment F on Query { ...F } { ...F }",
            "fragment F on Query { ...G } fragment G on Query { ...F } { ...G }",
            "fragment F on Nope { id } { ...F }",
            "{ ...Missing }",
            "{ __typename @nope }",
            "{ __typename @skip }",
            '{ __typename @skip(if: "yes") }',
            "{ __typename @include(if: $gone) }",
            "{ __typename @deprecated }",
            "{ __typename @skip(if: false) @skip(if: false) }",
            "query @include(if: true) { __typename }",
            "{ __typename @oneOf }",
            "type Query { a: Int } { __typename }",
            "extend type Query { a: Int }",
            "schema { query: Query }",
            "{ __schema { types { fields { type { fields { type { name } } } } } } }",
            "{ __type(name: 1) { name } }",
            "mutation { nope }",
            "mutation { createNote }",
            'mutation { createNote(customerId: "x", colour: MAUVE, body: 1) { note { id } } }',
            "{ viewer { user { username } user: interface } }",
            '{ search(term: "a", filter: {nope: 1}) { totalCount } }',
            '{ search(term: "a", filter: ' + "{active: " * deep + "1" + "}" * deep + ") { totalCount } }",
            "{" * deep,
            "{ a" * deep + "}" * deep,
            "{ viewer " * deep + "{ user }" + "}" * deep,
            "query ($x: " + "[" * deep + "ID" + "]" * deep + ") { __typename }",
            "# only a comment",
            "\ufeff",
            "",
            ",",
        )
    )


def over_a_limit(random: Random) -> str:
    """A document that asks for more than is served, in one way or another."""
    many = random.choice((31, 100, 700, 3_000))
    long = "n" * random.choice((1_000, 30_000, 63_000))
    return random.choice(
        (
            "{" + " ".join(f"a{number}: __typename" for number in range(many)) + "}",
            "{" + "viewer { user { username } } " * many + "}",
            "{" + "... on Query { __typename } " * many + "}",
            "{" + "... { " * many + "__typename" + " }" * many + "}",
            "mutation {"
            + " ".join(
                f'm{number}: acknowledgeNote(noteId: "x") {{ note {{ id }} }}' for number in range(many)
            )
            + "}",
            "query { nodes(ids: [" + '"I-1000001" ' * many + "]) { id } }",
            "query (" + " ".join(f"$v{number}: Int" for number in range(many)) + ") { __typename }",
            "{ __typename " + "@skip(if: false) " * many + "}",
            _unfolding(min(many, 40)),
            "{ " + long + " }",
            "{ " + long + ": __typename }",
            '{ search(term: "' + long + '") { totalCount } }',
            '{ search(term: """' + long + '""") { totalCount } }',
            "{ customer(id: 1" + "0" * 5_000 + ") { id } }",
            "{ __typename } # " + long,
            "{ customers(first: 100, filter: {active: true}) { nodes { audit(first: 100) { nodes { at } } } } }",
        )
    )


def _unfolding(many: int) -> str:
    """Fragments of which each spreads the next twice."""
    fragments = [
        f"fragment F{number} on Query {{ ...F{number + 1} ...F{number + 1} }}" for number in range(many)
    ]
    return " ".join(["{ ...F0 }", *fragments, f"fragment F{many} on Query {{ __typename }}"])


def literal(random: Random) -> str:
    """A search with a hostile text written into the document, quoted well or badly."""
    given = random.choice(TEXTS)
    escaped = given.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    quoted = random.choice(
        (
            f'"{escaped}"',
            f'"{given}"',
            f'"""{given}"""',
            f'"{escaped}',
            '"\\ud800"',
            '"\\u{110000}"',
            '"\\u{1F}"',
            '"\\x41"',
        )
    )
    return f"{{ search(term: {quoted}) {{ totalCount nodes {{ fullName }} }} }}"
