"""Making the file of a long statement (STM-P04)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.bulk_jobs import BulkResult, Made
from domain.errors import NotFound
from domain.statements import StatementPeriod
from gateway.commands.statements import StatementFormat, export
from gateway.engine import ids
from gateway.jobs.bulk import Task
from gateway.loaders.statements import measured, rows_in, statement_of


async def make_statement(task: Task) -> Made:
    """The file of the statement that was asked for, of the days that it was asked for. Raises NotFound."""
    asked, settings = task.asked, task.world.settings
    rows = rows_in(task.tx, settings.time_zone)
    period = StatementPeriod(date.fromisoformat(asked["from"]), date.fromisoformat(asked["to"]))
    found = await measured(rows, UUID(asked["customer"]), period)
    if found is None:
        raise NotFound("There is no such customer any more.")
    statement = await statement_of(rows, found, settings.currency)
    made = await export(task.tx, statement, StatementFormat(asked["format"]), task.world.files)
    return Made(
        statement.size,
        file=made.file,
        file_name=made.file_name,
        outcome={"hash": statement.hash},
        results=(BulkResult(ids.encode("cus", statement.customer_id), message=made.file_name),),
    )
