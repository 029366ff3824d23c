"""The people who try the demo: one account for each kind of work, with the same id in every store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from db.demo.fixed import Series, fixed_id
from db.demo.joining import SHOWCASE_MONTH
from domain.permissions import Interface, Role

if TYPE_CHECKING:
    from asyncpg import Connection, Record
    from asyncpg.pool import PoolConnectionProxy

    AnyConnection = Connection[Record] | PoolConnectionProxy[Record]


@dataclass(frozen=True, slots=True)
class Persona:
    """A user account of the demo, and the interface it signs in to unless asked otherwise."""

    id: UUID
    username: str
    name: str
    job_title: str
    roles: frozenset[Role]
    interface: Interface
    protected_data: bool = False
    active: bool = True
    created_at: datetime = SHOWCASE_MONTH

    @property
    def email(self) -> str:
        return f"{self.username}@playhouse.example"


def _id(ordinal: int) -> UUID:
    return fixed_id(Series.PERSONA, ordinal)


BEA = Persona(
    _id(1), "bea", "Bea Okonjo", "Box office assistant", frozenset({Role.SALES_USER}), Interface.SALES
)
ADE = Persona(
    _id(2),
    "ade",
    "Ade Lindqvist",
    "Box office manager",
    frozenset({Role.SALES_USER, Role.SALES_ADMINISTRATOR}),
    Interface.SALES,
    protected_data=True,
)
FEMI = Persona(
    _id(3),
    "femi",
    "Femi Castellanos",
    "Fundraiser",
    frozenset({Role.OPPORTUNITIES_USER}),
    Interface.OPPORTUNITIES,
)
OLGA = Persona(
    _id(4),
    "olga",
    "Olga Penhaligon",
    "Head of development",
    frozenset({Role.OPPORTUNITIES_USER, Role.OPPORTUNITIES_ADMINISTRATOR}),
    Interface.OPPORTUNITIES,
)
GINA = Persona(
    _id(5),
    "gina",
    "Gina Marchetti",
    "General manager",
    frozenset({Role.GENERAL_ADMINISTRATOR}),
    Interface.ADMIN,
)
SETH = Persona(
    _id(6),
    "seth",
    "Seth Abernathy",
    "Systems manager",
    frozenset({Role.SETTINGS_ADMINISTRATOR}),
    Interface.ADMIN,
)
INES = Persona(
    _id(7),
    "ines",
    "Inês Moreau",
    "Marketing officer",
    frozenset({Role.INSIGHTS_MAILINGS_USER}),
    Interface.INSIGHTS,
)
SAM = Persona(_id(8), "sam", "Sam Whitcombe", "Support", frozenset({Role.SUPPORT}), Interface.SUPPORT)

PERSONAS = (BEA, ADE, FEMI, OLGA, GINA, SETH, INES, SAM)

RHYS = Persona(
    _id(9),
    "rhys",
    "Rhys Abernethy-Cole",
    "Fundraiser",
    frozenset({Role.OPPORTUNITIES_USER}),
    Interface.OPPORTUNITIES,
    active=False,
)
"""A fundraiser who has left: nobody signs in as him, and some of what he was in charge of is still his."""


async def load_personas(connection: AnyConnection) -> None:
    """Make the accounts and their roles, where they are not there yet; what an administrator changed stays."""
    await load_accounts(connection, PERSONAS)


async def load_accounts(connection: AnyConnection, accounts: Iterable[Persona]) -> None:
    """Make these accounts and their roles, where they are not there yet."""
    await connection.executemany(
        "with made as ("
        " insert into user_account (id, username, email, name, job_title, protected_data, active, created_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing returning id)"
        " insert into user_role (user_id, role) select id, unnest($9::text[]) from made",
        [
            (
                each.id,
                each.username,
                each.email,
                each.name,
                each.job_title,
                each.protected_data,
                each.active,
                each.created_at,
                sorted(each.roles),
            )
            for each in accounts
        ],
    )
