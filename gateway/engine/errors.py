"""What can go wrong outside a mutation's payload: the codes clients read, and what is shown of a surprise."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Any, Self

import structlog
from graphql import FieldNode, GraphQLError, Node

from domain.errors import Refusal, Refusals

log = structlog.get_logger(__name__)


class RequestCode(StrEnum):
    """`extensions.code` of an error, with what it tells the client."""

    description: str

    def __new__(cls, value: str, description: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.description = description
        return member

    BAD_REQUEST = (
        "BAD_REQUEST",
        "The HTTP request does not carry a GraphQL request; the message says what is amiss.",
    )
    METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED", "The endpoint takes POST, and GET for queries only."
    NOT_ACCEPTABLE = "NOT_ACCEPTABLE", "`Accept` names no media type that the endpoint answers in."
    PAYLOAD_TOO_LARGE = (
        "PAYLOAD_TOO_LARGE",
        "The request body is larger than the endpoint reads; send less at once.",
    )
    UNSUPPORTED_MEDIA_TYPE = "UNSUPPORTED_MEDIA_TYPE", "The request body is not `application/json` in UTF-8."
    REQUEST_TIMEOUT = "REQUEST_TIMEOUT", "The request body did not arrive in time; send it again."
    GRAPHQL_PARSE_FAILED = "GRAPHQL_PARSE_FAILED", "The document is not GraphQL; the location says where."
    GRAPHQL_VALIDATION_FAILED = (
        "GRAPHQL_VALIDATION_FAILED",
        "The document does not fit the schema; the location says where.",
    )
    BAD_USER_INPUT = "BAD_USER_INPUT", "A variable or argument has a value that the field does not take."
    OPERATION_TOO_COMPLEX = (
        "OPERATION_TOO_COMPLEX",
        "The document is over a limit; `limit` names it. Split it.",
    )
    COST_LIMIT_EXCEEDED = (
        "COST_LIMIT_EXCEEDED",
        "The operation may read more than one request is allowed; ask for smaller pages.",
    )
    THROTTLED = "THROTTLED", "You have asked for too much lately; wait for `retryAfter` seconds."
    UNAUTHENTICATED = "UNAUTHENTICATED", "Nobody is signed in, or the token is not good; get a new one."
    FORBIDDEN = "FORBIDDEN", "Your roles do not allow this; the message says who grants them."
    NOT_IN_THIS_SYSTEM = (
        "NOT_IN_THIS_SYSTEM",
        "This system does not have it, whatever your roles; the message says why.",
    )
    PERSISTED_DOCUMENT_NOT_FOUND = "PERSISTED_DOCUMENT_NOT_FOUND", "No document has this hash; send its text."
    PERSISTED_DOCUMENT_REQUIRED = "PERSISTED_DOCUMENT_REQUIRED", "Only stored documents are served here."
    IDEMPOTENCY_KEY_REQUIRED = (
        "IDEMPOTENCY_KEY_REQUIRED",
        "This mutation is done only under an `Idempotency-Key` header; send one.",
    )
    IDEMPOTENCY_KEY_REUSED = (
        "IDEMPOTENCY_KEY_REUSED",
        "The key was used for a different request; take a new key.",
    )
    IDEMPOTENCY_IN_PROGRESS = (
        "IDEMPOTENCY_IN_PROGRESS",
        "The first request with this key has not ended; try again shortly, with the same key.",
    )
    TIMEOUT = "TIMEOUT", "The operation took longer than it may; what it changed may have been stored."
    OVERLOADED = "OVERLOADED", "More is asked than can be served just now; wait for `retryAfter` seconds."
    UNAVAILABLE = "UNAVAILABLE", "A service that the answer needs is away; wait for `retryAfter` seconds."
    INTERNAL = "INTERNAL", "A mistake of ours; quote `errorId` when you report it."


class RequestError(GraphQLError):
    """An error that the client reads as it stands: a code, a message and what the client needs besides."""

    def __init__(
        self,
        code: RequestCode,
        message: str,
        *,
        nodes: Collection[Node] | Node | None = None,
        path: Collection[str | int] | None = None,
        **details: Any,
    ) -> None:
        super().__init__(message, nodes, path=path, extensions={"code": code.value, **details})
        self.code = code


def coded(error: GraphQLError, code: RequestCode) -> GraphQLError:
    """`error` with `code`, unless it has a code of its own."""
    if "code" not in (error.extensions or {}):
        error.extensions = {**(error.extensions or {}), "code": code.value}
    return error


def new_error_id() -> str:
    return secrets.token_hex(8)


def masked(error: GraphQLError | None, error_id: str) -> RequestError:
    """What is shown of a surprise: where it happened and what to quote, nothing of what it was."""
    message = f"Something went wrong on our side. If you report it, quote the errorId {error_id}."
    where = error or GraphQLError("")
    return RequestError(RequestCode.INTERNAL, message, nodes=where.nodes, path=where.path, errorId=error_id)


def surprise(error: BaseException) -> RequestError:
    """Log an exception that nobody expected, and give what is shown of it."""
    error_id = new_error_id()
    shown = masked(error if isinstance(error, GraphQLError) else None, error_id)
    log.error("request.failed", error_id=error_id, path=shown.path, exc_info=_root(error))
    return shown


def presented(errors: Iterable[GraphQLError]) -> tuple[GraphQLError, ...]:
    """The errors of an execution as the client sees them: each with a code, surprises masked and logged."""
    return tuple(shown for error in errors for shown in _presented(error))


def _presented(error: GraphQLError) -> Iterable[GraphQLError]:
    if "code" in (error.extensions or {}):
        return [error]
    root = _root(error)
    if isinstance(root, Refusals):
        return [_refused(error, refusal) for refusal in root.refusals]
    if isinstance(root, Refusal):
        return [_refused(error, root)]
    if error.path is None or (isinstance(root, GraphQLError) and _is_of_an_argument(root)):
        # Of a variable there is no path, and there may be a scalar's ValueError behind it.
        return [coded(error, RequestCode.BAD_USER_INPUT)]
    return [surprise(error)]


def _is_of_an_argument(error: GraphQLError) -> bool:
    """Whether coercion blames what the client sent, and not graphql-core a value or a type of ours.

    The place of the latter, if any, is the field; so it is of an argument that was left out.
    """
    nodes = error.nodes or ()
    return any(not isinstance(node, FieldNode) for node in nodes) or (
        bool(nodes) and error.message.startswith("Argument '")
    )


def _refused(error: GraphQLError, refusal: Refusal) -> RequestError:
    return RequestError(
        RequestCode.BAD_USER_INPUT,
        refusal.message,
        nodes=error.nodes,
        path=error.path,
        reason=refusal.code,
        input=list(refusal.path),
    )


def _root(error: BaseException) -> BaseException:
    while isinstance(error, GraphQLError) and error.original_error is not None:
        error = error.original_error
    return error
