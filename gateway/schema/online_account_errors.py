"""Refusals of online accounts as clients see them."""

from __future__ import annotations

from datetime import datetime

import strawberry

from domain import online_account_refusals as refusals
from gateway.schema.user_errors import UserError, error_type


@error_type(refusals.OrganisationNotAllowed)
class OrganisationNotAllowed(UserError): ...


@error_type(refusals.OnlineAccountInactive)
class OnlineAccountInactive(UserError): ...


@error_type(refusals.PasswordMailLimit)
class PasswordMailLimit(UserError):
    try_again_at: datetime = strawberry.field(description="From when on it can be sent again.")
