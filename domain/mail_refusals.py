"""What mailing a customer is refused for, and handing out what would be mailed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.refusals import Refusal


class NoEmail(Refusal):
    """The record has no email address, so nothing can be mailed to it; an Organisation never has one."""

    code = "NO_EMAIL"


class NothingToSend(Refusal):
    """There are no such tickets: those that were returned or are only reserved are neither printed nor mailed."""

    code = "NOTHING_TO_SEND"


@dataclass(eq=False)
class MailTooSoon(Refusal):
    """The same was mailed to this customer a moment ago; it can be sent again at the time named."""

    code = "MAIL_TOO_SOON"

    try_again_at: datetime | None = None
