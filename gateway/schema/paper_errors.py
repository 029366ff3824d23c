"""What mails, statements and long work are refused for, as clients see it."""

from __future__ import annotations

from datetime import datetime

import strawberry

from domain import bulk_job_refusals, mail_refusals, statement_refusals
from gateway.schema.user_errors import UserError, error_type


@error_type(statement_refusals.InvalidPeriod)
class InvalidPeriod(UserError): ...


@error_type(statement_refusals.PeriodTooLong)
class PeriodTooLong(UserError): ...


@error_type(mail_refusals.NoEmail)
class NoEmail(UserError): ...


@error_type(mail_refusals.NothingToSend)
class NothingToSend(UserError): ...


@error_type(mail_refusals.MailTooSoon)
class MailTooSoon(UserError):
    try_again_at: datetime = strawberry.field(description="From when on it can be sent again.")


@error_type(bulk_job_refusals.BulkJobEnded)
class BulkJobEnded(UserError): ...
