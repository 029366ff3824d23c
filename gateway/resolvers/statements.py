"""The statement of a customer page by page, and whether its file is made at once or by a job (STM-02, STM-P04)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import accumulate
from typing import Any, TypeVar
from uuid import UUID

from db.work import Work
from domain.bulk_jobs import BulkJobKind
from domain.errors import NotFound
from domain.statements import (
    AT_ONCE,
    Amounts,
    CreditMovement,
    DepositMovement,
    KindTotal,
    Statement,
    StatementLine,
    StatementPeriod,
)
from gateway.commands._records import CustomerRef, find_customer
from gateway.commands.bulk_jobs import begin
from gateway.commands.statements import StatementFile, StatementFormat, export
from gateway.context import Context
from gateway.engine import cursors
from gateway.engine.declared import LARGEST_PAGE
from gateway.engine.errors import RequestCode, RequestError
from gateway.engine.statements import compiled
from gateway.loaders.statements import measured, rows_in, statement_of
from gateway.resolvers.search import Ends

MOST_LINES = 10_000
"""The whole statement is read for its sums and its hash, whichever page is shown."""
T = TypeVar("T")
_compiled = cache(compiled)


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of a statement: its blocks follow one another, and each shows what of it is on the page."""

    statement: Statement
    hash: str
    lines: tuple[StatementLine, ...]
    facilitated: tuple[StatementLine, ...]
    deposits: tuple[DepositMovement, ...]
    credit: tuple[CreditMovement, ...]
    page_info: Ends

    @property
    def customer_id(self) -> UUID:
        return self.statement.customer_id

    @property
    def first_day(self) -> date:
        return self.statement.period.first

    @property
    def last_day(self) -> date:
        return self.statement.period.last

    @property
    def by_kind(self) -> tuple[KindTotal, ...]:
        return self.statement.by_kind

    @property
    def totals(self) -> Amounts:
        return self.statement.grand

    @property
    def total_count(self) -> int:
        return self.statement.size

    @property
    def has_restricted_items(self) -> bool:
        return self.statement.has_restricted_items


async def statement(
    context: Context, ref: CustomerRef, period: StatementPeriod, first: int, after: str | None
) -> Shown | None:
    """So many lines of the statement after a cursor, with the sums of all; None for a customer who is not seen."""
    if not 1 <= first <= LARGEST_PAGE:
        raise RequestError(
            RequestCode.BAD_USER_INPUT, f"A page has 1 to {LARGEST_PAGE} entries; `first` is {first}."
        )

    async def rows(query: Any, values: Any) -> Any:
        return await context.reader.rows(_compiled(query), **values)

    asked = await measured(rows, ref, period)
    if asked is None:
        return None
    if asked.size > MOST_LINES:
        raise RequestError(
            RequestCode.BAD_USER_INPUT,
            f"This statement has {asked.size:,} lines, and {MOST_LINES:,} are read at once: ask for fewer days, or"
            " download it.",
        )
    return _page(await statement_of(rows, asked, context.settings.currency), first, after)


def _page(whole: Statement, first: int, after: str | None) -> Shown:
    # A cursor is of one statement to the penny: of one that has changed meanwhile nobody would know what was missed.
    hash_ = whole.hash
    name = f"statement-{hash_}"
    begin = 0 if after is None else min(max(cursors.read(name, after, (int,))[0], 0), whole.size)
    end = min(begin + first, whole.size)

    def cursor(place: int) -> str | None:
        return cursors.write(name, (place,)) if end > begin else None

    def on_page(block: tuple[T, ...], before: int) -> tuple[T, ...]:
        """What is on the page of a block that comes after so many lines of others."""
        return block[max(0, begin - before) : max(0, end - before)]

    before = accumulate(map(len, (whole.lines, whole.facilitated, whole.deposits)), initial=0)
    return Shown(
        whole,
        hash_,
        on_page(whole.lines, next(before)),
        on_page(whole.facilitated, next(before)),
        on_page(whole.deposits, next(before)),
        on_page(whole.credit, next(before)),
        Ends(end < whole.size, after is not None, cursor(begin + 1), cursor(end)),
    )


async def download(
    context: Context, tx: Work, ref: CustomerRef, period: StatementPeriod, format_: StatementFormat
) -> StatementFile | UUID:
    """The file of the statement; of more than 500 lines the job that will make it (STM-P04).

    Refused: NotFound, CustomerMerged.
    """
    customer = await find_customer(tx, ref)
    rows = rows_in(tx, context.settings.time_zone)
    asked = await measured(rows, customer.id, period)
    if asked is None:
        raise NotFound("There is no customer with this id whom you may see.", ("customerId",))
    if asked.size <= AT_ONCE:
        whole = await statement_of(rows, asked, context.settings.currency)
        return await export(tx, whole, format_, context.files)
    told = {
        "customer": str(customer.id),
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "format": format_,
    }
    return (await begin(tx, BulkJobKind.STATEMENT, told, asked.size)).id
