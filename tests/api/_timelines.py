"""What tests of the timeline have in common: what surrounds an opportunity, and instants."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from db.models import Customer
from tests import box_office as sell
from tests import fundraising as raising


def utc(month: int, day: int, hour: int = 10, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


class Fundraising:
    """One campaign with two stages, a fund and a type of activity, and an opportunity of Ada's."""

    def __init__(self, ada: Customer) -> None:
        self.campaign = raising.campaign()
        self.asked, self.pledged = raising.stage("Asked"), raising.stage("Pledged")
        self.fund, self.call = sell.fund(), raising.activity_type()
        self.opportunity = raising.opportunity(ada, self.campaign, self.asked)

    @property
    def rows(self) -> tuple[Any, ...]:
        return self.campaign, self.asked, self.pledged, self.fund, self.call, self.opportunity
