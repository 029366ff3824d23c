"""Importing rows of a file: a row becomes a record together with what says that it did, so that it does so once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from db.models import (
    Customer,
    ExternalId,
    ImportedRow,
    PreferenceDefinition,
    Tag,
    TagGroup,
)
from db.store import Store
from db.work import Work
from domain.customers import Kind, friendly_id
from domain.duplicates import Body, Person
from domain.errors import DuplicateCandidate, Problems
from domain.imported_values import Lists
from domain.texts import folded
from gateway.commands.attributes import definitions_of
from gateway.commands.customers import Circumstances, NewCustomer, create_customer
from gateway.commands.duplicates import FindAlike

TRIAL_NUMBERS = 10**15
_ONE_AT_A_TIME = "select pg_try_advisory_lock(hashtextextended('gateway import', 0))"


@dataclass(frozen=True, slots=True)
class Imported:
    """A row that became a record, by this import or an earlier one."""

    digest: bytes
    friendly_id: str
    alike: tuple[str, ...]


@asynccontextmanager
async def alone(store: Store) -> AsyncIterator[bool]:
    """Whether no other import is on the store: two of one file at once would race for each of its rows."""
    async with store.primary.acquire() as holding:
        yield bool(await holding.fetchval(_ONE_AT_A_TIME))


async def begin_batch(tx: Work, *, trial: bool) -> None:
    """Forget the plans of the batch before, which are those of a smaller store, at first of an empty one.

    A trial numbers its records from TRIAL_NUMBERS, lest it use up the numbers of real ones.
    """
    await tx.session.execute(sa.text("discard plans"))
    if trial:
        await tx.session.execute(sa.text(f"create temporary sequence customer_number start {TRIAL_NUMBERS}"))


async def learn(engine: AsyncEngine) -> None:
    """Have the planner know what there is now."""
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(sa.text("analyze customer, address"))


async def import_row(
    tx: Work,
    identity: bytes,
    digest: bytes,
    new: NewCustomer,
    problems: Problems,
    *,
    here: Circumstances,
    find_alike: FindAlike,
    refuse_alike: bool,
) -> Imported:
    """The row as the record that it became. Records alike are kept beside it, or refused with `refuse_alike`.

    `identity` is which row it is and `digest` what it says. Raises what `create_customer` raises, with the
    `problems` of reading the row.
    """
    looking = _Looking(find_alike, refuse_alike)
    customer = await create_customer(tx, new, problems, here=here, find_alike=looking)
    made = Imported(digest, _friendly(customer), looking.found)
    tx.session.add(
        ImportedRow(
            identity=identity,
            digest=digest,
            customer_id=customer.id,
            alike=list(made.alike),
            imported_at=tx.now,
        )
    )
    await tx.session.flush()
    return made


async def imported_rows(tx: Work, identities: Collection[bytes]) -> dict[bytes, Imported]:
    """Those of these rows that became records before, whatever became of the records since."""
    query = (
        sa.select(ImportedRow, Customer.kind, Customer.number)
        .join(Customer, Customer.id == ImportedRow.customer_id)
        .where(ImportedRow.identity == sa.any_(sa.literal(list(identities), sa.ARRAY(sa.LargeBinary))))
    )
    return {
        row.identity: Imported(row.digest, friendly_id(Kind(kind), number), tuple(row.alike))
        for row, kind, number in await tx.session.execute(query)
    }


async def holders_of(tx: Work, system: str, values: Collection[str]) -> dict[str, str]:
    """The friendly ids of the records that have these ids in another system, by these ids."""
    query = (
        sa.select(ExternalId.value, Customer.kind, Customer.number)
        .join(Customer, Customer.id == ExternalId.customer_id)
        .where(
            ExternalId.system == system,
            ExternalId.value == sa.any_(sa.literal(list(values), sa.ARRAY(sa.Text))),
        )
    )
    return {value: friendly_id(Kind(kind), number) for value, kind, number in await tx.session.execute(query)}


async def lists(tx: Work) -> Lists:
    """The names that a file may use: of tags, of contact preferences that are asked, of attributes in use."""
    tags: Mapping[str, list[UUID]] = defaultdict(list)
    offered = sa.select(Tag.id, Tag.name, TagGroup.name).join(TagGroup, TagGroup.id == Tag.group_id)
    for tag_id, name, group in await tx.session.execute(offered.where(~Tag.archived)):
        # A name is unique in its group only.
        tags[folded(name)].append(tag_id)
        tags[folded(f"{group}: {name}")].append(tag_id)
    asked = sa.select(PreferenceDefinition).where(PreferenceDefinition.active)
    attributes = await definitions_of(tx, None)
    return Lists(
        tags,
        {folded(each.name): each.id for each in await tx.session.scalars(asked)},
        {folded(each.name): each for each in attributes.values() if not each.archived},
    )


class _Looking:
    """Looks for records alike, and keeps what it found; whether that is refused is the import's choice."""

    def __init__(self, find: FindAlike, refuse: bool) -> None:
        self._find = find
        self._refuse = refuse
        self.found: tuple[str, ...] = ()

    async def __call__(self, tx: Work, who: Person | Body) -> tuple[DuplicateCandidate, ...]:
        found = await self._find(tx, who)
        self.found = tuple(f"{each.friendly_id} ({each.score})" for each in found)
        return found if self._refuse else ()


def _friendly(customer: Customer) -> str:
    return friendly_id(Kind(customer.kind), customer.number)
