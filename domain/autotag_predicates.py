"""What the criteria of an autotag can ask of a customer: one class for each kind of question (TAG-P02)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique
from typing import ClassVar
from uuid import UUID

from domain.autotag_faults import LONGEST_TEXT, MOST_COUNTED, MOST_MINOR, bounds, moments, within
from domain.autotag_periods import Moment, Period
from domain.customers import Kind
from domain.errors import InvalidText, InvalidValue, Refusal, TooMany
from domain.memberships import MembershipStatus
from domain.permissions import Permission
from domain.preferences import Answer

MOST_PREFIXES = 50
LONGEST_PREFIX = 12
OLDEST = 150


@unique
class Input(StrEnum):
    """A kind of data that predicates read; what is recorded of a record touches some of them (TAG-P03)."""

    DETAILS = "DETAILS"
    ADDRESSES = "ADDRESSES"
    TAGS = "TAGS"
    PREFERENCES = "PREFERENCES"
    ATTRIBUTES = "ATTRIBUTES"
    MEMBERSHIPS = "MEMBERSHIPS"
    ORDERS = "ORDERS"
    GIFT_AID = "GIFT_AID"
    CREDIT = "CREDIT"
    HOUSEHOLDS = "HOUSEHOLDS"
    ACTIVITY = "ACTIVITY"


class Predicate:
    """One question to a record. `kind` is its name in what is stored and in the API, where people read what it means;
    `needs` is what somebody must be allowed to be told the answer."""

    __slots__ = ()
    kind: ClassVar[str]
    reads: ClassVar[frozenset[Input]]
    needs: ClassVar[Permission] = Permission.CUSTOMER_READ

    @property
    def moves(self) -> bool:
        """Whether the answer may change because a day passes, with nothing else happening."""
        return False

    @property
    def refers_to(self) -> tuple[UUID, ...]:
        """The rows of set-up that it names: a tag, a preference, an attribute and its option, a fund..."""
        return ()

    def faults(self) -> Iterator[Refusal]:
        """What is wrong with it whatever is in the store, each with the field that is."""
        return iter(())


@dataclass(frozen=True, slots=True)
class HasEmail(Predicate):
    """The record has an email address, or has none."""

    kind: ClassVar[str] = "hasEmail"
    reads: ClassVar[frozenset[Input]] = frozenset({Input.DETAILS})
    holds: bool


@dataclass(frozen=True, slots=True)
class PostcodeStartsWith(Predicate):
    """An address of the record has a postcode that begins so, letters and digits alone compared.

    Seasonal addresses count in their season.
    """

    kind: ClassVar[str] = "postcodeStartsWith"
    reads: ClassVar[frozenset[Input]] = frozenset({Input.ADDRESSES})
    prefixes: tuple[str, ...]

    @property
    def moves(self) -> bool:
        return True

    def faults(self) -> Iterator[Refusal]:
        if not 1 <= len(self.prefixes) <= MOST_PREFIXES:
            yield TooMany(f"Give 1 to {MOST_PREFIXES} beginnings of postcodes.")
        for place, prefix in enumerate(self.prefixes):
            if not 1 <= len(prefix) <= LONGEST_PREFIX:
                yield InvalidText(
                    f"Write the beginning of a postcode: 1 to {LONGEST_PREFIX} letters and digits.",
                    (str(place),),
                )


@dataclass(frozen=True, slots=True)
class AgeBetween(Predicate):
    """The person's age in full years, both ends included; whose date of birth is not known has none."""

    kind: ClassVar[str] = "age"
    reads: ClassVar[frozenset[Input]] = frozenset({Input.DETAILS})
    at_least: int | None = None
    at_most: int | None = None

    @property
    def moves(self) -> bool:
        return True

    def faults(self) -> Iterator[Refusal]:
        return bounds(self.at_least, self.at_most, OLDEST)


@dataclass(frozen=True, slots=True)
class CustomerType(Predicate):
    """The record is an Individual, or an Organisation."""

    kind: ClassVar[str] = "customerType"
    reads: ClassVar[frozenset[Input]] = frozenset({Input.DETAILS})
    type: Kind


@dataclass(frozen=True, slots=True)
class HasTag(Predicate):
    """The record bears a normal tag; another autotag cannot be asked for (TAG-P04)."""

    kind: ClassVar[str] = "hasTag"
    reads: ClassVar[frozenset[Input]] = frozenset({Input.TAGS})
    tag_id: UUID

    @property
    def refers_to(self) -> tuple[UUID, ...]:
        return (self.tag_id,)


@dataclass(frozen=True, slots=True)
class PreferenceIs(Predicate):
    """The current answer to a contact preference; Not Asked where none was given."""

    kind: ClassVar[str] = "contactPreference"
    reads: ClassVar[frozenset[Input]] = frozenset({Input.PREFERENCES})
    definition_id: UUID
    answer: Answer

    @property
    def refers_to(self) -> tuple[UUID, ...]:
        return (self.definition_id,)


