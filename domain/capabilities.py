"""What somebody may do with a record, and if not, why and which role would help (ROL-N01)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, unique

from domain.denials import denial
from domain.permissions import Actor, Permission, Role


@unique
class Action(Enum):
    """An operation of the matrix ROL-P06; its value is the sentence that describes it to staff."""

    OPEN_RECORD = "Find a customer and open the record."
    OPEN_INACTIVE_RECORD = "Find and open the record of an inactive customer."
    LIST_ALL_CUSTOMERS = "Go through all customers without searching for one."
    REPORT_CUSTOMERS = "Read customers, inactive ones too, in lists and reports."
    CREATE_CUSTOMER = "Add a new customer."
    EDIT_RECORD = "Change details, addresses, attributes, contact preferences and tags."
    JOIN_HOUSEHOLD = "Move the customer to a different household."
    EDIT_AUTOTAGS = "Set or remove an autotag by hand: nobody may, since it comes and goes by its criteria."
    USE_PROTECTED_DATA = "Read and enter protected attributes."
    USE_BLUE_NOTES = "Read and write blue pop-up notes."
    USE_PINK_NOTES = "Read and write pink pop-up notes, which are for fundraisers."
    REPORT_NOTES = "Read blue and pink notes in reports."
    EDIT_RELATIONSHIPS = "Add, change, end and delete relationships to other customers."
    CREATE_RELATIONSHIP_TYPE = "Add a type of relationship that the list lacks."
    READ_ORDERS = "Read orders and what was bought with them."
    USE_RESTRICTED_ORDERS = "Read the details of restricted orders, and restrict orders or lift that."
    SELL = "Put the customer into a basket and sell anything that is on sale."
    SELL_FOR_FUNDRAISING = "Take donations, pledges, legacies and reserved tickets, and convert items."
    USE_WALLET = "See the customer's stored cards and remove them."
    REDEEM_VOUCHER = "Turn a gift voucher into account credit."
    RENEW_MEMBERSHIP = "Renew a membership."
    USE_WAITING_LISTS = "Put the customer on waiting lists and take them off."
    USE_SERIES = "Look after the customer's fixed series."
    MAIL_PRINT_AT_HOME = "Send print-at-home tickets again."
    DOWNLOAD_STATEMENT = "Download the customer's statement."
    MAIL_PASSWORD = "Send the mail with which the customer sets a new password."  # noqa: S105 - a sentence
    RETURN_GIFT = "Return a donation or a membership."
    EDIT_ORDER_ATTRIBUTES = "Change the attributes of an order."
    RETURN_PURCHASE = "Return tickets, subscriptions, series and merchandise."
    USE_FUNDRAISING = "Work with opportunities, pledges, legacies, timeline, invitations and donor profile."
    SET_UP_FUNDRAISING = "Set up the stages of opportunities and the types of activities."
    DECLARE_GIFT_AID = "Record a Gift Aid declaration, or cancel one."
    CLAIM_GIFT_AID = "Prepare and submit Gift Aid claims."
    MERGE = "Merge two records, undo a merge, and review possible duplicates."
    CONVERT = "Convert an Individual to an Organisation, or back."
    DEACTIVATE = "Make the record inactive."
    REACTIVATE = "Make an inactive record active again."
    BUILD_CUSTOMER_LISTS = "Build customer lists and run them."
    REQUEST_BULK_CHANGE = "Ask the support team for a bulk deactivation, or to anonymise a record."
    PERFORM_BULK_CHANGE = "Approve and perform a bulk deactivation or an anonymisation that was asked for."
    EXPORT_SUBJECT_DATA = "Export everything held about a customer, for the customer."
    EDIT_AGENT_SETTINGS = "Set the agent commission of a record, its API access and its key."
    SET_UP_COMMISSION = "Set up agent commission structures."
    SET_UP_TAGS = "Set up tag groups, autotags and customer groups."
    SET_UP_DEFINITIONS = "Set up attributes and contact preferences."
    UNPROTECT_ATTRIBUTE = "Make a protected attribute an ordinary one."
    ADMINISTER_USERS = "Edit user accounts and grant roles."
    CHANGE_SYSTEM_SETTINGS = "Change the settings of the system."
    READ_AUDIT = "Read who changed what on the record, and when."
    READ_AUDIT_ARCHIVE = "Read the audit of a record that was merged away."


@unique
class Standing(StrEnum):
    """How the record in question stands; UNKNOWN when there is none with its id."""

    UNKNOWN = "UNKNOWN"
    ACTIVE = "ACTIVE"
    INACTIVE = "INACTIVE"


_A, _P = Action, Permission

_OF_A_RECORD: dict[Action, Permission] = {
    _A.OPEN_RECORD: _P.CUSTOMER_READ,
    _A.OPEN_INACTIVE_RECORD: _P.CUSTOMER_READ_INACTIVE,
    _A.EDIT_RECORD: _P.CUSTOMER_WRITE,
    _A.JOIN_HOUSEHOLD: _P.CUSTOMER_WRITE,
    _A.USE_PROTECTED_DATA: _P.PROTECTED_DATA,
    _A.USE_BLUE_NOTES: _P.BLUE_NOTE,
    _A.USE_PINK_NOTES: _P.PINK_NOTE,
    _A.EDIT_RELATIONSHIPS: _P.RELATIONSHIP_WRITE,
    _A.READ_ORDERS: _P.ORDER_READ,
    _A.USE_RESTRICTED_ORDERS: _P.ORDER_RESTRICTED,
    _A.SELL: _P.SALE,
    _A.SELL_FOR_FUNDRAISING: _P.FUNDRAISING_SALE,
    _A.USE_WALLET: _P.CUSTOMER_SERVICE,
    _A.REDEEM_VOUCHER: _P.CUSTOMER_SERVICE,
    _A.RENEW_MEMBERSHIP: _P.CUSTOMER_SERVICE,
    _A.USE_WAITING_LISTS: _P.CUSTOMER_SERVICE,
    _A.USE_SERIES: _P.CUSTOMER_SERVICE,
    _A.MAIL_PRINT_AT_HOME: _P.CUSTOMER_SERVICE,
    _A.DOWNLOAD_STATEMENT: _P.CUSTOMER_SERVICE,
    _A.MAIL_PASSWORD: _P.CUSTOMER_SERVICE,
    _A.RETURN_GIFT: _P.RETURN_GIFT,
    _A.EDIT_ORDER_ATTRIBUTES: _P.ORDER_ATTRIBUTES,
    _A.RETURN_PURCHASE: _P.RETURN_PURCHASE,
    _A.USE_FUNDRAISING: _P.FUNDRAISING,
    _A.DECLARE_GIFT_AID: _P.GIFT_AID_DECLARE,
    _A.MERGE: _P.MERGE,
    _A.CONVERT: _P.CONVERT,
    _A.DEACTIVATE: _P.CUSTOMER_DEACTIVATE,
    _A.REACTIVATE: _P.CUSTOMER_REACTIVATE,
    _A.EXPORT_SUBJECT_DATA: _P.SUBJECT_EXPORT,
    _A.EDIT_AGENT_SETTINGS: _P.AGENT_SETTINGS,
    _A.READ_AUDIT: _P.AUDIT_READ,
    _A.READ_AUDIT_ARCHIVE: _P.AUDIT_ARCHIVE,
}

_OF_NONE: dict[Action, Permission] = {
    _A.LIST_ALL_CUSTOMERS: _P.CUSTOMER_LIST_ALL,
    _A.REPORT_CUSTOMERS: _P.CUSTOMER_REPORT,
    _A.CREATE_CUSTOMER: _P.CUSTOMER_WRITE,
    _A.REPORT_NOTES: _P.NOTE_REPORT,
    _A.CREATE_RELATIONSHIP_TYPE: _P.RELATIONSHIP_TYPE_CREATE,
    _A.SET_UP_FUNDRAISING: _P.FUNDRAISING_SETUP,
    _A.CLAIM_GIFT_AID: _P.GIFT_AID_CLAIM,
    _A.BUILD_CUSTOMER_LISTS: _P.CUSTOMER_LIST_BUILD,
    _A.REQUEST_BULK_CHANGE: _P.BULK_REQUEST,
    _A.PERFORM_BULK_CHANGE: _P.BULK_PERFORM,
    _A.SET_UP_COMMISSION: _P.COMMISSION_SETUP,
    _A.SET_UP_TAGS: _P.TAG_SETUP,
    _A.SET_UP_DEFINITIONS: _P.DEFINITION_SETUP,
    _A.UNPROTECT_ATTRIBUTE: _P.DEFINITION_UNPROTECT,
    _A.ADMINISTER_USERS: _P.USER_ADMINISTRATION,
    _A.CHANGE_SYSTEM_SETTINGS: _P.SYSTEM_SETTINGS,
}

# EDIT_AUTOTAGS is missing on purpose: no permission allows it (ROL-13).
NEEDS: dict[Action, Permission] = _OF_A_RECORD | _OF_NONE

_ON_ACTIVE = {_A.JOIN_HOUSEHOLD, _A.REDEEM_VOUCHER, _A.MAIL_PASSWORD, _A.DEACTIVATE, _A.CONVERT}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether it may be done; if not, why, and the roles of which one more would be enough."""

    allowed: bool
    reasons: tuple[str, ...] = ()
    missing_roles: tuple[Role, ...] = ()


