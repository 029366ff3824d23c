"""Measures the gateway against its peers, as `poe bench`: every round all of them, one server alive at a time."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import orjson

from bench import agreement, report, store
from bench.chart import chart
from bench.machine import commit, machine, versions
from bench.measure import NOISE, Missing, check_wrk, long_enough, measure, quickest_pace, quietest, warm_up
from bench.operations import OPERATIONS, Operation
from bench.requests import Customers, write_bodies
from bench.results import CONNECTIONS, Figures
from bench.servers import CONTESTANTS, Contestant, Stage
from bench.setup import is_installed

HERE = Path(__file__).parent
TRIES = 3


def main() -> None:
    asked = _arguments()
    data: Path = asked.data.resolve()
    contestants = [each for each in CONTESTANTS if not asked.only or each.name in asked.only]
    operations = [each for each in OPERATIONS if not asked.operations or each.name in asked.operations]
    rounds, seconds, tries = (1, 3, 1) if asked.quick else (asked.rounds, asked.seconds, TRIES)
    whole = not (asked.quick or asked.only or asked.operations)
    began, run_of = time.monotonic(), commit()
    figures, fell_back = Figures(), dict[str, int]()
    try:
        wrk = check_wrk()
        with store.running(data) as services:
            _check(data, asyncio.run(store.is_made(data, services)))
            about = {
                "date": datetime.now(UTC).date().isoformat(),
                "commit": run_of,
                "machine": machine(),
                "versions": versions(data / "peers")
                | {"postgresql": asyncio.run(store.version(services)), "wrk": wrk},
                "seconds": seconds,
                "store_bytes": asyncio.run(store.prewarm(services)),
            }
            stage = Stage(data, services, asyncio.run(Customers.of(services)))
            quickest = quickest_pace()
            _agree(stage, contestants, operations)
            for number in range(rounds):
                _round(
                    stage,
                    contestants[:: -1 if number % 2 else 1],
                    operations,
                    seconds,
                    tries,
                    quickest,
                    figures,
                )
                _say(f"round {number + 1} of {rounds}: {figures.last_line()}")
                fell_back |= stage.fell_back()
                results = about | {
                    "rounds": number + 1,
                    "minutes": round((time.monotonic() - began) / 60, 1),
                    "others": figures.others(),
                    "slowed": figures.slowed(),
                    "fell_back": fell_back,
                    "cells": figures.asdict(),
                }
                # Written every round, so that a run that is broken off is not lost.
                _write(HERE if whole and number + 1 == rounds else data, results, figures)
    except (Missing, agreement.Disagreement) as refused:
        sys.exit(str(refused))
    _say(report.tables(figures))
    for why, often in fell_back.items():
        _say(f"The gateway left {often:,} queries to graphql-core, which is slow: {why}")
    if figures.others() > NOISE:
        _say(f"Not a quiet machine: others kept {figures.others():.2f} cores busy while this measured.")
    print(figures.last_line())


def _agree(stage: Stage, contestants: Sequence[Contestant], operations: Sequence[Operation]) -> None:
    """Raise Disagreement unless all answer the same."""
    known: dict[str, tuple[str, list[Any]]] = {}
    for contestant, server in _each(stage, contestants):
        for operation in _asked(contestant, operations):
            found = agreement.answers(server, operation, stage.customers)
            first, expected = known.setdefault(operation.name, (contestant.name, found))
            agreement.compare(first, expected, contestant.name, found, operation)
    _say("all contestants answer the same")


def _round(
    stage: Stage,
    contestants: Sequence[Contestant],
    operations: Sequence[Operation],
    seconds: int,
    tries: int,
    quickest: float,
    figures: Figures,
) -> None:
    postgres = stage.services.postgres_process
    assert postgres is not None, "the stage starts its own"
    for contestant, server in _each(stage, contestants):
        for operation in _asked(contestant, operations):
            bodies = write_bodies(contestant.name, operation, stage.customers, stage.data / "bodies")
            rate = warm_up(server, bodies)
            for connections in CONNECTIONS:
                run = partial(
                    measure,
                    server,
                    operation,
                    bodies,
                    postgres,
                    quickest,
                    connections=connections,
                    seconds=long_enough(seconds, rate, connections),
                )
                cell = quietest(run, tries)
                figures.add((contestant.name, operation.name, connections), cell)
                _say(
                    f"{contestant.name:12} {operation.name:12} {connections:2} connections"
                    f" {cell.rate:8.1f}/s {cell.p50:8.2f} {cell.p99:8.2f} ms"
                    f"  cpu {cell.server_cpu:7.3f} + {cell.postgres_cpu:6.3f} ms"
                    f"  {cell.resident / 2**20:4.0f} MB  others {cell.others:.2f} slowed {cell.slowed:.2f}"
                )


def _each(stage: Stage, contestants: Sequence[Contestant]) -> Iterator[tuple[Contestant, Any]]:
    for contestant in contestants:
        with stage.serving(contestant) as server:
            yield contestant, server


def _asked(contestant: Contestant, operations: Sequence[Operation]) -> list[Operation]:
    return [each for each in operations if each in contestant.operations]


def _check(data: Path, made: bool) -> None:
    if not made or not is_installed(data):
        raise Missing(
            "The benchmark is not set up, or not as this code wants it: run `poe bench-setup` first."
        )


def _write(folder: Path, results: dict[str, Any], figures: Figures) -> None:
    (folder / "results.json").write_bytes(orjson.dumps(results, option=orjson.OPT_INDENT_2) + b"\n")
    (folder / "results.svg").write_text(chart(figures), encoding="utf-8")
    report.write(folder / "RESULTS.md", results, figures)


def _say(line: str) -> None:
    print(line, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--data", type=Path, default=store.DATA, help="folder that bench.setup filled")
    parser.add_argument("--quick", action="store_true", help="one round of three seconds a cell")
    parser.add_argument("--rounds", type=int, default=3, help="how often each cell is measured")
    parser.add_argument("--seconds", type=int, default=8, help="how long each time")
    names = ", ".join(each.name for each in CONTESTANTS)
    parser.add_argument("--only", type=_names, default=[], help=f"some of {names}")
    names = ", ".join(each.name for each in OPERATIONS)
    parser.add_argument("--operations", type=_names, default=[], help=f"some of {names}")
    return parser.parse_args()


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",")]


if __name__ == "__main__":
    main()
