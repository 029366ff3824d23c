"""HTTP doors beside GraphQL's: whatever is wrong with a request is told as the GraphQL endpoint would."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from typing import TypeAlias

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from domain.errors import Refusal
from gateway.context import Context
from gateway.door.negotiation import MediaType, headers_of, status_of
from gateway.engine.answers import Answer
from gateway.engine.away import files_away
from gateway.engine.errors import RequestCode, RequestError, surprise
from gateway.files import FilesAway
from gateway.links import Links

SignIn: TypeAlias = Callable[[Request], Awaitable[Context]]
LinksOf: TypeAlias = Callable[[Request], Links]
Handler: TypeAlias = Callable[[Request], Awaitable[Response]]

SHOWN = {
    "X-Content-Type-Options": "nosniff",
    # A file that a browser takes for a page after all can do nothing there.
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
}


class Door:
    """Answers a request by these methods; whatever is wrong with it is told as the GraphQL endpoint would."""

    def __init__(self, handler: Handler, *methods: str) -> None:
        self._handler = handler
        self._methods = methods

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except ClientDisconnect:
            return
        except RequestError as error:
            response = _refused(error)
        except Exception as error:
            response = _refused(surprise(error))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method not in self._methods:
            named = " or ".join(self._methods)
            raise RequestError(
                RequestCode.METHOD_NOT_ALLOWED, f"Send this by {named}.", allow=list(self._methods)
            )
        try:
            return await self._handler(request)
        except Refusal as refusal:
            raise RequestError(RequestCode.BAD_USER_INPUT, refusal.message, reason=refusal.code) from refusal
        except FilesAway as away:
            raise files_away() from away


def media_type_of(request: Request, accepted: Collection[str]) -> str:
    """The media type of the body, which is one of these and not compressed."""
    given = ",".join(request.headers.getlist("content-type")).partition(";")[0].strip().lower()
    if given not in accepted:
        raise RequestError(
            RequestCode.UNSUPPORTED_MEDIA_TYPE,
            f"Send the bytes of the file as the body, with its type as `Content-Type`: {', '.join(accepted)}.",
        )
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise RequestError(
            RequestCode.UNSUPPORTED_MEDIA_TYPE, "Send the body uncompressed, without a `Content-Encoding`."
        )
    return given


def seconds_left(request: Request, links: Links) -> int:
    """How long the link that is asked for still works. Raises FORBIDDEN for one that does not."""
    query = request.query_params
    path: str = request.scope["path"]
    left = links.seconds_left(
        path.removeprefix(links.base), query.get("expires", ""), query.get("signature", "")
    )
    if not left:
        raise no_such_file()
    return left


def no_such_file() -> RequestError:
    """Nothing is told of whether there is such a file."""
    return RequestError(
        RequestCode.FORBIDDEN, "This link does not work, or no longer; read the record again for a new one."
    )


def _refused(error: RequestError) -> Response:
    answer = Answer.refused(error)
    # No GraphQL is spoken here, so that the status always tells.
    return Response(
        answer.json(), status_of(answer, MediaType.GRAPHQL_RESPONSE), headers_of(answer, MediaType.JSON)
    )
