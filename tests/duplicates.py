"""Small stores of people and organisations that resemble each other, and how their pairs are found and read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from random import Random
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Address, Customer, DuplicatePair
from db.work import Work, begin_work
from domain.duplicates import STANDARD, Body, Person
from domain.permissions import Actor
from gateway.commands.duplicate_pairs import look_again
from tests import factories as make
from tests.database import Database

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
_BY = Actor.of_job("duplicates", ())
_BORN = (None, date(1980, 5, 20), date(1975, 12, 9))


@asynccontextmanager
async def job(database: Database) -> AsyncIterator[Work]:
    """A work of the system itself."""
    async with begin_work(database.store.writes, actor=_BY, now=NOW, correlation_id="test") as tx:
        yield tx


async def refresh(database: Database, *customers: Customer) -> frozenset[UUID]:
    """Find the pairs of these customers; whose pairs came or went."""
    async with job(database) as tx:
        changed = await look_again(tx, [each.id for each in customers], STANDARD)
        tx.nothing_changed()
    return changed


async def pairs_of(database: Database, customers: Iterable[Customer]) -> dict[tuple[UUID, UUID], Any]:
    """The score, likelihood and reasons of every pair with one of these."""
    ids = [each.id for each in customers]
    either = DuplicatePair.first_id.in_(ids) | DuplicatePair.second_id.in_(ids)
    return {
        (pair.first_id, pair.second_id): (pair.score, pair.likely, pair.metric_a, tuple(pair.reasons))
        for pair in await database.all(select(DuplicatePair).where(either))
    }


async def change(database: Database, customer: Customer, **values: Any) -> None:
    """Change the row of a customer, and nothing else."""
    async with AsyncSession(database.store.writes) as session:
        await session.execute(update(Customer).where(Customer.id == customer.id).values(**values))
        await session.commit()


@dataclass
class Town:
    """Customers made of one seed, who share names, homes, numbers and addresses; nobody elsewhere shares any."""

    dice: Random
    customers: list[Customer] = field(default_factory=list)
    homes: dict[UUID, list[Address]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        word = make.unique("x").lower()
        self.names = [f"Byron{word}", f"Lovelace-{word}", f"{word} Lovelace", f"Bryon{word}"]
        self.postcodes = [f"{letter}{word[:9]}".upper() for letter in "AB"]
        self.lines = [f"{number} {word} Street" for number in (1, 2)]
        self.phones = [f"+4420{uuid4().int % 10**8:08}" for _ in range(2)]
        self.locals = [f"ada.{word}", f"ada{word}", f"adaa.{word}"]

    async def settle(self, database: Database, count: int) -> None:
        """Store so many more customers."""
        for _ in range(count):
            await self._move_in(database)

    async def _move_in(self, database: Database) -> None:
        dice = self.dice
        given = {"mobile_e164": dice.choice((None, *self.phones)), "active": dice.random() < 0.9}
        if dice.random() < 0.25:
            made: list[Any] = [make.organisation(name=dice.choice(self.names), **given)]
        else:
            tag = f"+{len(self.customers)}"
            email = f"{dice.choice(self.locals)}{tag}@example.org" if dice.random() < 0.5 else None
            first = dice.choice(("Ada", "Adam", "William", "Bill", ""))
            person = {"last_name": dice.choice(self.names), "birth_date": dice.choice(_BORN)}
            made = [*make.individual(first_name=first, email=email, **person, **given)]
        await database.save(*made)
        self.customers.append(made[-1])
        self.homes[made[-1].id] = []
        for _ in range(dice.randrange(3)):
            await self.give_home(database, made[-1])

    async def give_home(self, database: Database, customer: Customer) -> None:
        """Store another address of the customer, unless it is one of theirs."""
        line, postcode = self.dice.choice(self.lines), self.dice.choice(self.postcodes)
        held = self.homes[customer.id]
        if any((each.line1, each.postcode) == (line, postcode) for each in held):
            return
        usual = {"default_billing": not held, "default_delivery": not held}
        home = make.address(customer.id, line1=line, postcode=postcode, **usual)
        await database.save(home)
        held.append(home)

    def known(self) -> dict[UUID, Person | Body]:
        """What those in use are recognised by, read from the rows that were stored."""
        return {each.id: self._known(each) for each in self.customers if each.active}

    def _known(self, who: Customer) -> Person | Body:
        phones = frozenset(filter(None, (who.phone_e164, who.mobile_e164)))
        homes = self.homes[who.id]
        postcodes = frozenset(home.postcode_key for home in homes if home.postcode_key)
        lines = frozenset(home.line1_key for home in homes)
        if who.kind == "O":
            return Body(who.id, who.name or "", phones, postcodes, lines)
        names = (who.first_name or "", who.last_name or "")
        return Person(who.id, *names, who.email, who.birth_date, phones, postcodes, lines)
