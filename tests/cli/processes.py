"""The command as a process of its own: started, listened to, and ended by its own number."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx

ROOT = Path(__file__).parents[2]
SECONDS = 60
# A slow machine is no failure: a test of a limit sets its own.
UNHURRIED = {"GATEWAY_LIMIT_STATEMENT_SECONDS": "9", "GATEWAY_LIMIT_DEADLINE_SECONDS": "30"}


def environment(**settings: str) -> dict[str, str]:
    """Ours without any setting of the gateway but these, and with time for statements and operations."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GATEWAY_")}
    return kept | UNHURRIED | settings


def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """The command, run to its end."""
    return subprocess.run(
        [sys.executable, "-m", "gateway", *arguments],
        cwd=ROOT,
        env=environment(**settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )


@dataclass(slots=True)
class Running:
    """A gateway that serves; `said` is what it printed until it did."""

    process: subprocess.Popen[str]
    said: str
    url: str

    def get(self, path: str) -> httpx.Response:
        return httpx.get(self.url + path)

    def ask(self, document: str, token: str, **variables: object) -> httpx.Response:
        body = {"query": document, "variables": variables}
        return httpx.post(f"{self.url}/graphql", json=body, headers={"authorization": f"Bearer {token}"})

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Its exit code after the signal."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(SECONDS)
        _stream(self.process).close()
        return code


def serve(*arguments: str, until: str, log: Path | None = None, **settings: str) -> Running:
    """Start the command and wait for the line that begins so; it names the address or follows it.

    With `log` what it logs goes to that file, since nobody reads on what it prints after that line.
    """
    with log.open("wb") if log else nullcontext() as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "gateway", *arguments, "--port", "0"],
            cwd=ROOT,
            env=environment(**settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors or subprocess.STDOUT,
            text=True,
        )
    said = ""
    for line in _stream(process):
        said += line
        if line.startswith(until):
            break
    else:
        process.wait(SECONDS)
        raise AssertionError(f"It ended before it served, and said:\n{said}")
    url = next(word for word in said.split() if word.startswith("http://"))
    return Running(process, said, url.removesuffix("/graphiql"))


def _stream(process: subprocess.Popen[str]) -> IO[str]:
    assert process.stdout is not None
    return process.stdout
