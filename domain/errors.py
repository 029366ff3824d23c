"""What the business says no to: one class a fact, with a stable code and the input to change.

A class's docstring is the description that clients read beside its code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

# Named again, so that whoever refuses imports one module.
from domain.refusals import Problems as Problems
from domain.refusals import Refusal as Refusal
from domain.refusals import Refusals as Refusals

# --- any input


class NotFound(Refusal):
    """There is no such thing, or none that you may see."""

    code = "NOT_FOUND"


class Required(Refusal):
    """A value that the record cannot do without is missing or empty."""

    code = "REQUIRED"
    of_input = True


class TooLong(Refusal):
    """The text is longer than the field holds."""

    code = "TOO_LONG"
    of_input = True


class InvalidText(Refusal):
    """The text has characters that a field of this kind cannot hold, such as control characters."""

    code = "INVALID_TEXT"
    of_input = True


class InvalidValue(Refusal):
    """The value is not one that this field takes."""

    code = "INVALID_VALUE"
    of_input = True


class NameTaken(Refusal):
    """Another entry of the same list has this name already."""

    code = "NAME_TAKEN"


class TooMany(Refusal):
    """The list holds more than it may."""

    code = "TOO_MANY"


@dataclass(eq=False)
class FieldConflict:
    """One field of a stale update: what is stored now and what you sent, as text; null means empty."""

    field: str
    theirs: str | None
    yours: str | None
    conflicting: bool


@dataclass(eq=False)
class StaleVersion(Refusal):
    """Somebody saved this section after you read it; load it again, or keep the changes that do not touch theirs."""

    code = "STALE_VERSION"

    current_version: int = 0
    changed_by: str | None = None
    changed_at: datetime | None = None
    fields: tuple[FieldConflict, ...] = ()


# --- the customer


class CustomerInactive(Refusal):
    """The record is inactive; reactivate it first."""

    code = "CUSTOMER_INACTIVE"


@dataclass(eq=False)
class CustomerMerged(Refusal):
    """The record was merged into another, which is named; work on that one."""

    code = "CUSTOMER_MERGED"

    merged_into: UUID | None = None


class WrongKind(Refusal):
    """This is only for an Individual, or only for an Organisation."""

    code = "WRONG_KIND"


class InvalidEmail(Refusal):
    """This is not an email address that mail can be sent to."""

    code = "INVALID_EMAIL"
    of_input = True


@dataclass(eq=False)
class EmailNotUnique(Refusal):
    """Another record holds this email address, and only one can; merging the two may be what you want."""

    code = "EMAIL_NOT_UNIQUE"

    holder: UUID | None = None


class EmailNotAllowedForOrganisation(Refusal):
    """An Organisation has no email address; put it on an Individual related to it."""

    code = "EMAIL_NOT_ALLOWED_FOR_ORGANISATION"
    of_input = True


class EmailRequiredForOnlineAccount(Refusal):
    """An online account signs in by email: give the record an email address first."""

    code = "EMAIL_REQUIRED_FOR_ONLINE_ACCOUNT"


class InvalidDateOfBirth(Refusal):
    """A date of birth is not in the future and not before 1900."""

    code = "INVALID_DATE_OF_BIRTH"
    of_input = True


class InvalidDate(Refusal):
    """The date cannot be right here."""

    code = "INVALID_DATE"
    of_input = True


@dataclass(frozen=True, slots=True)
class DuplicateCandidate:
    """A record that may be the same person or organisation: its score (0 to 100) and why."""

    customer_id: UUID
    friendly_id: str
    name: str
    score: int
    likely: bool
    reasons: tuple[str, ...]


@dataclass(eq=False)
class PossibleDuplicate(Refusal):
    """Records like this one exist; open them, or name them as acknowledged to create a new one all the same."""

    code = "POSSIBLE_DUPLICATE"

    candidates: tuple[DuplicateCandidate, ...] = ()


class ImageNotAccepted(Refusal):
    """An image is a PNG, JPEG or WebP file of at most 5 MB."""

    code = "IMAGE_NOT_ACCEPTED"
    of_input = True


class DocumentNotAccepted(Refusal):
    """A document is a PDF, a PNG or JPEG image, or a mail (EML, MSG), of at most 10 MB, without a virus (GAD-P08)."""

    code = "DOCUMENT_NOT_ACCEPTED"
    of_input = True


# --- addresses


class AddressIsDefault(Refusal):
    """This is the default billing or delivery address; name the address that takes its place."""

    code = "ADDRESS_IS_DEFAULT"


class LastAddress(Refusal):
    """A record keeps at least one address."""

    code = "LAST_ADDRESS"


class DuplicateAddress(Refusal):
    """The record has this address already, but for case, spaces or punctuation."""

    code = "DUPLICATE_ADDRESS"


class InvalidPostcode(Refusal):
    """The postcode does not have the form of its country's postcodes."""

    code = "INVALID_POSTCODE"
    of_input = True


class UnknownCountry(Refusal):
    """The country is not one of the ISO 3166 two-letter codes."""

    code = "UNKNOWN_COUNTRY"
    of_input = True


# --- attributes, preferences, tags, notes


class AttributeTypeMismatch(Refusal):
    """The value is of another type than the attribute."""

    code = "ATTRIBUTE_TYPE_MISMATCH"
    of_input = True


class AttributeOptionUnknown(Refusal):
    """The attribute has no such option, or it is archived."""

    code = "ATTRIBUTE_OPTION_UNKNOWN"


class ProtectedAttribute(Refusal):
    """The attribute is protected; ask your Settings Administrator for "Can view and edit protected data"."""

    code = "PROTECTED_ATTRIBUTE"


class ReasonRequired(Refusal):
    """This change needs a reason."""

    code = "REASON_REQUIRED"
    of_input = True


class PreferenceNotAsked(Refusal):
    """The contact preference is no longer asked; its answers stay as they are."""

    code = "PREFERENCE_NOT_ASKED"


class AutotagNotEditable(Refusal):
    """An autotag comes and goes by its criteria; nobody sets or removes it by hand."""

    code = "AUTOTAG_NOT_EDITABLE"


# --- user accounts


class LastAdministrator(Refusal):
    """Nobody would be left who can grant roles; make another active Settings Administrator first."""

    code = "LAST_ADMINISTRATOR"


class RoleNotGrantable(Refusal):
    """The role is held by whoever runs the system, and is neither granted nor taken away here."""

    code = "ROLE_NOT_GRANTABLE"


# --- the pinboard


class PinboardFull(Refusal):
    """Your pinboard holds all that it can; unpin something first."""

    code = "PINBOARD_FULL"


# --- search


class CriterionRequired(Refusal):
    """A search needs something to look for."""

    code = "CRITERION_REQUIRED"
    of_input = True
