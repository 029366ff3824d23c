"""Images over HTTP: uploaded by who is signed in, shown to whoever has a signed link that still works."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from domain.permissions import Permission
from gateway.door.plain import SHOWN, Door, LinksOf, SignIn, media_type_of, no_such_file, seconds_left
from gateway.door.requests import body_of
from gateway.engine.denial import require
from gateway.images import FORMATS, LARGEST_BYTES, ImageStore
from gateway.images import media_type_of as media_type_of_image
from gateway.settings import Limits


def image_routes(images: ImageStore, sign_in: SignIn, links: LinksOf, limits: Limits) -> list[Route]:
    """`POST /images` takes one in and tells its name; `GET /images/{name}` shows it for a link signed for it."""

    async def take(request: Request) -> Response:
        context = await sign_in(request)
        require(context, Permission.CUSTOMER_WRITE)
        media_type = media_type_of(request, FORMATS)
        most = min(limits.upload_bytes, LARGEST_BYTES)
        content = await body_of(request, most, limits.deadline_seconds)
        name = await images.keep(content, media_type)
        return JSONResponse({"image": name}, 201, {"Cache-Control": "no-store"})

    async def show(request: Request) -> Response:
        left = seconds_left(request, links(request))
        content = await images.content(request.path_params["name"])
        if content is None:
            raise no_such_file()
        headers = {**SHOWN, "Cache-Control": f"private, max-age={left}, immutable"}
        return Response(content, media_type=media_type_of_image(content), headers=headers)

    return [
        Route("/images", Door(take, "POST")),
        Route("/images/{name}", Door(show, "GET", "HEAD")),
    ]
