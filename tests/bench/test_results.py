"""How the figures of several rounds become medians, ratios and a page."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID
from xml.etree import ElementTree

import pytest

from bench import report
from bench.chart import chart
from bench.measure import Cell, quietest
from bench.operations import OPERATIONS, PEOPLE, RECORD, Operation
from bench.requests import Customers, Place, request
from bench.results import Figures, figures_of
from gateway.engine.explain import explain
from gateway.schema import build
from gateway.settings import Limits


def cell(rate: float) -> Cell:
    return Cell(rate, 1.0, 2.0, 0.5, 0.25, 2**20, 100, 1000, 0.0, 1.0)


@pytest.fixture
def figures() -> Figures:
    found = Figures()
    for rate in (100.0, 900.0, 300.0):
        found.add(("ours", "record", 16), cell(rate))
        found.add(("ours", "record", 1), cell(rate))
    for connections in (16, 1):
        found.add(("mercurius", "record", connections), cell(200.0))
    return found


def test_a_cell_is_the_median_of_its_rounds(figures: Figures) -> None:
    found = figures.get("ours", "record", 16)

    assert found is not None
    assert found.rate == 300.0


def test_the_last_line_has_what_was_measured(figures: Figures) -> None:
    assert figures.last_line() == "record/mercurius=1.50"


def test_figures_are_the_same_when_they_are_read_again(figures: Figures) -> None:
    assert figures_of(figures.asdict()).runs == figures.runs


def test_the_chart_has_a_bar_for_everybody_who_was_measured(figures: Figures) -> None:
    drawn = ElementTree.fromstring(chart(figures))  # noqa: S314 - our own

    bars = [float(each.attrib["width"]) for each in drawn.iter("{http://www.w3.org/2000/svg}rect")]
    assert len(bars) == 2
    assert bars[0] / bars[1] == pytest.approx(1.5, abs=0.01)


def test_notes_stay_when_the_page_is_written_anew(figures: Figures, tmp_path: Path) -> None:
    page = tmp_path / "RESULTS.md"
    results = {
        "date": "2026-11-22",
        "commit": "abc",
        "machine": {"processor": "one", "cores": 2, "memory_gib": 8, "system": "Linux"},
        "versions": {"wrk": "4"},
        "rounds": 3,
        "seconds": 8,
        "minutes": 1.0,
        "store_bytes": 1,
        "others": 0.0,
        "slowed": 0.0,
        "fell_back": {},
    }
    report.write(page, results, figures)
    page.write_text(page.read_text("utf-8").replace(report.NOTES_END, f"Read this.\n{report.NOTES_END}"))

    report.write(page, results | {"commit": "def"}, figures)

    written = page.read_text("utf-8")
    assert "commit def" in written
    assert f"{report.NOTES}\nRead this.\n{report.NOTES_END}" in written


def test_a_disturbed_run_is_made_again_until_one_is_not() -> None:
    def run(slowed: float, others: float = 0.0) -> Cell:
        return Cell(1.0, 1.0, 2.0, 0.5, 0.25, 2**20, 100, 1000, others, slowed)

    runs = iter([run(1.0, others=0.5), run(1.9), run(1.1), run(1.0)])
    assert quietest(lambda: next(runs), 4).slowed == 1.1
    runs = iter([run(1.9), run(1.5), run(1.7)])
    assert quietest(lambda: next(runs), 3).slowed == 1.5


PLACE = Place(UUID("0192a000-0000-7000-8000-000000000001"), datetime(2026, 11, 22, 10, tzinfo=UTC))


def test_everybody_is_asked_for_the_same_customers() -> None:
    customers = Customers([PLACE], [PLACE, Place(PLACE.id, datetime(2026, 11, 21, 10, tzinfo=UTC))])

    assert customers.asked(PEOPLE, 3) == customers.asked(PEOPLE)[:3]
    assert customers.asked(RECORD, 2) == [PLACE, PLACE]
    for contestant in ("postgraphile", "mercurius", "tutorial"):
        asked = request(contestant, PEOPLE, PLACE)["variables"]
        assert (asked["id"], asked["at"]) == (str(PLACE.id), "2026-11-22T10:00:00+00:00")
    assert request("json_sql", PEOPLE, PLACE)["id"] == str(PLACE.id)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_the_product_plans_the_operations_within_its_limits(operation: Operation) -> None:
    asked = request("ours", operation, PLACE)

    told = explain(build(Limits()), asked["query"], asked["variables"])

    assert "price: " in told
    assert "it is refused" not in told
    assert "declined" not in told
