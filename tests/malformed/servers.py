"""The servers that are asked: processes of their own on an embedded PostgreSQL and Valkey, their logs in files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from db.demo.personas import PERSONAS
from gateway.door.personas import token_of
from gateway.settings import Settings
from tests.cli.processes import Running, serve
from tests.malformed.case import Door

UNTIL = {Door.DEMO: "Ctrl-C stops everything.", Door.SERVE: "Serving on"}
GOOD = re.compile(
    # What `serve` logs is JSON, whose level comes in no text, since quotes are escaped there; the demo's is for people.
    r"""\{(?!.*"exception": ).*"level": "(debug|info|warning)".*\}|\d{4}-\S+Z \[(debug|info|warning) *\] .*"""
)
"""A line of the log that nobody need worry about; a traceback's is none."""


@dataclass(slots=True)
class Asked:
    """A server and, once it has ended, how."""

    url: str
    log: Path
    code: int | None = None

    def problems(self) -> Iterator[str]:
        """What is amiss with the end of the process, and with each line of its log."""
        if self.code != 0:
            yield f"it ended with {self.code}"
        for line in self.log.read_text("utf-8", "replace").splitlines():
            if GOOD.fullmatch(line) is None:
                yield f"it logged {line[:2_000]}"


@contextmanager
def asked(door: Door, data: Path, customers: int) -> Iterator[Asked]:
    """The server of this door on the data folder, stopped with SIGTERM in the end."""
    log = data.with_name(f"{door}.log")
    options = ["--customers", str(customers)] if door is Door.DEMO else []
    running: Running = serve(
        door, "--data", str(data), *options, until=UNTIL[door], log=log, GATEWAY_EXPLAIN="true"
    )
    found = Asked(running.url, log)
    try:
        yield found
    finally:
        found.code = running.end()


def tokens(data: Path) -> Mapping[str, str]:
    """A token of everybody in the demo."""
    settings = Settings(data=data, demo=True, jwks_url=None)
    return {each.username: token_of(settings, each.username) for each in PERSONAS}
