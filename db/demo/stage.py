"""How a customer of the showcase is set down: a fixed key and number, one address, and what is typed where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from db.demo.contacts import written
from db.demo.entries import enter_autotags, enter_creation
from db.demo.fixed import Series, fixed_id
from db.demo.history import IMPORT, By
from db.demo.homes import home_at
from db.demo.joining import SHOWCASE_MONTH
from db.demo.record import Place, Record
from db.demo.rows import HouseholdRow
from db.demo.tags import autotags
from db.models.addresses import AddressSource
from domain.addresses import AddressFields
from domain.customers import Details, Kind
from domain.tags import Tag

FIRST_NUMBER = 1000001


def showcase_id(ordinal: int) -> UUID:
    """The key of the customer with this place in the showcase; its number is 1,000,000 more than the place."""
    return fixed_id(Series.CUSTOMER, ordinal)


def showcase_number(ordinal: int) -> int:
    """The number of the customer with this place in the showcase."""
    return FIRST_NUMBER + ordinal - 1


def household_of(ordinal: int) -> UUID:
    """The key of the household whose primary is that customer."""
    return fixed_id(Series.HOUSEHOLD, ordinal)


@dataclass(frozen=True, slots=True)
class Stage:
    """What all the twelve have in common. What is old has its own date, what is recent is so many days ago."""

    now: datetime
    country: str

    def ago(self, days: int) -> datetime:
        """Half past ten in the morning, so many days before today."""
        return self.now - timedelta(days=days) + timedelta(hours=10, minutes=30)

    def phone(self, national: str, country: str = "GB") -> str:
        """The number as it is typed in this house."""
        return written(national, country, self.country)

    def record(
        self,
        ordinal: int,
        details: Details,
        address: AddressFields,
        *,
        household: int | None = None,
        who: By = IMPORT,
        initial: Details | None = None,
        seen: int = 30,
    ) -> Record:
        """A record with one address, created in the month in which the house opened and `seen` so many days ago.

        `initial` are the details as first typed; `household` is the place of the primary whom it lives with.
        """
        joined = SHOWCASE_MONTH + timedelta(days=ordinal, hours=9 + ordinal % 8)
        individual = details.name is None
        record = Record(
            id=showcase_id(ordinal),
            number=showcase_number(ordinal),
            kind=Kind.INDIVIDUAL if individual else Kind.ORGANISATION,
            details=details,
            created_at=joined,
            last_activity_at=self.ago(seen),
        )
        if individual:
            record.household_id = household_of(household or ordinal)
        if individual and household is None:
            record.new_household = HouseholdRow(household_of(ordinal), None, record.id, joined)
        source = AddressSource.IMPORT if who is IMPORT else AddressSource.LOOKUP
        record.places = [Place(home_at(address), joined, source=source, billing=True, delivery=True)]
        enter_creation(record, who, initial or details)
        return record

    def autotag(self, record: Record, *more: Tag) -> None:
        """Give the record the autotags whose criteria it meets, and these."""
        evaluated = record.created_at + timedelta(seconds=2)
        applied = [
            *autotags(
                individual=record.kind is Kind.INDIVIDUAL,
                email=record.details.email,
                postcode=record.places[0].home.address.postcode,
                birth_date=record.details.birth_date,
                joined=evaluated,
                last_activity=record.last_activity_at,
                now=self.now,
            ),
            *((tag, evaluated) for tag in more),
        ]
        enter_autotags(record, applied)
        record.tags += applied
