"""Files that the gateway made, behind a link that works for a short time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Optional

import strawberry

from gateway.schema._rows import value_type


@dataclass(frozen=True, slots=True)
class SignedFile:
    url: str
    file_name: str
    expires_at: datetime


@value_type(description="A file to download; whoever has the link needs no sign-in.", of=SignedFile)
class FileLink:
    url: str = strawberry.field(description="Signed link to the file, on this host.")
    file_name: str = strawberry.field(description="What the file is called once it is saved.")
    expires_at: datetime = strawberry.field(description="Until when the link works.")


def file_link(
    file: str | None, file_name: str | None, expires: int | None, *, links: Any
) -> SignedFile | None:
    """The link to a stored file that works until this second of Unix time, however often it is shown."""
    if file is None or file_name is None or expires is None:
        return None
    seconds = expires - int(links.now.timestamp())
    return SignedFile(links.file(file, file_name, seconds), file_name, datetime.fromtimestamp(expires, UTC))


FILE = ("file", "file_name", "expires")
"""What of a payload with a file its link is made of."""


@strawberry.type
class FilePayload:
    """What every payload with one file keeps of it: its name in the store, what it is called, and the link's end."""

    file: strawberry.Private[Optional[str]] = None
    file_name: strawberry.Private[Optional[str]] = None
    expires: strawberry.Private[Optional[int]] = None
