"""Creating a customer with all that the form takes, and changing the details of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Optional, TypeVar, Union, cast

import strawberry

from db.work import Work
from domain.customers import DetailChanges, Kind
from domain.errors import Problems
from domain.permissions import Permission
from gateway.commands import customers as commands
from gateway.commands._records import CustomerRef
from gateway.context import Context
from gateway.resolvers.duplicates import finder
from gateway.schema import errors as e
from gateway.schema._mutations import changes_in, customer_ref, key, mutation
from gateway.schema._payloads import CustomerPayload
from gateway.schema.mutations._customers import CreateCustomerInput, DetailsInput
from gateway.schema.mutations.attributes import AttributeValueInput, read_values
from gateway.schema.mutations.preferences import read_answers

WRITE = Permission.CUSTOMER_WRITE
T = TypeVar("T")

_DETAILS = (
    "title", "first_name", "last_name", "name", "primary_contact",
    "email", "phone", "mobile", "birth_date", "deceased_on", "online_account_active",
)  # fmt: skip


CreateCustomerError = Annotated[
    Union[
        e.PossibleDuplicate, e.EmailNotUnique, e.EmailNotAllowedForOrganisation, e.Required, e.TooLong, e.InvalidText,
        e.InvalidEmail, e.InvalidDateOfBirth, e.InvalidPostcode, e.UnknownCountry, e.InvalidDate, e.InvalidValue,
        e.NotFound, e.TooMany, e.PreferenceNotAsked, e.ReasonRequired, e.AutotagNotEditable, e.WrongKind,
        e.AttributeTypeMismatch, e.AttributeOptionUnknown, e.ProtectedAttribute,
    ],
    strawberry.union("CreateCustomerError", description="Why no record was created."),
]  # fmt: skip

UpdateCustomerError = Annotated[
    Union[
        e.NotFound, e.CustomerInactive, e.CustomerMerged, e.MergeInProgress,
        e.StaleVersion, e.WrongKind, e.EmailNotUnique,
        e.EmailNotAllowedForOrganisation, e.EmailRequiredForOnlineAccount, e.Required, e.TooLong, e.InvalidText,
        e.InvalidEmail, e.InvalidDateOfBirth, e.InvalidDate, e.InvalidValue, e.AttributeTypeMismatch,
        e.AttributeOptionUnknown, e.ProtectedAttribute,
    ],
    strawberry.union("UpdateCustomerError", description="Why nothing of the details was changed."),
]  # fmt: skip


@strawberry.type(description="What came of creating a record.")
class CreateCustomerPayload(CustomerPayload):
    errors: list[CreateCustomerError] = strawberry.field(
        default_factory=list, description="Everything that is wrong with the input; empty when it was stored."
    )


@strawberry.type(description="What came of changing the details of a record.")
class UpdateCustomerPayload(CustomerPayload):
    deactivation_offered: bool = strawberry.field(
        default=False,
        description="Whether the customer was just recorded as deceased: offer to deactivate the record as well.",
    )
    errors: list[UpdateCustomerError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


async def _create(
    context: Context,
    tx: Work,
    input: Annotated[CreateCustomerInput, strawberry.argument(description="The new record.")],
) -> CreateCustomerPayload:
    kind = Kind.INDIVIDUAL if input.individual else Kind.ORGANISATION
    given: Any = input.individual or input.organisation
    whole, unread = Problems(), Problems()
    with whole.at(kind.name.lower()):
        new = commands.NewCustomer(
            kind,
            _details(given),
            given.address.read(),
            _read(unread, lambda: read_answers(given.contact_preferences, "contactPreferences")),
            _read(unread, lambda: _keys(given.tag_ids)),
            _read(unread, lambda: read_values(given.attributes, currency=context.settings.currency)),
            _read(unread, lambda: _refs(given.acknowledged_duplicates)) or (),
        )
        customer = await commands.create_customer(
            tx, new, unread, here=_here(context), find_alike=finder(context.settings)
        )
    whole.raise_any()
    return CreateCustomerPayload(customer_id=customer.id)


async def _update(
    context: Context,
    tx: Work,
    customer_id: Annotated[strawberry.ID, strawberry.argument(description="The customer, by either id.")],
    expected_version: Annotated[
        int, strawberry.argument(description="The section's version as you read it: `detailsVersion`.")
    ],
    details: Annotated[
        Optional[DetailsInput], strawberry.argument(description="What to change of the details.")
    ] = None,
    attributes: Annotated[
        Optional[list[AttributeValueInput]],
        strawberry.argument(description="Values of attributes; one that is not among them keeps its own."),
    ] = None,
) -> UpdateCustomerPayload:
    kind, changes = None, DetailChanges()
    if details:
        kind = Kind.INDIVIDUAL if details.individual else Kind.ORGANISATION
        changes = _details(details.individual or details.organisation)
    unread = Problems()
    values = _read(unread, lambda: read_values(attributes, currency=context.settings.currency))
    customer = await commands.update_customer(
        tx,
        customer_ref(customer_id),
        kind,
        changes,
        values or (),
        unread,
        expected_version=expected_version,
        here=_here(context),
    )
    return UpdateCustomerPayload(
        customer_id=customer.id, deactivation_offered=changes.get("deceased_on") is not None
    )


def _here(context: Context) -> commands.Circumstances:
    settings = context.settings
    return commands.Circumstances(context.today, settings.country, settings.currency, context.vault.vault)


def _details(input: Any) -> DetailChanges:
    names = [name for name in _DETAILS if hasattr(input, name)]
    return cast(DetailChanges, changes_in(input, *names))


def _read(problems: Problems, read: Callable[[], T]) -> T | None:
    """What `read` makes of a part of the input; None when it cannot be read, with the reasons kept."""
    with problems.at():
        return read()
    return None


def _keys(texts: Sequence[strawberry.ID]) -> tuple[Any, ...]:
    problems = Problems()
    found = []
    for place, text in enumerate(texts):
        with problems.at("tagIds", str(place)):
            found.append(key("tag", text))
    problems.raise_any()
    return tuple(found)


def _refs(texts: Sequence[strawberry.ID]) -> tuple[CustomerRef, ...]:
    problems = Problems()
    found = []
    for place, text in enumerate(texts):
        with problems.at():
            found.append(customer_ref(text, "acknowledgedDuplicates", str(place)))
    problems.raise_any()
    return tuple(found)


@strawberry.type
class CustomerMutation:
    create_customer: CreateCustomerPayload = mutation(
        _create,
        needs=WRITE,
        description="Create a record with its details, first address, contact preferences, tags and attributes.",
    )
    update_customer: UpdateCustomerPayload = mutation(
        _update, needs=WRITE, description="Change the details and attributes of a record."
    )
