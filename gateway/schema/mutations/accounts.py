"""Making and changing user accounts, for Settings Administrators."""

from __future__ import annotations

from typing import Annotated, Optional, Union
from uuid import UUID

import strawberry

from db.work import Work
from domain.permissions import Permission, Role
from gateway.commands import accounts as commands
from gateway.context import Context
from gateway.engine.declare import link
from gateway.loaders.accounts import USER_ACCOUNT
from gateway.schema import errors as e
from gateway.schema._mutations import changes_in, key, mutation
from gateway.schema.accounts import UserAccount

ADMINISTER = Permission.USER_ADMINISTRATION
_COLUMNS = ("name", "email", "job_title")

AccountId = Annotated[strawberry.ID, strawberry.argument(description="The user account.")]
Version = Annotated[int, strawberry.argument(description="The account's `version` as you read it.")]


@strawberry.input(description="A new user account.")
class NewUserAccount:
    username: str = strawberry.field(
        description="The name that the audit will know them by, which never changes: at most 50 letters from a to z,"
        " digits, dots, hyphens and underscores. It is stored in lower case."
    )
    name: str = strawberry.field(description="The person's name. At most 100 characters.")
    email: str = strawberry.field(description="The person's email address, which no other account has.")
    job_title: Optional[str] = strawberry.field(
        default=None, description="What the person does. At most 100 characters."
    )
    roles: list[Role] = strawberry.field(
        default_factory=list, description="The roles to grant; SUPPORT is not granted."
    )
    protected_data: bool = strawberry.field(
        default=False, description='Whether to grant "Can view and edit protected data".'
    )


@strawberry.input(description="What to change of a user account: absent leaves a value, null clears it.")
class UserAccountChanges:
    name: Optional[str] = strawberry.field(default=strawberry.UNSET, description="The person's name.")
    email: Optional[str] = strawberry.field(
        default=strawberry.UNSET, description="The person's email address."
    )
    job_title: Optional[str] = strawberry.field(default=strawberry.UNSET, description="What the person does.")
    active: Optional[bool] = strawberry.field(
        default=strawberry.UNSET,
        description="False refuses every request of the person from now on; true allows them.",
    )


UserAccountError = Annotated[
    Union[
        e.NotFound, e.StaleVersion, e.NameTaken, e.Required, e.TooLong, e.InvalidText, e.InvalidEmail,
        e.LastAdministrator, e.RoleNotGrantable,
    ],
    strawberry.union("UserAccountError", description="Why a user account was not stored."),
]  # fmt: skip


@strawberry.type(description="What came of a change to a user account.")
class UserAccountPayload:
    account_id: strawberry.Private[Optional[UUID]] = None
    account: Optional[UserAccount] = link(
        USER_ACCOUNT, needs=ADMINISTER, parent="account_id", description="The account as it is now."
    )
    errors: list[UserAccountError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


async def _create(
    context: Context,
    tx: Work,
    account: Annotated[NewUserAccount, strawberry.argument(description="The account to make.")],
) -> UserAccountPayload:
    row = await commands.create_user_account(
        tx,
        changes_in(account, "username", *_COLUMNS),
        account.roles,
        protected_data=account.protected_data,
    )
    return UserAccountPayload(account_id=row.id)


async def _update(
    context: Context,
    tx: Work,
    account_id: AccountId,
    expected_version: Version,
    account: Annotated[UserAccountChanges, strawberry.argument(description="What to change.")],
) -> UserAccountPayload:
    row = await commands.update_user_account(
        tx,
        key("usr", account_id, "accountId"),
        changes_in(account, *_COLUMNS, "active"),
        expected_version=expected_version,
    )
    return UserAccountPayload(account_id=row.id)


async def _set_roles(
    context: Context,
    tx: Work,
    account_id: AccountId,
    expected_version: Version,
    roles: Annotated[
        list[Role],
        strawberry.argument(
            description="The roles that the account has from now on, and no others; SUPPORT stays as it is."
        ),
    ],
    protected_data: Annotated[
        bool, strawberry.argument(description='Whether it holds "Can view and edit protected data".')
    ],
) -> UserAccountPayload:
    row = await commands.set_user_roles(
        tx,
        key("usr", account_id, "accountId"),
        roles,
        protected_data=protected_data,
        expected_version=expected_version,
    )
    return UserAccountPayload(account_id=row.id)


async def _sign_out(context: Context, tx: Work, account_id: AccountId) -> UserAccountPayload:
    found = key("usr", account_id, "accountId")
    await commands.sign_out_everywhere(tx, found)
    return UserAccountPayload(account_id=found)


@strawberry.type
class UserAccountMutation:
    create_user_account: UserAccountPayload = mutation(
        _create, needs=ADMINISTER, description="Make a user account, with its roles."
    )
    update_user_account: UserAccountPayload = mutation(
        _update, needs=ADMINISTER, description="Change a user account, make it inactive or active again."
    )
    set_user_roles: UserAccountPayload = mutation(
        _set_roles,
        needs=ADMINISTER,
        description="Grant and take roles. What is taken is gone for the person's next request.",
    )
    sign_out_everywhere: UserAccountPayload = mutation(
        _sign_out,
        needs=ADMINISTER,
        description="Refuse every token that the person has; a new sign-in is let in.",
    )
