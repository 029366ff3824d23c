"""Whether the server keeps what it was asked: its memory before and after 100,000 requests of many kinds."""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from bench import store
from bench.machine import commit
from bench.measure import Missing, check_wrk, settle, wrk
from bench.processes import resident_bytes
from bench.requests import Customers, write_mixed
from bench.servers import CONTESTANTS, Server, Stage

FILE = Path(__file__).with_name("memory.json")
# It takes so many until as many lists have met at one time as ever will.
WARM, REQUESTS = 40_000, 100_000
BODIES, ONE_LIST_IN = 4_000, 20
TARGET_MB = 5


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.memory", description=__doc__)
    parser.add_argument("--data", type=Path, default=store.DATA, help="folder that bench.setup filled")
    data: Path = parser.parse_args().data.resolve()
    try:
        check_wrk()
    except Missing as missing:
        sys.exit(str(missing))
    bodies = data / "bodies" / "mixed.jsonl"
    with store.running(data) as services:
        stage = Stage(data, services, asyncio.run(Customers.of(services)))
        write_mixed("ours", stage.customers, bodies, BODIES, ONE_LIST_IN)
        found = _measured(stage, bodies)
    FILE.write_bytes(orjson.dumps(found, option=orjson.OPT_INDENT_2) + b"\n")
    print(f"memory/growth_mb={found['growth_mb']:.2f}")


def _measured(stage: Stage, bodies: Path) -> dict[str, Any]:
    with stage.serving(CONTESTANTS[0]) as server:
        warm = ask(server, bodies, WARM)
        before = held(server)
        asked, during = 0, []
        while asked < REQUESTS:
            asked += ask(server, bodies, REQUESTS // 10)
            during.append(held(server))
            print(f"{asked:8,} requests: {during[-1]:6.1f} MB ({during[-1] - before:+.1f})", flush=True)
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit(),
        "warm": warm,
        "requests": asked,
        "before_mb": before,
        "after_mb": during[-1],
        "growth_mb": during[-1] - before,
        "during_mb": during,
        "target_mb": TARGET_MB,
    }


def ask(server: Server, bodies: Path, count: int) -> int:
    """Send at least so many requests; how many it were."""
    asked = 0
    while asked < count:
        figures = wrk(server, bodies, connections=16, seconds=5)
        if figures["wrong"] or figures["failed"]:
            raise RuntimeError(f"{figures}")
        asked += int(figures["requests"])
    return asked


def held(server: Server) -> float:
    """The megabytes of a server that has nothing to do."""
    settle(server.process)
    return resident_bytes(server.process) / 2**20


if __name__ == "__main__":
    main()
