"""What the tests of notes ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db.models import Customer
from gateway.engine import ids
from tests.ask import Answered, Ask

NOTE = "note { id colour body pinned showUntil createdBy updatedBy updatedAt version acknowledgedByMe }"
ERRORS = "errors { ... on UserError { code message path } %s }"
STALE = "... on StaleVersion { currentVersion changedBy fields { field theirs yours conflicting } }"
CREATE = f"""
mutation Create($id: ID!, $colour: NoteColour!, $body: String!, $pinned: Boolean = false, $until: Date) {{
  made: createNote(customerId: $id, colour: $colour, body: $body, pinned: $pinned, showUntil: $until) {{
    {NOTE} customer {{ id }} {ERRORS % ""}
  }}
}}
"""
EDIT = f"""
mutation Edit($note: ID!, $version: Int!, $body: String, $pinned: Boolean, $until: Date) {{
  made: editNote(noteId: $note, expectedVersion: $version, body: $body, pinned: $pinned, showUntil: $until) {{
    {NOTE} customer {{ id }} {ERRORS % STALE}
  }}
}}
"""
DELETE = f"""
mutation Delete($note: ID!, $version: Int!) {{
  made: deleteNote(noteId: $note, expectedVersion: $version) {{ customer {{ id }} {ERRORS % ""} }}
}}
"""
ACKNOWLEDGE = f"""
mutation Acknowledge($note: ID!) {{ made: acknowledgeNote(noteId: $note) {{ {NOTE} {ERRORS % ""} }} }}
"""
SHOWN = """
query Shown($id: ID!) {
  customer(id: $id) {
    popUpNotes { body colour acknowledgedByMe } blueNotes { body } primaryBlueNote { body }
  }
}
"""


def ident(customer: Customer) -> str:
    return ids.encode("cus", customer.id)


def code(answer: Answered) -> str:
    (error,) = answer.ok["made"]["errors"]
    return str(error["code"])


async def written(ask: Ask, ada: Customer, by: str = "femi", **given: Any) -> Mapping[str, Any]:
    asked = {"colour": "PINK", "body": "Plans a legacy.", **given}
    made = (await ask(CREATE, by=by, id=ident(ada), **asked)).ok["made"]
    assert made["errors"] == []
    note: Mapping[str, Any] = made["note"]
    return note
