"""The fenced blocks of a page, and its commands run as they stand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.cli.processes import ROOT, environment

_FENCED = re.compile(r"^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_ADDRESS = re.compile(r"^GATEWAY=\S+$", re.MULTILINE)
_MARK = "--- the end of a block ---"
SECONDS = 120


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block; `language` as the fence names it."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Commands of a page, and the answer that it shows below them; `language` is empty where it shows none."""

    commands: str
    language: str = ""
    answer: str = ""


def blocks(page: str, *languages: str) -> list[Block]:
    """The blocks of a page in these languages; in all without any."""
    found = [Block(each["language"], each["text"]) for each in _FENCED.finditer(page)]
    return [block for block in found if not languages or block.language in languages]


def shown(page: str) -> list[Shown]:
    """The page's commands in their order, each with the answer that stands next."""
    found: list[Shown] = []
    for block in blocks(page):
        if block.language == "sh":
            found.append(Shown(block.text))
        elif found and not found[-1].language:
            found[-1] = Shown(found[-1].commands, block.language, block.text)
    return found


def run_in_turn(commands: Sequence[str], url: str, data: Path) -> list[str]:
    """What each of these blocks prints in one shell, which asks a demo at `url`.

    They are run as they stand, but for the line that says where the demo is: GATEWAY=...
    """
    script = "\n".join(f"{each}\necho; echo '{_MARK}'" for each in commands)
    script, places = _ADDRESS.subn(f"GATEWAY={url}", script)
    assert places == 1, "the page says once where the demo is"
    settings = environment(GATEWAY_DATA=str(data))
    settings["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{settings['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail"],
        input=script,
        cwd=ROOT,
        env=settings,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert (done.returncode, done.stderr) == (0, ""), f"{done.stderr}\nafter\n{done.stdout}"
    return [part.strip() for part in done.stdout.split(f"{_MARK}\n")[:-1]]
