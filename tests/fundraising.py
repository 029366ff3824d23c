"""Rows of fundraising for tests: opportunities with their stages, pledges, activities, invitations.

Each has a default for every field. The personas of the demo are in every store, so that Femi is the usual owner.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from uuid_utils.compat import uuid7

from db.demo.personas import FEMI
from db.models import (
    Activity,
    ActivityType,
    Campaign,
    Customer,
    Donation,
    Fund,
    Instance,
    Invitation,
    InvitationAttendee,
    Opportunity,
    OpportunityAttribute,
    OpportunityAttributeValue,
    OpportunityStage,
    OrderItem,
    Pledge,
    PledgeEvent,
    PledgeInstalment,
    PledgePayment,
    StageChange,
)
from tests.factories import unique

OPENED = date(2026, 9, 1)


def campaign(name: str = "Raise the Roof", below: Campaign | None = None, **values: Any) -> Campaign:
    """A campaign, or a part of the one that it is below."""
    made: dict[str, Any] = {"id": uuid7(), "name": unique(f"{name} "), "level": 1}
    if below is not None:
        made.update(parent_id=below.id, parent_level=below.level, level=below.level + 1)
    return Campaign(**{**made, **values})


def stage(name: str = "Cultivating", probability_percent: int = 20, **values: Any) -> OpportunityStage:
    """A stage on the way, of a name that no other has."""
    made: dict[str, Any] = {
        "id": uuid7(),
        "name": unique(f"{name} "),
        "position": 2,
        "probability_percent": probability_percent,
        "is_terminal": False,
        "active": True,
    }
    return OpportunityStage(**{**made, **values})


def opportunity(of: Customer, to: Campaign, at: OpportunityStage, **values: Any) -> Opportunity:
    """An open opportunity of Femi's, with a target of 1,000.00 of which 800.00 were asked for.

    An outcome that is none of `OPEN` closes it on 20 November 2026.
    """
    closed = values.get("outcome", "OPEN") != "OPEN"
    made: dict[str, Any] = {
        "id": uuid7(),
        "customer_id": of.id,
        "campaign_id": to.id,
        "stage_id": at.id,
        "owner_id": FEMI.id,
        "target_minor": 100_000,
        "asked_minor": 80_000,
        "opened_on": OPENED,
        "closed_on": date(2026, 11, 20) if closed else None,
    }
    return Opportunity(**{**made, **values})


def link(to: Opportunity, *items: OrderItem) -> tuple[OrderItem, ...]:
    """The items, counted towards the opportunity from now on; not saved yet."""
    for each in items:
        each.opportunity_id = to.id
    return items


def stage_change(
    of: Opportunity, to: OpportunityStage, before: OpportunityStage | None = None, **values: Any
) -> StageChange:
    """It was opened at the stage, or moved there from the one before; an `outcome` says that it was closed."""
    kind = "CLOSED" if "outcome" in values else "OPENED" if before is None else "MOVED"
    made: dict[str, Any] = {
        "id": uuid7(),
        "opportunity_id": of.id,
        "kind": kind,
        "from_stage_id": None if before is None else before.id,
        "to_stage_id": to.id,
        "at": datetime(2026, 9, 1, 10, tzinfo=UTC),
        "username": "femi",
    }
    return StageChange(**{**made, **values})


def opportunity_attribute(name: str = "Introduced by", **values: Any) -> OpportunityAttribute:
    """A question that is asked about every opportunity there is, those of other tests too."""
    return OpportunityAttribute(**{"id": uuid7(), "name": unique(f"{name} "), **values})


def answered(of: Opportunity, what: OpportunityAttribute, value: str) -> OpportunityAttributeValue:
    """The answer of one opportunity."""
    return OpportunityAttributeValue(opportunity_id=of.id, attribute_id=what.id, value=value)


def pledge(to: Opportunity, fund: Fund, amount_minor: int = 12_000, **values: Any) -> Pledge:
    """A pledge of 1 October 2026. One that is cancelled has a reason for it."""
    made: dict[str, Any] = {
        "id": uuid7(),
        "kind": "PLEDGE",
        "opportunity_id": to.id,
        "fund_id": fund.id,
        "amount_minor": amount_minor,
        "pledged_on": date(2026, 10, 1),
        "cancel_reason": "Moved away." if values.get("cancelled_at") else None,
    }
    return Pledge(**{**made, **values})


def legacy(to: Opportunity, fund: Fund, amount_minor: int = 500_000, **values: Any) -> Pledge:
    """What is left in a will, without a day."""
    return pledge(to, fund, amount_minor, **{"kind": "LEGACY", "pledged_on": None, **values})


def instalment(of: Pledge, number: int = 1, **values: Any) -> PledgeInstalment:
    """One instalment, of the whole pledge unless told otherwise, due on the day of the pledge."""
    made: dict[str, Any] = {
        "id": uuid7(),
        "pledge_id": of.id,
        "number": number,
        "amount_minor": of.amount_minor,
        "due_on": of.pledged_on,
    }
    return PledgeInstalment(**{**made, **values})


def paid(of: Pledge, by: Donation, part: PledgeInstalment | None = None, **values: Any) -> PledgePayment:
    """The whole donation, applied to the pledge; the item of the donation is linked by `link`."""
    made: dict[str, Any] = {
        "id": uuid7(),
        "donation_id": by.id,
        "pledge_id": of.id,
        "instalment_id": None if part is None else part.id,
        "amount_minor": by.amount_minor,
    }
    return PledgePayment(**{**made, **values})


def pledge_event(of: Pledge, kind: str = "CREATED", **values: Any) -> PledgeEvent:
    """What happened to the pledge on the morning of 1 October 2026."""
    made: dict[str, Any] = {
        "id": uuid7(),
        "pledge_id": of.id,
        "kind": kind,
        "at": datetime(2026, 10, 1, 9, tzinfo=UTC),
        "username": "femi",
        "amount_minor": of.amount_minor,
    }
    return PledgeEvent(**{**made, **values})


def activity_type(name: str = "Call", **values: Any) -> ActivityType:
    """A type of activity, of a name that no other has."""
    return ActivityType(**{"id": uuid7(), "name": unique(f"{name} "), **values})


def activity(of: Customer, what: ActivityType, **values: Any) -> Activity:
    """Something that Femi plans to do on the morning of 1 December 2026."""
    made: dict[str, Any] = {
        "id": uuid7(),
        "customer_id": of.id,
        "type_id": what.id,
        "subject": "Thank them for the visit",
        "due_at": datetime(2026, 12, 1, 10, tzinfo=UTC),
        "assigned_to_id": FEMI.id,
        "created_by": "femi",
    }
    return Activity(**{**made, **values})


def invitation(of: Customer, to: Instance, **values: Any) -> Invitation:
    """An invitation that was sent on 1 November 2026; an answer comes on the 5th."""
    status = values.get("reply_status", "INVITED")
    sent = datetime(2026, 11, 1, 9, tzinfo=UTC)
    answer = datetime(2026, 11, 5, 18, tzinfo=UTC)
    made: dict[str, Any] = {
        "id": uuid7(),
        "invitee_id": of.id,
        "instance_id": to.id,
        "reply_status": status,
        "invited_at": None if status == "NOT_SENT" else sent,
        "replied_at": answer if status in ("ACCEPTED", "DECLINED", "TENTATIVE") else None,
    }
    return Invitation(**{**made, **values})


def attendee(of: Invitation, who: Customer | str, **values: Any) -> InvitationAttendee:
    """Somebody who comes because of it, by record or by name alone."""
    known = {"name": who} if isinstance(who, str) else {"customer_id": who.id}
    return InvitationAttendee(**{"id": uuid7(), "invitation_id": of.id, **known, **values})
