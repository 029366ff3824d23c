"""A text becomes a document that may run, or errors that say what to change."""

from __future__ import annotations

import gc
import weakref

import pytest
from graphql import GraphQLError, build_schema

from gateway.engine.answers import GraphQLRequest
from gateway.engine.documents import Documents, prepare
from gateway.engine.errors import RequestError
from gateway.engine.operations import operation_of
from gateway.settings import Limits

SCHEMA = build_schema("type Query { a(x: Int): Query n: Int } type Mutation { a: Int }")
LIMITS = Limits()


def codes(source: str, limits: Limits = LIMITS) -> set[str]:
    prepared = prepare(SCHEMA, source, limits)
    assert (prepared.document is None) == bool(prepared.errors)
    return {(error.extensions or {})["code"] for error in prepared.errors}


def only_error(source: str, limits: Limits = LIMITS) -> GraphQLError:
    (error,) = prepare(SCHEMA, source, limits).errors
    return error


def test_a_valid_document_is_prepared_without_errors() -> None:
    prepared = prepare(SCHEMA, "{ a { n } }", LIMITS)

    assert prepared.document is not None
    assert prepared.errors == ()


@pytest.mark.parametrize(
    "source",
    [
        "",
        " ",
        "#",
        "{",
        "}",
        "{ a",
        "query",
        "{ a(x: ) }",
        '{ a(x: "',
        "\x00",
        "\ud800",
        "{ \ud800 }",
        "🦆",
        "null",
    ],
)
def test_what_is_not_graphql_fails_to_parse(source: str) -> None:
    assert codes(source) == {"GRAPHQL_PARSE_FAILED"}


@pytest.mark.parametrize(
    "source",
    [
        "{ b }",
        "{ a(y: 1) }",
        '{ a(x: "1") { n } }',
        "{ n { n } }",
        "query ($x: Nope) { n }",
        "query ($x: Int, $x: Int) { a(x: $x) { n } }",
        "{ n @nope }",
        "{ ...f }",
        "{ ...f } fragment f on Query { ...f }",
        "fragment f on Query { n }",
        "{ n } { n }",
        "query A { n } query A { n }",
        "type A { a: Int }",
        "subscription { n }",
    ],
)
def test_what_does_not_fit_the_schema_fails_validation(source: str) -> None:
    assert codes(source) == {"GRAPHQL_VALIDATION_FAILED"}


@pytest.mark.parametrize(
    "source",
    [
        "{ a " * 5_000,
        "{ a(x: " + "[" * 20_000,
        "{ a(x: " + "{ a: " * 10_000,
        "query ($x: " + "[" * 20_000,
        "{" * 30_000,
        "{ a @skip(if: " + "[" * 30_000,
    ],
)
def test_a_text_nested_deeper_than_the_stack_is_refused_in_words(source: str) -> None:
    roomy = Limits(tokens=100_000, source_bytes=100_000)

    assert codes(source, roomy) == {"GRAPHQL_PARSE_FAILED"}
    assert codes(source) <= {"GRAPHQL_PARSE_FAILED", "OPERATION_TOO_COMPLEX"}


def test_fragments_nested_deeper_than_the_stack_are_refused_in_words() -> None:
    links = (f"fragment f{n} on Query {{ a {{ ...f{n + 1} }} }}" for n in range(400))
    source = " ".join(["{ ...f0 }", *links, "fragment f400 on Query { n }"])
    roomy = Limits(tokens=100_000, source_bytes=100_000, depth=10_000)

    assert codes(source, roomy) == {"GRAPHQL_VALIDATION_FAILED"}
    assert codes(source, Limits(tokens=100_000)) == {"OPERATION_TOO_COMPLEX"}


def test_a_document_may_have_as_many_bytes_as_the_limit_and_no_more() -> None:
    source = "{ n } # ß"

    assert codes(source, Limits(source_bytes=10)) == set()
    error = only_error(source, Limits(source_bytes=9))
    assert error.message == (
        "The document has 10 bytes; at most 9 are served. Split it, or send its values as variables."
    )
    assert error.extensions == {
        "code": "OPERATION_TOO_COMPLEX",
        "limit": "source_bytes",
        "maximum": 9,
        "yours": 10,
    }


@pytest.mark.parametrize("source", ["{ n n n }", "{ n }\n#\n#\n#\n#\n#\n#"])
def test_a_document_may_have_as_many_tokens_or_comments_as_the_limit_and_no_more(source: str) -> None:
    assert codes(source, Limits(tokens=6)) == set()
    error = only_error(source + " #" + "\n#" * 9 if "#" in source else "{ n n n n n }", Limits(tokens=6))
    assert (error.extensions or {}) == {
        "code": "OPERATION_TOO_COMPLEX",
        "limit": "tokens",
        "maximum": 6,
        "yours": 7,
    }


