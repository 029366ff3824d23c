"""The pictures on records: taken in clean, stored by their content, and shown through links that expire (CUS-P11)."""

from __future__ import annotations

import asyncio
import base64
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url
from PIL import Image, ImageOps

from domain.errors import ImageNotAccepted
from gateway.settings import Settings

LARGEST_BYTES = 5 * 1024 * 1024
LARGEST_SIDE = 6_000
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}

# A picture of the largest size takes 300 MB while it is decoded and cleaned.
_AT_ONCE = 1
_BEGINS = re.compile(rb"(?P<png>\x89PNG\r\n\x1a\n)|(?P<jpeg>\xff\xd8\xff)|(?P<webp>RIFF....WEBP)", re.DOTALL)


class ImagesAway(Exception):
    """The store of images does not answer."""


class ImageStore:
    """Images under the hash of their content, in a folder or an object store."""

    def __init__(self, settings: Settings) -> None:
        self._store = _opened(settings)
        self._decoding = asyncio.Semaphore(_AT_ONCE)

    async def keep(self, content: bytes, media_type: str) -> str:
        """The name under which the image is kept, without anything but the picture. Raises ImageNotAccepted."""
        async with self._decoding:
            picture = await asyncio.to_thread(picture_of, content, media_type)
        name = sha256(picture).hexdigest()
        try:
            await obstore.put_async(self._store, _place(name), picture)
        except (BaseError, OSError) as error:
            raise ImagesAway from error
        return name

    async def media_type(self, name: str) -> str | None:
        """The media type of a kept image; None when there is none of this name."""
        content = await self.content(name)
        return None if content is None else media_type_of(content)

    async def content(self, name: str) -> bytes | None:
        """A kept image; None when there is none of this name."""
        if not re.fullmatch(r"[0-9a-f]{64}", name):
            return None
        try:
            found = await obstore.get_async(self._store, _place(name))
            return bytes(await found.bytes_async())
        except FileNotFoundError:
            return None
        except (BaseError, OSError) as error:
            raise ImagesAway from error


@dataclass(frozen=True, slots=True)
class ImageLinks:
    """Links as they are signed and judged at one moment, which is the true one: a demo that plays a day moves none."""

    key: bytes
    seconds: int
    now: datetime
    base: str = ""

    def sign(self, name: str) -> str:
        """A link to an image that works from now on for a while, for whoever has it."""
        expires = int(self.now.timestamp()) + self.seconds
        return f"{self.base}/images/{name}?expires={expires}&signature={self._signature(name, str(expires))}"

    def seconds_left(self, name: str, expires: str, signature: str) -> int:
        """How long a link still works; 0 for one that we did not sign, or that is over."""
        if not hmac.compare_digest(signature.encode(), self._signature(name, expires).encode()):
            return 0
        return max(0, int(expires) - int(self.now.timestamp()))

    def _signature(self, name: str, expires: str) -> str:
        made = hmac.digest(self.key, f"{name} {expires}".encode(), "sha256")
        return base64.urlsafe_b64encode(made).decode().rstrip("=")


def picture_of(content: bytes, media_type: str) -> bytes:
    """The picture alone, turned upright: where it was taken, by whom and with what is left out with all metadata."""
    format_ = FORMATS[media_type]
    try:
        with Image.open(BytesIO(content), formats=(format_,)) as image:
            if max(image.size) > LARGEST_SIDE:
                raise _too_large()
            ImageOps.exif_transpose(image, in_place=True)
            see_through = image.has_transparency_data and format_ != "JPEG"
            plain = image.convert("RGBA" if see_through else "RGB")
            plain.info.clear()
            cleaned = BytesIO()
            plain.save(cleaned, format_, quality=90)
            return cleaned.getvalue()
    except ImageNotAccepted:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except Exception as error:
        # A broken or hostile file makes a decoder raise almost anything; each means that there is no picture in it.
        raise ImageNotAccepted(
            f"This is not a whole {format_} image; export it again, or send another."
        ) from error


def _too_large() -> ImageNotAccepted:
    return ImageNotAccepted(f"The image is too large; make it at most {LARGEST_SIDE:,} pixels on a side.")


def media_type_of(content: bytes) -> str | None:
    """The media type of an image, by how it begins."""
    found = _BEGINS.match(content)
    return None if found is None else f"image/{found.lastgroup}"


def _opened(settings: Settings) -> ObjectStore:
    if settings.image_url is not None:
        return from_url(settings.image_url)
    folder = settings.data / "images"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return LocalStore(folder)


def _place(name: str) -> str:
    return f"{name[:2]}/{name}"
