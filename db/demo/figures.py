"""What a load put into the store, and how long it took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_WORDS = {
    "customer": "customers",
    "household": "households",
    "external_id": "external ids",
    "address": "addresses",
    "attribute_value": "attribute values",
    "preference_answer": "preference answers",
    "customer_tag": "tags",
    "note": "notes",
    "audit_entry": "audit entries",
    "customer_order": "orders",
    "order_item": "order items",
    "order_payment": "payments",
    "order_event": "order events",
    "donation": "donations",
    "membership": "memberships",
    "ticket_subscription": "ticket subscriptions",
    "series_subscription": "fixed subscriptions",
    "wallet_card": "cards",
    "credit_entry": "credit entries",
    "gift_aid_declaration": "Gift Aid declarations",
    "relationship": "relationships",
    "waiting_list_entry": "waiting list entries",
    "mailing_record": "mailings sent",
    "opportunity": "opportunities",
    "stage_change": "stage changes",
    "pledge": "pledges and legacies",
    "pledge_instalment": "instalments",
    "pledge_payment": "payments of pledges",
    "activity": "activities",
    "invitation": "invitations",
    "invitation_attendee": "attendees",
    "pin": "pins",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """Rows by table, and seconds."""

    rows: Mapping[str, int]
    seconds: float

    def describe(self) -> str:
        """One line for people."""
        counts = ", ".join(
            f"{self.rows[table]:,} {word}" for table, word in _WORDS.items() if table in self.rows
        )
        return f"{counts} in {self.seconds:.1f} s"
