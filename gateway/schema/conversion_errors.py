"""What conversions are refused for, as clients see it."""

from __future__ import annotations

import strawberry

from domain import conversion_refusals as refusals
from gateway.engine import ids
from gateway.engine.declare import column
from gateway.schema.user_errors import UserError, error_type


@error_type(refusals.HasCreditBalance)
class HasCreditBalance(UserError): ...


@error_type(refusals.HasLegacies)
class HasLegacies(UserError): ...


@error_type(refusals.HasAgentAccess)
class HasAgentAccess(UserError): ...


@error_type(refusals.HasInvitations)
class HasInvitations(UserError): ...


@error_type(refusals.FacilitatesOrders)
class FacilitatesOrders(UserError): ...


@error_type(refusals.RelationshipTypeIncompatible)
class RelationshipTypeIncompatible(UserError):
    relationship_ids: list[strawberry.ID] = column(
        "relationship_ids",
        lambda keys: [ids.encode("rla", each) for each in keys],
        description="The relationships that stand in the way, for `endRelationshipIds`.",
    )


@error_type(refusals.ProtectedAttributeNotCopied)
class ProtectedAttributeNotCopied(UserError):
    definition_ids: list[strawberry.ID] = column(
        "definition_ids",
        lambda keys: [ids.encode("atd", each) for each in keys],
        description="The protected attributes that would be lost, for `discardProtected`.",
    )
