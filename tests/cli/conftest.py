"""The command run inside the test process: for what ends before anything is served."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import structlog

from gateway import cli


@dataclass(frozen=True, slots=True)
class Ended:
    """How the command ended, and what it said where."""

    code: int
    out: str
    err: str


@dataclass(slots=True)
class Command:
    """`command("token", "femi")`: options as typed, settings by keyword."""

    monkeypatch: pytest.MonkeyPatch
    output: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str, **settings: str) -> Ended:
        for name in os.environ:
            if name.startswith("GATEWAY_"):
                self.monkeypatch.delenv(name)
        for name, value in settings.items():
            self.monkeypatch.setenv(name, value)
        self.monkeypatch.setattr(sys, "argv", ["gateway", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = self.output.readouterr()
        return Ended(int(ended.value.code or 0), said.out, said.err)


@pytest.fixture
def process() -> Iterator[None]:
    """Whatever is set for the whole process is put back."""
    root, terminated, configured = (
        logging.getLogger(),
        signal.getsignal(signal.SIGTERM),
        structlog.get_config(),
    )
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    signal.signal(signal.SIGTERM, terminated)
    structlog.configure(**configured)


@pytest.fixture
def command(process: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(monkeypatch, capsys)
