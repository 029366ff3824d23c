"""Who may do what: the only place where a role becomes a permission (ROL-P01 to ROL-P07)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Self
from uuid import UUID

from domain.house import House


@unique
class Role(StrEnum):
    """What a Settings Administrator grants to a user account (ROL-P01)."""

    SALES_USER = "SALES_USER"
    SALES_ADMINISTRATOR = "SALES_ADMINISTRATOR"
    OPPORTUNITIES_USER = "OPPORTUNITIES_USER"
    OPPORTUNITIES_ADMINISTRATOR = "OPPORTUNITIES_ADMINISTRATOR"
    GENERAL_ADMINISTRATOR = "GENERAL_ADMINISTRATOR"
    SETTINGS_ADMINISTRATOR = "SETTINGS_ADMINISTRATOR"
    INSIGHTS_MAILINGS_USER = "INSIGHTS_MAILINGS_USER"
    SUPPORT = "SUPPORT"

    @property
    def label(self) -> str:
        """The role as staff know it."""
        return self.replace("_", " ").title().replace("Insights Mailings", "Insights & Mailings")


@unique
class Interface(StrEnum):
    """Where a token is good for: a claim of the token, never the client's choice (ROL-P03)."""

    SALES = "SALES"
    OPPORTUNITIES = "OPPORTUNITIES"
    ADMIN = "ADMIN"
    INSIGHTS = "INSIGHTS"
    SUPPORT = "SUPPORT"

    @property
    def label(self) -> str:
        """The interface as staff know it."""
        return f"{self.title()} Interface"


@unique
class Permission(StrEnum):
    """One operation of the matrix ROL-P06, or a part of one that a field needs on its own."""

    SIGNED_IN = "signed-in"
    CUSTOMER_READ = "customer.read"
    CUSTOMER_READ_INACTIVE = "customer.read-inactive"
    CUSTOMER_REPORT = "customer.report"
    CUSTOMER_LIST_ALL = "customer.list-all"
    CUSTOMER_WRITE = "customer.write"
    PROTECTED_DATA = "protected-data"
    BLUE_NOTE = "note.blue"
    PINK_NOTE = "note.pink"
    NOTE_REPORT = "note.report"
    RELATIONSHIP_WRITE = "relationship.write"
    RELATIONSHIP_TYPE_CREATE = "relationship-type.create"
    ORDER_READ = "order.read"
    ORDER_RESTRICTED = "order.restricted"
    ORDER_ATTRIBUTES = "order.attributes"
    SALE = "sale"
    FUNDRAISING_SALE = "sale.fundraising"
    CUSTOMER_SERVICE = "customer.service"
    RETURN_GIFT = "return.gift"
    RETURN_PURCHASE = "return.purchase"
    FUNDRAISING = "fundraising"
    FUNDRAISING_SETUP = "fundraising.setup"
    GIFT_AID_DECLARE = "gift-aid.declare"
    GIFT_AID_CLAIM = "gift-aid.claim"
    MERGE = "merge"
    CONVERT = "convert"
    CUSTOMER_DEACTIVATE = "customer.deactivate"
    CUSTOMER_REACTIVATE = "customer.reactivate"
    CUSTOMER_LIST_BUILD = "customer-list.build"
    BULK_REQUEST = "bulk.request"
    BULK_PERFORM = "bulk.perform"
    SUBJECT_EXPORT = "subject-export"
    AGENT_SETTINGS = "agent.settings"
    COMMISSION_SETUP = "set-up.commission"
    TAG_SETUP = "set-up.tags"
    DEFINITION_SETUP = "set-up.definitions"
    DEFINITION_UNPROTECT = "set-up.unprotect"
    USER_ADMINISTRATION = "set-up.users"
    SYSTEM_SETTINGS = "set-up.system"
    AUDIT_READ = "audit.read"
    AUDIT_ARCHIVE = "audit.archive"


