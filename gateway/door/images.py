"""Images over HTTP: uploaded by who is signed in, shown to whoever has a signed link that still works."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from domain.errors import ImageNotAccepted
from domain.permissions import Permission
from gateway.context import Context
from gateway.door.negotiation import MediaType, headers_of, status_of
from gateway.door.requests import body_of
from gateway.engine.answers import Answer
from gateway.engine.denial import require
from gateway.engine.errors import RequestCode, RequestError, surprise
from gateway.images import FORMATS, LARGEST_BYTES, ImageLinks, ImagesAway, ImageStore, media_type_of
from gateway.settings import Limits

SignIn: TypeAlias = Callable[[Request], Awaitable[Context]]
Links: TypeAlias = Callable[[Request], ImageLinks]
Handler: TypeAlias = Callable[[Request], Awaitable[Response]]

SHOWN = {
    "X-Content-Type-Options": "nosniff",
    # An image that a browser takes for a page after all can do nothing there.
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
}


def image_routes(images: ImageStore, sign_in: SignIn, links: Links, limits: Limits) -> list[Route]:
    """`POST /images` takes one in and tells its name; `GET /images/{name}` shows it for a link signed for it."""

    async def take(request: Request) -> Response:
        context = await sign_in(request)
        require(context, Permission.CUSTOMER_WRITE)
        media_type = _media_type(request)
        most = min(limits.upload_bytes, LARGEST_BYTES)
        content = await body_of(request, most, limits.deadline_seconds)
        name = await images.keep(content, media_type)
        return JSONResponse({"image": name}, 201, {"Cache-Control": "no-store"})

    async def show(request: Request) -> Response:
        name, query = request.path_params["name"], request.query_params
        left = links(request).seconds_left(name, query.get("expires", ""), query.get("signature", ""))
        content = await images.content(name) if left else None
        if content is None:
            raise RequestError(
                RequestCode.FORBIDDEN,
                "This link does not work, or no longer; read the record again for a new one.",
            )
        headers = {**SHOWN, "Cache-Control": f"private, max-age={left}, immutable"}
        return Response(content, media_type=media_type_of(content), headers=headers)

    return [
        Route("/images", _Door(take, "POST")),
        Route("/images/{name}", _Door(show, "GET", "HEAD")),
    ]


class _Door:
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
        except ImageNotAccepted as refusal:
            raise RequestError(RequestCode.BAD_USER_INPUT, refusal.message, reason=refusal.code) from refusal
        except ImagesAway as away:
            raise RequestError(
                RequestCode.UNAVAILABLE, "Images are not to be had just now; try again shortly.", retryAfter=5
            ) from away


def _media_type(request: Request) -> str:
    given = ",".join(request.headers.getlist("content-type")).partition(";")[0].strip().lower()
    if given not in FORMATS:
        raise RequestError(
            RequestCode.UNSUPPORTED_MEDIA_TYPE,
            f"Send the bytes of an image as the body, with its type as `Content-Type`: {', '.join(FORMATS)}.",
        )
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise RequestError(
            RequestCode.UNSUPPORTED_MEDIA_TYPE, "Send the body uncompressed, without a `Content-Encoding`."
        )
    return given


def _refused(error: RequestError) -> Response:
    answer = Answer.refused(error)
    # No GraphQL is spoken here, so that the status always tells.
    return Response(
        answer.json(), status_of(answer, MediaType.GRAPHQL_RESPONSE), headers_of(answer, MediaType.JSON)
    )
