"""Who may do what: the only place where a role becomes a permission (ROL-P01 to ROL-P07)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique
from uuid import UUID


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


@unique
class Interface(StrEnum):
    """Where a token is good for: a claim of the token, never the client's choice (ROL-P03)."""

    SALES = "SALES"
    OPPORTUNITIES = "OPPORTUNITIES"
    ADMIN = "ADMIN"
    INSIGHTS = "INSIGHTS"
    SUPPORT = "SUPPORT"


@unique
class Permission(StrEnum):
    """One operation of the matrix ROL-P06, or a part of one that a field needs on its own."""

    SIGNED_IN = "signed-in"
    CUSTOMER_READ = "customer.read"
    CUSTOMER_READ_INACTIVE = "customer.read-inactive"
    CUSTOMER_WRITE = "customer.write"
    CUSTOMER_LIST_ALL = "customer.list-all"
    CUSTOMER_DEACTIVATE = "customer.deactivate"
    CUSTOMER_REACTIVATE = "customer.reactivate"
    PROTECTED_DATA = "protected-data"
    BLUE_NOTE = "note.blue"
    PINK_NOTE = "note.pink"
    NOTE_REPORT = "note.report"
    AUDIT_READ = "audit.read"
    RELATIONSHIP_WRITE = "relationship.write"
    RELATIONSHIP_TYPE_CREATE = "relationship-type.create"
    ORDER_READ = "order.read"
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
    CUSTOMER_LIST_BUILD = "customer-list.build"
    BULK_REQUEST = "bulk.request"
    BULK_PERFORM = "bulk.perform"
    SUBJECT_EXPORT = "subject-export"
    AGENT_SETTINGS = "agent.settings"
    TAG_SETUP = "set-up.tags"
    DEFINITION_SETUP = "set-up.definitions"
    USER_ADMINISTRATION = "set-up.users"


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

_P = Permission

_RECORD = {
    _P.SIGNED_IN,
    _P.CUSTOMER_READ,
    _P.CUSTOMER_WRITE,
    _P.CUSTOMER_DEACTIVATE,
    _P.BLUE_NOTE,
    _P.AUDIT_READ,
    _P.RELATIONSHIP_WRITE,
}
_SERVICE = {_P.ORDER_READ, _P.CUSTOMER_SERVICE, _P.RETURN_PURCHASE, _P.GIFT_AID_DECLARE}
_SALES_USER = _RECORD | _SERVICE | {_P.SALE, _P.RETURN_GIFT}
_OPPORTUNITIES_USER = (
    _RECORD
    | _SERVICE
    | {
        _P.CUSTOMER_READ_INACTIVE,
        _P.CUSTOMER_REACTIVATE,
        _P.PINK_NOTE,
        _P.FUNDRAISING,
        _P.FUNDRAISING_SALE,
    }
)

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.SALES_USER: frozenset(_SALES_USER),
    Role.SALES_ADMINISTRATOR: frozenset(
        _SALES_USER
        | {
            _P.CUSTOMER_LIST_ALL,
            _P.CUSTOMER_REACTIVATE,
            _P.RELATIONSHIP_TYPE_CREATE,
            _P.MERGE,
            _P.CONVERT,
            _P.CUSTOMER_LIST_BUILD,
            _P.BULK_REQUEST,
            _P.SUBJECT_EXPORT,
            _P.AGENT_SETTINGS,
        }
    ),
    Role.OPPORTUNITIES_USER: frozenset(_OPPORTUNITIES_USER),
    Role.OPPORTUNITIES_ADMINISTRATOR: frozenset(
        _OPPORTUNITIES_USER
        | {_P.CUSTOMER_LIST_ALL, _P.RELATIONSHIP_TYPE_CREATE, _P.FUNDRAISING_SETUP}
    ),
    Role.GENERAL_ADMINISTRATOR: frozenset(
        {_P.SIGNED_IN, _P.RELATIONSHIP_TYPE_CREATE, _P.GIFT_AID_CLAIM, _P.TAG_SETUP}
    ),
    Role.SETTINGS_ADMINISTRATOR: frozenset(
        {_P.SIGNED_IN, _P.DEFINITION_SETUP, _P.USER_ADMINISTRATION}
    ),
    Role.INSIGHTS_MAILINGS_USER: frozenset(
        {_P.SIGNED_IN, _P.NOTE_REPORT, _P.CUSTOMER_LIST_BUILD}
    ),
    Role.SUPPORT: frozenset(
        _RECORD
        | {
            _P.CUSTOMER_READ_INACTIVE,
            _P.CUSTOMER_REACTIVATE,
            _P.CUSTOMER_LIST_ALL,
            _P.MERGE,
            _P.CONVERT,
            _P.CUSTOMER_LIST_BUILD,
            _P.BULK_PERFORM,
            _P.SUBJECT_EXPORT,
        }
    ),
}

ADMINISTRATOR_OF_ACCOUNTS = "Ask your Settings Administrator, who grants roles to user accounts."


def permissions_of(
    roles: frozenset[Role], *, interface: Interface, protected_data: bool
) -> frozenset[Permission]:
    """What these roles allow in this interface; roles of other interfaces count for nothing there (ROL-P03).

    The protected-data permission is added for roles that work on the record (the matrix's P), and to no other.
    """
    held: set[Permission] = set()
    for role in roles:
        if INTERFACE_OF[role] is interface:
            held |= GRANTS[role]
    if protected_data and (Permission.CUSTOMER_WRITE in held or interface is Interface.ADMIN and held):
        held.add(Permission.PROTECTED_DATA)
    return frozenset(held)


def roles_granting(permission: Permission) -> tuple[Role, ...]:
    """The roles that would allow this, for a refusal that says what to ask for (ROL-P04, ROL-16)."""
    return tuple(role for role in Role if permission in GRANTS[role])


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a user account, in the interface that its token names, with what its roles allow there."""

    user_id: UUID
    username: str
    name: str
    interface: Interface
    roles: frozenset[Role]
    permissions: frozenset[Permission]

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions
