"""The changelog as it is kept: a heading for each version, the newest first, and what is to come above them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

UNRELEASED = "## [Unreleased]"
_HEADING = re.compile(r"^## \[(?P<version>\d+\.\d+\.\d+)\] - (?P<day>\d{4}-\d{2}-\d{2})$", re.MULTILINE)
_ANY_HEADING = re.compile(r"^## .*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Changelog:
    """Its text."""

    text: str

    @property
    def releases(self) -> list[tuple[str, date]]:
        """Every release with its day, in the order of the page."""
        return [
            (found["version"], date.fromisoformat(found["day"])) for found in _HEADING.finditer(self.text)
        ]

    @property
    def unreleased(self) -> str:
        """What stands under the heading of what is to come."""
        begins = self.text.index(f"{UNRELEASED}\n") + len(UNRELEASED)
        follows = _ANY_HEADING.search(self.text, begins)
        return self.text[begins : follows.start() if follows else None].strip()

    @property
    def entries(self) -> list[str]:
        """The points under the heading of what is to come, each on one line and without its dash."""
        points: list[str] = []
        for line in self.unreleased.splitlines():
            if line.startswith("- "):
                points.append(line[2:].strip())
            elif line.startswith("  ") and points:
                points[-1] += f" {line.strip()}"
        return points

    def released(self, version: str, day: date) -> Changelog:
        """The changelog with what was to come as this version."""
        return Changelog(self.text.replace(UNRELEASED, f"{UNRELEASED}\n\n## [{version}] - {day}", 1))
