"""What is chosen in the merge wizard, as clients send it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Optional, TypeVar
from uuid import UUID

import strawberry

from domain.errors import InvalidValue, TooMany
from domain.merge_choices import MergeField
from domain.merges import AnswerChoice, BothLive, FieldChoice, MergeChoices, OtherAddresses, Pick
from gateway.schema import _merge_words  # noqa: F401 - describes the words
from gateway.schema._mutations import given, key

Unset = strawberry.UNSET
MOST_CHOICES = 200
MOST_FACILITATORS = 2_000
T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")


@strawberry.input(description="Whose value of one field is kept.")
class MergeFieldChoice:
    field: MergeField = strawberry.field(description="Which field.")
    pick: Pick = strawberry.field(description="Whose value.")
    custom: Optional[str] = strawberry.field(
        default=Unset,
        description="With `CUSTOM`: the value, of a name or a phone number. At most 120 characters.",
    )


@strawberry.input(description="Whose value of one attribute is kept.")
class MergeAttributeChoice:
    definition_id: strawberry.ID = strawberry.field(description="The attribute, which is not protected.")
    pick: Pick = strawberry.field(description="Whose value: `CUSTOM` cannot be chosen.")


@strawberry.input(description="Whose answer to one contact preference carries over.")
class MergePreferenceChoice:
    definition_id: strawberry.ID = strawberry.field(description="The contact preference.")
    pick: Pick = strawberry.field(description="Whose answer: `CUSTOM` cannot be chosen.")
    reason: Optional[str] = strawberry.field(
        default=Unset, description="Why a Yes stands although the other answered No later."
    )


@strawberry.input(description="What becomes of one note; a note that is not named stays as it is.")
class MergeNoteChoice:
    note_id: strawberry.ID = strawberry.field(description="The note, of either record.")
    body: Optional[str] = strawberry.field(description="Its text afterwards; null to delete it.")


@strawberry.input(description="Who has placed one order, from now on.")
class MergeFacilitatorChoice:
    order_id: strawberry.ID = strawberry.field(description="The order.")
    facilitator_id: strawberry.ID = strawberry.field(
        description="An active Individual who may book for the owner of the order, by its opaque id."
    )


@strawberry.input(description="What becomes of two live memberships of one type.")
class MergeMembershipChoice:
    membership_type_id: strawberry.ID = strawberry.field(description="The type of membership.")
    outcome: BothLive = strawberry.field(description="What becomes of the two.")


@strawberry.input(
    description="What is chosen in the merge wizard. Whatever is left out follows the defaults, which the preview shows"
    " with the reason for each. No list may be longer than 200, but that of facilitators, which may have 2,000."
)
class MergeChoicesInput:
    fields: list[MergeFieldChoice] = strawberry.field(
        default_factory=list, description="Whose names, contact information, date of birth and picture."
    )
    attributes: list[MergeAttributeChoice] = strawberry.field(
        default_factory=list, description="Whose attributes."
    )
    billing_address_id: Optional[strawberry.ID] = strawberry.field(
        default=Unset, description="The default billing address afterwards, of either record."
    )
    delivery_address_id: Optional[strawberry.ID] = strawberry.field(
        default=Unset, description="The default delivery address afterwards, of either record."
    )
    other_addresses: OtherAddresses = strawberry.field(
        default=OtherAddresses.KEEP, description="What becomes of the other addresses."
    )
    preferences: list[MergePreferenceChoice] = strawberry.field(
        default_factory=list, description="Whose answers to contact preferences."
    )
    tag_ids: Optional[list[strawberry.ID]] = strawberry.field(
        default=Unset, description="The tags that the merged record bears; left out, those of both."
    )
    notes: list[MergeNoteChoice] = strawberry.field(
        default_factory=list, description="Notes whose text changes, or that are deleted."
    )
    added_note: Optional[str] = strawberry.field(default=Unset, description="A blue note to add.")
    facilitator_id: Optional[strawberry.ID] = strawberry.field(
        default=Unset, description="Who has placed every order that `facilitators` does not name."
    )
    facilitators: list[MergeFacilitatorChoice] = strawberry.field(
        default_factory=list, description="Who has placed single orders."
    )
    recreate_relationship_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="Relationships of the record merged away that the merged record has again.",
    )
    discard_protected_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Protected attributes of the record merged away that are given up."
    )
    memberships: list[MergeMembershipChoice] = strawberry.field(
        default_factory=list, description="What becomes of live memberships that both have."
    )

    def read(self) -> MergeChoices:
        """The choices as the rules take them. Refused: NotFound, TooMany, InvalidValue for what is named twice."""
        tags = given(self.tag_ids)
        return MergeChoices(
            _by(
                "fields",
                self.fields,
                lambda each: (each.field.value, FieldChoice(each.pick, given(each.custom))),
            ),
            _by("attributes", self.attributes, lambda each: (_key("atd", each.definition_id), each.pick)),
            _optional("adr", self.billing_address_id, "billingAddressId"),
            _optional("adr", self.delivery_address_id, "deliveryAddressId"),
            self.other_addresses,
            _by(
                "preferences",
                self.preferences,
                lambda each: (_key("prf", each.definition_id), AnswerChoice(each.pick, given(each.reason))),
            ),
            None if tags is None else _set("tag", tags, "tagIds"),
            _by("notes", self.notes, lambda each: (_key("not", each.note_id), each.body)),
            given(self.added_note),
            _optional("cus", self.facilitator_id, "facilitatorId"),
            _by(
                "facilitators",
                self.facilitators,
                lambda each: (_key("ord", each.order_id), _key("cus", each.facilitator_id)),
                MOST_FACILITATORS,
            ),
            _set("rla", self.recreate_relationship_ids, "recreateRelationshipIds"),
            _set("atd", self.discard_protected_ids, "discardProtectedIds"),
            _by(
                "memberships",
                self.memberships,
                lambda each: (_key("mty", each.membership_type_id), each.outcome),
            ),
        )


def _by(
    name: str, chosen: Sequence[T], read: Callable[[T], tuple[K, V]], most: int = MOST_CHOICES
) -> Mapping[K, V]:
    _check_length(name, chosen, most)
    found = dict(map(read, chosen))
    if len(found) < len(chosen):
        raise InvalidValue("Name each thing once.", ("choices", name))
    return found


def _set(entity: str, chosen: Sequence[str], name: str) -> frozenset[UUID]:
    _check_length(name, chosen, MOST_CHOICES)
    return frozenset(_key(entity, each) for each in chosen)


def _check_length(name: str, chosen: Sequence[object], most: int) -> None:
    if len(chosen) > most:
        raise TooMany(f"At most {most:,} can be named; these are {len(chosen):,}.", ("choices", name))


def _key(entity: str, text: str) -> UUID:
    return key(entity, text, "choices")


def _optional(entity: str, text: object, name: str) -> UUID | None:
    named = given(text)
    return None if named is None else key(entity, named, "choices", name)
