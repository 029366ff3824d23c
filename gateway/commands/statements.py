"""Making the file of a statement, which the audit of the customer tells of (STM-P03, STM-P04)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique

from db.work import Work
from domain.audit import change
from domain.statements import Statement
from gateway.commands._statement_csv import csv_of
from gateway.commands._statement_paper import paper_of
from gateway.files import FileStore
from gateway.papers import paper


@unique
class StatementFormat(StrEnum):
    """What a statement is downloaded as."""

    PDF = "PDF"
    CSV = "CSV"


@dataclass(frozen=True, slots=True)
class StatementFile:
    """The file by its name in the file store, and as whoever downloads it is to call it."""

    file: str
    file_name: str


async def export(tx: Work, statement: Statement, format_: StatementFormat, files: FileStore) -> StatementFile:
    """The file of the statement, kept and recorded as a data export. Raises FilesAway."""
    if format_ is StatementFormat.CSV:
        content = csv_of(statement)
    else:
        content = await paper("statement", paper_of(statement))
    period = statement.period
    told = {
        "format": format_,
        "from": period.first,
        "to": period.last,
        "lines": statement.size,
        "hash": statement.hash,
    }
    tx.record(
        "statement.exported",
        statement.customer_id,
        narrative=f"Statement exported as {format_}",
        changes=[change(f"statement.{name}", None, value) for name, value in told.items()],
    )
    name = f"statement-{statement.friendly_id}-{period.first}-{period.last}.{format_.lower()}"
    return StatementFile(await files.keep(content), name)
