"""Refusals as clients see them: one type a fact, each with a stable code and the input at fault."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Optional

import strawberry

from domain import autotag_refusals, errors, merge_refusals
from domain.duplicates import Reason
from domain.permissions import Permission
from gateway.engine.declare import link
from gateway.loaders.customers import CUSTOMERS
from gateway.schema._rows import enum_type, value_type
from gateway.schema.user_errors import UserError, error_type

enum_type(
    Reason,
    "What makes two records alike, or different.",
    EMAIL_NEAR_MATCH="The email addresses are nearly the same.",
    PHONE_EQUAL="They have a telephone number in common.",
    BIRTH_DATE_EQUAL="Both were born on the same day.",
    BIRTH_DATE_DIFFERENT="They were born on different days, which speaks against it.",
    LAST_NAME_EQUAL="Both have the same last name.",
    LAST_NAME_CLOSE="The last names are nearly the same.",
    FIRST_NAME_EQUAL="Both have the same first name.",
    FIRST_NAME_NICKNAME="One first name is a short form of the other.",
    FIRST_INITIAL_EQUAL="The first names begin with the same letter.",
    NAME_EQUAL="Both Organisations have the same name.",
    NAME_CLOSE="The names of the Organisations are nearly the same.",
    POSTCODE_EQUAL="They have a postcode in common.",
    ADDRESS_LINE_EQUAL="They have the first line of an address in common.",
)

if TYPE_CHECKING:
    from gateway.schema.customers import Customer

Someone = Annotated["Customer", strawberry.lazy("gateway.schema.customers")]


@error_type(errors.NotFound)
class NotFound(UserError): ...


@error_type(errors.Required)
class Required(UserError): ...


@error_type(errors.TooLong)
class TooLong(UserError): ...


@error_type(errors.InvalidText)
class InvalidText(UserError): ...


@error_type(errors.InvalidValue)
class InvalidValue(UserError): ...


@error_type(errors.NameTaken)
class NameTaken(UserError): ...


@error_type(errors.TooMany)
class TooMany(UserError): ...


@value_type(
    description="One field that somebody saved after you read it: what is stored now and what you sent, as text.",
    of=errors.FieldConflict,
)
class FieldConflict:
    field: str = strawberry.field(
        description="The field as inputs spell it: `firstName`, `address.line1`; or `attribute.` and its name."
    )
    theirs: Optional[str] = strawberry.field(
        description="What is stored now; null for empty or when redacted."
    )
    yours: Optional[str] = strawberry.field(
        description="What you sent; null for empty, or when you did not send it."
    )
    conflicting: bool = strawberry.field(
        description="Whether you sent another value for it; otherwise keep theirs."
    )


@error_type(errors.StaleVersion)
class StaleVersion(UserError):
    current_version: int = strawberry.field(description="The section's version now.")
    changed_by: Optional[str] = strawberry.field(description="Username of who saved last.")
    changed_at: Optional[datetime] = strawberry.field(description="When they saved.")
    fields: list[FieldConflict] = strawberry.field(
        description="Every field saved since the version that you sent."
    )


@error_type(errors.CustomerInactive)
class CustomerInactive(UserError): ...


@error_type(errors.CustomerMerged)
class CustomerMerged(UserError):
    survivor: Optional[Someone] = link(
        CUSTOMERS,
        needs=Permission.CUSTOMER_READ,
        parent="merged_into",
        description="The record that it was merged into.",
    )


@error_type(merge_refusals.MergeInProgress)
class MergeInProgress(UserError): ...


@error_type(merge_refusals.SameCustomer)
class SameCustomer(UserError): ...


@error_type(errors.WrongKind)
class WrongKind(UserError): ...


@error_type(errors.InvalidEmail)
class InvalidEmail(UserError): ...


@error_type(errors.EmailNotUnique)
class EmailNotUnique(UserError):
    holder: Optional[Someone] = link(
        CUSTOMERS,
        needs=Permission.CUSTOMER_READ,
        parent="holder",
        description="The record that has the address; null when you may not see it.",
    )


@error_type(errors.EmailNotAllowedForOrganisation)
class EmailNotAllowedForOrganisation(UserError): ...


@error_type(errors.EmailRequiredForOnlineAccount)
class EmailRequiredForOnlineAccount(UserError): ...


@error_type(errors.InvalidDateOfBirth)
class InvalidDateOfBirth(UserError): ...


@error_type(errors.InvalidDate)
class InvalidDate(UserError): ...


@value_type(description="A record that may be the same as another.", of=errors.DuplicateCandidate)
class DuplicateCandidate:
    friendly_id: str = strawberry.field(description="The friendly id of the record.")
    name: str = strawberry.field(description="The name that heads the record.")
    score: int = strawberry.field(description="How alike they are, from 0 to 100.")
    likely: bool = strawberry.field(description="Whether the score makes it likely, not only possible.")
    reasons: list[Reason] = strawberry.field(description="What makes them alike, or different.")
    customer: Optional[Someone] = link(
        CUSTOMERS, needs=Permission.CUSTOMER_READ, parent="customer_id", description="The record."
    )


@error_type(errors.PossibleDuplicate)
class PossibleDuplicate(UserError):
    candidates: list[DuplicateCandidate] = strawberry.field(
        description="The records that may be the same, the most alike first."
    )


@error_type(errors.ImageNotAccepted)
class ImageNotAccepted(UserError): ...


@error_type(errors.DocumentNotAccepted)
class DocumentNotAccepted(UserError): ...


@error_type(errors.AddressIsDefault)
class AddressIsDefault(UserError): ...


@error_type(errors.LastAddress)
class LastAddress(UserError): ...


@error_type(errors.DuplicateAddress)
class DuplicateAddress(UserError): ...


@error_type(errors.InvalidPostcode)
class InvalidPostcode(UserError): ...


@error_type(errors.UnknownCountry)
class UnknownCountry(UserError): ...


@error_type(errors.AttributeTypeMismatch)
class AttributeTypeMismatch(UserError): ...


@error_type(errors.AttributeOptionUnknown)
class AttributeOptionUnknown(UserError): ...


@error_type(errors.ProtectedAttribute)
class ProtectedAttribute(UserError): ...


@error_type(errors.ReasonRequired)
class ReasonRequired(UserError): ...


@error_type(errors.PreferenceNotAsked)
class PreferenceNotAsked(UserError): ...


@error_type(errors.AutotagNotEditable)
class AutotagNotEditable(UserError): ...


@error_type(errors.CriterionRequired)
class CriterionRequired(UserError): ...


@error_type(autotag_refusals.AutotagCycle)
class AutotagCycle(UserError): ...


@error_type(autotag_refusals.PreviewRequired)
class PreviewRequired(UserError):
    would_add: int = strawberry.field(description="How many records the tag would come onto.")
    would_remove: int = strawberry.field(description="How many records the tag would go from.")


@error_type(autotag_refusals.PreviewChanged)
class PreviewChanged(UserError):
    would_add: int = strawberry.field(description="How many records the tag would come onto now.")
    would_remove: int = strawberry.field(description="How many records the tag would go from now.")


@error_type(errors.LastAdministrator)
class LastAdministrator(UserError): ...


@error_type(errors.RoleNotGrantable)
class RoleNotGrantable(UserError): ...


@error_type(errors.PinboardFull)
class PinboardFull(UserError): ...
