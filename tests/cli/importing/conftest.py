"""Files to import, and what came of them."""

from __future__ import annotations

import asyncio
import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from domain.customers import Kind
from gateway.cli.importing.command import Figures, Wishes, import_file
from gateway.settings import Settings
from tests import factories as make

ADDRESS = {"line 1": "7 Ropewalk", "town": "Bristol", "postcode": "BS1 4RN"}


@dataclass(slots=True)
class Importer:
    """`await importing(rows)`: imports them as a file, and keeps what lay beside it afterwards."""

    file: Path
    settings: Settings
    rejected: list[dict[str, str]] = field(default_factory=list)
    duplicates: list[dict[str, str]] = field(default_factory=list)

    async def __call__(
        self, rows: list[dict[str, str]], kind: Kind = Kind.INDIVIDUAL, **wishes: Any
    ) -> Figures:
        columns = dict.fromkeys(column for row in rows for column in row)
        with self.file.open("w", encoding="utf-8", newline="") as written:
            writer = csv.DictWriter(written, columns)
            writer.writeheader()
            writer.writerows(rows)
        return await self.again(kind, **wishes)

    async def again(self, kind: Kind = Kind.INDIVIDUAL, **wishes: Any) -> Figures:
        """Import the file as it is."""
        # In a thread with a loop of its own, as the command has one.
        figures = await asyncio.to_thread(
            import_file,
            self.file,
            Wishes(kind, **wishes),
            self.settings,
            str(self.settings.database_url),
            lambda done, total: None,
        )
        self.rejected = self._report("rejected")
        self.duplicates = self._report("duplicates")
        return figures

    @property
    def reasons(self) -> list[str]:
        return [row["rejected: reason"] for row in self.rejected]

    def _report(self, name: str) -> list[dict[str, str]]:
        path = self.file.with_name(f"{self.file.name}.{name}.csv")
        if not path.exists():
            return []
        with path.open(encoding="utf-8-sig", newline="") as written:
            return list(csv.DictReader(written))


@pytest.fixture
def importing(tmp_path: Path, settings: Settings, database: object) -> Importer:
    return Importer(tmp_path / "people.csv", settings)


def person(**given: str) -> dict[str, str]:
    """A row of somebody whom nobody resembles; a column's name has underscores for spaces."""
    named = {name.replace("_", " "): value for name, value in given.items()}
    own = {
        "first name": "Ada",
        "last name": make.unique("Byron"),
        **ADDRESS,
        "line 1": make.unique("1 Road "),
    }
    return {**own, **named}


def body(**given: str) -> dict[str, str]:
    named = {name.replace("_", " "): value for name, value in given.items()}
    return {"name": make.choir(), **ADDRESS, "line 1": make.unique("1 Road "), **named}
