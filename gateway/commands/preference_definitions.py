"""Setting up contact preferences: what is asked, and every version of its text (CPR-P01)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from db.models import PreferenceDefinition, PreferenceStatement
from db.work import Work
from domain.audit import Change, change
from domain.preference_definitions import CHANGES, check_new_preference
from gateway.commands._set_up import SetUp, make, next_position, open_row, save_row

PREFERENCES = SetUp(PreferenceDefinition, "definition", "prf", "preference-definition", "Contact preference")


async def create_preference_definition(tx: Work, given: Mapping[str, Any]) -> PreferenceDefinition:
    """The preference as it was made, with the first version of its text; without a position it comes last."""
    asked = {name: value for name, value in given.items() if name != "position" or value is not None}
    with PREFERENCES.at_fault():
        values = check_new_preference(asked)
    values.setdefault("position", await next_position(tx, PreferenceDefinition))
    text = values.pop("text")
    made = await make(
        tx, PREFERENCES, values, also=(change("text", None, text),), active=True, current_statement=1
    )
    _append(tx, made.id, 1, text)
    return made


async def update_preference_definition(
    tx: Work, definition_id: UUID, changed: Mapping[str, Any], *, expected_version: int
) -> PreferenceDefinition:
    """The preference with `changed` values in place of its own.

    A new text is added as the next version: the one that customers answered stays what it was (CPR-P02).
    """
    values = PREFERENCES.checked(changed, CHANGES)
    row = await open_row(tx, PREFERENCES, definition_id, expected_version, values)
    reworded: tuple[Change, ...] = ()
    text = values.pop("text", None)
    if text is not None:
        shown = await _text(tx, row)
        if text != shown:
            row.current_statement += 1
            _append(tx, row.id, row.current_statement, text)
            reworded = (change("text", shown, text),)
    await save_row(tx, PREFERENCES, row, values, also=reworded)
    return row


def _append(tx: Work, definition_id: UUID, statement: int, text: str) -> None:
    tx.session.add(
        PreferenceStatement(definition_id=definition_id, statement=statement, body=text, created_at=tx.now)
    )


async def _text(tx: Work, row: PreferenceDefinition) -> str | None:
    """The version of the text that customers are shown now."""
    query = select(PreferenceStatement.body).where(
        PreferenceStatement.definition_id == row.id, PreferenceStatement.statement == row.current_statement
    )
    return await tx.session.scalar(query)
