"""Making user accounts, changing them, and giving and taking roles (ROL-06)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, func, or_, select, update

from db.models import UserAccount, UserRole
from db.work import Work
from domain.accounts import CHANGES, NEW, check_administrator_stays, check_roles
from domain.audit import Change, changes_between
from domain.errors import NotFound, Problems
from domain.permissions import Role
from gateway.commands._set_up import SetUp, make, open_row, save_row

ACCOUNTS = SetUp(UserAccount, "account", "usr", "account", "User account", label="username")


async def create_user_account(
    tx: Work, given: Mapping[str, Any], roles: Collection[Role], *, protected_data: bool
) -> UserAccount:
    """The account as it was made, active, with these roles. Refused: NameTaken, RoleNotGrantable, bad values."""
    problems = Problems()
    values: dict[str, Any] = {}
    with problems.at():
        values = ACCOUNTS.checked(given, NEW)
    with problems.at("account"):
        check_roles((), roles)
    problems.raise_any()
    granted = changes_between(_nothing_granted(), _granted(roles, protected_data))
    account = await make(tx, ACCOUNTS, values, also=granted, active=True, protected_data=protected_data)
    _grant(tx, account.id, set(roles))
    return account


async def update_user_account(
    tx: Work, account_id: UUID, changed: Mapping[str, Any], *, expected_version: int
) -> UserAccount:
    """The account with `changed` values in place of its own. Refused: LastAdministrator, NameTaken."""
    values = ACCOUNTS.checked(changed, CHANGES)
    await _hold_administrators(tx, account_id)
    account = await open_row(tx, ACCOUNTS, account_id, expected_version, values)
    if account.active and values.get("active") is False:
        await _check_administrator_stays(tx, account, await _roles(tx, account_id), "account", "active")
    await save_row(tx, ACCOUNTS, account, values)
    return account


async def set_user_roles(
    tx: Work, account_id: UUID, roles: Collection[Role], *, protected_data: bool, expected_version: int
) -> UserAccount:
    """The account with these roles and no others. Refused: RoleNotGrantable, LastAdministrator."""
    wanted = set(roles)
    yours = _granted(wanted, protected_data)
    await _hold_administrators(tx, account_id)
    account = await open_row(tx, ACCOUNTS, account_id, expected_version, yours)
    held = await _roles(tx, account_id)
    check_roles(held, wanted)
    if Role.SETTINGS_ADMINISTRATOR in held - wanted:
        await _check_administrator_stays(tx, account, held, "roles")
    before = _granted(held, account.protected_data)
    moved: tuple[Change, ...] = changes_between({"roles": before["roles"]}, {"roles": yours["roles"]})
    gone = [role.value for role in held - wanted]
    if gone:
        await tx.session.execute(
            delete(UserRole).where(UserRole.user_id == account_id, UserRole.role.in_(gone))
        )
    _grant(tx, account_id, wanted - held)
    await save_row(tx, ACCOUNTS, account, {"protected_data": protected_data}, also=moved)
    return account


async def sign_out_everywhere(tx: Work, account_id: UUID) -> None:
    """Every token issued to the account before now is refused from now on."""
    # By the database's clock: the day that a demo plays must not decide which tokens are good.
    signed_out = await tx.session.scalar(
        update(UserAccount)
        .where(UserAccount.id == account_id)
        .values(tokens_valid_from=func.clock_timestamp())
        .returning(UserAccount.username)
    )
    if signed_out is None:
        raise NotFound("There is no such user account.", ("accountId",))
    tx.record(
        "account.signed-out",
        None,
        narrative=f'User account "{signed_out}" signed out everywhere',
        section=ACCOUNTS.place(account_id),
    )


async def _hold_administrators(tx: Work, account_id: UUID) -> None:
    """Lock the account and all Settings Administrators in one order, so that two cannot unseat each other at once."""
    administers = exists().where(
        UserRole.user_id == UserAccount.id, UserRole.role == Role.SETTINGS_ADMINISTRATOR.value
    )
    await tx.session.execute(
        select(UserAccount.id)
        .where(or_(UserAccount.id == account_id, administers))
        .order_by(UserAccount.id)
        .with_for_update()
    )


async def _check_administrator_stays(
    tx: Work, account: UserAccount, held: Collection[Role], *path: str
) -> None:
    if not account.active or Role.SETTINGS_ADMINISTRATOR not in held:
        return
    others = await tx.session.scalar(
        select(func.count())
        .select_from(UserRole)
        .join(UserAccount, UserAccount.id == UserRole.user_id)
        .where(
            UserRole.role == Role.SETTINGS_ADMINISTRATOR.value,
            UserAccount.active,
            UserAccount.id != account.id,
        )
    )
    check_administrator_stays(others or 0, *path)


async def _roles(tx: Work, account_id: UUID) -> set[Role]:
    return set(
        map(Role, await tx.session.scalars(select(UserRole.role).where(UserRole.user_id == account_id)))
    )


def _grant(tx: Work, account_id: UUID, roles: Collection[Role]) -> None:
    tx.session.add_all([UserRole(user_id=account_id, role=role.value) for role in sorted(roles)])


def _granted(roles: Collection[Role], protected_data: bool) -> dict[str, Any]:
    """What the account was granted, by the paths of the audit."""
    return {"roles": sorted(role.value for role in roles), "protected_data": protected_data}


def _nothing_granted() -> dict[str, Any]:
    return _granted((), False)
