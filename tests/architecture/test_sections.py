"""Whatever is kept under a customer has its place in a section of the record."""

from __future__ import annotations

import pytest

import db.models  # noqa: F401 - registers the tables
from db.base import Base
from domain.sections import SectionKey

# A table with a key to a customer -> the section that shows its rows.
SHOWN_IN = {
    "address": SectionKey.ADDRESSES,
    "attribute_value": SectionKey.ATTRIBUTES,
    "audit_entry": SectionKey.AUDIT,
    "customer": SectionKey.DETAILS,  # the ids of records merged into this one
    "customer_tag": SectionKey.TAGS,
    "external_id": SectionKey.DETAILS,
    "household": SectionKey.DETAILS,  # the household stands at the top of the record
    "imported_row": SectionKey.AUDIT,  # which row of a file the record came from is a part of its history
    "note": SectionKey.NOTES,
    "preference_answer": SectionKey.CONTACT_PREFERENCES,
}


@pytest.mark.rule("NAV-19")
def test_every_table_under_a_customer_has_a_section() -> None:
    under_a_customer = {
        table.name
        for table in Base.metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == "customer"
    }

    assert under_a_customer == set(SHOWN_IN)
