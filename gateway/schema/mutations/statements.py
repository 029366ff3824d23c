"""Downloading the statement of a customer: at once, or a long one by a job (STM-01, STM-P04)."""

from __future__ import annotations

from typing import Annotated, Optional, Union

import strawberry

from db.work import Work
from domain.bulk_jobs import LINK_SECONDS
from domain.permissions import Permission
from domain.statements import StatementPeriod
from gateway.commands.statements import StatementFile, StatementFormat
from gateway.context import Context
from gateway.engine.declare import computed
from gateway.resolvers.statements import download as begin_download
from gateway.schema import errors as e
from gateway.schema import paper_errors as p
from gateway.schema._mutations import customer_ref, mutation
from gateway.schema._rows import enum_type
from gateway.schema.file_links import FILE, FileLink, FilePayload, file_link
from gateway.schema.mutations.bulk_jobs import JobPayload
from gateway.schema.statements import CustomerId, FirstDay, LastDay

enum_type(
    StatementFormat,
    "What a statement is downloaded as; the query `statement` is the same as JSON.",
    PDF="A paper to print or send, readable by screen readers.",
    CSV="A table for spreadsheets.",
)
DownloadStatementError = Annotated[
    Union[e.NotFound, e.CustomerMerged, e.MergeInProgress, p.InvalidPeriod, p.PeriodTooLong],
    strawberry.union("DownloadStatementError", description="Why there is no statement."),
]


@strawberry.type(
    description="What came of asking for a statement: its file, or the job that makes a long one."
)
class DownloadStatementPayload(FilePayload, JobPayload):
    link: Optional[FileLink] = computed(
        file_link,
        *FILE,
        description="Link to the file, good for 24 hours; null where a job makes it, of more than 500 lines.",
    )
    errors: list[DownloadStatementError] = strawberry.field(
        default_factory=list, description="Why there is none; empty when there is."
    )


async def _download(
    context: Context,
    tx: Work,
    customer_id: CustomerId,
    format: Annotated[StatementFormat, strawberry.argument(description="What it is made as.")],
    first_day: FirstDay = None,
    last_day: LastDay = None,
) -> DownloadStatementPayload:
    period = StatementPeriod.of(first_day, last_day, context.today)
    made = await begin_download(context, tx, customer_ref(customer_id), period, format)
    if isinstance(made, StatementFile):
        expires = int(context.links.now.timestamp()) + LINK_SECONDS
        return DownloadStatementPayload(file=made.file, file_name=made.file_name, expires=expires)
    return DownloadStatementPayload(job_id=made)


@strawberry.type
class StatementMutation:
    download_statement: DownloadStatementPayload = mutation(
        _download,
        needs=Permission.ORDER_READ,
        description="The statement of a customer as a file, which the audit of the record tells of. Up to 500 lines are"
        " answered at once; a longer one is made by a job, whose file is the statement.",
    )
