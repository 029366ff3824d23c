"""What is refused of online accounts: one class a fact, as in `domain.errors`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.refusals import Refusal


class OrganisationNotAllowed(Refusal):
    """An Organisation has no online account; do this for an Individual related to it."""

    code = "ORGANISATION_NOT_ALLOWED"


class OnlineAccountInactive(Refusal):
    """The customer's online account is off; ask to turn it on with this, or leave it."""

    code = "ONLINE_ACCOUNT_INACTIVE"


@dataclass(eq=False)
class PasswordMailLimit(Refusal):
    """The customer was sent five of these within an hour; the next one can be sent at the time that is named."""

    code = "PASSWORD_MAIL_LIMIT"

    try_again_at: datetime | None = None
