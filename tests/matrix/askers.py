"""Everybody who asks in the matrix, with what the book says that they are: the personas, and accounts beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from uuid_utils.compat import uuid7

from db.demo.personas import PERSONAS
from domain.permissions import INTERFACE_OF, Interface, Role
from tests.matrix.policies import Asker


@dataclass(frozen=True, slots=True)
class Account:
    """A user account, the interface of its token, and what the book lets it see there."""

    id: UUID
    roles: frozenset[Role]
    interface: Interface
    asker: Asker
    # Whether the account is one of the demo's and needs not be made.
    known: bool = False


def _account(
    name: str, roles: frozenset[Role], interface: Interface, *, flag: bool, id: UUID | None = None
) -> Account:
    counted = frozenset(str(role) for role in roles if INTERFACE_OF[role] is interface)
    asker = Asker(name, counted, flag)
    return Account(id or uuid7(), roles, interface, asker, known=id is not None)


_PERSONAS = [
    _account(each.username, each.roles, each.interface, flag=each.protected_data, id=each.id)
    for each in PERSONAS
]
# Each of them as they would be with the protected-data flag where they have none, and without it where they have it.
_FLAGGED = [
    _account(
        f"{each.asker.name}.{'plain' if each.asker.flag else 'flagged'}",
        each.roles,
        each.interface,
        flag=not each.asker.flag,
    )
    for each in _PERSONAS
]
# One account with roles in two interfaces: in each of them only its roles there count.
_BOTH = frozenset({Role.SALES_USER, Role.OPPORTUNITIES_USER})
_in_sales = _account("both.in-sales", _BOTH, Interface.SALES, flag=False)
_elsewhere = _account("both.in-opportunities", _BOTH, Interface.OPPORTUNITIES, flag=False)

ACCOUNTS = (*_PERSONAS, *_FLAGGED, _in_sales, replace(_elsewhere, id=_in_sales.id))
# Those of whom no two may see the same: they take every way. The others are let off what is long.
THOROUGH = frozenset({"bea", "ade", "ade.plain", "femi", "olga.flagged", "sam", "ines"})
# Between them they may see everything: a record whole, the set-up of the system, claims, archived audits, and merges.
SEES_RECORDS, SEES_SETUP, SEES_CLAIMS, SEES_ARCHIVE = "olga.flagged", "seth", "gina", "sam"
SEES_MERGES = "ade"


def named(name: str) -> Account:
    """The account of this name."""
    return next(each for each in ACCOUNTS if each.asker.name == name)
