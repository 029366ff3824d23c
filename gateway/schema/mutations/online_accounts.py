"""Mailing a customer the link to set a password."""

from __future__ import annotations

from typing import Annotated, Union

import strawberry

from db.work import Work
from domain.permissions import Permission
from gateway.commands import online_accounts as commands
from gateway.context import Context
from gateway.engine.errors import RequestCode, RequestError
from gateway.schema import errors as e
from gateway.schema import online_account_errors as o
from gateway.schema import paper_errors as p
from gateway.schema._mutations import customer_ref, mutation
from gateway.schema._payloads import CustomerPayload

SendChangePasswordEmailError = Annotated[
    Union[
        e.NotFound, e.CustomerMerged, e.MergeInProgress, e.CustomerInactive, p.NoEmail, o.OrganisationNotAllowed,
        o.OnlineAccountInactive, o.PasswordMailLimit,
    ],
    strawberry.union("SendChangePasswordEmailError", description="Why no mail was sent."),
]  # fmt: skip


@strawberry.type(description="What came of mailing a customer the link to set a password.")
class SendChangePasswordEmailPayload(CustomerPayload):
    errors: list[SendChangePasswordEmailError] = strawberry.field(
        default_factory=list, description="Why nothing was sent and changed; empty when it was."
    )


async def _send(
    context: Context,
    tx: Work,
    customer_id: Annotated[strawberry.ID, strawberry.argument(description="The customer, by either id.")],
    activate: Annotated[
        bool,
        strawberry.argument(description="Whether an online account that is off is turned on with it."),
    ] = False,
) -> SendChangePasswordEmailPayload:
    page = context.settings.password_url
    if page is None:
        raise RequestError(
            RequestCode.NOT_IN_THIS_SYSTEM,
            "This system has no page for setting passwords: whoever runs it sets GATEWAY_PASSWORD_URL.",
        )
    customer = await commands.send_change_password_email(
        tx, customer_ref(customer_id), context.outbox, page=page, activate=activate
    )
    return SendChangePasswordEmailPayload(customer_id=customer.id)


@strawberry.type
class OnlineAccountMutation:
    send_change_password_email: SendChangePasswordEmailPayload = mutation(
        _send,
        needs=Permission.CUSTOMER_SERVICE,
        description="Mail a customer a link to set a password: it works once, for an hour, and earlier ones no longer."
        " At most five an hour.",
    )