INTERFACE_OF: dict[Role, Interface] = {
    Role.SALES_USER: Interface.SALES,
    Role.SALES_ADMINISTRATOR: Interface.SALES,
    Role.OPPORTUNITIES_USER: Interface.OPPORTUNITIES,
    Role.OPPORTUNITIES_ADMINISTRATOR: Interface.OPPORTUNITIES,
    Role.GENERAL_ADMINISTRATOR: Interface.ADMIN,
    Role.SETTINGS_ADMINISTRATOR: Interface.ADMIN,
    Role.INSIGHTS_MAILINGS_USER: Interface.INSIGHTS,
    Role.SUPPORT: Interface.SUPPORT,
}

# A role has all that the lower one of its interface has, so the table names the lower one only (ROL-P02).
_IMPLIES = {
    Role.SALES_ADMINISTRATOR: Role.SALES_USER,
    Role.OPPORTUNITIES_ADMINISTRATOR: Role.OPPORTUNITIES_USER,
}

_P = Permission
_SALES, _SALES_ADMIN = Role.SALES_USER, Role.SALES_ADMINISTRATOR
_FUNDRAISER, _FUNDRAISING_ADMIN = Role.OPPORTUNITIES_USER, Role.OPPORTUNITIES_ADMINISTRATOR
_GENERAL, _SETTINGS = Role.GENERAL_ADMINISTRATOR, Role.SETTINGS_ADMINISTRATOR
_INSIGHTS, _SUPPORT = Role.INSIGHTS_MAILINGS_USER, Role.SUPPORT
_FRONT = {_SALES, _FUNDRAISER}
_RECORD = {*_FRONT, _SUPPORT}

# The matrix, row by row in the order of ROL-P06.
_HOLDERS: dict[Permission, set[Role]] = {
    _P.SIGNED_IN: set(Role),
    _P.CUSTOMER_READ: _RECORD,
    _P.CUSTOMER_READ_INACTIVE: {_FUNDRAISER, _SUPPORT},
    _P.CUSTOMER_REPORT: {_INSIGHTS},
    _P.CUSTOMER_LIST_ALL: {_SALES_ADMIN, _FUNDRAISING_ADMIN, _SUPPORT},
    _P.CUSTOMER_WRITE: _RECORD,
    _P.BLUE_NOTE: _RECORD,
    _P.PINK_NOTE: {_FUNDRAISER},
    _P.NOTE_REPORT: {_INSIGHTS},
    _P.RELATIONSHIP_WRITE: _RECORD,
    _P.RELATIONSHIP_TYPE_CREATE: {_SALES_ADMIN, _FUNDRAISING_ADMIN, _GENERAL},
    _P.ORDER_READ: _FRONT,
    _P.ORDER_RESTRICTED: {_SALES_ADMIN, _FUNDRAISER},
    _P.SALE: {_SALES},
    _P.FUNDRAISING_SALE: {_FUNDRAISER},
    _P.CUSTOMER_SERVICE: _FRONT,
    _P.RETURN_GIFT: {_SALES},
    _P.ORDER_ATTRIBUTES: {_SALES},
    _P.RETURN_PURCHASE: _FRONT,
    _P.FUNDRAISING: {_FUNDRAISER},
    _P.FUNDRAISING_SETUP: {_FUNDRAISING_ADMIN},
    _P.GIFT_AID_DECLARE: _FRONT,
    _P.GIFT_AID_CLAIM: {_GENERAL},
    _P.MERGE: {_SALES_ADMIN, _SUPPORT},
    _P.CONVERT: {_SALES_ADMIN, _SUPPORT},
    _P.CUSTOMER_DEACTIVATE: _RECORD,
    _P.CUSTOMER_REACTIVATE: {_SALES_ADMIN, _FUNDRAISER, _SUPPORT},
    _P.CUSTOMER_LIST_BUILD: {_SALES_ADMIN, _INSIGHTS, _SUPPORT},
    _P.BULK_REQUEST: {_SALES_ADMIN},
    _P.BULK_PERFORM: {_SUPPORT},
    _P.SUBJECT_EXPORT: {_SALES_ADMIN, _SUPPORT},
    _P.AGENT_SETTINGS: {_SALES_ADMIN},
    _P.COMMISSION_SETUP: {_GENERAL},
    _P.TAG_SETUP: {_GENERAL},
    _P.DEFINITION_SETUP: {_SETTINGS},
    _P.USER_ADMINISTRATION: {_SETTINGS},
    _P.SYSTEM_SETTINGS: {_SETTINGS},
    _P.AUDIT_READ: _RECORD,
    _P.AUDIT_ARCHIVE: {_SUPPORT},
}

