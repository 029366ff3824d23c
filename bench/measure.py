"""One cell of the table: an operation of a contestant under wrk, and what it took of the machine."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import orjson

from bench.operations import Operation
from bench.processes import (
    children_seconds,
    cpu_seconds,
    machine_seconds,
    pace,
    pinned,
    resident_bytes,
)
from bench.servers import SERVER_CORE, Server

WRK_CORE = 1
SCRIPT = Path(__file__).with_name("wrk.lua")
WARM_REQUESTS = 300
WARM_SECONDS = (1, 1, 1, 2, 2, 3)
STEADY = 0.05
TURNS = (
    5  # how often each connection is answered at least, or what is under way in the end would count for much
)
LONGEST = 30
NOISE = 0.1  # cores that others keep busy
SLOWED = 1.2  # times longer for the same work
PACES = 40
IDLE = 0.02  # seconds of a tenth of one


class Missing(Exception):
    """Something must be installed first; the message says how."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one run of wrk found: requests a second, milliseconds, bytes.

    `others` are cores that others kept busy, and `slowed` is how many times longer than at its quickest the server's
    core took for a piece of work just before or after.
    """

    rate: float
    p50: float
    p99: float
    server_cpu: float
    postgres_cpu: float
    resident: int
    requests: int
    size: int
    others: float
    slowed: float

    @property
    def is_disturbed(self) -> bool:
        return self.others > NOISE or self.slowed > SLOWED


def check_wrk() -> str:
    """The version of wrk; raises Missing."""
    if shutil.which("wrk") is None:
        raise Missing("wrk is missing. On Debian: apt-get update && apt-get install wrk")
    said = subprocess.run(["wrk", "--version"], capture_output=True, text=True, check=False).stdout
    return said.split("[")[0].removeprefix("wrk").strip()


def warm_up(server: Server, bodies: Path) -> float:
    """Ask until the rate is steady and every pooled connection has prepared its statements; the rate in the end."""
    asked, before = 0, 0.0
    for seconds in WARM_SECONDS:
        figures = wrk(server, bodies, connections=16, seconds=seconds)
        settle(server.process)
        asked += int(figures["requests"])
        rate = figures["requests"] / figures["microseconds"] * 1e6
        if asked >= WARM_REQUESTS and abs(rate - before) <= STEADY * rate:
            return rate
        before = rate
    return before


def measure(
    server: Server,
    operation: Operation,
    bodies: Path,
    postgres: int,
    quickest: float,
    *,
    connections: int,
    seconds: int,
) -> Cell:
    """Run wrk for so long on so many connections; at its `quickest` the server's core has that pace."""
    slowed = pace(SERVER_CORE)
    own = (server.process, postgres)
    before, everything = [cpu_seconds(each) for each in own], machine_seconds()
    driver = children_seconds()
    figures = wrk(server, bodies, connections=connections, seconds=seconds)
    server_cpu, postgres_cpu = (cpu_seconds(each) - then for each, then in zip(own, before, strict=True))
    others = machine_seconds() - everything - server_cpu - postgres_cpu - (children_seconds() - driver)
    requests = int(figures["requests"])
    if figures["wrong"] or figures["failed"] or not requests:
        raise RuntimeError(f"{server.contestant.name}, {operation.name}: {figures}")
    resident = resident_bytes(server.process)
    settle(server.process)
    slowed = max(slowed, pace(SERVER_CORE))
    return Cell(
        rate=requests / figures["microseconds"] * 1e6,
        p50=figures["p50"] / 1000,
        p99=figures["p99"] / 1000,
        server_cpu=server_cpu / requests * 1000,
        postgres_cpu=postgres_cpu / requests * 1000,
        resident=resident,
        requests=requests,
        size=round(figures["bytes"] / requests),
        others=max(0.0, others / figures["microseconds"] * 1e6),
        slowed=slowed / quickest,
    )


def quickest_pace() -> float:
    """The pace of the server's core when nobody else needs what it is made of."""
    return min(pace(SERVER_CORE) for _ in range(PACES))


def quietest(run: Callable[[], Cell], tries: int) -> Cell:
    """A cell that nothing disturbed, or after so many tries the one that was disturbed least."""
    found = [run()]
    while found[-1].is_disturbed and len(found) < tries:
        found.append(run())
    return min(found, key=lambda cell: cell.others / NOISE + cell.slowed / SLOWED)


def long_enough(seconds: int, rate: float, connections: int) -> int:
    """How long to measure what is answered at this rate."""
    return min(LONGEST, max(seconds, math.ceil(TURNS * connections / max(rate, 0.1))))


def settle(process: int) -> None:
    """Wait until a server has done what was still under way when wrk hung up."""
    deadline = time.monotonic() + LONGEST
    used = -1.0
    while (now := cpu_seconds(process)) - used > IDLE and time.monotonic() < deadline:
        used = now
        time.sleep(0.1)


def wrk(server: Server, bodies: Path, *, connections: int, seconds: int) -> dict[str, float]:
    """What wrk says of so many seconds."""
    headers = [part for name, value in server.headers.items() for part in ("-H", f"{name}: {value}")]
    load = ["-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s"]
    with pinned(WRK_CORE):
        said = subprocess.run(
            ["wrk", *load, "-s", str(SCRIPT), *headers, server.url],
            env={"BODIES": str(bodies), "PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    figures: dict[str, float] = orjson.loads(said.rpartition("FIGURES ")[2])
    return figures
