"""Why the embedded services did not start, and what to do about it."""

from __future__ import annotations

from pathlib import Path


class EmbeddedError(Exception):
    """The embedded services cannot be had like this; the message says what to change."""


class BinariesMissing(EmbeddedError):
    """No PostgreSQL or no Valkey was found on this machine."""


class NotMainThread(EmbeddedError):
    """The kernel ends a child with the thread that forked it; only the main thread lives as long as we do."""

    def __init__(self) -> None:
        super().__init__(
            "Start the embedded services from the main thread: they end with the thread that starts them."
        )


class DataFolderInUse(EmbeddedError):
    """Another process has the services of this folder, or its servers have not ended yet."""

    def __init__(self, data: Path, process: int | None) -> None:
        self.data = data
        self.process = process
        holder = "another process" if process is None else f"process {process}"
        super().__init__(f"The data folder {data} is in use by {holder}: stop it, or name another folder.")


class DataFolderUnusable(EmbeddedError):
    """The folder is not ours to write, or what is in it was made by another version of PostgreSQL."""


class StartFailed(EmbeddedError):
    """A server ended, or was not ready in time; carries the end of what it said."""

    def __init__(self, what: str, said: str, advice: str = "") -> None:
        last = "\n".join(said.strip().splitlines()[-20:]) or "(nothing)"
        super().__init__(f"{what}{advice and f' {advice}'} The last it said:\n{last}")
