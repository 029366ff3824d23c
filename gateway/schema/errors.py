"""Refusals as clients see them: one type a fact, each with a stable code and the input at fault."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Optional

import strawberry

from domain import (
    autotag_refusals,
    bulk_jobs,
    errors,
    gift_aid_refusals,
    mail_refusals,
    statement_refusals,
)

# Their types stand in a file of their own, and their codes are among those below.
from domain import online_account_refusals as online_account_refusals
from domain.duplicates import Reason
from domain.permissions import Permission
from gateway.engine.declare import link
from gateway.engine.errors import RequestCode
from gateway.loaders.customers import CUSTOMERS
from gateway.schema._rows import enum_type, value_type

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

enum_type(
    RequestCode,
    "The `extensions.code` of an error beside the data: why a request, or one field of it, was not answered.",
    **{code.name: code.description for code in RequestCode},
)

if TYPE_CHECKING:
    from gateway.schema.customers import Customer

    class ErrorCode(StrEnum):
        """Made from the refusals below, so that none is forgotten."""


Someone = Annotated["Customer", strawberry.lazy("gateway.schema.customers")]


def _refusals(kind: type[errors.Refusal]) -> list[type[errors.Refusal]]:
    return [found for child in kind.__subclasses__() for found in (child, *_refusals(child))]


def _described(kind: type[errors.Refusal]) -> str:
    return (kind.__doc__ or "").strip()


if not TYPE_CHECKING:
    _codes = {
        kind.code: _described(kind) for kind in sorted(_refusals(errors.Refusal), key=lambda kind: kind.code)
    }
    ErrorCode = enum_type(
        StrEnum("ErrorCode", {code: code for code in _codes}), "Why something was refused.", **_codes
    )


@strawberry.interface(description="Something that was refused, with nothing changed.")
class UserError:
    code: ErrorCode = strawberry.field(description="Stable code of the fact.")
    message: str = strawberry.field(description="What to change, in words for the user.")
    path: list[str] = strawberry.field(description="The input at fault, as a way into the mutation's input.")


def _error(kind: type[errors.Refusal]) -> Any:
    """The type of one refusal, described by its docstring."""

    def decorate(cls: type) -> type:
        cls.is_type_of = staticmethod(lambda told, _info: type(told.refusal) is kind)  # type: ignore[attr-defined]
        return strawberry.type(cls, description=_described(kind))

    return decorate


error_type = _error
"""The same for the refusals of one part, whose types stand in a file of their own."""


@_error(errors.NotFound)
class NotFound(UserError): ...


@_error(errors.Required)
class Required(UserError): ...


@_error(errors.TooLong)
class TooLong(UserError): ...


@_error(errors.InvalidText)
class InvalidText(UserError): ...


@_error(errors.InvalidValue)
class InvalidValue(UserError): ...


@_error(errors.NameTaken)
class NameTaken(UserError): ...


@_error(errors.TooMany)
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


@_error(errors.StaleVersion)
class StaleVersion(UserError):
    current_version: int = strawberry.field(description="The section's version now.")
    changed_by: Optional[str] = strawberry.field(description="Username of who saved last.")
    changed_at: Optional[datetime] = strawberry.field(description="When they saved.")
    fields: list[FieldConflict] = strawberry.field(
        description="Every field saved since the version that you sent."
    )


@_error(errors.CustomerInactive)
class CustomerInactive(UserError): ...


@_error(errors.CustomerMerged)
class CustomerMerged(UserError):
    survivor: Optional[Someone] = link(
        CUSTOMERS,
        needs=Permission.CUSTOMER_READ,
        parent="merged_into",
        description="The record that it was merged into.",
    )


@_error(errors.WrongKind)
class WrongKind(UserError): ...


@_error(errors.InvalidEmail)
class InvalidEmail(UserError): ...


@_error(errors.EmailNotUnique)
class EmailNotUnique(UserError):
    holder: Optional[Someone] = link(
        CUSTOMERS,
        needs=Permission.CUSTOMER_READ,
        parent="holder",
        description="The record that has the address; null when you may not see it.",
    )


@_error(errors.EmailNotAllowedForOrganisation)
class EmailNotAllowedForOrganisation(UserError): ...


@_error(errors.EmailRequiredForOnlineAccount)
class EmailRequiredForOnlineAccount(UserError): ...


@_error(errors.InvalidDateOfBirth)
class InvalidDateOfBirth(UserError): ...


@_error(errors.InvalidDate)
class InvalidDate(UserError): ...


@_error(statement_refusals.InvalidPeriod)
class InvalidPeriod(UserError): ...


@_error(statement_refusals.PeriodTooLong)
class PeriodTooLong(UserError): ...


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


@_error(errors.PossibleDuplicate)
class PossibleDuplicate(UserError):
    candidates: list[DuplicateCandidate] = strawberry.field(
        description="The records that may be the same, the most alike first."
    )


@_error(errors.ImageNotAccepted)
class ImageNotAccepted(UserError): ...


@_error(errors.DocumentNotAccepted)
class DocumentNotAccepted(UserError): ...


@_error(errors.AddressIsDefault)
class AddressIsDefault(UserError): ...


@_error(errors.LastAddress)
class LastAddress(UserError): ...


@_error(errors.DuplicateAddress)
class DuplicateAddress(UserError): ...


@_error(errors.InvalidPostcode)
class InvalidPostcode(UserError): ...


@_error(errors.UnknownCountry)
class UnknownCountry(UserError): ...


@_error(errors.AttributeTypeMismatch)
class AttributeTypeMismatch(UserError): ...


@_error(errors.AttributeOptionUnknown)
class AttributeOptionUnknown(UserError): ...


@_error(errors.ProtectedAttribute)
class ProtectedAttribute(UserError): ...


@_error(errors.ReasonRequired)
class ReasonRequired(UserError): ...


@_error(errors.PreferenceNotAsked)
class PreferenceNotAsked(UserError): ...


@_error(errors.AutotagNotEditable)
class AutotagNotEditable(UserError): ...


@_error(errors.CriterionRequired)
class CriterionRequired(UserError): ...


@_error(autotag_refusals.AutotagCycle)
class AutotagCycle(UserError): ...


@_error(autotag_refusals.PreviewRequired)
class PreviewRequired(UserError):
    would_add: int = strawberry.field(description="How many records the tag would come onto.")
    would_remove: int = strawberry.field(description="How many records the tag would go from.")


@_error(autotag_refusals.PreviewChanged)
class PreviewChanged(UserError):
    would_add: int = strawberry.field(description="How many records the tag would come onto now.")
    would_remove: int = strawberry.field(description="How many records the tag would go from now.")


@_error(mail_refusals.NoEmail)
class NoEmail(UserError): ...


@_error(mail_refusals.NothingToSend)
class NothingToSend(UserError): ...


@_error(mail_refusals.MailTooSoon)
class MailTooSoon(UserError):
    try_again_at: datetime = strawberry.field(description="From when on it can be sent again.")


@_error(errors.LastAdministrator)
class LastAdministrator(UserError): ...


@_error(errors.RoleNotGrantable)
class RoleNotGrantable(UserError): ...


@_error(bulk_jobs.BulkJobEnded)
class BulkJobEnded(UserError): ...


@_error(errors.PinboardFull)
class PinboardFull(UserError): ...


@_error(gift_aid_refusals.CustomerDeceased)
class CustomerDeceased(UserError): ...


@_error(gift_aid_refusals.InvalidCoverageDate)
class InvalidCoverageDate(UserError): ...


@_error(gift_aid_refusals.EvidenceNotAllowed)
class EvidenceNotAllowed(UserError): ...


@_error(gift_aid_refusals.EvidenceIncomplete)
class EvidenceIncomplete(UserError): ...


@_error(gift_aid_refusals.GiftAidNameRequired)
class GiftAidNameRequired(UserError): ...


@_error(gift_aid_refusals.GiftAidAddressRequired)
class GiftAidAddressRequired(UserError): ...


@_error(gift_aid_refusals.CharityDetailsMissing)
class CharityDetailsMissing(UserError): ...


@_error(gift_aid_refusals.NoActiveDeclaration)
class NoActiveDeclaration(UserError): ...


@_error(gift_aid_refusals.WrittenRecordNotNeeded)
class WrittenRecordNotNeeded(UserError): ...


@_error(gift_aid_refusals.BackdateTooFar)
class BackdateTooFar(UserError):
    earliest: date = strawberry.field(description="The earliest day that is allowed today.")
