"""What customers are searched for besides their name, as clients say it (SRC-P05)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Optional, TypeVar
from uuid import UUID

import strawberry

from domain.attributes import TEXT_LIMIT
from domain.criteria import AnswerIs, AttributeIs, Criteria, Days
from domain.errors import InvalidValue, TooMany
from domain.phones import read_phone
from domain.preferences import Answer
from domain.texts import clean_block
from gateway.engine import ids

MOST_IN_LIST = 20

T = TypeVar("T")


@strawberry.input(description="A period of civil dates, both ends included.")
class DateRange:
    from_: Optional[date] = strawberry.field(
        default=None, name="from", description="First day; null for any."
    )
    to: Optional[date] = strawberry.field(default=None, description="Last day; null for any.")


@strawberry.input(description="Which tags a customer bears; what is given must all hold.")
class TagCriterion:
    all: Optional[list[strawberry.ID]] = strawberry.field(default=None, description="All of these tags.")
    any: Optional[list[strawberry.ID]] = strawberry.field(
        default=None, description="At least one of these tags."
    )
    none: Optional[list[strawberry.ID]] = strawberry.field(default=None, description="None of these tags.")


@strawberry.input(description="What a customer's attribute holds; what is given must all hold.")
class AttributeCriterion:
    definition_id: strawberry.ID = strawberry.field(description="The attribute.")
    text: Optional[str] = strawberry.field(default=None, description="Exactly this text.")
    option_id: Optional[strawberry.ID] = strawberry.field(
        default=None, description="This option, alone or among others."
    )
    has_value: Optional[bool] = strawberry.field(
        default=None,
        description="Whether it holds anything; of a protected attribute nothing else can be asked.",
    )

    def read(self) -> AttributeIs:
        option = None if self.option_id is None else _key("opt", self.option_id, "attributes", "optionId")
        text = clean_block(self.text, limit=TEXT_LIMIT, field="text")
        definition = _key("atd", self.definition_id, "attributes", "definitionId")
        asked = AttributeIs(definition, text, option, self.has_value)
        if asked.compares == (self.has_value is not None):
            raise InvalidValue(
                "Say what the attribute holds: either `text` or `optionId`, or else `hasValue`.",
                ("filter", "attributes"),
            )
        return asked


@strawberry.input(description="A customer's current answer to a contact preference.")
class ContactPreferenceCriterion:
    definition_id: strawberry.ID = strawberry.field(description="The contact preference.")
    answer: Answer = strawberry.field(description="The current answer; Not Asked where none was given.")

    def read(self) -> AnswerIs:
        return AnswerIs(_key("prf", self.definition_id, "contactPreferences", "definitionId"), self.answer)


@strawberry.input(description="What customers are asked for besides their name; what is given must all hold.")
class CustomerFilter:
    phone: Optional[str] = strawberry.field(
        default=None, description="The whole phone number, however written."
    )
    mobile: Optional[str] = strawberry.field(
        default=None, description="The whole mobile number, however written."
    )
    birth_date: Optional[DateRange] = strawberry.field(default=None, description="When the person was born.")
    tags: Optional[TagCriterion] = strawberry.field(
        default=None, description="Which tags the customer bears."
    )
    attributes: Optional[list[AttributeCriterion]] = strawberry.field(
        default=None, description="What the attributes hold; all must."
    )
    contact_preferences: Optional[list[ContactPreferenceCriterion]] = strawberry.field(
        default=None, description="The answers to contact preferences; all must be so."
    )
    household_id: Optional[strawberry.ID] = strawberry.field(
        default=None, description="The household that the person belongs to."
    )
    primary_householder: Optional[bool] = strawberry.field(
        default=None,
        description="Whether the person is the primary householder: so that each household is written to once.",
    )
    agent: Optional[bool] = strawberry.field(
        default=None, description="Whether the person is an agent; nobody is where nobody can be one."
    )
    has_email: Optional[bool] = strawberry.field(
        default=None, description="Whether there is an email address."
    )
    created: Optional[DateRange] = strawberry.field(default=None, description="When the record was made.")
    updated: Optional[DateRange] = strawberry.field(
        default=None, description="When anything on the record was last changed."
    )
    active: Optional[bool] = strawberry.field(
        default=None,
        description="Whether the record is active; only for those who see inactive records at all.",
    )
    or_: Optional[list[CustomerFilter]] = strawberry.field(
        default=None, name="or", description="Of these at least one must hold as well."
    )

    def read(self, country: str) -> Criteria:
        """The filter as the rules take it: ids as keys, numbers as they are dialled."""
        tags = self.tags or TagCriterion()
        return Criteria(
            phone=_number(self.phone, country, "phone"),
            mobile=_number(self.mobile, country, "mobile"),
            birth_date=_days(self.birth_date),
            tags_all=_tags(tags.all, "all"),
            tags_any=_tags(tags.any, "any"),
            tags_none=_tags(tags.none, "none"),
            attributes=tuple(each.read() for each in _few(self.attributes, "attributes")),
            preferences=tuple(each.read() for each in _few(self.contact_preferences, "contactPreferences")),
            household_id=None if self.household_id is None else _key("hhd", self.household_id, "householdId"),
            primary_householder=self.primary_householder,
            agent=self.agent,
            has_email=self.has_email,
            created=_days(self.created),
            updated=_days(self.updated),
            active=self.active,
            any_of=tuple(each.read(country) for each in _few(self.or_, "or")),
        )


def _days(asked: DateRange | None) -> Days | None:
    return Days(asked.from_, asked.to) if asked and (asked.from_ or asked.to) else None


def _number(typed: str | None, country: str, field: str) -> str | None:
    """The number as it is dialled, which is what records are found by."""
    if typed is None:
        return None
    e164 = read_phone(typed, country).e164
    if e164 is None:
        raise InvalidValue("Write the whole number, with its area code.", ("filter", field))
    return e164


def _tags(asked: list[strawberry.ID] | None, field: str) -> tuple[UUID, ...]:
    return tuple(_key("tag", each, "tags", field) for each in _few(asked, "tags", field))


def _few(asked: list[T] | None, *path: str) -> Sequence[T]:
    if asked is not None and len(asked) > MOST_IN_LIST:
        raise TooMany(f"Give at most {MOST_IN_LIST} here; this has {len(asked)}.", ("filter", *path))
    return asked or ()


def _key(entity: str, text: str, *path: str) -> UUID:
    found = ids.key_of(entity, text)
    if found is None:
        raise InvalidValue("This is not an id of what is asked for here.", ("filter", *path))
    return found
