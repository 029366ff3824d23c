"""Whatever is kept under a customer has its place in a section of the record."""

from __future__ import annotations

import pytest

import db.models  # noqa: F401 - registers the tables
from db.base import Base
from domain.sections import SectionKey

# A table with a key to a customer -> the section that shows its rows.
SHOWN_IN = {
    "activity": SectionKey.TIMELINE,
    "address": SectionKey.ADDRESSES,
    "agent": SectionKey.AGENT_COMMISSION,
    "attribute_value": SectionKey.ATTRIBUTES,
    "audit_entry": SectionKey.AUDIT,
    "credit_entry": SectionKey.CREDIT,
    "credit_lot": SectionKey.CREDIT,
    "customer": SectionKey.DETAILS,  # the ids of records merged into this one
    "customer_order": SectionKey.ALL_ORDERS,
    "customer_tag": SectionKey.TAGS,
    "document": SectionKey.GIFT_AID,  # what was uploaded stands with what it proves
    "external_id": SectionKey.DETAILS,
    "gift_aid_cancellation": SectionKey.GIFT_AID,
    "gift_aid_declaration": SectionKey.GIFT_AID,
    "gift_voucher": SectionKey.CREDIT,
    "household": SectionKey.DETAILS,  # the household stands at the top of the record
    "household_membership": SectionKey.DETAILS,
    "imported_row": SectionKey.AUDIT,  # which row of a file the record came from is a part of its history
    "invitation": SectionKey.INVITATIONS,
    "invitation_attendee": SectionKey.INVITATIONS,
    "mailing_record": SectionKey.MAILING_RECORDS,
    "membership": SectionKey.MEMBERSHIPS,
    "note": SectionKey.NOTES,
    "opportunity": SectionKey.OPPORTUNITIES,
    "preference_answer": SectionKey.CONTACT_PREFERENCES,
    "relationship": SectionKey.RELATIONSHIPS,
    "series_subscription": SectionKey.FIXED_SERIES,
    "soft_credit": SectionKey.ALL_ORDERS,
    "ticket_subscription": SectionKey.TICKET_SUBSCRIPTIONS,
    "waiting_list_entry": SectionKey.WAITING_LISTS,
    "wallet_card": SectionKey.STORED_CARDS,
}
# Whose rows are kept under a user, and only point at a customer.
OF_USERS = {"pin"}
# Between two records, and about neither alone: the queue of duplicates, and the ledger of merges and conversions.
OF_TWO = {"duplicate_dismissal", "duplicate_pair", "transformation"}
# By what a record is found to be like another; nobody is shown it.
COMPARED = {"duplicate_key", "duplicate_look"}
# What other systems are told.
TOLD = {"outbox_event"}
# Mails that we send ourselves are not logged in the record (MAI-05), and nobody is shown how a password is kept.
UNSHOWN = {"online_password", "outgoing_mail", "password_link"}


@pytest.mark.rule("NAV-19")
def test_every_table_under_a_customer_has_a_section() -> None:
    under_a_customer = {
        table.name
        for table in Base.metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == "customer"
    }

    assert under_a_customer == set(SHOWN_IN) | OF_USERS | OF_TWO | COMPARED | TOLD | UNSHOWN
