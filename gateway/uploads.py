"""Documents on their way onto a record: checked, scanned and kept, and named by a ticket until a mutation uses them."""

from __future__ import annotations

import base64
import hmac
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import httpx
import orjson

from domain.documents import check_document, document_name
from domain.errors import DocumentNotAccepted
from gateway.files import FilesAway, FileStore
from gateway.keys import derived_key
from gateway.settings import Settings

GOOD_FOR = timedelta(hours=24)
_SCAN_SECONDS = 20
_CLEAN, _INFECTED = 200, 406


@dataclass(frozen=True, slots=True)
class Upload:
    """A document that was taken in, and whom it may be used by."""

    hash: str
    name: str
    media_type: str
    bytes: int
    by: str
    expires: int


class Uploads:
    """Takes documents in, and knows those again that it took in."""

    def __init__(self, settings: Settings, files: FileStore) -> None:
        self._files = files
        self._key = derived_key(settings, "uploads")
        self._scanner = settings.scan_url
        self._client = httpx.AsyncClient(timeout=_SCAN_SECONDS)

    async def aclose(self) -> None:
        """Let go of the scanner."""
        await self._client.aclose()

    async def take(self, content: bytes, media_type: str, name: str, by: str, now: datetime) -> str:
        """The ticket for a document, good for a day and for this user.

        Raises DocumentNotAccepted, and FilesAway where it can be neither scanned nor kept.
        """
        check_document(content, media_type)
        await self._scan(content)
        upload = Upload(
            hash=await self._files.keep(content),
            name=document_name(name, media_type),
            media_type=media_type,
            bytes=len(content),
            by=by,
            expires=int((now + GOOD_FOR).timestamp()),
        )
        told = orjson.dumps(asdict(upload))
        return f"{_text(told)}.{_text(self._signature(told))}"

    def read(self, ticket: str, by: str, now: datetime, *path: str) -> Upload:
        """The document of a ticket, which stands at this path of the input.

        Raises DocumentNotAccepted for one that is not ours, not theirs, or over.
        """
        told, _, signature = ticket.partition(".")
        try:
            content, signed = _bytes(told), _bytes(signature)
        except ValueError:
            raise _no_such_upload(path) from None
        if not hmac.compare_digest(signed, self._signature(content)):
            raise _no_such_upload(path)
        upload = Upload(**orjson.loads(content))
        if upload.by != by or upload.expires < now.timestamp():
            raise _no_such_upload(path)
        return upload

    async def _scan(self, content: bytes) -> None:
        if self._scanner is None:
            return
        try:
            answer = await self._client.post(self._scanner, content=content)
        except httpx.HTTPError as error:
            raise FilesAway from error
        if answer.status_code == _INFECTED:
            raise DocumentNotAccepted("A virus was found in this file; it was not kept.")
        if answer.status_code != _CLEAN:
            raise FilesAway

    def _signature(self, told: bytes) -> bytes:
        return hmac.digest(self._key, told, "sha256")


def _no_such_upload(path: tuple[str, ...]) -> DocumentNotAccepted:
    return DocumentNotAccepted(
        "No such document was uploaded by you within a day; send it to `POST /documents` first.",
        path,
    )


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
