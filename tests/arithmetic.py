"""`poe prove arithmetic`: orders, credit, vouchers and terms over random histories, each against a slow way."""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import wraps
from types import ModuleType
from typing import Any

from hypothesis import HealthCheck, given, seed, settings

from tests.domain import (
    test_commissions,
    test_credit_histories,
    test_membership_histories,
    test_order_histories,
    test_ticket_subscriptions,
)
from tests.proofs import Proof

MODULES = (
    test_order_histories,
    test_credit_histories,
    test_ticket_subscriptions,
    test_membership_histories,
    test_commissions,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A property by its name, how many histories it held for, and the first for which it did not."""

    name: str
    held: int
    seconds: float
    failure: BaseException | None

    @property
    def line(self) -> str:
        """What came of it, in a line."""
        result = "held" if self.failure is None else "DID NOT HOLD"
        return f"  {self.name}: {self.held:,} in {self.seconds:.0f} s, {result}"


def properties(modules: Iterable[ModuleType] = MODULES) -> Iterator[tuple[str, Any]]:
    """The properties of these modules, by the sentences that are their names."""
    for module in modules:
        for name, test in vars(module).items():
            if name.startswith("test_") and hasattr(test, "hypothesis"):
                yield name.removeprefix("test_").replace("_", " "), test


def prove(name: str, test: Any, examples: int, number: int) -> Outcome:
    """Ask a property of so many histories; the same number makes the same ones."""
    held, inner, began = 0, test.hypothesis.inner_test, time.perf_counter()

    @wraps(inner)
    def counted(*drawn: Any, **named: Any) -> None:
        nonlocal held
        inner(*drawn, **named)
        held += 1

    # The test itself keeps the small size that it has in the suite.
    asked = given(**test.hypothesis._given_kwargs)(counted)
    full = settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    try:
        seed(number)(full(asked))()
    except Exception as error:
        return Outcome(name, held, time.perf_counter() - began, error)
    return Outcome(name, held, time.perf_counter() - began, None)


def report(proof: Proof, outcomes: Iterable[Outcome], examples: int, *, keep: bool) -> int:
    """Tell what came of each as it comes, and keep it where all held so often; 0 then, and 1 otherwise."""
    told = []
    for outcome in outcomes:
        told.append(outcome)
        print(outcome.line, flush=True)
        if outcome.failure is not None:
            traceback.print_exception(outcome.failure)
    right = all(outcome.failure is None and outcome.held >= examples for outcome in told)
    lines = [
        f"random histories: {sum(outcome.held for outcome in told):,}, each against a slow reference",
        *(outcome.line for outcome in told),
        "all held" if right else "NOT ALL HELD",
    ]
    print(lines[0], lines[-1], sep="\n")
    # Where something does not hold there is nothing to keep.
    if keep and right:
        proof.write(lines)
    return 0 if right else 1


def asked_for(name: str, description: str | None) -> argparse.Namespace:
    """What the command line of `poe prove NAME` asks for: `examples`, `seed`, and whether to keep the `proof`."""
    parser = argparse.ArgumentParser(prog=f"poe prove {name}", description=description)
    parser.add_argument(
        "--examples", type=int, default=10_000, help="how many histories each property is asked of"
    )
    parser.add_argument("--seed", type=int, default=1, help="of the histories")
    parser.add_argument("--proof", action="store_true", help=f"write bench/proofs/{name}.txt")
    return parser.parse_args()


def main() -> int:
    asked = asked_for("arithmetic", __doc__)
    proof = Proof("arithmetic", f"--examples {asked.examples} --seed {asked.seed}")
    outcomes = (prove(name, test, asked.examples, asked.seed) for name, test in properties())
    return report(proof, outcomes, asked.examples, keep=asked.proof)


if __name__ == "__main__":
    sys.exit(main())
