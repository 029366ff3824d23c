"""Files that the gateway made, behind links that work for a while."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import strawberry

from gateway.schema._rows import value_type


@dataclass(frozen=True, slots=True)
class Download:
    """A file that can be fetched."""

    url: str
    file_name: str


@value_type(description="A file that was made for you.", of=Download)
class FileLink:
    url: str = strawberry.field(
        description="Signed link on this host, for whoever has it; it works for 24 hours."
    )
    file_name: str = strawberry.field(description="What the file is called when it is downloaded.")


def download(file: str | None, file_name: str | None, seconds: int, links: Any) -> Download | None:
    """The link to a stored file, made afresh for each answer; None where there is no file."""
    if file is None or file_name is None:
        return None
    return Download(links.file(file, file_name, seconds), file_name)
