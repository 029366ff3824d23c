"""Why a record cannot be converted as it stands: each fact with what clears it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from domain.refusals import Refusal


class HasCreditBalance(Refusal):
    """There is credit on the account, and Organisations do not purchase; name an Individual who takes it over."""

    code = "HAS_CREDIT_BALANCE"


class HasLegacies(Refusal):
    """A person left a legacy; name an Individual to whom it goes with its opportunity."""

    code = "HAS_LEGACIES"


class HasAgentAccess(Refusal):
    """The record sells for you through the agency API; revoke its access first."""

    code = "HAS_AGENT_ACCESS"


class HasInvitations(Refusal):
    """Organisations are not invited; keep the person's record, or cancel the invitations that are still to come."""

    code = "HAS_INVITATIONS"


class FacilitatesOrders(Refusal):
    """Orders were placed by this person for others; keep the person's record, so that they have somebody to go to."""

    code = "FACILITATES_ORDERS"


@dataclass(eq=False)
class RelationshipTypeIncompatible(Refusal):
    """Current relationships are of types that the new kind of record cannot have; have them ended."""

    code = "RELATIONSHIP_TYPE_INCOMPATIBLE"

    relationship_ids: tuple[UUID, ...] = ()


@dataclass(eq=False)
class ProtectedAttributeNotCopied(Refusal):
    """A protected attribute would be lost; somebody who may edit protected data removes it, or discards it here."""

    code = "PROTECTED_ATTRIBUTE_NOT_COPIED"

    definition_ids: tuple[UUID, ...] = ()
