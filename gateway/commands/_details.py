"""How the details of a record stand in its columns, with the keys by which it is found."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from domain.customers import Details
from domain.phones import read_phone
from domain.searching import name_key


def columns_of(details: Details, country: str) -> dict[str, Any]:
    """The details by the names of their columns, and with them their keys; `country` is where short numbers ring."""
    return {
        **asdict(details),
        "phone_e164": e164(details.phone, country),
        "mobile_e164": e164(details.mobile, country),
        "last_key": name_key(details.last_name or details.name or ""),
        "first_key": name_key(details.first_name or ""),
    }


def e164(typed: str | None, country: str) -> str | None:
    """The number as it is dialled from anywhere; None for none, and for one that nobody can dial."""
    return None if typed is None else read_phone(typed, country).e164
