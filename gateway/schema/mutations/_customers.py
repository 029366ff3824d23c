"""What the forms for a new record and for its details take."""

from __future__ import annotations

from datetime import date
from typing import Optional

import strawberry

from gateway.schema.mutations.addresses import AddressInput
from gateway.schema.mutations.attributes import AttributeValueInput
from gateway.schema.mutations.preferences import ContactPreferenceAnswerInput

_NO_EMAIL = (
    "An Organisation has none: an address given here is refused, and belongs on an Individual related to it."
)


@strawberry.input(description="The steps after the details, the same for both kinds of record.")
class NewRecordInput:
    address: AddressInput = strawberry.field(
        description="The first address, which becomes the default for billing and for delivery."
    )
    contact_preferences: list[ContactPreferenceAnswerInput] = strawberry.field(
        default_factory=list,
        description="Answers to contact preferences; one that is not among them is Not Asked.",
    )
    tag_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Normal tags to give; autotags come by themselves."
    )
    attributes: list[AttributeValueInput] = strawberry.field(
        default_factory=list, description="Values of attributes; the required ones must be among them."
    )
    acknowledged_duplicates: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="The records, by either id, that were shown as possible duplicates and are somebody else.",
    )


@strawberry.input(description="A new Individual.")
class NewIndividualInput(NewRecordInput):
    title: Optional[str] = strawberry.field(
        default=None, description="Title, such as Dr; at most 20 characters."
    )
    first_name: str = strawberry.field(description="First name; at most 50 characters.")
    last_name: str = strawberry.field(description="Last name; at most 50 characters.")
    email: Optional[str] = strawberry.field(
        default=None, description="Email address; no other record may have it."
    )
    phone: Optional[str] = strawberry.field(
        default=None, description="Phone number as given; at most 30 characters."
    )
    mobile: Optional[str] = strawberry.field(
        default=None, description="Mobile or cell number, where it differs."
    )
    birth_date: Optional[date] = strawberry.field(default=None, description="Date of birth, from 1900 on.")


@strawberry.input(description="A new Organisation.")
class NewOrganisationInput(NewRecordInput):
    name: str = strawberry.field(description="Name; at most 120 characters.")
    primary_contact: Optional[str] = strawberry.field(
        default=None, description="Name of the person to ask for; at most 120 characters."
    )
    phone: Optional[str] = strawberry.field(
        default=None, description="Phone number as given; at most 30 characters."
    )
    mobile: Optional[str] = strawberry.field(
        default=None, description="Mobile or cell number, where it differs."
    )
    email: Optional[str] = strawberry.field(default=None, description=_NO_EMAIL)


@strawberry.input(one_of=True, description="A new record of one of the two kinds.")
class CreateCustomerInput:
    individual: Optional[NewIndividualInput] = strawberry.field(
        default=strawberry.UNSET, description="A person, with what only a person has."
    )
    organisation: Optional[NewOrganisationInput] = strawberry.field(
        default=strawberry.UNSET, description="An organisation."
    )


@strawberry.input(
    description="What to change of an Individual: absent leaves a value, null clears it; the names cannot be cleared."
)
class IndividualChanges:
    title: Optional[str] = strawberry.field(
        default=strawberry.UNSET, description="Title, such as Dr; null for none."
    )
    first_name: Optional[str] = strawberry.field(
        default=strawberry.UNSET, description="First name; it cannot be emptied."
    )
    last_name: Optional[str] = strawberry.field(
        default=strawberry.UNSET, description="Last name; it cannot be emptied."
    )
    email: Optional[str] = strawberry.field(
        default=strawberry.UNSET,
        description="Email address; clearing it turns the online account off with it.",
    )
    phone: Optional[str] = strawberry.field(default=strawberry.UNSET, description="Phone number.")
    mobile: Optional[str] = strawberry.field(default=strawberry.UNSET, description="Mobile or cell number.")
    birth_date: Optional[date] = strawberry.field(default=strawberry.UNSET, description="Date of birth.")
    deceased_on: Optional[date] = strawberry.field(
        default=strawberry.UNSET,
        description="Day of death; the customer is then not contacted in any way.",
    )
    online_account_active: Optional[bool] = strawberry.field(
        default=strawberry.UNSET,
        description="Whether the customer can sign in on the website; needs an email address.",
    )


@strawberry.input(
    description="What to change of an Organisation: absent leaves a value, null clears it; the name cannot be cleared."
)
class OrganisationChanges:
    name: Optional[str] = strawberry.field(
        default=strawberry.UNSET, description="Name of the organisation; it cannot be emptied."
    )
    primary_contact: Optional[str] = strawberry.field(
        default=strawberry.UNSET, description="Name of the person to ask for."
    )
    phone: Optional[str] = strawberry.field(default=strawberry.UNSET, description="Phone number.")
    mobile: Optional[str] = strawberry.field(default=strawberry.UNSET, description="Mobile or cell number.")
    email: Optional[str] = strawberry.field(default=strawberry.UNSET, description=_NO_EMAIL)


@strawberry.input(one_of=True, description="Changes of the details of a record, for its kind.")
class DetailsInput:
    individual: Optional[IndividualChanges] = strawberry.field(
        default=strawberry.UNSET, description="Changes of an Individual."
    )
    organisation: Optional[OrganisationChanges] = strawberry.field(
        default=strawberry.UNSET, description="Changes of an Organisation."
    )
