"""`poe prove malformed`: malformed requests over real sockets, and whether each was answered and nothing broke."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.malformed.case import Door
from tests.malformed.servers import asked, tokens
from tests.malformed.session import FAMILIES, Session
from tests.proofs import Proof

CUSTOMERS = 60
MOST_SHOWN = 20


@dataclass(slots=True)
class Outcome:
    """What came of all requests; `problems` is empty when all is well."""

    sessions: list[Session] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def lines(self) -> list[str]:
        """The report."""
        statuses = {
            family: sum((each.statuses.get(family, Counter()) for each in self.sessions), Counter())
            for family in FAMILIES
        }
        codes = sum((each.codes for each in self.sessions), Counter())
        manners = sum((each.manners for each in self.sessions), Counter())
        return [
            f"requests: {sum(found.total() for found in statuses.values()):,}, each followed by a good one",
            f"took: {self.seconds:.0f} s; slowest: {max(each.slowest for each in self.sessions):.1f} s",
            f"answered with the connection kept: {sum(each.kept for each in self.sessions):,}",
            f"connections opened: {sum(each.connections for each in self.sessions):,}",
            f"sent: {_counted(manners)}",
            *(f"  {family}: {found.total():,} ({_counted(found)})" for family, found in statuses.items()),
            f"codes: {_counted(codes)}",
            f"problems: {len(self.problems)}",
            *(f"  {line}" for problem in self.problems[:MOST_SHOWN] for line in problem.splitlines()),
        ]


def run(numbers: Sequence[int], seed: int, folder: Path) -> Outcome:
    """Send the cases of these numbers to a demo, and then to the server for real use on the demo's store."""
    outcome, began, data = Outcome(), time.perf_counter(), folder / "data"
    for door in (Door.DEMO, Door.SERVE):
        with asked(door, data, CUSTOMERS) as server:
            session = Session(server.url, tokens(data), seed)
            asyncio.run(session.run(door, numbers))
        outcome.sessions.append(session)
        outcome.problems += ["\n".join(failure.lines()) for failure in session.failures]
        outcome.problems += [f"{door}: {problem}" for problem in server.problems()]
    outcome.seconds = time.perf_counter() - began
    return outcome


def main() -> int:
    parser = argparse.ArgumentParser(prog="poe prove malformed", description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000, help="how many requests")
    parser.add_argument("--seed", type=int, default=1, help="of the requests; the store is always the same")
    parser.add_argument("--only", type=int, help="the number of one request, to send only that")
    parser.add_argument("--proof", action="store_true", help="write bench/proofs/malformed.txt")
    given = parser.parse_args()
    proof = Proof("malformed", f"--requests {given.requests} --seed {given.seed}")
    numbers = range(given.requests) if given.only is None else [given.only]
    with TemporaryDirectory() as folder:
        outcome = run(numbers, given.seed, Path(folder))
    lines = [*outcome.lines(), "NOT AS IT SHOULD BE" if outcome.problems else "as it should be"]
    print("\n".join(lines))
    # Where something is amiss there is nothing to keep, least of all tracebacks with folders of this machine.
    if given.proof and given.only is None and not outcome.problems:
        proof.write(lines)
    return 1 if outcome.problems else 0


def _counted(found: Counter[str]) -> str:
    return ", ".join(f"{name}: {number:,}" for name, number in sorted(found.items())) or "none"


if __name__ == "__main__":
    sys.exit(main())
