"""The books of opportunities kept by hand: whatever happens is written down when it happens, penny by penny.

Nothing is ever added up anew: what came in, what is held and what is hoped for go up and down event by event.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

CENT = Decimal("0.01")


@dataclass
class Book:
    """One opportunity's pages, in pennies."""

    came_in: int = 0
    held: int = 0
    hoped_for: dict[str, int] = field(default_factory=lambda: {"a promise": 0, "a will": 0})


@dataclass(eq=False)
class Thing:
    """Something that was bought or given: what it costs, the fee on top, and what an agent keeps of it."""

    costs: int
    fee: int
    agent_keeps: int
    is_gift: bool
    where: str
    book: Book | None

    def write(self, sign: int) -> None:
        """Enter it in its book, or strike it out."""
        if self.book is None:
            return
        if self.where == "held":
            self.book.held += sign * (self.costs + self.fee)
        if self.where == "bought":
            for _ in range(self.costs if self.is_gift else self.costs + self.fee - self.agent_keeps):
                self.book.came_in += sign


@dataclass(eq=False)
class Vow:
    """What somebody promised, in pennies, and the gifts that were made towards it."""

    kind: str
    book: Book
    promised: int
    stands: bool = True
    gifts: list[tuple[Thing, int]] = field(default_factory=list)

    def missing(self) -> int:
        """The promised pennies beside which no given penny can be laid."""
        pennies = [True] * self.promised
        for gift, amount in self.gifts:
            if gift.where == "bought":
                for _ in range(amount):
                    if pennies:
                        pennies.pop()
        return len(pennies) if self.stands else 0

    def given(self) -> int:
        return sum(amount for gift, amount in self.gifts if gift.where == "bought")

    def write(self, sign: int) -> None:
        self.book.hoped_for[self.kind] += sign * self.missing()


class Desk:
    """Some opportunities at once, between which things may be moved."""

    def __init__(self, count: int) -> None:
        self.books = [Book() for _ in range(count)]
        self.things: list[Thing] = []
        self.vows: list[Vow] = []

    def enter(self, thing: Thing) -> None:
        self.things.append(thing)
        thing.write(+1)

    def change(
        self, thing: Thing, where: str | None = None, book: Book | None = None, *, move: bool = False
    ) -> None:
        """It went somewhere else, or into another book; what was promised is affected where it was given for that."""
        touched: list[Thing | Vow] = [
            thing,
            *(vow for vow in self.vows if any(gift is thing for gift, _ in vow.gifts)),
        ]
        for each in touched:
            each.write(-1)
        if where is not None:
            thing.where = where
        if move:
            thing.book = book
        for each in touched:
            each.write(+1)

    def vow(self, kind: str, book: Book, pennies: int) -> None:
        made = Vow(kind, book, pennies)
        self.vows.append(made)
        made.write(+1)

    def give(self, vow: Vow, amount: int) -> None:
        """A gift towards what was promised, for the same opportunity."""
        vow.write(-1)
        gift = Thing(amount, 0, 0, True, "bought", vow.book)
        vow.gifts.append((gift, amount))
        vow.write(+1)
        self.enter(gift)

    def end(self, vow: Vow, *, stands: bool, promised: int | None = None) -> None:
        vow.write(-1)
        vow.stands = stands
        vow.promised = vow.promised if promised is None else promised
        vow.write(+1)


def slow_percentage(part: int, whole: int) -> str | None:
    """`part` of `whole` in percent with two decimals."""
    if not whole:
        return None
    exact = Decimal(part * 100) / Decimal(whole)
    return str(exact.quantize(CENT, rounding=ROUND_HALF_EVEN))


def slow_likely(asked: int, target: int, percent: int) -> int:
    """That many percent of what is asked, or of the target where nothing is; Python rounds halves to even."""
    return round(Fraction(asked if asked else target) * percent / 100)
