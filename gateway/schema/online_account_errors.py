"""Refusals of online accounts as clients see them."""

from __future__ import annotations

from datetime import datetime

import strawberry

from domain import online_account_refusals as refusals
from gateway.schema.errors import UserError, error_type


@error_type(refusals.NoEmail)
class NoEmail(UserError): ...


@error_type(refusals.OrganisationNotAllowed)
class OrganisationNotAllowed(UserError): ...


@error_type(refusals.OnlineAccountInactive)
class OnlineAccountInactive(UserError): ...


@error_type(refusals.PasswordMailLimit)
class PasswordMailLimit(UserError):
    retry_at: datetime = strawberry.field(description="When the next one can be sent.")
