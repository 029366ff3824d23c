"""What two records hold before a merge and after it, counted by statements that know nothing of merging."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from db.base import Base
from db.store import Store

# What is added up or listed by its id: in a merge nothing of it is lost and nothing comes to it.
_HELD = {
    "orders": """
        select o.id::text, jsonb_build_array(o.state, o.number, count(i.*), coalesce(sum(i.full_price_minor), 0))
        from customer_order o left join order_item i on i.order_id = o.id where o.owner_id = any($1) group by o.id""",
    "tickets": """
        select i.id::text, jsonb_build_array(i.state, i.full_price_minor) from order_item i
        join customer_order o on o.id = i.order_id where o.owner_id = any($1) and i.kind = 'TICKET'""",
    "donations": """
        select d.id::text, jsonb_build_array(d.amount_minor, d.made_on) from donation d
        join customer_order o on o.id = d.order_id where o.owner_id = any($1)""",
    "payments": """
        select p.id::text, jsonb_build_array(p.kind, p.amount_minor) from order_payment p
        join customer_order o on o.id = p.order_id where o.owner_id = any($1)""",
    "credit": """
        select l.id::text, jsonb_build_array(l.kind, l.issued_at, l.expires_on, sum(e.amount_minor))
        from credit_lot l join credit_entry e on e.lot_id = l.id where l.customer_id = any($1) group by l.id""",
    "vouchers": "select id::text, jsonb_build_array(amount_minor) from gift_voucher where redeemed_by = any($1)",
    "opportunities": """
        select p.id::text, jsonb_build_array(p.campaign_id, p.outcome, p.target_minor,
            (select coalesce(sum(i.full_price_minor), 0) from order_item i where i.opportunity_id = p.id),
            (select coalesce(sum(g.amount_minor), 0) from pledge g where g.opportunity_id = p.id))
        from opportunity p where p.customer_id = any($1)""",
    "declarations": """
        select id::text, to_jsonb(d) - 'customer_id' from gift_aid_declaration d where customer_id = any($1)""",
    "cancellations": """
        select id::text, jsonb_build_array(to_jsonb(c) - 'customer_id',
            (select array_agg(n.declaration_id order by n.declaration_id) from cancelled_declaration n
             where n.cancellation_id = c.id))
        from gift_aid_cancellation c where customer_id = any($1)""",
    "memberships": """
        select m.id::text, jsonb_build_array(m.type_id, m.cancelled_at,
            (select sum(t.price_minor) from membership_term t where t.membership_id = m.id))
        from membership m where m.customer_id = any($1)""",
    "activities": "select id::text, to_jsonb(a) - 'customer_id' from activity a where customer_id = any($1)",
    "series": "select id::text, '[]'::jsonb from series_subscription where customer_id = any($1)",
    "subscriptions": "select id::text, '[]'::jsonb from ticket_subscription where customer_id = any($1)",
    "documents": "select id::text, '[]'::jsonb from document where customer_id = any($1)",
    "mails": "select id::text, '[]'::jsonb from outgoing_mail where customer_id = any($1)",
    "other systems": """
        select system || ':' || value, '[]'::jsonb from external_id where customer_id = any($1)""",
    "answers given": """
        select id::text, to_jsonb(a) - 'customer_id' from preference_answer a
        where customer_id = any($1) and source <> 'MERGE'""",
}
_CONSENTS = """
    select distinct on (customer_id, definition_id) customer_id, definition_id::text, answer
    from preference_answer where customer_id = any($1) order by customer_id, definition_id, at desc, id desc"""
_STRICTNESS = {"NOT_ASKED": 0, "YES": 1, "NO": 2}

# What turning a merge back leaves as it became: histories that only grow, and the numbers of versions.
_GROWS = {
    "audit_entry", "credit_entry", "household_membership", "order_event", "outbox_event", "preference_answer",
    "transformation", "duplicate_pair", "duplicate_dismissal", "password_link",
}  # fmt: skip
_MOVES_ON = (
    "updated_at", "details_version", "addresses_version", "contact_preferences_version", "tags_version", "version",
    "last_activity_at",
)  # fmt: skip
# What belongs to rows that belong to a customer.
_PARTS = {
    "membership_term": ("membership_id", "membership", "customer_id"),
    "waiting_list_instance": ("entry_id", "waiting_list_entry", "customer_id"),
    "invitation_attendee": ("invitation_id", "invitation", "invitee_id"),
    "mailing_click": ("record_id", "mailing_record", "customer_id"),
    "note_acknowledgement": ("note_id", "note", "customer_id"),
}

Held = dict[str, dict[str, Any]]


async def held(store: Store, customers: Sequence[UUID]) -> Held:
    """What these customers hold together, by kind and id."""
    found: Held = {}
    for name, query in _HELD.items():
        rows = await store.primary.fetch(query, list(customers))
        found[name] = {row[0]: row[1] for row in rows}
    return found


async def consents(store: Store, customers: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    """The current answer of each of them to each preference that they ever answered."""
    found: dict[UUID, dict[str, str]] = {customer: {} for customer in customers}
    for customer, definition, answer in await store.primary.fetch(_CONSENTS, list(customers)):
        found[customer][definition] = answer
    return found


def strictest(one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    """What both answers come to where nobody chooses: No before Yes before Not Asked."""
    asked = {*one, *other}
    both = {each: (one.get(each, "NOT_ASKED"), other.get(each, "NOT_ASKED")) for each in asked}
    return {each: max(answers, key=_STRICTNESS.__getitem__) for each, answers in both.items()}


async def everything(store: Store, customers: Sequence[UUID]) -> dict[str, list[Any]]:
    """Every row that has to do with these customers, table by table, but for what only ever grows."""
    found = {}
    for table in Base.metadata.sorted_tables:
        keys = [
            column.name
            for column in table.columns
            if any(key.column.table.name == "customer" for key in column.foreign_keys)
        ]
        if table.name == "customer":
            keys.append("id")
        if keys and table.name not in _GROWS:
            mine = " or ".join(f"{key} = any($1)" for key in keys)
            found[table.name] = await _rows(store, table.name, mine, customers)
    for part, (key, whole, owner) in _PARTS.items():
        mine = f"{key} in (select id from {whole} where {owner} = any($1))"
        found[part] = await _rows(store, part, mine, customers)
    return found


async def _rows(store: Store, table: str, mine: str, customers: Sequence[UUID]) -> list[Any]:
    gone = ", ".join(f"'{name}'" for name in _MOVES_ON)
    query = f"select (to_jsonb(t) - array[{gone}])::text from {table} t where {mine} order by 1"
    return [row for (row,) in await store.primary.fetch(query, list(customers))]
