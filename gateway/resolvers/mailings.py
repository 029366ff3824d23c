"""Which mailings of a customer: what the arguments of the list ask for (MAI-P04)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from domain.mailings import MailingKind
from gateway.engine.declare import Narrowing
from gateway.loaders.campaigns import is_of_campaign
from gateway.loaders.mailings import MAILINGS


@dataclass(frozen=True, slots=True)
class MailingsAsked:
    """What must hold of a mailing; None for whatever it is. Days are civil dates, both included."""

    kind: MailingKind | None = None
    start: date | None = None
    end: date | None = None
    campaign_id: UUID | None = None
    opened: bool | None = None
    clicked: bool | None = None


def mailings_narrowing(asked: MailingsAsked) -> Narrowing:
    """The conditions of a filter, which all must hold; a letter is neither opened nor left unopened."""
    c = MAILINGS.c
    is_email = c.kind == MailingKind.INTEGRATED_EMAIL.value
    where: list[sa.ColumnElement[bool]] = []
    if asked.kind is not None:
        where.append(c.kind == asked.kind.value)
    if asked.start is not None:
        where.append(c.sent_on >= asked.start)
    if asked.end is not None:
        where.append(c.sent_on <= asked.end)
    if asked.campaign_id is not None:
        where.append(is_of_campaign(c.campaign_id, asked.campaign_id))
    if asked.opened is not None:
        where += [is_email, c.opened_at.is_not(None) if asked.opened else c.opened_at.is_(None)]
    if asked.clicked is not None:
        where += [is_email, c.clicked if asked.clicked else ~c.clicked]
    return Narrowing(tuple(where))
