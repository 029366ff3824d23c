"""User accounts as Settings Administrators see them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Optional

import strawberry

from domain.permissions import Permission, Role
from gateway.engine import ids
from gateway.engine.connections import Connection
from gateway.engine.declare import Key, find, identity, page
from gateway.engine.errors import RequestCode, RequestError
from gateway.loaders.accounts import USER_ACCOUNT, USER_ACCOUNTS
from gateway.schema import roles  # noqa: F401 - describes Role
from gateway.schema._rows import row_type
from gateway.schema.nodes import Node, register

ADMINISTER = Permission.USER_ADMINISTRATION


@row_type(description="Somebody who works with the system: who they are, and what they were granted.")
class UserAccount(Node):
    id: strawberry.ID = identity("usr")
    username: str = strawberry.field(description="The name that the audit knows them by; it never changes.")
    name: str = strawberry.field(description="The person's name.")
    email: str = strawberry.field(description="The person's email address; no two accounts have the same.")
    job_title: Optional[str] = strawberry.field(description="What the person does.")
    active: bool = strawberry.field(description="Whether the person may sign in.")
    roles: list[Role] = strawberry.field(description="The roles granted, each good in its own interface.")
    protected_data: bool = strawberry.field(
        description='Whether they hold "Can view and edit protected data", which counts beside a role that works on'
        " records."
    )
    tokens_valid_from: Optional[datetime] = strawberry.field(
        description="When the person was last signed out everywhere: older tokens are refused; null for never."
    )
    created_at: datetime = strawberry.field(description="When the account was made.")
    version: int = strawberry.field(
        description="To be sent as `expectedVersion` when the account is changed."
    )


register("UserAccount", USER_ACCOUNT, ADMINISTER)


def _key(id: Annotated[strawberry.ID, strawberry.argument(description="Id of the account.")]) -> Key:
    key = ids.key_of("usr", id)
    if key is None:
        raise RequestError(RequestCode.BAD_USER_INPUT, "This is not the id of a user account.")
    return Key(USER_ACCOUNT, key)


@strawberry.type
class UserAccountQuery:
    user_accounts: Optional[Connection[UserAccount]] = page(
        USER_ACCOUNTS,
        parent=None,
        needs=ADMINISTER,
        description="Every user account, inactive ones too, by username.",
    )
    user_account: Optional[UserAccount] = find(
        USER_ACCOUNT, _key, needs=ADMINISTER, description="The account with this id; null when there is none."
    )
