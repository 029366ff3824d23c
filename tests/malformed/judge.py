"""Whether an answer is one that a client can work with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from gateway.engine.errors import RequestCode
from tests.malformed.case import Case, Expected
from tests.malformed.client import GREETED, Answer

MEDIA_TYPES = ("application/json; charset=utf-8", "application/graphql-response+json; charset=utf-8")
OF_OURS = {RequestCode.INTERNAL, RequestCode.TIMEOUT, RequestCode.OVERLOADED, RequestCode.UNAVAILABLE}
"""No request, however malformed, is answered with these while everything else is well."""


def problems(case: Case, answer: Answer) -> Iterator[str]:
    """What is wrong with the answer to a well-framed request."""
    if answer.status >= 500:
        yield f"answered with {answer.status}: {answer.body[:500]!r}"
    if case.statuses and answer.status not in case.statuses:
        yield f"nothing is wrong with it, and it is answered with {answer.status}: {answer.body[:500]!r}"
    if answer.closes and not case.may_close:
        yield f"the connection is closed after {answer.status}: {answer.body[:200]!r}"
    if case.method == "HEAD":
        return
    if case.expected is Expected.GRAPHQL or (case.expected is Expected.ERROR and answer.status >= 400):
        yield from (f"{found}: {answer.body[:500]!r}" for found in _unfit(answer))


def of_greeting(answer: Answer) -> Iterator[str]:
    """What is wrong with the answer to the good request behind it."""
    if (answer.status, answer.body) != (200, GREETED):
        yield f"the good request behind it was answered with {answer.status}: {answer.body[:500]!r}"


def of_broken(status: int | None) -> Iterator[str]:
    """What is wrong with the status of what was no HTTP; None stands for a closed connection."""
    if status is not None and not 400 <= status < 500:
        yield f"no HTTP, and answered with {status}"


def codes(answer: Answer) -> list[str]:
    """The codes of the errors in an answer, as far as it is one with errors."""
    try:
        errors = orjson.loads(answer.body)["errors"]
        return [str(error["extensions"]["code"]) for error in errors]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return []


def _unfit(answer: Answer) -> Iterator[str]:
    if answer.headers.get("content-type") not in MEDIA_TYPES:
        yield f"of media type {answer.headers.get('content-type')}"
        return
    try:
        told: Any = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        yield "no JSON"
        return
    if (
        not isinstance(told, dict)
        or not {"data", "errors"} & set(told)
        or set(told) - {"data", "errors", "extensions"}
    ):
        yield "no GraphQL response"
        return
    errors = told.get("errors", [])
    if "errors" in told and not errors:
        yield "errors without an error"
    for error in errors:
        code = error.get("extensions", {}).get("code")
        if code not in RequestCode.__members__ or not isinstance(error.get("message"), str):
            yield "an error without a code of ours, or without a message"
        elif code in OF_OURS:
            yield f"the error {code}"
