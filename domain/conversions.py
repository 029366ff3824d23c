"""A conversion as it is chosen, what is known of the record, and what it comes to; the record keeps its id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, unique
from typing import Self
from uuid import UUID

from domain.customers import Details, Kind
from domain.refusals import Refusal

RESTORABLE_FOR = timedelta(days=30)
"""How long what a conversion removed is offered when the record is converted back (CNV-P08)."""


@unique
class Fate(StrEnum):
    """What becomes of something that the new kind of record cannot have."""

    REMOVED = "REMOVED"
    MOVED = "MOVED"
    COPIED = "COPIED"


@unique
class Subject(StrEnum):
    """What a conversion removes, moves or copies."""

    TITLE = "TITLE"
    NAMES = "NAMES"
    EMAIL = "EMAIL"
    BIRTH_DATE = "BIRTH_DATE"
    DEATH_DATE = "DEATH_DATE"
    PHONE = "PHONE"
    MOBILE = "MOBILE"
    BILLING_ADDRESS = "BILLING_ADDRESS"
    ONLINE_ACCOUNT = "ONLINE_ACCOUNT"
    CONTACT_PREFERENCES = "CONTACT_PREFERENCES"
    HOUSEHOLD = "HOUSEHOLD"
    WALLET_CARDS = "WALLET_CARDS"
    INVITATIONS = "INVITATIONS"
    FACILITATED_ORDERS = "FACILITATED_ORDERS"
    RELATIONSHIPS = "RELATIONSHIPS"
    PRIMARY_CONTACT = "PRIMARY_CONTACT"
    COMMISSION = "COMMISSION"
    AUTO_RENEWAL = "AUTO_RENEWAL"
    GIFT_AID_COVERAGE = "GIFT_AID_COVERAGE"
    CREDIT = "CREDIT"
    LEGACIES = "LEGACIES"
    ATTRIBUTE = "ATTRIBUTE"


@unique
class ConversionWarningCode(StrEnum):
    """What somebody should know before a record is converted; it stops nobody."""

    GIFT_AID_ENDS = "GIFT_AID_ENDS"
    AUTO_RENEWAL_ENDS = "AUTO_RENEWAL_ENDS"
    HOUSEHOLDER_LEAVES = "HOUSEHOLDER_LEAVES"
    CONSENT_ENDS = "CONSENT_ENDS"
    DETAILS_MISSING = "DETAILS_MISSING"
    EMAIL_TAKEN = "EMAIL_TAKEN"


@dataclass(frozen=True, slots=True)
class ConversionWarning:
    """Something to know; it stops nobody."""

    code: ConversionWarningCode
    message: str


@dataclass(frozen=True, slots=True)
class Effect:
    """So many things of one sort, and what becomes of them; `name` is that of an attribute."""

    fate: Fate
    subject: Subject
    count: int = 1
    name: str | None = None

    def told(self) -> str:
        """As it is kept with the outcome of a request; it tells no value of the record."""
        return ":".join((self.fate, self.subject, str(self.count), self.name or ""))

    @classmethod
    def read(cls, told: str) -> Self:
        """The effect that was told."""
        fate, subject, count, name = told.split(":", 3)
        return cls(Fate(fate), Subject(subject), int(count), name or None)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who takes something over: a customer by key or number, or the person's new record where that is None."""

    ref: UUID | int | None


@dataclass(frozen=True, slots=True)
class ToOrganisation:
    """What is chosen where a person becomes an organisation (CNV-P02, CNV-P03, CNV-P06).

    Without `keep_person` no record is made for the person. Relationships are ended, and attributes discarded, by id.
    """

    name: str | None = None
    relationship_type_id: UUID | None = None
    keep_person: bool = True
    credit_to: Recipient | None = None
    legacies_to: Recipient | None = None
    cancel_invitations: bool = False
    end_relationships: frozenset[UUID] = frozenset()
    discard_protected: frozenset[UUID] = frozenset()

    @property
    def recipients(self) -> tuple[UUID | int, ...]:
        """The customers who are named to take something over."""
        named = (self.credit_to, self.legacies_to)
        return tuple(each.ref for each in named if each is not None and each.ref is not None)


