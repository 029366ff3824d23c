"""What was measured, as a page to read; what somebody wrote between the markers stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from bench.chart import shown
from bench.measure import SLOWED
from bench.operations import (
    OPERATIONS,
    PEOPLE,
    PEOPLE_PLUS,
    PEOPLE_WHOLE,
    RECORD,
    RECORD_PLUS,
    RECORD_WHOLE,
    Operation,
)
from bench.results import CONNECTIONS, Figures
from bench.servers import CONTESTANTS, OUR_POOL, PEERS_POOL

NOTES, NOTES_END = "<!-- notes: what is written here stays -->", "<!-- end of notes -->"
HERE = Path(__file__).parent

_HEAD = (
    "",
    "req/s at 16",
    "p50 ms",
    "p99 ms",
    "CPU ms, server",
    "CPU ms, PostgreSQL",
    "req/s at 1",
    "p50 ms",
    "p99 ms",
    "memory MB",
    "answer kB",
)


def write(path: Path, results: Mapping[str, Any], figures: Figures) -> None:
    """Write the page, with the notes of the page that was there."""
    notes = _notes(path.read_text("utf-8")) if path.exists() else "\n"
    parts = [
        "# The gateway against its peers",
        _preface(results),
        "![Requests a second at 16 connections](results.svg)",
        tables(figures),
        f"## Readings\n\n{NOTES}{notes}{NOTES_END}",
        *_compiling(HERE / "compiling.json"),
        *_memory(HERE / "memory.json"),
        f"## Versions\n\n{', '.join(f'{name} {number}' for name, number in results['versions'].items())}.",
    ]
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def tables(figures: Figures) -> str:
    """Every operation's figures, and the ratios."""
    parts = []
    for operation in OPERATIONS:
        rows = list(_rows(operation, figures))
        if rows:
            parts.append(f"## {operation.title}\n\n{_table(_HEAD, rows)}")
    ratios = list(_ratios(figures))
    if ratios:
        head = ("ours over", *(f"{each} at {n}" for each in ("A", "B") for n in CONNECTIONS))
        parts.append(f"## Ratios of requests a second\n\n{_table(head, ratios)}")
    plus = list(_plus(figures))
    if plus:
        parts.append("\n".join(plus))
    return "\n\n".join(parts)


def _rows(operation: Operation, figures: Figures) -> Iterable[Sequence[str]]:
    for contestant in CONTESTANTS:
        many, one = (figures.get(contestant.name, operation.name, each) for each in CONNECTIONS)
        if many is None or one is None:
            continue
        yield (
            f"**{contestant.short}**" if contestant.name == "ours" else contestant.short,
            shown(many.rate),
            f"{many.p50:,.1f}",
            f"{many.p99:,.1f}",
            f"{many.server_cpu:.2f}",
            f"{many.postgres_cpu:.2f}",
            shown(one.rate),
            f"{one.p50:,.2f}",
            f"{one.p99:,.2f}",
            f"{many.resident / 2**20:.0f}",
            f"{many.size / 1000:,.1f}",
        )


def _ratios(figures: Figures) -> Iterable[Sequence[str]]:
    for contestant in CONTESTANTS:
        if contestant.name == "ours":
            continue
        found = [
            figures.ratio(operation.name, contestant.name, connections)
            for operation in (RECORD, PEOPLE)
            for connections in CONNECTIONS
        ]
        if any(found):
            yield contestant.short, *("" if ratio is None else f"{ratio:.2f}" for ratio in found)


def _plus(figures: Figures) -> Iterable[str]:
    for more, less in (
        (RECORD_PLUS, RECORD),
        (PEOPLE_PLUS, PEOPLE),
        (RECORD_WHOLE, RECORD_PLUS),
        (PEOPLE_WHOLE, PEOPLE_PLUS),
    ):
        shares = [
            (connections, figures.share(("ours", more.name), ("ours", less.name), connections))
            for connections in CONNECTIONS
        ]
        told = [
            f"{share:.2f} at {connections} connection{'s' * (connections > 1)}"
            for connections, share in shares
            if share is not None
        ]
        if told:
            yield f"- {more.letter} over {less.letter}, in requests a second: {', '.join(told)}."


def _preface(results: Mapping[str, Any]) -> str:
    machine = results["machine"]
    measured = (
        f"Measured on {results['date']} at commit {results['commit']} by `poe bench`, in {results['minutes']} minutes,"
        f" on {machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB, {machine['system']}."
        " The server has one core, PostgreSQL and wrk the other."
        f" Medians of {results['rounds']} rounds; every round measures everybody, {results['seconds']} s a cell"
        " and longer where answers are slow, and up to three times where something disturbed it."
        f" While this measured, other programs kept {results['others']:.2f} cores busy, and in"
        f" {results['slowed']:.0%} of the runs that count the server's core took more than {SLOWED:g} times as long"
        " for the same work as at its quickest."
    )
    for why, often in results["fell_back"].items():
        measured += f" The gateway left {often:,} queries to graphql-core, which is slow: {why}."
    same = (
        f"Everybody reads the same {results['store_bytes'] / 1e6:,.0f} MB, all in PostgreSQL's memory, over the same"
        f" socket with {PEERS_POOL} connections, the gateway with {OUR_POOL}, and answers the same: that is compared,"
        " value by value, before anything is measured. CPU is what the processes used a request; it holds better than"
        " rates on a machine that is not quiet. Differences under 20 % mean nothing. The gateway signs every request"
        " in, checks a permission for every tab, prices the operation and reads in one snapshot; the peers answer"
        " anybody."
    )
    fields = (
        "The gateway is the product as it is served, with its own schema and limits, on what the demo loader makes."
        " The peers read the same tables, and views of them where the record shows a join. A and B ask for what is"
        " stored as it is shown. Amounts, which the product tells as money and the peers would tell as minor units,"
        " and ids, which the product makes opaque, are in A+ and B+, which only it answers. Instants are compared to"
        " the millisecond."
    )
    return f"{measured}\n\n{same}\n\n{fields}"


def _compiling(path: Path) -> Iterable[str]:
    if not path.exists():
        return
    found = orjson.loads(path.read_bytes())
    rows = [
        (each["what"], f"{each['figure']:.2f}", each["unit"], each["target"]) for each in found["figures"]
    ]
    yield (
        f"## From the request to the first statement\n\nMeasured on {found['date']} at commit {found['commit']}."
        f"\n\n{_table(('', 'found', 'unit', 'target'), rows)}"
    )


def _memory(path: Path) -> Iterable[str]:
    if not path.exists():
        return
    found = orjson.loads(path.read_bytes())
    yield (
        f"## Memory\n\nMeasured on {found['date']} at commit {found['commit']}. After {found['warm']:,} requests the"
        f" server held {found['before_mb']:.1f} MB, and after {found['requests']:,} more {found['after_mb']:.1f} MB:"
        f" {found['growth_mb']:+.1f} MB, of at most {found['target_mb']} MB."
    )


def _notes(page: str) -> str:
    return page.partition(NOTES)[2].partition(NOTES_END)[0] or "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
