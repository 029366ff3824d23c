"""Rows with a default for every field: a test states only what it is about."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from uuid_utils.compat import uuid7

from db.models import (
    Address,
    AttributeDefinition,
    Customer,
    CustomerTag,
    Household,
    Note,
    PreferenceAnswer,
    PreferenceDefinition,
    PreferenceStatement,
    Tag,
    TagGroup,
)
from domain.addresses import AddressFields, address_key, line_key
from domain.phones import read_phone
from domain.postcodes import postcode_key
from domain.searching import name_key

_numbers = count(1)


def unique(word: str) -> str:
    """A word that no other test uses."""
    return f"{word}{next(_numbers)}x{uuid7().hex[-6:]}"


def choir() -> str:
    """The name of an organisation that no other is like: alike names in one postcode are possible duplicates."""
    return f"{uuid4().hex[:16]} Choir"


def individual(**given: Any) -> tuple[Household, Customer]:
    """A person and the household they live in alone, to be saved in this order."""
    made = {"id": uuid7(), "kind": "I", "first_name": "Ada", "last_name": "Byron", **given}
    for phone in ("phone", "mobile"):
        if made.get(phone):
            made.setdefault(f"{phone}_e164", read_phone(made[phone], "GB").e164)
    home = Household(id=uuid7(), primary_id=made["id"])
    made.setdefault("household_id", home.id)
    keys = {"last_key": name_key(made["last_name"]), "first_key": name_key(made["first_name"])}
    return home, Customer(**{**keys, **made})


def organisation(**given: Any) -> Customer:
    made = {"id": uuid7(), "kind": "O", "name": "Harbour Choir", **given}
    return Customer(**{"last_key": name_key(made["name"]), **made})


def address(customer_id: UUID, **given: Any) -> Address:
    fields = {
        "line1": f"{next(_numbers)} High Street",
        "town": "Bristol",
        "postcode": "BS1 4DJ",
        "country_code": "GB",
        **{name: value for name, value in given.items() if name in AddressFields.__dataclass_fields__},
    }
    typed = AddressFields(**fields)
    made = {
        "id": uuid7(),
        "customer_id": customer_id,
        "default_billing": True,
        "default_delivery": True,
        **fields,
        "address_key": address_key(typed),
        "line1_key": line_key(fields["line1"]),
        "postcode_key": postcode_key(fields["postcode"]) if fields["postcode"] else None,
        **given,
    }
    return Address(**made)


def note(customer_id: UUID, **given: Any) -> Note:
    made = {
        "id": uuid7(),
        "customer_id": customer_id,
        "colour": "BLUE",
        "body": "Prefers the aisle.",
        "created_by": "bea",
    }
    return Note(**{**made, **given})


def tag_group(**given: Any) -> TagGroup:
    return TagGroup(**{"id": uuid7(), "name": unique("Group"), **given})


def tag(group_id: UUID, **given: Any) -> Tag:
    return Tag(**{"id": uuid7(), "group_id": group_id, "name": unique("Tag"), **given})


def attribute(**given: Any) -> AttributeDefinition:
    return AttributeDefinition(**{"id": uuid7(), "name": unique("Attribute "), "type": "TEXT", **given})


def preference(**given: Any) -> tuple[PreferenceDefinition, PreferenceStatement]:
    """A preference and the first version of its statement, to be saved in this order."""
    made = PreferenceDefinition(**{"id": uuid7(), "name": unique("Preference "), "channel": "EMAIL", **given})
    return made, PreferenceStatement(definition_id=made.id, statement=1, body="We may write to you.")


def customer_tag(customer_id: UUID, tag_id: UUID) -> CustomerTag:
    return CustomerTag(customer_id=customer_id, tag_id=tag_id)


def day(text: str) -> date:
    return date.fromisoformat(text)


def answer(customer_id: UUID, definition_id: UUID, **given: Any) -> PreferenceAnswer:
    made = {"statement": 1, "answer": "YES", "source": "STAFF", "username": "bea", **given}
    return PreferenceAnswer(id=uuid7(), customer_id=customer_id, definition_id=definition_id, **made)
