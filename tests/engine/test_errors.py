"""A client reads what it can mend; a surprise is masked, and the log has it."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import GraphQLError, build_schema, execute, parse
from structlog.testing import capture_logs

from domain.errors import InvalidPostcode, Refusals, TooLong
from gateway.engine.errors import RequestCode, RequestError, presented

SCHEMA = build_schema("type Query { a(x: Int!): Int, list: [Int!] }")


async def shown(resolver: Any, source: str = "{ a(x: 1) }", **variables: Any) -> list[dict[str, Any]]:
    """The errors that a client reads when `a` is resolved by `resolver`."""
    result = execute(SCHEMA, parse(source), {"a": resolver, "list": [2**40]}, variable_values=variables)
    assert not hasattr(result, "__await__")
    return [dict(error.formatted) for error in presented(result.errors or ())]


def raising(error: Exception) -> Any:
    def resolve(*_: Any, **__: Any) -> None:
        raise error

    return resolve


def test_every_code_says_what_it_means() -> None:
    for code in RequestCode:
        assert code.value == code.name
        assert code.description.endswith(".")
        assert len(code.description) < 90


async def test_a_surprise_shows_nothing_but_an_id_that_the_log_has() -> None:
    with capture_logs() as logs:
        (error,) = await shown(raising(KeyError("password of Ada")))

    (entry,) = logs
    error_id = entry["error_id"]
    assert error == {
        "message": f"Something went wrong on our side. If you report it, quote the errorId {error_id}.",
        "locations": [{"line": 1, "column": 3}],
        "path": ["a"],
        "extensions": {"code": "INTERNAL", "errorId": error_id},
    }
    assert entry["event"] == "request.failed"
    assert repr(entry["exc_info"]) == repr(KeyError("password of Ada"))
    assert entry["exc_info"].__traceback__ is not None


async def test_a_value_of_ours_that_its_type_cannot_show_is_a_surprise() -> None:
    with capture_logs() as logs:
        (error,) = await shown(None, "{ list }")

    assert error["path"] == ["list", 0]
    assert error["extensions"]["code"] == "INTERNAL"
    assert len(logs) == 1


async def test_a_row_of_no_type_of_ours_is_a_surprise() -> None:
    schema = build_schema("interface I { x: Int } type T implements I { x: Int } type Query { i: I }")
    with capture_logs() as logs:
        result = execute(schema, parse("{ i { x } }"), {"i": {"__typename": "Stranger"}})
        (error,) = presented(result.errors or ())  # type: ignore[union-attr]

    assert error.path == ["i"]
    assert "Stranger" not in error.message
    assert (error.extensions or {})["code"] == "INTERNAL"
    assert len(logs) == 1


async def test_an_error_of_ours_is_shown_as_it_stands() -> None:
    with capture_logs() as logs:
        (error,) = await shown(raising(RequestError(RequestCode.FORBIDDEN, "Not you.", roles=["SUPPORT"])))

    assert (error["message"], error["path"]) == ("Not you.", ["a"])
    assert error["extensions"] == {"code": "FORBIDDEN", "roles": ["SUPPORT"]}
    assert logs == []


async def test_a_refusal_by_a_rule_is_shown_as_bad_input() -> None:
    refusal = InvalidPostcode("A UK postcode looks like SW1A 1AA.", ("address", "postcode"))

    (error,) = await shown(raising(refusal))

    assert error["message"] == "A UK postcode looks like SW1A 1AA."
    assert error["extensions"] == {
        "code": "BAD_USER_INPUT",
        "reason": "INVALID_POSTCODE",
        "input": ["address", "postcode"],
    }


async def test_several_refusals_are_several_errors() -> None:
    errors = await shown(raising(Refusals([TooLong("Too long.", ("name",)), InvalidPostcode("No number.")])))

    assert [error["extensions"]["reason"] for error in errors] == ["TOO_LONG", "INVALID_POSTCODE"]


@pytest.mark.parametrize("given", ["one", 1.5, 2**40, None, [1]])
async def test_a_variable_of_the_wrong_type_is_bad_input_and_no_surprise(given: Any) -> None:
    with capture_logs() as logs:
        (error,) = await shown(None, "query ($x: Int!) { a(x: $x) }", x=given)

    assert error["extensions"] == {"code": "BAD_USER_INPUT"}
    assert "$x" in error["message"]
    assert logs == []


async def test_an_argument_that_its_variable_leaves_out_is_bad_input() -> None:
    with capture_logs() as logs:
        (error,) = await shown(None, "query ($x: Int) { a(x: $x) }")

    assert error["extensions"] == {"code": "BAD_USER_INPUT"}
    assert error["path"] == ["a"]
    assert logs == []


async def test_a_scalar_that_refuses_a_variable_with_a_plain_error_is_bad_input() -> None:
    error = GraphQLError("Variable '$x' has invalid value.", original_error=ValueError("no such day"))

    (after,) = presented([error])

    assert after.message == "Variable '$x' has invalid value."
    assert after.extensions == {"code": "BAD_USER_INPUT"}
