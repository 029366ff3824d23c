"""The client gets the media type it likes best, and the status that goes with it."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import GraphQLError

from gateway.door.negotiation import MediaType, Unread, headers_of, negotiate, status_of
from gateway.engine.answers import Answer
from gateway.engine.errors import RequestCode, RequestError

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (GRAPHQL, GRAPHQL),
        ("Application/GraphQL-Response+JSON", GRAPHQL),
        (f"{JSON};charset=utf-8", JSON),
        (f"{GRAPHQL}, {JSON}", GRAPHQL),
        (f"{JSON}, {GRAPHQL}", GRAPHQL),
        (f"{GRAPHQL}; charset=utf-8, {JSON}; charset=utf-8", GRAPHQL),
        (f"{GRAPHQL};q=0.9, {JSON}", JSON),
        (f"{GRAPHQL};q=0.9, {JSON};q=0.8", GRAPHQL),
        (f"{GRAPHQL}, {JSON};q=0.9, */*;q=0.1", GRAPHQL),
        (f"{JSON}, */*", JSON),
        (f"{GRAPHQL}, */*", GRAPHQL),
        (f"{GRAPHQL};q=0.1, */*", JSON),
        (f"{JSON};q=0, */*", GRAPHQL),
        (f"{JSON};q=0, application/*;q=0.5", GRAPHQL),
        (f"{GRAPHQL}, application/graphql+json, {JSON}, text/event-stream, multipart/mixed", GRAPHQL),
        ("text/event-stream;q=1, application/json;q=0.5", JSON),
        ("text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", JSON),
        ("application/json; q = 0.5 , text/html", JSON),
        (f"{JSON};q=high, {GRAPHQL};q=0.1", GRAPHQL),
        (",, ,application/json", JSON),
    ],
)
def test_the_media_type_with_the_highest_weight_is_chosen(accept: str, chosen: str) -> None:
    assert negotiate(accept) == chosen


@pytest.mark.parametrize(
    "accept",
    [
        "text/html",
        "text/*",
        "application/xml",
        f"{JSON};q=0",
        "*/*;q=0",
        f"{JSON};q=-1",
        f"{JSON};q=nan",
        "json",
    ],
)
def test_a_client_that_takes_neither_is_refused(accept: str) -> None:
    with pytest.raises(RequestError) as refused:
        negotiate(accept)

    assert refused.value.code == RequestCode.NOT_ACCEPTABLE


def answers_status(code: RequestCode, media: MediaType) -> int:
    return status_of(Answer.refused(RequestError(code, "No.")), media)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (RequestCode.BAD_REQUEST, 400),
        (RequestCode.UNAUTHENTICATED, 401),
        (RequestCode.FORBIDDEN, 403),
        (RequestCode.METHOD_NOT_ALLOWED, 405),
        (RequestCode.NOT_ACCEPTABLE, 406),
        (RequestCode.REQUEST_TIMEOUT, 408),
        (RequestCode.PAYLOAD_TOO_LARGE, 413),
        (RequestCode.UNSUPPORTED_MEDIA_TYPE, 415),
        (RequestCode.THROTTLED, 429),
        (RequestCode.INTERNAL, 500),
        (RequestCode.OVERLOADED, 503),
        (RequestCode.UNAVAILABLE, 503),
        (RequestCode.TIMEOUT, 504),
    ],
)
def test_what_no_other_document_would_mend_has_its_status_in_both_media_types(
    code: RequestCode, status: int
) -> None:
    assert {answers_status(code, media) for media in MediaType} == {status}


@pytest.mark.parametrize(
    "code",
    [
        RequestCode.GRAPHQL_PARSE_FAILED,
        RequestCode.GRAPHQL_VALIDATION_FAILED,
        RequestCode.BAD_USER_INPUT,
        RequestCode.OPERATION_TOO_COMPLEX,
        RequestCode.COST_LIMIT_EXCEEDED,
        RequestCode.PERSISTED_DOCUMENT_NOT_FOUND,
        RequestCode.PERSISTED_DOCUMENT_REQUIRED,
        RequestCode.IDEMPOTENCY_KEY_REUSED,
        RequestCode.IDEMPOTENCY_IN_PROGRESS,
    ],
)
def test_what_is_wrong_with_a_document_is_400_or_in_plain_json_200(code: RequestCode) -> None:
    assert answers_status(code, MediaType.GRAPHQL_RESPONSE) == 400
    assert answers_status(code, MediaType.JSON) == 200


def test_an_error_without_a_code_blames_the_document() -> None:
    answer = Answer.refused(GraphQLError("Who knows."))

    assert status_of(answer, MediaType.GRAPHQL_RESPONSE) == 400


@pytest.mark.parametrize("media", list(MediaType))
def test_what_was_executed_is_200_whatever_went_wrong_in_it(media: MediaType) -> None:
    error = RequestError(RequestCode.FORBIDDEN, "Not this tab.", path=["customer", "notes"])

    assert status_of(Answer({"customer": {"notes": None}}, (error,)), media) == 200
    assert status_of(Answer(None, (error,)), media) == 200
    assert "WWW-Authenticate" not in headers_of(Answer(None, (error,)), media)


def test_the_headers_say_what_to_do_about_an_error() -> None:
    def header(name: str, code: RequestCode, **details: Any) -> str | None:
        return headers_of(Answer.refused(RequestError(code, "No.", **details)), MediaType.JSON).get(name)

    assert header("Retry-After", RequestCode.THROTTLED, retryAfter=2.1) == "3"
    assert header("Retry-After", RequestCode.THROTTLED, retryAfter=0) == "1"
    assert header("Retry-After", RequestCode.UNAVAILABLE) == "5"
    assert header("Retry-After", RequestCode.OVERLOADED) == "1"
    assert header("Retry-After", RequestCode.BAD_REQUEST) is None
    assert header("WWW-Authenticate", RequestCode.UNAUTHENTICATED) == "Bearer"
    assert header("Allow", RequestCode.METHOD_NOT_ALLOWED, allow=["GET", "POST"]) == "GET, POST"
    assert header("Connection", RequestCode.PAYLOAD_TOO_LARGE) is None
    unread = Answer.refused(Unread(RequestCode.PAYLOAD_TOO_LARGE, "No."))
    assert headers_of(unread, MediaType.JSON)["Connection"] == "close"
