"""Files over HTTP: documents uploaded by who is signed in, and files for whoever has a signed link that still works."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from domain.documents import LARGEST_BYTES, SUFFIXES
from domain.permissions import Permission
from gateway.door.plain import SHOWN, Door, LinksOf, SignIn, media_type_of, no_such_file, seconds_left
from gateway.door.requests import body_of
from gateway.engine.denial import require
from gateway.files import FileStore
from gateway.settings import Limits
from gateway.uploads import Uploads

# What the gateway makes itself, beside what is uploaded.
_MADE = {
    ".csv": "text/csv; charset=utf-8",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".xml": "application/xml",
    ".json": "application/json",
}
_TYPES = {**_MADE, **{suffix: media_type for media_type, suffix in SUFFIXES.items()}}
_ANY = "application/octet-stream"


def file_routes(
    files: FileStore, uploads: Uploads, sign_in: SignIn, links: LinksOf, limits: Limits
) -> list[Route]:
    """`POST /documents` takes one in and tells its ticket; `GET /files/...` hands out the file of a signed link."""

    async def take(request: Request) -> Response:
        context = await sign_in(request)
        require(context, Permission.GIFT_AID_DECLARE)
        media_type = media_type_of(request, SUFFIXES)
        content = await body_of(request, min(limits.upload_bytes, LARGEST_BYTES), limits.deadline_seconds)
        name = request.query_params.get("name", "")
        ticket = await uploads.take(content, media_type, name, context.actor.username, context.now)
        return JSONResponse({"document": ticket}, 201, {"Cache-Control": "no-store"})

    async def hand_out(request: Request) -> Response:
        left = seconds_left(request, links(request))
        content = await files.content(request.path_params["name"])
        if content is None:
            raise no_such_file()
        file_name: str = request.path_params["file_name"]
        suffix = file_name[file_name.rfind(".") :]
        headers = {
            **SHOWN,
            "Cache-Control": f"private, max-age={left}, immutable",
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file_name, safe='')}",
        }
        return Response(content, media_type=_TYPES.get(suffix, _ANY), headers=headers)

    return [
        Route("/documents", Door(take, "POST")),
        Route("/files/{name}/{file_name}", Door(hand_out, "GET", "HEAD")),
    ]
