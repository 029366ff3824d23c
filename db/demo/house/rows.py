"""The demo house as rows, each table with its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from db.demo.house import agencies, charity, connections, fundraising, giving, jobs, tickets, venues
from db.demo.house.mailings import MailingRow, mailings
from db.demo.house.memberships import (
    CORPORATE,
    FRIEND,
    MONTHLY,
    PATRON,
    YOUNG,
    MembershipTypeRow,
    season_circle,
)
from db.demo.house.occasions import occasions
from db.demo.house.programme import Instance, Programme
from db.demo.house.series import Group, groups
from db.demo.house.subscriptions import Offer, eligible_instances, eligible_types, offers

Copy = tuple[str, tuple[str, ...], Sequence[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class House:
    """What depends on the day on which the demo is loaded; all else are constants of this package."""

    now: datetime
    zone: ZoneInfo
    programme: Programme
    season_circle: MembershipTypeRow
    offers: tuple[Offer, ...]
    groups: tuple[Group, ...]
    mailings: tuple[MailingRow, ...]
    occasions: tuple[Instance, ...]

    @classmethod
    def on(cls, now: datetime, zone: ZoneInfo) -> House:
        """The house at that midnight."""
        programme = Programme(now, zone)
        return cls(
            now,
            zone,
            programme,
            season_circle(now.date()),
            tuple(offers(programme.instances)),
            tuple(groups(programme)),
            tuple(mailings(now)),
            tuple(occasions(now, zone)),
        )

    def rows(self) -> Iterator[Copy]:
        """Each table in an order that the foreign keys allow."""
        seats = [seat for plan in venues.PLANS for seat in plan.seats]
        yield _table("venue", venues.VENUES)
        yield _table("seating_plan", [plan.row for plan in venues.PLANS])
        yield _table("seat", seats)
        of_supporters = dict.fromkeys(each.event for each in self.occasions)
        yield _table("event", [*self.programme.events, *of_supporters])
        yield _table("instance", [each.row for each in (*self.programme.instances, *self.occasions)])
        yield _table("ticket_type", tickets.TICKET_TYPES)
        yield _table("price_band", tickets.PRICE_BANDS)
        yield _table("product", tickets.PRODUCTS)
        yield _table("order_attribute", tickets.ORDER_ATTRIBUTES)
        yield _table("fund", giving.FUNDS)
        yield _table("campaign", giving.CAMPAIGNS)
        yield _table("charity_details", charity.CHARITY_DETAILS)
        yield _table("gift_aid_statement", charity.STATEMENTS)
        yield _table("membership_type", (FRIEND, MONTHLY, self.season_circle, PATRON, CORPORATE, YOUNG))
        yield from self._subscriptions()
        yield from self._series()
        yield _table("commission_structure", agencies.STRUCTURES)
        yield _table("commission_rule", agencies.RULES)
        yield _table("relationship_type", connections.RELATIONSHIP_TYPES)
        yield _table("mailing", self.mailings)
        yield _table("opportunity_stage", fundraising.STAGES)
        yield _table("opportunity_attribute", fundraising.OPPORTUNITY_ATTRIBUTES)
        yield _table("activity_type", fundraising.ACTIVITY_TYPES)
        yield _table("bulk_job", jobs.BULK_JOBS)

    def _subscriptions(self) -> Iterator[Copy]:
        yield _table("subscription_structure", list(dict.fromkeys(offer.structure for offer in self.offers)))
        yield _table("pricing_set", [offer.row for offer in self.offers])
        yield _table("voucher_group", [group.row for offer in self.offers for group in offer.groups])
        eligible = eligible_instances(self.offers)
        yield "voucher_group_instance", ("voucher_group_id", "instance_id"), eligible
        yield "voucher_group_ticket_type", ("voucher_group_id", "ticket_type_id"), eligible_types(self.offers)

    def _series(self) -> Iterator[Copy]:
        yield _table("fixed_series", list(dict.fromkeys(group.series for group in self.groups)))
        yield _table("series_group", [group.row for group in self.groups])
        yield (
            "series_group_instance",
            ("group_id", "event_id", "instance_id"),
            [(group.row.id, each.event.id, each.row.id) for group in self.groups for each in group.instances],
        )


def _table(name: str, rows: Sequence[Any]) -> Copy:
    return name, rows[0]._fields, rows
