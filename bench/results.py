"""The figures of all rounds in one place: medians, ratios, and what is written to a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from statistics import median
from typing import Any

from bench.measure import SLOWED, Cell

CONNECTIONS = (16, 1)
TOLD = (
    ("record", "postgraphile"),
    ("record", "mercurius"),
    ("record", "json_sql"),
    ("people", "postgraphile"),
    ("people", "mercurius"),
    ("people", "tutorial"),
    ("people", "json_sql"),
)

# contestant, operation, connections
Place = tuple[str, str, int]


@dataclass(slots=True)
class Figures:
    """What was found in each cell, round by round."""

    runs: dict[Place, list[Cell]] = field(default_factory=dict)

    def add(self, place: Place, cell: Cell) -> None:
        self.runs.setdefault(place, []).append(cell)

    def get(self, contestant: str, operation: str, connections: int) -> Cell | None:
        """The medians of a cell, each figure by itself; None when it was not measured."""
        runs = self.runs.get((contestant, operation, connections))
        if not runs:
            return None
        return Cell(**{each.name: median(getattr(run, each.name) for run in runs) for each in fields(Cell)})

    def ratio(self, operation: str, peer: str, connections: int = 16) -> float | None:
        """How many times the requests a second of a peer ours answers."""
        return self.share(("ours", operation), (peer, operation), connections)

    def share(self, one: tuple[str, str], other: tuple[str, str], connections: int = 16) -> float | None:
        this, that = self.get(*one, connections), self.get(*other, connections)
        return this.rate / that.rate if this and that else None

    def last_line(self) -> str:
        """The ratios at 16 connections in one line."""
        told = ((f"{operation}/{peer}", self.ratio(operation, peer)) for operation, peer in TOLD)
        return " ".join(f"{name}={ratio:.2f}" for name, ratio in told if ratio is not None)

    def others(self) -> float:
        """How many cores others kept busy, in the median of all runs."""
        return median(cell.others for runs in self.runs.values() for cell in runs)

    def slowed(self) -> float:
        """The share of runs in which the server's core was much slower than it can be."""
        runs = [cell for runs in self.runs.values() for cell in runs]
        return sum(cell.slowed > SLOWED for cell in runs) / len(runs)

    def asdict(self) -> list[dict[str, Any]]:
        return [
            {
                "contestant": contestant,
                "operation": operation,
                "connections": connections,
                "median": asdict(self._median(place)),
                "runs": [asdict(run) for run in runs],
            }
            for place, runs in self.runs.items()
            for contestant, operation, connections in [place]
        ]

    def _median(self, place: Place) -> Cell:
        found = self.get(*place)
        assert found is not None, "what has runs has a median"
        return found


def figures_of(cells: Iterable[Mapping[str, Any]]) -> Figures:
    """The figures as `asdict` gave them."""
    figures = Figures()
    for cell in cells:
        for run in cell["runs"]:
            figures.add((cell["contestant"], cell["operation"], cell["connections"]), Cell(**run))
    return figures
