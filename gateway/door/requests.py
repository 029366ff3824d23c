"""HTTP to a GraphQL request: its parameters, or a refusal that says what is amiss."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.requests import ClientDisconnect, Request

from gateway.door.negotiation import Unread
from gateway.engine.answers import GraphQLRequest
from gateway.engine.errors import RequestCode, RequestError
from gateway.settings import Limits

NESTING = 100
"""Deepest nesting of variables. No input type needs it, and JSON writers give up at 250."""

READ_TO_THE_END = 16_000_000
"""A body up to here is read to its end even when it is too large: a photograph fresh from a camera, for one."""

CHARSET = re.compile(r""";\s*charset\s*=\s*"?([^\s;",]+)""", re.IGNORECASE)


async def read(request: Request, limits: Limits) -> GraphQLRequest:
    """The GraphQL request that an HTTP request carries; `RequestError` when it carries none."""
    if request.method == "POST":
        _check_media_type(request)
        body = await body_of(request, limits.body_bytes, limits.deadline_seconds)
        return _parameters(_json(body, "The body"), read_only=False)
    if request.method == "GET":
        return _parameters(_from_url(request, limits.body_bytes), read_only=True)
    raise RequestError(
        RequestCode.METHOD_NOT_ALLOWED,
        "Send the request by POST; queries may also be sent by GET.",
        allow=["GET", "POST"],
    )


async def texts_of(request: Request, limits: Limits, *names: str) -> list[str]:
    """The strings under these names in the JSON object of the body; BAD_REQUEST when one is missing."""
    _check_media_type(request)
    given = _json(await body_of(request, limits.body_bytes, limits.deadline_seconds), "The body")
    if not isinstance(given, dict):
        given = {}
    missing = [f"`{name}`" for name in names if not isinstance(given.get(name), str)]
    if missing:
        raise RequestError(
            RequestCode.BAD_REQUEST, f"Send a JSON object with a string for {' and '.join(missing)}."
        )
    return [given[name] for name in names]


def _check_media_type(request: Request) -> None:
    given = ",".join(request.headers.getlist("content-type"))
    charset = CHARSET.search(given)
    # A substring test would let `text/plain; application/json` through, which a form on any site can send.
    exact = given.partition(";")[0].strip().lower() == "application/json"
    if not exact or (charset and charset[1].lower() not in ("utf-8", "utf8")):
        raise RequestError(
            RequestCode.UNSUPPORTED_MEDIA_TYPE,
            "Send the body as JSON, with the header `Content-Type: application/json`; its encoding is UTF-8.",
        )
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise RequestError(
            RequestCode.UNSUPPORTED_MEDIA_TYPE, "Send the body uncompressed, without a `Content-Encoding`."
        )


async def body_of(request: Request, most: int, seconds: float) -> bytes:
    """The body; PAYLOAD_TOO_LARGE when it has more bytes than `most`, REQUEST_TIMEOUT when it is late.

    What is too large is not kept, yet read to its end within reason: where a server closes while a client still
    sends, the client may never see why.
    """
    announced = _announced(request)
    # Who asked by `Expect` whether to send the body need not send it after a refusal, and may begin a new request.
    if announced > READ_TO_THE_END or (announced > most and "expect" in request.headers):
        raise _too_large(most, Unread)
    body, received, ended = bytearray(), 0, False
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while not ended and received <= READ_TO_THE_END:
                part, ended = await _part(request)
                received += len(part)
                if received <= most:
                    body += part
    if max(announced, received) > most:
        raise _too_large(most, RequestError if ended else Unread)
    if not ended:
        raise Unread(
            RequestCode.REQUEST_TIMEOUT,
            f"The body did not arrive within {seconds:g} seconds; send it again.",
        )
    return bytes(body)


async def _part(request: Request) -> tuple[bytes, bool]:
    """The next bytes of the body, and whether they are the last."""
    message = await request.receive()
    if message["type"] == "http.disconnect":
        raise ClientDisconnect
    return message.get("body", b""), not message.get("more_body", False)


def _announced(request: Request) -> int:
    length = request.headers.get("content-length", "")
    return int(length) if length.isdecimal() and len(length) < 20 else 0


def _too_large(most: int, kind: type[RequestError] = RequestError) -> RequestError:
    return kind(
        RequestCode.PAYLOAD_TOO_LARGE, f"The request has more than {most:,} bytes. Send less.", maximum=most
    )


def _json(text: bytes | str, where: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise RequestError(RequestCode.BAD_REQUEST, f"{where} is not JSON: {error}.") from None


def _from_url(request: Request, most: int) -> dict[str, Any]:
    query: bytes = request.scope["query_string"]
    if len(query) > most:
        raise _too_large(most)
    try:
        given = dict(parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict"))
    except ValueError:
        raise RequestError(
            RequestCode.BAD_REQUEST, "The URL's parameters are not percent-encoded UTF-8."
        ) from None
    parameters: dict[str, Any] = {name: text for name, text in given.items() if text or name == "query"}
    for name in ("variables", "extensions"):
        if name in parameters:
            parameters[name] = _json(parameters[name], f"The parameter `{name}`")
    return parameters


def _parameters(given: Any, *, read_only: bool) -> GraphQLRequest:
    if isinstance(given, list):
        raise RequestError(
            RequestCode.BAD_REQUEST, "Batching is not supported: send each request on its own."
        )
    if not isinstance(given, dict):
        raise RequestError(RequestCode.BAD_REQUEST, "The body is not a JSON object with a `query` in it.")
    query = _text(given, "query")
    document_id = _text(given, "documentId")
    variables = _object(given, "variables")
    extensions = _object(given, "extensions")
    if query is None and document_id is None and "persistedQuery" not in extensions:
        raise RequestError(
            RequestCode.BAD_REQUEST, "The request has no `query`: the text of a GraphQL document."
        )
    return GraphQLRequest(
        query=query,
        document_id=document_id,
        variables=variables,
        operation_name=_text(given, "operationName") or None,
        extensions=extensions,
        read_only=read_only,
    )


def _text(given: Mapping[str, Any], name: str) -> str | None:
    value = given.get(name)
    if value is None or isinstance(value, str):
        return value
    raise RequestError(RequestCode.BAD_REQUEST, f"`{name}` is to be a string, or left out.")


def _object(given: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = given.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise RequestError(RequestCode.BAD_REQUEST, f"`{name}` is to be an object, or left out.")
    if _deeper_than(NESTING, value):
        raise RequestError(RequestCode.BAD_REQUEST, f"`{name}` is nested more than {NESTING} levels deep.")
    return value


def _deeper_than(most: int, value: dict[str, Any]) -> bool:
    level: list[Any] = [value]
    for _ in range(most):
        level = [
            item
            for holder in level
            for item in (holder.values() if isinstance(holder, dict) else holder)
            if isinstance(item, dict | list)
        ]
        if not level:
            return False
    return True
