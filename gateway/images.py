"""The pictures on records: taken in clean, and stored by their content (CUS-P11)."""

from __future__ import annotations

import asyncio
import re
from io import BytesIO

from PIL import Image, ImageOps

from domain.errors import ImageNotAccepted
from gateway.files import FileStore
from gateway.settings import Settings

LARGEST_BYTES = 5 * 1024 * 1024
LARGEST_SIDE = 6_000
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}

# A picture of the largest size takes 300 MB while it is decoded and cleaned.
_AT_ONCE = 1
_BEGINS = re.compile(rb"(?P<png>\x89PNG\r\n\x1a\n)|(?P<jpeg>\xff\xd8\xff)|(?P<webp>RIFF....WEBP)", re.DOTALL)


class ImageStore:
    """Images in a file store, cleaned before they are kept."""

    def __init__(self, settings: Settings) -> None:
        self._files = FileStore(settings.image_url, settings.data / "images")
        self._decoding = asyncio.Semaphore(_AT_ONCE)

    async def keep(self, content: bytes, media_type: str) -> str:
        """The name under which the image is kept, without anything but the picture.

        Raises ImageNotAccepted, FilesAway.
        """
        async with self._decoding:
            picture = await asyncio.to_thread(picture_of, content, media_type)
        return await self._files.keep(picture)

    async def media_type(self, name: str) -> str | None:
        """The media type of a kept image; None when there is none of this name. Raises FilesAway."""
        content = await self.content(name)
        return None if content is None else media_type_of(content)

    async def content(self, name: str) -> bytes | None:
        """A kept image; None when there is none of this name. Raises FilesAway."""
        return await self._files.content(name)


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
