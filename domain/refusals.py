"""A business no, and how several are collected: what every refusal is, whatever it refuses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar


@dataclass(eq=False)
class Refusal(Exception):
    """What was asked for cannot be done; the message says what to change."""

    code: ClassVar[str] = "REFUSED"
    # Whether the input alone decides it: such a refusal is not remembered under an idempotency key (XCT-P01).
    of_input: ClassVar[bool] = False

    message: str
    path: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.message


class Refusals(Exception):
    """All that is wrong with one input, told at once."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("; ".join(map(str, self.refusals)))


def refusals_of(refused: Refusal | Refusals) -> tuple[Refusal, ...]:
    """All that was refused, be it one thing or several."""
    return refused.refusals if isinstance(refused, Refusals) else (refused,)


class Problems:
    """Collects what is wrong with one input, so that a client learns all of it in one answer.

    `with problems.at("address", "postcode"): check(...)` keeps a refusal and goes on; `raise_any()` ends it.
    """

    def __init__(self) -> None:
        self._found: list[Refusal] = []

    @contextmanager
    def at(self, *path: str) -> Iterator[None]:
        """Keep a refusal raised inside, its own path put under `path`."""
        try:
            yield
        except Refusal as refusal:
            refusal.path = (*path, *refusal.path)
            self._found.append(refusal)
        except Refusals as several:
            for each in several.refusals:
                each.path = (*path, *each.path)
                self._found.append(each)

    def raise_any(self) -> None:
        """Raise `Refusals` when anything was found."""
        if self._found:
            raise Refusals(self._found)
