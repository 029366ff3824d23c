"""The mailings that the demo house sent: an email a month, and a brochure three times a year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from db.demo.fixed import Series, fixed_id
from db.demo.house.giving import CAMPAIGNS, CampaignRow
from domain.mailings import FulfilmentMethod, MailingKind

EMAILS = 72
BROCHURES = 24
_METHODS = tuple(FulfilmentMethod)


class MailingRow(NamedTuple):
    id: UUID
    name: str
    kind: str
    campaign_id: UUID | None
    fulfilment_method: str | None
    created_at: datetime


def mailings(now: datetime) -> Iterator[MailingRow]:
    """All of them, the oldest first; the latest email went out yesterday."""
    months = [now - timedelta(days=round(30.4 * back)) for back in range(EMAILS)]
    emails = [
        MailingRow(
            fixed_id(Series.MAILING, 1000 + back),
            f"{'Appeal' if back % 6 == 1 else 'News'} of {(at - timedelta(days=1)):%B %Y}",
            MailingKind.INTEGRATED_EMAIL,
            _appeal(at - timedelta(days=1)).id if back % 6 == 1 else None,
            None,
            at - timedelta(hours=14),
        )
        for back, at in enumerate(months)
    ]
    brochures = [
        MailingRow(
            fixed_id(Series.MAILING, 2000 + back),
            _brochure(at),
            MailingKind.POSTAL_MAILING,
            None,
            _METHODS[back % 7] if back % 7 < len(_METHODS) else FulfilmentMethod.SECOND_CLASS,
            at,
        )
        for back in range(BROCHURES)
        for at in (now - timedelta(days=35 + 122 * back, hours=-11),)
    ]
    yield from sorted((*emails, *brochures), key=lambda each: each.created_at)


def _appeal(at: datetime) -> CampaignRow:
    """What an appeal is a part of: the one in summer or that at Christmas, whichever comes next."""
    name = "Summer appeal" if 2 <= at.month <= 7 else "Christmas appeal"
    return next(each for each in CAMPAIGNS if each.name == name)


def _brochure(at: datetime) -> str:
    """The name of a brochure that goes out then, which is of the season to come."""
    if at.month > 8:
        return f"Spring brochure, {at.year + 1}"
    return f"{'Summer' if at.month < 5 else 'Autumn'} brochure, {at.year}"
