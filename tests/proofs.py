"""The files under bench/proofs: what was run, of which commit and when, and what came of it."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "bench" / "proofs"


def _commit() -> str:
    """What is checked out; said before anything is run, since work may go on meanwhile."""
    return f"{_git('rev-parse', 'HEAD')}{' with changes' if _git('status', '--porcelain') else ''}"


def _git(*command: str) -> str:
    return subprocess.run(["git", *command], capture_output=True, text=True, check=True).stdout.strip()


@dataclass(frozen=True, slots=True)
class Proof:
    """One proof by its name; `options` are what it was asked for."""

    name: str
    options: str
    commit: str = field(default_factory=_commit)

    def write(self, lines: Sequence[str]) -> None:
        """Keep what came of it."""
        head = [
            f"$ poe prove {self.name} {self.options}",
            f"commit {self.commit}",
            f"date {datetime.now(UTC).date().isoformat()}",
        ]
        FOLDER.mkdir(exist_ok=True)
        Path(FOLDER, f"{self.name}.txt").write_text("\n".join([*head, *lines, ""]), "utf-8")
