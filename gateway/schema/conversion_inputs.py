"""What is chosen for a conversion, as clients send it: the same for the preview and for the conversion itself."""

from __future__ import annotations

from typing import Optional

import strawberry

from domain.conversions import Choices, Recipient, ToIndividual, ToOrganisation
from gateway.schema._mutations import customer_ref, given, key

Unset = strawberry.UNSET


@strawberry.input(
    one_of=True, description="Who takes something over from a record that becomes an organisation's."
)
class RecipientInput:
    person: Optional[bool] = strawberry.field(
        default=Unset, description="The record that is made for the person; true."
    )
    customer_id: Optional[strawberry.ID] = strawberry.field(
        default=Unset, description="Another Individual, by either id."
    )


@strawberry.input(description="How a person's record becomes an organisation's.")
class ToOrganisationInput:
    relationship_type_id: Optional[strawberry.ID] = strawberry.field(
        default=Unset,
        description="What the person is to the Organisation: one of the types that connect the two kinds. The"
        " conversion needs it; the preview offers the types.",
    )
    name: Optional[str] = strawberry.field(
        default=Unset,
        description="Name of the Organisation, at most 120 characters; left out, first and last name of the person.",
    )
    keep_person_record: bool = strawberry.field(
        default=True,
        description="Whether a new record is made for the person, with all that only a person has. Without it only"
        " their name is kept, as the primary contact.",
    )
    transfer_credit_to: Optional[RecipientInput] = strawberry.field(
        default=Unset, description="Who takes over the account credit; needed where there is any."
    )
    reassign_legacies_to: Optional[RecipientInput] = strawberry.field(
        default=Unset, description="To whom legacies go with their opportunity; needed where there are any."
    )
    cancel_invitations: bool = strawberry.field(
        default=False,
        description="Without a record for the person: whether invitations that are still to come are cancelled.",
    )
    end_relationship_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="Relationships to end today; without a record for the person all that have not ended.",
    )
    discard_protected: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="Definitions of protected attributes whose values may be lost; for those who may edit them.",
    )


@strawberry.input(description="How an organisation's record becomes a person's.")
class ToIndividualInput:
    first_name: Optional[str] = strawberry.field(
        default=Unset,
        description="First name; left out, what stands before the last space of the name. A name of a single word"
        " needs it.",
    )
    last_name: Optional[str] = strawberry.field(
        default=Unset, description="Last name; left out, what stands after the last space of the name."
    )
    restore_details: bool = strawberry.field(
        default=False,
        description="Whether the email address and date of birth come back that a conversion of the last 30 days"
        " removed; an address that another record has by now does not.",
    )
    end_relationship_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="Relationships to end today: all that have not ended must be among them.",
    )
    discard_protected: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="Definitions of protected attributes whose values may be lost; for those who may edit them.",
    )


@strawberry.input(one_of=True, description="Into what a record is converted.")
class ConvertCustomerInput:
    to_organisation: Optional[ToOrganisationInput] = strawberry.field(
        default=Unset, description="An Individual becomes an Organisation."
    )
    to_individual: Optional[ToIndividualInput] = strawberry.field(
        default=Unset, description="An Organisation becomes an Individual; confirm it with the user first."
    )


def choices_in(input: ConvertCustomerInput) -> Choices:
    """The choices that were sent. Refused: NotFound for what is no id."""
    person, organisation = given(input.to_individual), given(input.to_organisation)
    return _to_individual(person) if person is not None else _to_organisation(organisation)


def _to_organisation(chosen: ToOrganisationInput) -> ToOrganisation:
    path = ("input", "toOrganisation")
    type_id = given(chosen.relationship_type_id)
    return ToOrganisation(
        given(chosen.name),
        None if type_id is None else key("rlt", type_id, *path, "relationshipTypeId"),
        chosen.keep_person_record,
        _recipient(chosen.transfer_credit_to, *path, "transferCreditTo"),
        _recipient(chosen.reassign_legacies_to, *path, "reassignLegaciesTo"),
        chosen.cancel_invitations,
        frozenset(key("rla", each, *path, "endRelationshipIds") for each in chosen.end_relationship_ids),
        frozenset(key("atd", each, *path, "discardProtected") for each in chosen.discard_protected),
    )


def _to_individual(chosen: ToIndividualInput) -> ToIndividual:
    path = ("input", "toIndividual")
    return ToIndividual(
        given(chosen.first_name),
        given(chosen.last_name),
        chosen.restore_details,
        frozenset(key("rla", each, *path, "endRelationshipIds") for each in chosen.end_relationship_ids),
        frozenset(key("atd", each, *path, "discardProtected") for each in chosen.discard_protected),
    )


def _recipient(input: RecipientInput | None, *path: str) -> Recipient | None:
    chosen = given(input)
    if chosen is None:
        return None
    named = given(chosen.customer_id)
    return Recipient(None if named is None else customer_ref(named, *path, "customerId"))
