"""Recording a customer's answers to the contact preferences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Optional, Union

import strawberry

from db.work import Work
from domain.errors import Problems
from domain.permissions import Permission
from domain.preferences import Answer
from gateway.commands import preferences as commands
from gateway.context import Context
from gateway.schema import errors as e
from gateway.schema._mutations import customer_ref, key, mutation
from gateway.schema._payloads import CustomerPayload

CustomerId = Annotated[strawberry.ID, strawberry.argument(description="The customer, by either id.")]
ExpectedVersion = Annotated[
    int, strawberry.argument(description="The section's version as you read it: `contactPreferencesVersion`.")
]


@strawberry.input(description="What a customer answered to one contact preference.")
class ContactPreferenceAnswerInput:
    definition_id: strawberry.ID = strawberry.field(
        description="The contact preference, by its `definitionId`."
    )
    answer: Answer = strawberry.field(description="The customer's answer to its current text.")
    reason: Optional[str] = strawberry.field(
        default=None, description="Why; needed to set an answer back to Not Asked. At most 200 characters."
    )
    evidence: Optional[str] = strawberry.field(
        default=None,
        description="What proves the answer, such as the form it was given on. At most 1,000 characters.",
    )

    def read(self) -> commands.NewAnswer:
        """The input as the command takes it; NotFound for an id that names no preference."""
        definition_id = key("prf", self.definition_id, "definitionId")
        return commands.NewAnswer(definition_id, self.answer, self.reason, self.evidence)


def read_answers(
    answers: Sequence[ContactPreferenceAnswerInput], *path: str
) -> tuple[commands.NewAnswer, ...]:
    """The answers as the commands take them; every id that names nothing is refused at once, under `path`."""
    problems = Problems()
    read = []
    for place, given in enumerate(answers):
        with problems.at(*path, str(place)):
            read.append(given.read())
    problems.raise_any()
    return tuple(read)


Answers = Annotated[
    list[ContactPreferenceAnswerInput],
    strawberry.argument(description="The answers given; a preference that is not among them keeps its own."),
]

SetContactPreferencesError = Annotated[
    Union[
        e.NotFound, e.CustomerInactive, e.CustomerMerged, e.MergeInProgress,
        e.StaleVersion, e.PreferenceNotAsked, e.ReasonRequired,
        e.InvalidValue, e.TooLong, e.InvalidText, e.TooMany,
    ],
    strawberry.union("SetContactPreferencesError", description="Why no answer was recorded."),
]  # fmt: skip


@strawberry.type(description="What came of recording answers to contact preferences.")
class SetContactPreferencesPayload(CustomerPayload):
    errors: list[SetContactPreferencesError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


async def _set(
    context: Context, tx: Work, customer_id: CustomerId, expected_version: ExpectedVersion, answers: Answers
) -> SetContactPreferencesPayload:
    customer = await commands.set_contact_preferences(
        tx, customer_ref(customer_id), read_answers(answers, "answers"), expected_version=expected_version
    )
    return SetContactPreferencesPayload(customer_id=customer.id)


@strawberry.type
class ContactPreferenceMutation:
    set_contact_preferences: SetContactPreferencesPayload = mutation(
        _set,
        needs=Permission.CUSTOMER_WRITE,
        description="Record what a customer answers. Every answer is kept; the latest one counts.",
    )
