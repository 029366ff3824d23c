"""What renewing a membership depends on, as clients see it: what stands in the way, and what the customer is told."""

from __future__ import annotations

from datetime import date

import strawberry

from domain import auto_renewal, renewals
from domain.auto_renewal import NoticeKind
from domain.renewals import AutoRenewObstacle, RenewalObstacle
from gateway.schema._rows import enum_type, value_type

enum_type(
    RenewalObstacle,
    "Why a membership cannot be renewed.",
    RETURNED="It was returned.",
    CANCELLED="It was cancelled.",
    TYPE_WITHDRAWN="Memberships of its type are no longer sold.",
    TOO_EARLY="The days in which it can be renewed have not begun.",
    TOO_LATE="The days in which it could be renewed are over; a new one is sold at the full price.",
)
enum_type(
    AutoRenewObstacle,
    "What a membership lacks to renew by itself.",
    NOT_LIVE="It is over.",
    TYPE_DOES_NOT_ALLOW="Memberships of its type are renewed by hand.",
    OWNER_NOT_INDIVIDUAL="It belongs to an organisation.",
    NO_CARD="No card is chosen for it, or the one that was has been removed.",
    CARD_EXPIRED="The chosen card has expired.",
    NO_CONTINUOUS_AUTHORITY="The holder has not agreed that the chosen card is charged in their absence.",
)
enum_type(
    NoticeKind,
    "What a customer is told before a membership renews by itself.",
    UPCOMING="That it will, and from which card.",
    CARD_EXPIRING="That the card will have expired by then, and another is wanted.",
    CARD_MISSING="That there is no card which may be charged, and one is wanted.",
)


@value_type(description="Why a membership cannot be renewed.", of=renewals.CannotRenew)
class CannotRenew:
    reason: RenewalObstacle = strawberry.field(description="What stands in the way.")
    message: str = strawberry.field(description="The same in words, and what to do instead.")


@value_type(description="One thing that a membership lacks to renew by itself.", of=auto_renewal.Lack)
class AutoRenewLack:
    reason: AutoRenewObstacle = strawberry.field(description="What is missing.")
    message: str = strawberry.field(description="The same in words, and what to do about it.")


@value_type(
    description="Whether a membership can renew by itself as things stand.",
    of=auto_renewal.AutoRenewEligibility,
)
class AutoRenewEligibility:
    eligible: bool = strawberry.field(description="Whether nothing is missing.")
    lacks: list[AutoRenewLack] = strawberry.field(description="Everything that is missing.")


@value_type(
    description="Something that the customer will be told before a membership renews by itself.",
    of=auto_renewal.RenewalNotice,
)
class RenewalNotice:
    kind: NoticeKind = strawberry.field(description="What they are told, as things stand.")
    on: date = strawberry.field(description="The day on which it goes out.")
