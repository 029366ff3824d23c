"""Making a release in the working tree: the version, the changelog's heading, and the schema to compare with."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.releases.changelog import Changelog

_VERSION = re.compile(r'^version = "(?P<version>[^"]+)"$', re.MULTILINE)


class NotReleased(Exception):
    """The release cannot be made; the message says what to do first."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A checkout of the project."""

    root: Path

    @property
    def pyproject(self) -> Path:
        return self.root / "pyproject.toml"

    @property
    def changelog(self) -> Path:
        return self.root / "CHANGELOG.md"

    @property
    def served(self) -> Path:
        """The schema that is served."""
        return self.root / "gateway" / "schema.graphql"

    @property
    def releases(self) -> Path:
        """Where the schema of the newest release is kept, and no other."""
        return self.root / "docs" / "releases"

    @property
    def version(self) -> str:
        found = _VERSION.search(self.pyproject.read_text("utf-8"))
        assert found is not None, "the project has a version"
        return found["version"]

    @property
    def released(self) -> list[Path]:
        """The schemas that are kept; one, when all is well."""
        return sorted(self.releases.glob("*.graphql"))

    def tags(self) -> list[str]:
        """The tags of releases, the newest first."""
        listed = subprocess.run(
            ["git", "tag", "--list", "v*", "--sort=-version:refname"],
            cwd=self.root,
            capture_output=True,
            text=True,
            check=True,
        )
        return listed.stdout.split()

    def at(self, tag: str, path: Path) -> str | None:
        """A file as it was at a tag; None where there was none."""
        name = path.relative_to(self.root).as_posix()
        shown = subprocess.run(
            ["git", "show", f"{tag}:{name}"], cwd=self.root, capture_output=True, text=True, encoding="utf-8"
        )
        return shown.stdout if shown.returncode == 0 else None

    def release(self, version: str, day: date) -> None:
        """Write all that a release of this version changes. One that is not tagged yet may be made again."""
        if f"v{version}" in self.tags():
            raise NotReleased(f"{version} was released: v{version} is a tag. Take the next version.")
        log = Changelog(self.changelog.read_text("utf-8"))
        newest = log.releases[0][0] if log.releases else "0.0.0"
        if _parts(version) < _parts(newest):
            raise NotReleased(f"{version} comes before {newest}, the newest in the changelog.")
        if version != newest:
            if not log.entries:
                raise NotReleased("The changelog has nothing under [Unreleased]: what would be released?")
            self.changelog.write_text(log.released(version, day).text, "utf-8")
        pyproject = self.pyproject.read_text("utf-8")
        self.pyproject.write_text(_VERSION.sub(f'version = "{version}"', pyproject, count=1), "utf-8")
        self.releases.mkdir(parents=True, exist_ok=True)
        for kept in self.released:
            kept.unlink()
        Path(self.releases, f"{version}.graphql").write_text(self.served.read_text("utf-8"), "utf-8")


def _parts(version: str) -> tuple[int, ...]:
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise NotReleased(f"{version} is not a version such as 1.2.3.")
    return tuple(map(int, version.split(".")))
