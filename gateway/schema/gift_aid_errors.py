"""What declarations and cancellations are refused for, as clients see it."""

from __future__ import annotations

from datetime import date

import strawberry

from domain import gift_aid_refusals as refusals
from gateway.schema.user_errors import UserError, error_type


@error_type(refusals.CustomerDeceased)
class CustomerDeceased(UserError): ...


@error_type(refusals.InvalidCoverageDate)
class InvalidCoverageDate(UserError): ...


@error_type(refusals.EvidenceNotAllowed)
class EvidenceNotAllowed(UserError): ...


@error_type(refusals.EvidenceIncomplete)
class EvidenceIncomplete(UserError): ...


@error_type(refusals.GiftAidNameRequired)
class GiftAidNameRequired(UserError): ...


@error_type(refusals.GiftAidAddressRequired)
class GiftAidAddressRequired(UserError): ...


@error_type(refusals.CharityDetailsMissing)
class CharityDetailsMissing(UserError): ...


@error_type(refusals.NoActiveDeclaration)
class NoActiveDeclaration(UserError): ...


@error_type(refusals.WrittenRecordNotNeeded)
class WrittenRecordNotNeeded(UserError): ...


@error_type(refusals.AlreadyAdjusted)
class AlreadyAdjusted(UserError): ...


@error_type(refusals.BackdateTooFar)
class BackdateTooFar(UserError):
    earliest: date = strawberry.field(description="The earliest day that is allowed today.")
