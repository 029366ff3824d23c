"""What a user account is set up with, and which roles may be given and taken (ROL-06)."""

from __future__ import annotations

import re
from collections.abc import Collection

from domain.emails import clean_email
from domain.errors import InvalidText, LastAdministrator, RoleNotGrantable
from domain.permissions import Role
from domain.set_up import a_flag, a_line, a_name
from domain.texts import required

USERNAME_LIMIT = 50
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
# The audit names the customer online and the system's own jobs where it names users.
_RESERVED = frozenset({"web", "system"})


def clean_username(value: str | None) -> str:
    """A username as it is stored, in lower case, so that no two differ in case alone."""
    name: str = a_name("username", USERNAME_LIMIT)(value).lower()
    if not _USERNAME.fullmatch(name):
        raise InvalidText(
            "A username has letters from a to z, digits, dots, hyphens and underscores, and begins with a letter"
            " or digit.",
            ("username",),
        )
    if name in _RESERVED:
        raise InvalidText(f'The audit uses "{name}" for itself; choose another username.', ("username",))
    return name


def _email(value: str | None) -> str:
    return required(clean_email(value), field="email")


CHANGES = {"name": a_name(), "email": _email, "job_title": a_line("jobTitle"), "active": a_flag("active")}
# A username is who did it in every audit entry, so it is given once.
NEW = {**CHANGES, "username": clean_username}


def check_roles(held: Collection[Role], wanted: Collection[Role]) -> None:
    """Support is of whoever runs the deployment: nobody is given or denied it from within (ROL-P01)."""
    if (Role.SUPPORT in held) != (Role.SUPPORT in wanted):
        raise RoleNotGrantable(
            "The role Support is held by whoever runs the system, and is neither granted nor taken away here.",
            ("roles",),
        )


def check_administrator_stays(others: int, *path: str) -> None:
    """Somebody active must be left who can grant roles; `others` are those besides the account in question."""
    if others == 0:
        raise LastAdministrator(
            "This is the last active Settings Administrator: make another one first.", path
        )
