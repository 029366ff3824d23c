"""The eight types of entries of a timeline, with what a row of each shows (TML-05 to TML-12, TML-P01)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Optional

import strawberry

from domain.activities import ActivityStatus, status_on
from domain.invitations import ReplyStatus
from domain.money import Money as MoneyRule
from domain.opportunities import Outcome, StageChangeKind
from domain.permissions import Permission
from domain.pledges import PledgeEventKind, PledgeKind, PledgeStatus
from domain.pledges import pledge_status as where_it_stands
from domain.timeline import (
    Attendance,
    InvitationStep,
    MembershipAction,
    TimelineKind,
    activity_title,
    attendance,
    counts_towards_totals,
    donation_title,
    excerpt,
    invitation_title,
    membership_action,
    membership_title,
    pledge_title,
    stage_change_title,
)
from gateway.engine.declare import column, computed, link
from gateway.loaders.activities import ACTIVITY
from gateway.loaders.customers import CUSTOMERS
from gateway.loaders.donations import DONATION
from gateway.loaders.events import INSTANCE
from gateway.loaders.invitations import INVITATION
from gateway.loaders.memberships import MEMBERSHIP
from gateway.loaders.merchandise import PRODUCT
from gateway.loaders.pledges import PLEDGE
from gateway.schema import _timeline_words  # noqa: F401 - describes what enums mean
from gateway.schema._rows import row_type
from gateway.schema.activities import Activity
from gateway.schema.donations import Donation
from gateway.schema.events import Instance
from gateway.schema.invitations import Invitation
from gateway.schema.memberships import Membership
from gateway.schema.merchandise import Product
from gateway.schema.money import Money
from gateway.schema.pledges import PledgeOrLegacy
from gateway.schema.timeline import TimelineEntry

if TYPE_CHECKING:
    from gateway.schema.customers import Customer

Someone = Annotated["Customer", strawberry.lazy("gateway.schema.customers")]
SIGNED_IN, FUNDRAISING = Permission.SIGNED_IN, Permission.FUNDRAISING
COUNTED = "Whether the amount is among the totals of the customer: not where they are only credited with it."


@row_type(kind=TimelineKind.ACTIVITY, description="Something that a fundraiser did, or plans to do.")
class ActivityEntry(TimelineEntry):
    title: str = computed(
        activity_title, "activity_type", "subject", description="The type of the activity and its subject."
    )
    activity_type: str = strawberry.field(description="What kind of activity it is, such as Call.")
    subject: str = strawberry.field(description="What it is about.")
    notes: Optional[str] = column("notes", excerpt, description="The beginning of its notes.")
    assigned_to: Optional[str] = strawberry.field(
        description="Name of the user who is to do it; null where nobody is."
    )
    activity_status: ActivityStatus = computed(
        status_on,
        "completed_at",
        "due_on",
        description="Whether it was done, is to come, or is overdue: from the day after that for which it is planned.",
    )
    activity: Optional[Activity] = link(
        ACTIVITY, needs=FUNDRAISING, parent="activity_id", description="The activity."
    )


@strawberry.type
class ToInstance:
    """An entry about an instance of an event: all that are in a page are looked up at once."""

    instance: Optional[Instance] = link(
        INSTANCE,
        needs=SIGNED_IN,
        parent="instance_id",
        description="The instance of the event that it is about.",
    )


@row_type(kind=TimelineKind.VISIT, description="The tickets of one order for one instance of an event.")
class VisitEntry(TimelineEntry, ToInstance):
    title: str = column("event_name", description="Name of the event.")
    venue: str = strawberry.field(description="Name of the house in which it is given.")
    seats: int = strawberry.field(description="How many tickets were bought and not returned.")
    attended: Attendance = computed(
        attendance,
        "seats",
        "came",
        "stayed_away",
        description="Whether anybody came, as tickets were scanned.",
    )


@row_type(
    kind=TimelineKind.OPPORTUNITY_STAGE_CHANGE,
    description="An opportunity was opened, moved on, closed or opened again.",
)
class OpportunityStageChangeEntry(TimelineEntry):
    title: str = computed(
        stage_change_title,
        "campaign",
        "change_kind",
        "from_stage",
        "to_stage",
        "outcome",
        description="The campaign, and what became of the opportunity.",
    )
    campaign: str = strawberry.field(description="Name of the campaign of the opportunity.")
    change: StageChangeKind = column("change_kind", description="What happened.")
    from_stage: Optional[str] = strawberry.field(
        description="Name of the stage that it was at; null when it was opened."
    )
    to_stage: str = strawberry.field(description="Name of the stage that it is at from then on.")
    outcome: Optional[Outcome] = strawberry.field(description="How it ended, where it was closed.")
    user: str = column("changed_by", description="Username of who did it.")
    note: Optional[str] = column("change_note", description="What the user said to it.")


def _status(amount_minor: int, given_minor: int, cancelled: bool, written_off: bool) -> PledgeStatus:
    return where_it_stands(amount_minor, given_minor, cancelled=cancelled, written_off=written_off)


@row_type(kind=TimelineKind.PLEDGE_OR_LEGACY, description="What happened to a pledge or to a legacy.")
class PledgeOrLegacyEntry(TimelineEntry):
    title: str = computed(
        pledge_title,
        "pledge_kind",
        "pledge_event",
        "campaign",
        description="What happened to it, and its campaign.",
    )
    kind: PledgeKind = column("pledge_kind", description="How the gift was promised.")
    event: PledgeEventKind = column("pledge_event", description="What happened.")
    amount: Money = computed(
        MoneyRule, "event_amount_minor", description="How much was promised from then on."
    )
    given: Money = computed(MoneyRule, "given_minor", description="How much of it has been given by now.")
    pledge_status: PledgeStatus = computed(
        _status,
        "promised_minor",
        "given_minor",
        "cancelled",
        "written_off",
        description="Where the pledge or legacy stands now.",
    )
    campaign: str = strawberry.field(description="Name of the campaign of the opportunity that it is for.")
    pledge: Optional[PledgeOrLegacy] = link(
        PLEDGE, needs=FUNDRAISING, parent="pledge_id", description="The pledge or legacy as it is now."
    )
    user: str = column("pledge_changed_by", description="Username of who entered it.")
    note: Optional[str] = column("pledge_note", description="What the user said to it.")


@row_type(
    kind=TimelineKind.DONATION_OR_PLEDGE_INSTALMENT,
    description="A gift of money that was not returned, on its own or towards a pledge or a legacy.",
)
class DonationOrPledgeInstalmentEntry(TimelineEntry):
    title: str = computed(
        donation_title,
        "fund_name",
        "paid_pledge_kind",
        description="The fund, and whether it was promised before.",
    )
    donation: Optional[Donation] = link(
        DONATION,
        needs=Permission.ORDER_READ,
        parent="donation_id",
        description="The donation, with where it stands with Gift Aid.",
    )
    fund: str = column("fund_name", description="Name of the fund that it goes to.")
    amount: Money = computed(MoneyRule, "donated_minor", description="How much was given.")
    counts_towards_totals: bool = computed(counts_towards_totals, "owner", "facilitator", description=COUNTED)
    pledge_kind: Optional[PledgeKind] = column(
        "paid_pledge_kind",
        description="Whether a pledge or a legacy was given to by it; null where it was promised by none.",
    )
    instalment_numbers: list[int] = strawberry.field(
        description="The instalments of the pledge that it was applied to; empty where it was to none."
    )
    tribute: Optional[str] = strawberry.field(
        description="In whose honour or memory it was given, where it was."
    )


@row_type(kind=TimelineKind.INVITATION, description="An invitation that was sent, or the answer to it.")
class InvitationEntry(TimelineEntry, ToInstance):
    title: str = computed(
        invitation_title,
        "step",
        "reply_status",
        "event_name",
        description="What was done, and the name of the event.",
    )
    step: InvitationStep = column(
        "step", InvitationStep, description="Whether the entry tells of the invitation or of the answer."
    )
    invitation: Optional[Invitation] = link(
        INVITATION, needs=FUNDRAISING, parent="invitation_id", description="The invitation, with who comes."
    )
    reply_status: ReplyStatus = strawberry.field(description="What has become of the invitation by now.")
    guest_count: int = strawberry.field(description="How many come with the customer because of it.")
    on_behalf_of: Optional[Someone] = link(
        CUSTOMERS,
        needs=Permission.CUSTOMER_READ,
        parent="on_behalf_of_id",
        description="The organisation for which the customer is asked; null where it is for nobody else.",
    )


_TERM = ("step", "first_term", "automatic")


@row_type(
    kind=TimelineKind.MEMBERSHIP, description="A membership was bought, renewed or returned, or lapsed."
)
class MembershipEntry(TimelineEntry):
    title: str = computed(
        membership_title, "membership_name", *_TERM, description="Name of its type, and what happened."
    )
    action: MembershipAction = computed(membership_action, *_TERM, description="What happened.")
    name: str = column("membership_name", description="Name of the type of the membership.")
    membership: Optional[Membership] = link(
        MEMBERSHIP,
        needs=Permission.CUSTOMER_SERVICE,
        parent="membership_id",
        description="The membership as it is now.",
    )
    start_date: date = column("starts", description="First day of the term that it is about.")
    end_date: date = column("ends", description="Last day of the term.")
    price: Money = computed(MoneyRule, "term_price_minor", description="What was charged for the term.")
    counts_towards_totals: bool = computed(counts_towards_totals, "owner", "facilitator", description=COUNTED)


@row_type(kind=TimelineKind.MERCHANDISE, description="What was bought of one product in one order, and kept.")
class MerchandiseEntry(TimelineEntry):
    title: str = column("product_name", description="Name of the product.")
    product: Optional[Product] = link(PRODUCT, needs=SIGNED_IN, parent="part_id", description="The product.")
    quantity: int = strawberry.field(description="How many pieces were bought and not returned.")
    total: Money = computed(MoneyRule, "total_minor", description="What was charged for them.")
    counts_towards_totals: bool = computed(counts_towards_totals, "owner", "facilitator", description=COUNTED)


KINDS_OF_ENTRIES = [
    ActivityEntry,
    VisitEntry,
    OpportunityStageChangeEntry,
    PledgeOrLegacyEntry,
    DonationOrPledgeInstalmentEntry,
    InvitationEntry,
    MembershipEntry,
    MerchandiseEntry,
]