GRANTS: dict[Role, frozenset[Permission]] = {
    role: frozenset(
        permission for permission, holders in _HOLDERS.items() if holders & {role, _IMPLIES.get(role)}
    )
    for role in Role
}

# The matrix's P: what the account's protected-data flag adds to those who may do the first.
WITH_PROTECTED_DATA: dict[Permission, Permission] = {
    _P.CUSTOMER_WRITE: _P.PROTECTED_DATA,
    _P.DEFINITION_SETUP: _P.DEFINITION_UNPROTECT,
}
PROTECTED_DATA_FLAG = "CAN_VIEW_AND_EDIT_PROTECTED_DATA"

_USUAL_HOUSE = House()

ADMINISTRATOR_OF_ACCOUNTS = "Ask your Settings Administrator, who grants roles to user accounts."


def permissions_of(
    roles: Iterable[Role], *, interface: Interface, protected_data: bool
) -> frozenset[Permission]:
    """What these roles allow in this interface; roles of other interfaces count for nothing (ROL-P03)."""
    held: set[Permission] = set()
    for role in roles:
        if INTERFACE_OF[role] is interface:
            held |= GRANTS[role]
    if protected_data:
        held |= {added for base, added in WITH_PROTECTED_DATA.items() if base in held}
    return frozenset(held)


def closed_in(house: House) -> frozenset[Permission]:
    """What no role brings in this house, since it has nothing that it would be for (GAD-01)."""
    return frozenset() if house.gift_aid else frozenset({_P.GIFT_AID_DECLARE, _P.GIFT_AID_CLAIM})


def roles_granting(permission: Permission) -> tuple[Role, ...]:
    """The roles that allow this; for what the protected-data flag adds, the roles that it adds it to."""
    bases = {permission, *(base for base, added in WITH_PROTECTED_DATA.items() if added is permission)}
    return tuple(role for role in Role if bases & GRANTS[role])


def roles_of(interface: Interface) -> tuple[Role, ...]:
    """The roles that let somebody into the interface."""
    return tuple(role for role in Role if INTERFACE_OF[role] is interface)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a user account, in the interface that its token names, with what its roles allow there.

    A job of the system has neither account nor interface, and a name such as `system\\import` (AUD-P01).
    """

    user_id: UUID | None
    username: str
    name: str
    interface: Interface | None
    roles: frozenset[Role]
    permissions: frozenset[Permission]
    # What the house itself lacks, whoever asks.
    closed: frozenset[Permission] = frozenset()

    @classmethod
    def of(
        cls,
        user_id: UUID,
        *,
        username: str,
        name: str,
        interface: Interface,
        roles: Iterable[Role],
        protected_data: bool = False,
        house: House = _USUAL_HOUSE,
    ) -> Self:
        """The actor that an account with these roles is in this interface of this house."""
        held, closed = frozenset(roles), closed_in(house)
        allowed = permissions_of(held, interface=interface, protected_data=protected_data)
        return cls(user_id, username, name, interface, held, allowed - closed, closed)

    @classmethod
    def of_job(cls, job: str, permissions: Iterable[Permission]) -> Self:
        """The system itself, doing a job that may do this and nothing else."""
        return cls(None, f"system\\{job}", job.capitalize(), None, frozenset(), frozenset(permissions))

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions
