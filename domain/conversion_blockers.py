"""What stands in the way of a conversion, each as the refusal that says what clears it (CNV-P06, CNV-P09)."""

from __future__ import annotations

from collections.abc import Iterator

from domain.conversion_refusals import (
    FacilitatesOrders,
    HasAgentAccess,
    HasCreditBalance,
    HasInvitations,
    HasLegacies,
    ProtectedAttributeNotCopied,
    RelationshipTypeIncompatible,
)
from domain.conversions import Choices, Facts, Recipient, ToOrganisation
from domain.customers import Kind
from domain.errors import (
    CustomerInactive,
    InvalidValue,
    NotFound,
    ProtectedAttribute,
    Required,
    WrongKind,
)
from domain.merge_refusals import MergeInProgress
from domain.refusals import Refusal


def blockers_of(facts: Facts, choices: Choices, target: Kind, *, may_discard: bool) -> list[Refusal]:
    """Everything that has to be cleared first; empty where the record can be converted so."""
    if facts.kind is target:
        named = "an Individual" if target is Kind.INDIVIDUAL else "an Organisation"
        return [WrongKind(f"This record is {named} already; nothing is to be converted.", ("input",))]
    found = [*_of_record(facts)]
    if isinstance(choices, ToOrganisation):
        found += _of_holdings(facts, choices)
        found += _of_person(facts, choices)
    found += _of_relationships(facts, choices, target)
    found += _of_attributes(facts, choices, target, may_discard)
    return found


def _of_record(facts: Facts) -> Iterator[Refusal]:
    if not facts.active:
        yield CustomerInactive(
            "This record is inactive; reactivate it before you convert it.", ("customerId",)
        )
    if facts.under_way:
        yield MergeInProgress(
            "This record is being merged or converted just now; try again in a moment.", ("customerId",)
        )


def _path(target: Kind, *names: str) -> tuple[str, ...]:
    return "input", "toOrganisation" if target is Kind.ORGANISATION else "toIndividual", *names


def _of_holdings(facts: Facts, choices: ToOrganisation) -> Iterator[Refusal]:
    credit, legacies = (_path(Kind.ORGANISATION, name) for name in ("transferCreditTo", "reassignLegaciesTo"))
    if facts.held.credit:
        if choices.credit_to is None:
            yield HasCreditBalance(
                "There is credit on the account: let it be used up, or name an Individual who takes it over.",
                credit,
            )
        else:
            yield from _of_recipient(facts, choices, choices.credit_to, credit)
    if facts.held.legacies:
        if choices.legacies_to is None:
            yield HasLegacies(
                "A person left a legacy: name an Individual to whom it goes with its opportunity.", legacies
            )
        else:
            yield from _of_recipient(facts, choices, choices.legacies_to, legacies)
    if facts.held.has_agent_access:
        yield HasAgentAccess(
            "The record sells through the agency API: revoke its access and its key first.", ("customerId",)
        )


def _of_recipient(
    facts: Facts, choices: ToOrganisation, recipient: Recipient, path: tuple[str, ...]
) -> Iterator[Refusal]:
    if recipient.ref is None:
        if not choices.keep_person:
            yield InvalidValue("No record is made for the person; name another Individual.", path)
        return
    party = facts.party(recipient.ref)
    if party is None:
        yield NotFound("There is no customer with this id whom you may see.", path)
    elif party.id == facts.customer_id:
        yield InvalidValue("This is the record that is converted; name another Individual.", path)
    elif party.kind is not Kind.INDIVIDUAL:
        yield WrongKind("Only an Individual can take it over; name another record.", path)
    elif not party.active:
        yield CustomerInactive("This record is inactive; name another Individual.", path)


def _of_person(facts: Facts, choices: ToOrganisation) -> Iterator[Refusal]:
    type_path = _path(Kind.ORGANISATION, "relationshipTypeId")
    if choices.relationship_type_id is None:
        yield Required("Choose what the person is to the Organisation.", type_path)
    elif choices.relationship_type_id not in facts.offered_types:
        yield InvalidValue(
            "This is no type between an Individual and an Organisation that is in use; choose another.",
            type_path,
        )
    if choices.keep_person:
        return
    if facts.held.future_invitations and not choices.cancel_invitations:
        yield HasInvitations(
            "The person is invited to what is still to come: keep their record, or cancel these invitations.",
            _path(Kind.ORGANISATION, "cancelInvitations"),
        )
    if facts.held.facilitated_orders:
        yield FacilitatesOrders(
            "The person placed orders for others, which an Organisation cannot: keep their record.",
            _path(Kind.ORGANISATION, "keepPersonRecord"),
        )


def _of_relationships(facts: Facts, choices: Choices, target: Kind) -> Iterator[Refusal]:
    """Those that go to the person's record stand in nobody's way."""
    path = _path(target, "endRelationshipIds")
    known = {each.id for each in facts.ties}
    if choices.end_relationships - known:
        yield NotFound("The record has no relationship with this id that has not ended.", path)
    if isinstance(choices, ToOrganisation) and choices.keep_person:
        return
    left = [each for each in facts.ties if each.id not in choices.end_relationships]
    if left:
        told = ", ".join(f"{each.label} {each.other or 'a hidden record'}" for each in left[:3])
        yield RelationshipTypeIncompatible(
            f"Relationships of this kind of record have to be ended first: {told}"
            f"{' and others' if len(left) > 3 else ''}.",
            path,
            tuple(each.id for each in left),
        )


def _of_attributes(facts: Facts, choices: Choices, target: Kind, may_discard: bool) -> Iterator[Refusal]:
    path = _path(target, "discardProtected")
    protected = {each.definition_id for each in facts.lost if each.protected}
    if choices.discard_protected - protected:
        yield NotFound("The record has no such protected attribute that would be lost.", path)
    left = protected - choices.discard_protected
    if left:
        yield ProtectedAttributeNotCopied(
            "A protected attribute would be lost: somebody who may edit protected data removes or discards it.",
            path,
            tuple(sorted(left)),
        )
    elif protected and not may_discard:
        yield ProtectedAttribute(
            'Only with "Can view and edit protected data" can a protected attribute be discarded.', path
        )
