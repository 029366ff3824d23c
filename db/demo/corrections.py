"""Corrections to the details of a record, such as every box office makes all day."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from db.demo.dice import Dice
from db.demo.entries import enter_correction
from db.demo.history import By
from db.demo.record import Record
from domain.customers import Details


def some_corrections(dice: Dice, record: Record, last: Details, now: datetime, who: By) -> Details:
    """Enter how the details came to be as they are; the answer is how they were at first."""
    since = record.created_at + timedelta(minutes=20)
    saves = sorted(dice.between(since, now) for _ in range(1 if dice.chance(0.8) else 2))
    after = last
    for at in reversed(saves):
        before = _before(dice, after)
        if before != after:
            enter_correction(record, at, who, before, after)
        after = before
    return after


def _before(dice: Dice, details: Details) -> Details:
    """The details with one of them as it was before somebody corrected it."""
    possible: list[dict[str, Any]] = []
    if details.phone:
        possible.append({"phone": None if dice.chance(0.4) else _misdialled(dice, details.phone)})
    if details.mobile:
        possible.append({"mobile": None if dice.chance(0.6) else _misdialled(dice, details.mobile)})
    if details.email:
        possible.append({"email": None, "online_account_active": False})
    if details.birth_date:
        possible.append({"birth_date": None})
    if details.title:
        possible.append({"title": None})
    if details.last_name and len(details.last_name) > 3 and dice.chance(0.3):
        possible.append({"last_name": details.last_name[:-1]})
    if details.primary_contact:
        possible.append({"primary_contact": None})
    return replace(details, **dice.choice(possible)) if possible else details


def _misdialled(dice: Dice, number: str) -> str:
    last = number[-1]
    return f"{number[:-1]}{(int(last) + dice.randint(1, 9)) % 10}" if last.isdigit() else f"{number} ?"
