"""What is refused of declarations, cancellations and what proves them: one class a fact, as in `domain.errors`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.refusals import Refusal


@dataclass(eq=False)
class BackdateTooFar(Refusal):
    """Gift Aid reaches back four years at most; the earliest day that is allowed is named."""

    code = "BACKDATE_TOO_FAR"
    of_input = True

    earliest: date = date.min


class InvalidCoverageDate(Refusal):
    """The day does not go with the option: only what goes back has one, and it lies before today."""

    code = "INVALID_COVERAGE_DATE"
    of_input = True


class EvidenceNotAllowed(Refusal):
    """This kind of declaration is not proved in this way: only verbal ones are by email or by post."""

    code = "EVIDENCE_NOT_ALLOWED"
    of_input = True


class EvidenceIncomplete(Refusal):
    """What proves the declaration is missing, or there is more of it than one kind."""

    code = "EVIDENCE_INCOMPLETE"
    of_input = True


class GiftAidAddressRequired(Refusal):
    """A declaration needs a home address with its first line and its postcode."""

    code = "GIFT_AID_ADDRESS_REQUIRED"


class GiftAidNameRequired(Refusal):
    """A declaration needs the donor's first name, or its initial, and the last name."""

    code = "GIFT_AID_NAME_REQUIRED"


class CustomerDeceased(Refusal):
    """The customer has died; nobody can declare for them."""

    code = "CUSTOMER_DECEASED"


class NoActiveDeclaration(Refusal):
    """No declaration has a day left on or after the day of the cancellation."""

    code = "NO_ACTIVE_DECLARATION"


class CharityDetailsMissing(Refusal):
    """The charity's details or the text that donors agree to are missing; a Settings Administrator sets them up."""

    code = "CHARITY_DETAILS_MISSING"


class WrittenRecordNotNeeded(Refusal):
    """Only a verbal declaration is confirmed by a written record, and only once."""

    code = "WRITTEN_RECORD_NOT_NEEDED"


class AlreadyAdjusted(Refusal):
    """Gift Aid for this donation is being given back already, so that it stays excluded."""

    code = "ALREADY_ADJUSTED"
