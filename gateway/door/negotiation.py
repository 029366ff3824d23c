"""Which media type a response has, and with which status and headers.

As the GraphQL over HTTP draft has it: `application/graphql-response+json` tells a request error by its
status, while `application/json` keeps 200 for all that is a GraphQL request, since a 4xx may then come from
anything on the way. What never became a GraphQL request, and what no other document would mend, has its own
status either way.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import Any

from gateway.engine.answers import Answer
from gateway.engine.errors import RequestCode, RequestError


class MediaType(StrEnum):
    JSON = "application/json"
    GRAPHQL_RESPONSE = "application/graphql-response+json"


STATUS: dict[RequestCode, int] = {
    RequestCode.BAD_REQUEST: 400,
    RequestCode.UNAUTHENTICATED: 401,
    RequestCode.FORBIDDEN: 403,
    RequestCode.METHOD_NOT_ALLOWED: 405,
    RequestCode.NOT_ACCEPTABLE: 406,
    RequestCode.REQUEST_TIMEOUT: 408,
    RequestCode.PAYLOAD_TOO_LARGE: 413,
    RequestCode.UNSUPPORTED_MEDIA_TYPE: 415,
    RequestCode.THROTTLED: 429,
    RequestCode.INTERNAL: 500,
    RequestCode.OVERLOADED: 503,
    RequestCode.UNAVAILABLE: 503,
    # Not 408, which browsers repeat by themselves: whether a change was stored is not known.
    RequestCode.TIMEOUT: 504,
}
"""The status of a request error in either media type. Other codes blame the document: 400, or 200 in JSON."""

RETRY_AFTER: dict[RequestCode, int] = {
    RequestCode.THROTTLED: 1,
    RequestCode.OVERLOADED: 1,
    RequestCode.UNAVAILABLE: 5,
}
"""Seconds to wait when the error does not say in `retryAfter`."""

EXACT = 2
WEIGHT = re.compile(r";\s*q\s*=\s*([^\s;]*)", re.IGNORECASE)


@lru_cache(maxsize=256)
def negotiate(accept: str) -> MediaType:
    """The media type that the client likes best, from its `Accept`; JSON when it does not care.

    Between equals the one that is named wins over the one that a wildcard lets in.
    """
    ranges = list(_ranges(accept))
    if not ranges:
        return MediaType.JSON
    best, chosen = (0.0, -1, False), None
    for media in MediaType:
        named, weight = _liking(media, ranges)
        rank = (weight, named, named == EXACT and media is MediaType.GRAPHQL_RESPONSE)
        if weight > 0 and rank > best:
            best, chosen = rank, media
    if chosen is None:
        raise RequestError(
            RequestCode.NOT_ACCEPTABLE,
            f"Responses are `{MediaType.GRAPHQL_RESPONSE}` or `{MediaType.JSON}`: name one in `Accept`.",
        )
    return chosen


def _liking(media: MediaType, ranges: list[tuple[str, float]]) -> tuple[int, float]:
    """How closely the client names a media type (2 exactly, 0 by `*/*`), and the weight it gives it there."""
    for named, pattern in ((EXACT, str(media)), (1, "application/*"), (0, "*/*")):
        weights = [weight for given, weight in ranges if given == pattern]
        if weights:
            return named, max(weights)
    return -1, 0.0


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    for part in accept.split(","):
        media = part.partition(";")[0].strip().lower()
        if media:
            yield media, _weight(part)


def _weight(part: str) -> float:
    given = WEIGHT.search(part)
    if given is None:
        return 1.0
    try:
        weight = float(given[1])
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0


class Unread(RequestError):
    """A refusal before the body was read to its end: nothing more is read on this connection."""


def status_of(answer: Answer, media: MediaType) -> int:
    """The status of a response; 200 as soon as anything was executed."""
    if not answer.is_request_error:
        return 200
    about_the_document = 200 if media is MediaType.JSON else 400
    code = _code(answer)
    return STATUS.get(code, about_the_document) if code else about_the_document


def headers_of(answer: Answer, media: MediaType) -> dict[str, str]:
    """The headers of a response, with what the client needs to do about an error."""
    headers = {
        "Content-Type": f"{media}; charset=utf-8",
        # The record of a person belongs in no cache on the way.
        "Cache-Control": "no-store",
        "Vary": "Accept",
        "X-Content-Type-Options": "nosniff",
    }
    code = _code(answer)
    if code is RequestCode.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_detail(answer, "allow", ["POST"]))
    elif code is RequestCode.UNAUTHENTICATED:
        headers["WWW-Authenticate"] = "Bearer"
    elif code in RETRY_AFTER:
        headers["Retry-After"] = str(max(1, math.ceil(_detail(answer, "retryAfter", RETRY_AFTER[code]))))
    if any(isinstance(error, Unread) for error in answer.errors):
        headers["Connection"] = "close"
    return headers


def _code(answer: Answer) -> RequestCode | None:
    if not answer.is_request_error:
        return None
    return RequestCode.__members__.get(_detail(answer, "code", ""))


def _detail(answer: Answer, name: str, otherwise: Any) -> Any:
    return ((answer.errors[0].extensions if answer.errors else None) or {}).get(name, otherwise)
