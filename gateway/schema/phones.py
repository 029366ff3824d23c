"""Phone numbers as clients see them: as typed, and in international form where they could be read (CUS-P05)."""

from __future__ import annotations

from typing import Optional

import strawberry

from domain.phones import Phone as PhoneRule
from gateway.engine.declare import column
from gateway.schema._rows import value_type


@value_type(description="A phone number.", of=PhoneRule)
class Phone:
    number: str = column("typed", description="The number as it was typed.")
    e164: Optional[str] = strawberry.field(
        description="In international form, such as +441632960961; null if unreadable."
    )
    is_valid: bool = column("valid", description="Whether it could be read as a number that exists.")


def phone_of(typed: str | None, e164: str | None) -> PhoneRule | None:
    """The stored number: it was read when it was saved."""
    return None if typed is None else PhoneRule(typed, e164)