def test_a_string_that_speaks_of_too_many_tokens_is_a_syntax_error_all_the_same() -> None:
    assert codes('"Document contains more than 2000 tokens. Parsing aborted."') == {"GRAPHQL_PARSE_FAILED"}


def test_limits_are_told_before_what_validation_would_say() -> None:
    assert codes("{ nope { nope } }", Limits(depth=1)) == {"OPERATION_TOO_COMPLEX"}


def test_validation_stops_at_twenty_errors() -> None:
    source = "{ a { " + " ".join(f"nope{n}" for n in range(100)) + " } }"

    prepared = prepare(SCHEMA, source, LIMITS)

    assert len(prepared.errors) == 21
    assert prepared.errors[-1].message == (
        "Too many validation errors, error limit reached. Validation aborted."
    )


def test_errors_keep_no_frame_of_the_parser_alive() -> None:
    for source in ("{", "{ nope }", "{ a " * 300):
        for error in prepare(SCHEMA, source, LIMITS).errors:
            assert (error.__traceback__, error.__context__, error.__cause__) == (None, None, None)


def test_a_text_is_prepared_once() -> None:
    documents = Documents(SCHEMA, LIMITS)

    assert documents.prepare("{ n }") is documents.prepare("{ n }")
    assert documents.prepare("{ nope }") is documents.prepare("{ nope }")
    assert documents.prepare("{ n }") is not documents.prepare("{ n  }")


def test_the_document_used_longest_ago_makes_room() -> None:
    documents = Documents(SCHEMA, LIMITS, valid=2)
    first, second = documents.prepare("{ a1: n }"), documents.prepare("{ a2: n }")

    documents.prepare("{ a1: n }")
    documents.prepare("{ a3: n }")

    assert documents.prepare("{ a1: n }") is first
    assert documents.prepare("{ a2: n }") is not second


def test_refused_texts_push_no_valid_document_out() -> None:
    documents = Documents(SCHEMA, LIMITS, valid=1, refused=1)
    valid = documents.prepare("{ n }")

    for number in range(10):
        documents.prepare(f"{{ nope{number} }}")

    assert documents.prepare("{ n }") is valid


def test_a_text_over_the_size_limit_is_not_kept() -> None:
    documents = Documents(SCHEMA, Limits(source_bytes=4))

    assert documents.prepare("{ n }") is not documents.prepare("{ n }")


def test_what_is_compiled_from_a_document_goes_with_it() -> None:
    documents = Documents(SCHEMA, LIMITS, valid=1)
    plans = weakref.WeakKeyDictionary({documents.prepare("{ n }"): "plan"})

    documents.prepare("{ a { n } }")
    gc.collect()

    assert len(plans) == 0


def choose(source: str, name: str | None, *, read_only: bool = False) -> str | None:
    prepared = prepare(SCHEMA, source, LIMITS)
    assert prepared.document is not None
    operation = operation_of(SCHEMA, prepared.document, name)
    operation.check_method(GraphQLRequest(query=source, operation_name=name, read_only=read_only))
    return operation.node.name.value if operation.node.name else None


def test_the_operation_is_the_only_one_or_the_one_named() -> None:
    assert choose("{ n }", None) is None
    assert choose("query A { n }", None) == "A"
    assert choose("query A { n } query B { n }", "B") == "B"
    assert choose("query A { n } mutation B { a }", "A", read_only=True) == "A"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (None, "The document has several operations: name one in `operationName`."),
        ("C", "The document has no operation named 'C'."),
    ],
)
def test_an_operation_that_cannot_be_told_is_refused(name: str | None, message: str) -> None:
    with pytest.raises(RequestError) as refused:
        choose("query A { n } query B { n }", name)

    assert refused.value.message == message
    assert refused.value.code == "GRAPHQL_VALIDATION_FAILED"


def test_a_mutation_is_refused_to_a_request_that_may_only_read() -> None:
    assert choose("mutation A { a }", "A") == "A"

    with pytest.raises(RequestError) as refused:
        choose("mutation A { a }", "A", read_only=True)

    assert refused.value.message == "A mutation is sent by POST; only queries may be sent by GET."
    assert refused.value.extensions == {"code": "METHOD_NOT_ALLOWED", "allow": ["POST"]}
