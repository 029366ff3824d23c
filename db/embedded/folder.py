"""Whose data folder it is: one owner at a time, and a short place for the sockets."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from db.embedded.failures import DataFolderInUse, DataFolderUnusable

PREFIX = "gateway-"
LONGEST_DATA = 900  # PostgreSQL has room for 1023 bytes, its own folders included
LONGEST_PLACE = 60  # a socket's whole path has room for 103 bytes on macOS, 107 on Linux
PATIENCE = 20.0  # seconds that servers of a killed process get to write their last checkpoint


@dataclass(frozen=True, slots=True)
class Folder:
    """A data folder that is ours until the claim ends."""

    data: Path
    run: Path
    lock: int

    @property
    def cluster(self) -> Path:
        return self.data / "postgres"


@contextmanager
def claim(data: Path) -> Iterator[Folder]:
    """Hold two locks: `owner.lock` is ours alone; `servers.lock` passes to the servers, who may outlive us.

    So whoever has both knows that no server of an earlier run is left, whatever its files say; the kernel
    frees them after a kill -9 or a power loss.
    """
    if len(os.fsencode(data)) > LONGEST_DATA:
        raise DataFolderUnusable(f"PostgreSQL takes no path longer than {LONGEST_DATA} bytes: {data}")
    with _opened(data / "owner.lock") as owner, _opened(data / "servers.lock") as servers:
        if not _locked(owner):
            raise DataFolderInUse(data, _process(data / "owner.lock"))
        deadline = time.monotonic() + PATIENCE
        while not _locked(servers):
            if time.monotonic() > deadline:
                raise DataFolderInUse(data, _process(data / "postgres" / "postmaster.pid"))
            time.sleep(0.01)
        _sweep(owner)
        place = tempfile.gettempdir()
        if len(os.fsencode(place)) > LONGEST_PLACE:
            place = "/tmp"  # noqa: S108  mkdtemp makes a folder there that is ours alone
        run = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
        try:
            _write(owner, f"{os.getpid()}\n{run}\n")
            yield Folder(data, run, servers.fileno())
        finally:
            shutil.rmtree(run, ignore_errors=True)
            _write(owner, "")


def sockets_of(data: Path) -> Path | None:
    """Where the servers of a data folder answer, while somebody has them."""
    said = (data / "owner.lock").read_text().splitlines()
    place = Path(said[1]) if len(said) > 1 else None
    return place if place is not None and place.is_dir() else None


def _opened(path: Path) -> TextIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+")
    except OSError as failure:
        raise DataFolderUnusable(
            f"User {os.geteuid()} cannot write in the data folder {path.parent}: {failure.strerror}."
        ) from failure


def _locked(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _process(path: Path) -> int | None:
    """The process that a file names in its first line."""
    try:
        first = path.read_text().partition("\n")[0].strip()
    except FileNotFoundError:
        return None
    return int(first) if first.isdecimal() else None


def _write(file: TextIO, text: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(text)
    file.flush()


def _sweep(owner: TextIO) -> None:
    """Remove the sockets of an owner that was killed; its file still names their folder."""
    said = owner.read().splitlines()
    left = Path(said[1]) if len(said) > 1 else None
    if left and left.name.startswith(PREFIX) and left.is_dir() and not left.is_symlink():
        shutil.rmtree(left, ignore_errors=True)