ALLOWED = Verdict(True)
UNKNOWN_CUSTOMER = Verdict(False, ("There is no such customer, or none that you may see.",))


def can(actor: Actor, action: Action, *, customer: Standing | None = None) -> Verdict:
    """Whether this actor may do this, in the interface signed in to, with the customer if one is in question.

    Roles are judged before the record, and a hidden record is as good as none, so that the answer never tells
    somebody that there is a record that they may not see (ROL-P07).
    """
    needs = NEEDS.get(action)
    if needs is None:
        return Verdict(False, (action.value,))
    if not actor.may(needs):
        why = denial(actor, needs)
        # One of them held already means that the interface is the wrong one, not that a role is missing.
        missing = () if actor.roles.intersection(why.required_roles) else why.required_roles
        return Verdict(False, (why.message,), missing)
    if customer is None or action in _OF_NONE:
        return ALLOWED
    hidden = customer is Standing.INACTIVE and not actor.may(Permission.CUSTOMER_READ_INACTIVE)
    if customer is Standing.UNKNOWN or (hidden and action is not Action.REACTIVATE):
        return UNKNOWN_CUSTOMER
    if customer is Standing.INACTIVE and action in _ON_ACTIVE:
        return Verdict(False, ("The record is inactive; reactivate it first.",))
    if customer is Standing.ACTIVE and action is Action.REACTIVATE:
        return Verdict(False, ("The record is active already.",))
    return ALLOWED