@dataclass(frozen=True, slots=True)
class ToIndividual:
    """What is chosen where an organisation becomes a person (CNV-P05, CNV-P08)."""

    first_name: str | None = None
    last_name: str | None = None
    restore_details: bool = False
    end_relationships: frozenset[UUID] = frozenset()
    discard_protected: frozenset[UUID] = frozenset()

    @property
    def recipients(self) -> tuple[UUID | int, ...]:
        """Nobody takes anything over."""
        return ()


Choices = ToOrganisation | ToIndividual


@dataclass(frozen=True, slots=True)
class Tie:
    """A relationship of the record that has not ended; the other's name is None for whom the actor may not see."""

    id: UUID
    label: str
    other: str | None
    other_id: UUID


@dataclass(frozen=True, slots=True)
class Lost:
    """A value of an attribute that the new kind of record does not have (CNV-P09)."""

    definition_id: UUID
    name: str
    protected: bool


@dataclass(frozen=True, slots=True)
class Party:
    """A customer who is named to take something over."""

    id: UUID
    number: int
    kind: Kind
    active: bool


@dataclass(frozen=True, slots=True)
class Former:
    """What the conversion of the last 30 days removed from the record, and whether the email is still free."""

    email: str | None
    birth_date: date | None
    email_free: bool


@dataclass(frozen=True, slots=True)
class Held:
    """How much is on the record of what an Organisation cannot have; credit in minor units."""

    credit: int = 0
    legacies: int = 0
    has_agent_access: bool = False
    is_agent: bool = False
    invitations: int = 0
    future_invitations: int = 0
    facilitated_orders: int = 0
    cards: int = 0
    answers: int = 0
    housemates: int = 0
    is_primary: bool = False
    auto_renewals: int = 0
    has_address: bool = False
    relationships: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the record that is to be converted, and of whoever is named."""

    customer_id: UUID
    number: int
    kind: Kind
    active: bool
    under_way: bool
    version: int
    details: Details
    held: Held
    declarations: tuple[UUID, ...] = ()
    ties: tuple[Tie, ...] = ()
    lost: tuple[Lost, ...] = ()
    offered_types: tuple[UUID, ...] = ()
    former: Former | None = None
    parties: tuple[Party, ...] = ()

    def party(self, ref: UUID | int) -> Party | None:
        """The customer who was named so; None where there is none who may be seen."""
        return next((each for each in self.parties if ref in (each.id, each.number)), None)


@dataclass(frozen=True, slots=True)
class ConversionBlocker:
    """What a blocker is refused with, as the preview shows it."""

    code: str
    message: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConversionPlan:
    """Everything that the conversion would do, as things stand; carried out only while nothing stands in its way."""

    customer_id: UUID
    number: int
    version: int
    source: Kind
    target: Kind
    before: Details
    details: Details
    person: Details | None
    effects: tuple[Effect, ...]
    blockers: tuple[Refusal, ...]
    warnings: tuple[ConversionWarning, ...]
    offered_types: tuple[UUID, ...] = ()
    declarations: tuple[UUID, ...] = ()
    ties: tuple[Tie, ...] = ()
    lost: tuple[Lost, ...] = ()
    former: Former | None = None
    parties: tuple[Party, ...] = ()

    def of(self, *fates: Fate) -> Sequence[Effect]:
        """The effects of these kinds, in their order."""
        return [each for each in self.effects if each.fate in fates]

    @property
    def removed(self) -> Sequence[Effect]:
        """What is on no record afterwards."""
        return self.of(Fate.REMOVED)

    @property
    def moved(self) -> Sequence[Effect]:
        """What goes to another record."""
        return self.of(Fate.MOVED)

    @property
    def copied(self) -> Sequence[Effect]:
        """What the person's record has a copy of."""
        return self.of(Fate.COPIED)

    @property
    def blocked(self) -> Sequence[ConversionBlocker]:
        """The blockers as values."""
        return [ConversionBlocker(each.code, each.message, each.path) for each in self.blockers]

    def recipient_of(self, chosen: Recipient | None) -> UUID | None:
        """The record that takes something over; None where that is the person's new one, or nobody was named."""
        if chosen is None or chosen.ref is None:
            return None
        return next(each.id for each in self.parties if chosen.ref in (each.id, each.number))
