"""What is written into a store so that it can be recognised anywhere: a mark says under which policies its place is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from gateway.vault import Vault

# Such as "mark-service+inactive-9f1c": the policies that all must hold, and of which row.
MARK = re.compile(r"mark-([a-z+-]+)-[0-9a-f]{6}")

# A column that is marked, and the policies of the place; a condition where it depends on the row.
_COLUMNS: tuple[tuple[str, str, str, str], ...] = (
    ("address", "line2", "record", "true"),
    ("address", "label", "record", "true"),
    ("customer", "email", "record", "email is not null"),
    ("customer", "primary_contact", "record", "primary_contact is not null"),
    ("preference_answer", "evidence", "record", "true"),
    ("external_id", "value", "record", "true"),
    ("household", "name", "record", "true"),
    ("mailing_record", "sent_to", "record", "sent_to is not null"),
    ("note", "body", "blue", "colour = 'BLUE'"),
    ("note", "body", "pink", "colour = 'PINK'"),
    ("credit_lot", "note", "service", "true"),
    ("wallet_card", "holder_name", "service", "true"),
    ("waiting_list_entry", "note", "service", "true"),
    ("membership_term", "custom_end_reason", "service", "custom_end_reason is not null"),
    ("customer_order", "owner_name", "orders", "true"),
    ("customer_order", "placed_by", "orders", "not restricted"),
    ("customer_order", "placed_by", "unrestricted", "restricted"),
    ("gift_aid_declaration", "evidence_text", "gift-aid", "true"),
    ("gift_aid_cancellation", "note", "gift-aid", "true"),
    ("document", "name", "gift-aid", "true"),
    ("gift_aid_claim", "response", "gift-aid-claims", "true"),
    ("gift_aid_claim_line", "house", "gift-aid-claims", "house is not null"),
    ("user_account", "email", "users", "true"),
    ("opportunity", "notes", "fundraising", "true"),
    ("opportunity_attribute_value", "value", "fundraising", "true"),
    ("pledge", "note", "fundraising", "true"),
    ("activity", "notes", "fundraising", "true"),
    ("invitation_attendee", "name", "fundraising", "name is not null"),
    *(
        (table, column, policy, f"{order} in (select id from customer_order where {which} restricted)")
        for table, column, order in (
            ("order_event", "narrative", "order_id"),
            ("order_attribute_value", "value", "order_id"),
            ("soft_credit", "type", "order_id"),
            (
                "donation",
                "tribute",
                "(select order_id from order_item i where i.id = t.order_item_id)",
            ),
        )
        for policy, which in (("orders", "not"), ("unrestricted", ""))
    ),
)
# The owner of a row, where it is under a customer: of inactive ones it is marked so besides.
_UNDER_NOBODY = (
    *("customer_order", "order_event", "order_attribute_value", "soft_credit", "donation"),
    *("gift_aid_claim", "gift_aid_claim_line"),
    *("household", "user_account", "opportunity_attribute_value", "invitation_attendee"),
)
_OWNERS = {
    "customer": "t.id",
    "membership_term": "(select customer_id from membership m where m.id = t.membership_id)",
    "pledge": "(select customer_id from opportunity o where o.id = t.opportunity_id)",
    **dict.fromkeys(_UNDER_NOBODY, ""),
}
# What tells a row apart, whatever its table calls it: marked again, it bears the same mark.
_KEY = " || ".join(
    f"coalesce(to_jsonb(t) ->> '{name}', '')"
    for name in ("id", "customer_id", "order_id", "attribute_id", "system")
)
_NAMES = "update customer set last_name = $2, first_name = $3, last_key = $4, first_key = $5 where id = $1"


async def mark(connection: Any, vault: Vault) -> None:
    """Write marks into every column above, into the names of inactive people, and into protected values."""
    for table, column, policies, which in _COLUMNS:
        owner = _OWNERS.get(table, "t.customer_id")
        inactive = (
            f"exists (select from customer o where o.id = {owner} and not o.active)" if owner else "false"
        )
        email = "|| '@example.org'" if column in ("email", "sent_to") else ""
        await connection.execute(
            f"update {table} t set {column} = 'mark-{policies}' || case when {inactive} then '+inactive' else '' end"
            f" || '-' || substr(md5({_KEY}), 1, 6) {email} where {which}"
        )
    for row in await connection.fetch(
        "select id from customer where not active and kind = 'I' and merged_into is null"
    ):
        last, first = f"mark-inactive-{row['id'].hex[-6:]}", f"mark-inactive-{row['id'].hex[-6:]}"
        await connection.execute(_NAMES, row["id"], last, first, last.lower(), first.lower())
    await _seal(connection, vault)


async def _seal(connection: Any, vault: Vault) -> None:
    """Marks instead of every protected text."""
    held = await connection.fetch(
        "select v.customer_id, v.definition_id, d.type, c.active from attribute_value v"
        " join attribute_definition d on d.id = v.definition_id join customer c on c.id = v.customer_id"
        " where ciphertext is not null and d.type = 'TEXT'"
    )
    for row in held:
        words = protected_mark(row["customer_id"], active=row["active"])
        sealed = vault.seal(json.dumps(words), row["customer_id"], row["definition_id"])
        await connection.execute(
            "update attribute_value set ciphertext = $3 where customer_id = $1 and definition_id = $2",
            row["customer_id"],
            row["definition_id"],
            sealed,
        )


def protected_mark(customer_id: UUID, *, active: bool) -> str:
    """The mark in the protected values of a customer."""
    return f"mark-sealed{'' if active else '+inactive'}-{customer_id.hex[-6:]}"


def classes(text: str) -> set[str]:
    """The policies of every mark in a text."""
    return set(MARK.findall(text))


def unseen(found: Iterable[str], may: Any) -> set[str]:
    """Of these classes those that somebody may not see."""
    return {each for each in found if not may(each)}
