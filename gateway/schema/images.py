"""The picture on a record, behind a link that works for a short time (CUS-P11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import strawberry

from gateway.schema._rows import value_type


@dataclass(frozen=True, slots=True)
class ImageLink:
    url: str
    media_type: str


@value_type(description="A picture of the customer.", of=ImageLink)
class Image:
    url: str = strawberry.field(
        description="Signed link to the picture, on this host; it works for a few minutes."
    )
    media_type: str = strawberry.field(
        description="The type of the file: image/png, image/jpeg or image/webp."
    )


def image_of(image_hash: str | None, image_type: str | None, *, links: Any) -> ImageLink | None:
    """The link to a stored picture, made afresh for each answer."""
    if image_hash is None or image_type is None:
        return None
    return ImageLink(links.image(image_hash), image_type)
