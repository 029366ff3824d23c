"""What is known of two records before they are merged, as far as planning a merge asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from domain.customers import Details, Kind, friendly_id
from domain.gift_aid import Cancellation, Declaration
from domain.gift_aid_claimability import Gift
from domain.house import House
from domain.invitations import ReplyStatus
from domain.mailings import Bounce
from domain.merges import Moves
from domain.notes import Colour
from domain.preferences import Answer, Channel
from domain.tags import Tag

_USUAL_HOUSE = House()


@dataclass(frozen=True, slots=True)
class HeldAddress:
    """An address of a record; two with one key are the same address."""

    id: UUID
    shown: str
    key: str
    billing: bool = False
    delivery: bool = False


@dataclass(frozen=True, slots=True)
class HeldValue:
    """The value of an attribute; of a protected one what it is stands in `shown` for nobody else to read."""

    definition_id: UUID
    name: str
    shown: str | None
    protected: bool = False


@dataclass(frozen=True, slots=True)
class HeldAnswer:
    """A preference with the current answer of a record; one that was never asked has no statement and no instant."""

    definition_id: UUID
    name: str
    channel: Channel
    answer: Answer = Answer.NOT_ASKED
    at: datetime | None = None
    statement: int | None = None
    active: bool = True
    partner_name: str | None = None


@dataclass(frozen=True, slots=True)
class HeldTag:
    """A tag that a record bears, with the group that it is in."""

    tag: Tag
    group: str

    @property
    def id(self) -> UUID:
        return self.tag.id


@dataclass(frozen=True, slots=True)
class HeldNote:
    """A pop-up note of a record which the viewer may see."""

    id: UUID
    colour: Colour
    body: str


@dataclass(frozen=True, slots=True)
class HeldMembership:
    """A live membership."""

    id: UUID
    type_id: UUID
    type_name: str
    ends: date


@dataclass(frozen=True, slots=True)
class HeldInvitation:
    """An invitation to an instance, with what became of it."""

    instance_id: UUID
    event: str
    reply: ReplyStatus


@dataclass(frozen=True, slots=True)
class Related:
    """A relationship as seen from one of the two records.

    `owned` are the orders of this record that the other party placed for it, `facilitated` those that it placed for
    the other party.
    """

    id: UUID
    type_id: UUID
    label: str
    other_id: UUID
    # None where the viewer may not see the other record.
    other_name: str | None = None
    forward: bool = True
    symmetric: bool = False
    may_facilitate: bool = False
    starts: date | None = None
    ends: date | None = None
    owned: tuple[UUID, ...] = ()
    facilitated: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Giving:
    """So many gifts that are alike, none of which was claimed for."""

    gift: Gift
    count: int = 1


@dataclass(frozen=True, slots=True)
class SideFacts:
    """One of the two records. What the viewer may not see of it is not here."""

    id: UUID
    kind: Kind
    number: int
    details: Details
    active: bool = True
    merged_into: UUID | None = None
    in_progress: bool = False
    image: str | None = None
    has_password: bool = False
    is_agent: bool = False
    in_open_claim: bool = False
    bounces: tuple[Bounce, ...] = ()
    household_id: UUID | None = None
    housemates: int = 0
    addresses: tuple[HeldAddress, ...] = ()
    values: tuple[HeldValue, ...] = ()
    answers: tuple[HeldAnswer, ...] = ()
    tags: tuple[HeldTag, ...] = ()
    notes: tuple[HeldNote, ...] = ()
    related: tuple[Related, ...] = ()
    memberships: tuple[HeldMembership, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    cancellations: tuple[Cancellation, ...] = ()
    gifts: tuple[Giving, ...] = ()
    invitations: tuple[HeldInvitation, ...] = ()
    # The campaigns of its opportunities, by name.
    campaigns: Mapping[UUID, str] = field(default_factory=dict)

    @property
    def friendly_id(self) -> str:
        return friendly_id(self.kind, self.number)


@dataclass(frozen=True, slots=True)
class MergeFacts:
    """Both records, and what there is around them.

    `facilitators` are those who may book today for the owners of orders that either record placed for others.
    """

    survivor: SideFacts
    loser: SideFacts
    owners: Mapping[UUID, UUID] = field(default_factory=dict)
    facilitators: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)
    moves: Moves = field(default_factory=Moves)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Of the viewer, the day and the settings, what a merge is planned by."""

    now: datetime
    today: date
    sees_inactive: bool = False
    opens_protected: bool = False
    sees_fundraising: bool = False
    unmerge_days: int = 0
    house: House = _USUAL_HOUSE

    @property
    def reversible_until(self) -> datetime | None:
        """Until when a merge of now can be turned back; None where none can (MRG-10, MRG-P15)."""
        return self.now + timedelta(days=self.unmerge_days) if self.unmerge_days else None
