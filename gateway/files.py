"""The file store: bytes under the hash of what they are, in a folder or an object store, and never altered."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from gateway.settings import Settings


class FilesAway(Exception):
    """The store of files does not answer."""


class FileStore:
    """Files by name; the name is the SHA-256 of the bytes, so that keeping one twice comes to the same."""

    def __init__(self, url: str | None, folder: Path) -> None:
        self._store = _opened(url, folder)

    async def keep(self, content: bytes) -> str:
        """The name under which the bytes are kept. Raises FilesAway."""
        name = sha256(content).hexdigest()
        try:
            await obstore.put_async(self._store, _place(name), content)
        except (BaseError, OSError) as error:
            raise FilesAway from error
        return name

    async def content(self, name: str) -> bytes | None:
        """The bytes of this name; None when there are none. Raises FilesAway."""
        if not re.fullmatch(r"[0-9a-f]{64}", name):
            return None
        try:
            found = await obstore.get_async(self._store, _place(name))
            return bytes(await found.bytes_async())
        except FileNotFoundError:
            return None
        except (BaseError, OSError) as error:
            raise FilesAway from error


def files_of(settings: Settings) -> FileStore:
    """The store of documents: those that were put on records, and those that the gateway made."""
    return FileStore(settings.file_url, settings.data / "files")


def _opened(url: str | None, folder: Path) -> ObjectStore:
    """The object store of the URL; without one, the folder."""
    if url is not None:
        return from_url(url)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return LocalStore(folder)


def _place(name: str) -> str:
    return f"{name[:2]}/{name}"
