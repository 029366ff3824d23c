"""How a server's program is run: its account, its end, what it said."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from signal import Signals
from typing import IO

from db.embedded.failures import StartFailed

BECOME = Path(__file__).resolve().with_name("become.py")
RUN_SECONDS = 120


class Account(StrEnum):
    """As whom the servers run."""

    OURSELVES = "ourselves"
    NAMESPACE = "namespace"  # our files, but seen as nobody
    NOBODY = "nobody"


def nobody() -> int:
    try:
        return pwd.getpwnam("nobody").pw_uid
    except KeyError:
        return 65534


@dataclass(frozen=True, slots=True)
class Log:
    """What a server said since its last start; emptied at each, so that it stays bounded."""

    path: Path

    def emptied(self) -> IO[bytes]:
        """Ours alone to read: a statement in it may hold personal data."""
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
        return os.fdopen(handle, "wb")

    def text(self) -> str:
        return self.path.read_text(errors="replace")


@dataclass(frozen=True, slots=True)
class Launcher:
    """Runs programs under one account, each holding the servers' lock until it ends, and ending with us."""

    account: Account
    lock: int

    def run(self, program: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Run to the end, with `typed` as its input; what it said is in `stdout`."""
        return subprocess.run(  # noqa: S603  our own programs
            self._command(program, arguments, Signals.SIGTERM),
            pass_fds=[self.lock],
            cwd="/",
            input=typed,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=RUN_SECONDS,
        )

    def spawn(self, program: Path, *arguments: str, log: Log, end: Signals) -> subprocess.Popen[bytes]:
        """Start a server that gets the signal `end` when we die, however we die."""
        with log.emptied() as said:
            return subprocess.Popen(  # noqa: S603  our own programs
                self._command(program, arguments, end),
                pass_fds=[self.lock],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,  # Ctrl-C is for us; the servers end after our last statement
            )

    def _command(self, program: Path, arguments: tuple[str, ...], end: Signals) -> list[str]:
        how = [self.account.value, str(nobody()), str(os.getpid()), str(end.value)]
        return [sys.executable, "-I", "-S", str(BECOME), *how, str(program), *arguments]


def wait_until(
    ready: Callable[[], bool], server: subprocess.Popen[bytes], name: str, log: Log, seconds: float
) -> None:
    """Return when the server answers; raise with the end of its log when it died or took too long."""
    deadline = time.monotonic() + seconds
    while not ready():
        if server.poll() is not None:
            raise StartFailed(f"{name} ended while starting.", log.text())
        if time.monotonic() > deadline:
            raise StartFailed(f"{name} was not ready after {seconds:.0f} seconds.", log.text())
        time.sleep(0.004)


def stop(server: subprocess.Popen[bytes], *signals: Signals, seconds: float = 30) -> None:
    """Ask with each signal in turn, the gentlest first, until the server has ended."""
    for signal in signals:
        server.send_signal(signal)
        try:
            server.wait(seconds)
            return
        except subprocess.TimeoutExpired:
            continue
    server.kill()
    server.wait()