@dataclass(frozen=True, slots=True)
class MembershipIs(Predicate):
    """A membership of the type, or of any, stands so today."""

    kind: ClassVar[str] = "membership"
    reads: ClassVar[frozenset[Input]] = frozenset({Input.MEMBERSHIPS})
    needs: ClassVar[Permission] = Permission.CUSTOMER_SERVICE
    status: MembershipStatus
    type_id: UUID | None = None

    @property
    def moves(self) -> bool:
        return True

    @property
    def refers_to(self) -> tuple[UUID, ...]:
        return () if self.type_id is None else (self.type_id,)


@dataclass(frozen=True, slots=True)
class CreditBalance(Predicate):
    """What can be spent today of account credit and gift vouchers is at least so much, in minor units."""

    kind: ClassVar[str] = "creditBalanceAtLeast"
    reads: ClassVar[frozenset[Input]] = frozenset({Input.CREDIT})
    needs: ClassVar[Permission] = Permission.CUSTOMER_SERVICE
    at_least: int

    @property
    def moves(self) -> bool:
        return True

    def faults(self) -> Iterator[Refusal]:
        for fault in bounds(self.at_least, None, MOST_MINOR):
            fault.path = ()
            yield fault


@dataclass(frozen=True, slots=True)
class GiftAidCovers(Predicate):
    """A Gift Aid declaration covers today, after cancellations; or none does."""

    kind: ClassVar[str] = "giftAidDeclarationCoversToday"
    reads: ClassVar[frozenset[Input]] = frozenset({Input.GIFT_AID})
    needs: ClassVar[Permission] = Permission.GIFT_AID_DECLARE
    holds: bool

    @property
    def moves(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class HouseholdSize(Predicate):
    """How many active people live in the household, the person included; an Organisation has none."""

    kind: ClassVar[str] = "householdSize"
    reads: ClassVar[frozenset[Input]] = frozenset({Input.HOUSEHOLDS})
    at_least: int | None = None
    at_most: int | None = None

    def faults(self) -> Iterator[Refusal]:
        return bounds(self.at_least, self.at_most, MOST_COUNTED)


@dataclass(frozen=True, slots=True)
class IsPrimaryHouseholder(Predicate):
    """The person is the primary householder of the household, or is not."""

    kind: ClassVar[str] = "isPrimaryHouseholder"
    reads: ClassVar[frozenset[Input]] = frozenset({Input.HOUSEHOLDS})
    holds: bool


@dataclass(frozen=True, slots=True)
class AttributeEquals(Predicate):
    """An attribute that is not protected has this value: a text, an amount, a day, or an option, be it among others."""

    kind: ClassVar[str] = "attribute"
    reads: ClassVar[frozenset[Input]] = frozenset({Input.ATTRIBUTES})
    definition_id: UUID
    text: str | None = None
    money_minor: int | None = None
    day: date | None = None
    option_id: UUID | None = None

    @property
    def refers_to(self) -> tuple[UUID, ...]:
        return (self.definition_id,) if self.option_id is None else (self.definition_id, self.option_id)

    def faults(self) -> Iterator[Refusal]:
        given = (self.text, self.money_minor, self.day, self.option_id)
        if sum(value is not None for value in given) != 1:
            yield InvalidValue("Give one value to compare with, in the field of the attribute's type.")
        if self.text is not None and not 1 <= len(self.text) <= LONGEST_TEXT:
            yield InvalidText(f"Write 1 to {LONGEST_TEXT} characters.", ("text",))


@dataclass(frozen=True, slots=True)
class PotentialDuplicate(Predicate):
    """Another active person has the same last name, first initial, and a postcode or first address line (TAG-P08).

    Whoever was dismissed as a duplicate does not count.
    """

    kind: ClassVar[str] = "potentialDuplicate"
    reads: ClassVar[frozenset[Input]] = frozenset({Input.DETAILS, Input.ADDRESSES})
    holds: bool


@dataclass(frozen=True, slots=True)
class Created(Predicate):
    """The record was made within the period."""

    kind: ClassVar[str] = "created"
    reads: ClassVar[frozenset[Input]] = frozenset({Input.DETAILS})
    period: Period

    @property
    def moves(self) -> bool:
        return self.period.moves

    def faults(self) -> Iterator[Refusal]:
        return within("period", self.period.faults())


@dataclass(frozen=True, slots=True)
class LastActivity(Predicate):
    """The day on which anything was last done with the record is before one day, and after another, both left out."""

    kind: ClassVar[str] = "lastActivity"
    reads: ClassVar[frozenset[Input]] = frozenset({Input.ACTIVITY})
    before: Moment | None = None
    after: Moment | None = None

    @property
    def moves(self) -> bool:
        return any(moment is not None and moment.moves for moment in (self.before, self.after))

    def faults(self) -> Iterator[Refusal]:
        return moments(self.before, self.after)
