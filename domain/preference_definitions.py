"""What a contact preference is set up with (CPR-P01)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.errors import Problems, Required
from domain.preferences import Channel
from domain.set_up import a_flag, a_line, a_name, a_position, a_text, checked

STATEMENT_LIMIT = 5_000

# Customers said yes to one channel of one company: neither changes under their answers, so neither is among these.
CHANGES = {
    "name": a_name(),
    "ask_on_web": a_flag("askOnWeb"),
    "active": a_flag("active"),
    "position": a_position,
    "text": a_text("text", STATEMENT_LIMIT),
}
_NEW = {**CHANGES, "channel": lambda channel: channel.value, "partner_name": a_line("partnerName")}


def check_new_preference(given: Mapping[str, Any]) -> dict[str, Any]:
    """A new preference as it is stored; one of the third-party channel names the third party."""
    problems = Problems()
    cleaned: dict[str, Any] = {}
    with problems.at():
        cleaned = checked(given, _NEW)
    if given["channel"] is Channel.THIRD_PARTY and not (given.get("partner_name") or "").strip():
        with problems.at("partnerName"):
            raise Required("Say which partner is told the customer's details.")
    problems.raise_any()
    return cleaned
