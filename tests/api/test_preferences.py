"""Recording answers to contact preferences over HTTP, and what they allow."""

from __future__ import annotations

import pytest

from gateway.engine import ids
from tests import factories as make
from tests.ask import Ask
from tests.database import Database

SET = """
mutation Set($id: ID!, $version: Int!, $answers: [ContactPreferenceAnswerInput!]!) {
  setContactPreferences(customerId: $id, expectedVersion: $version, answers: $answers) {
    customer {
      contactPreferencesVersion
      contactPreferences { name answer source answeredBy answeredAt statementSeen reason evidence }
    }
    errors { __typename ... on UserError { code message path } ... on StaleVersion { fields { field theirs yours conflicting } } }
  }
}
"""


async def test_an_answer_is_recorded(ask: Ask, database: Database) -> None:
    home, ada = make.individual()
    letters, text = make.preference()
    await database.save(home, ada, letters, text)

    answer = await ask(
        SET,
        id=ids.encode("cus", ada.id),
        version=1,
        answers=[{"definitionId": ids.encode("prf", letters.id), "answer": "YES", "evidence": "Form 12"}],
    )

    changed = answer.ok["setContactPreferences"]
    assert changed["errors"] == []
    assert changed["customer"]["contactPreferencesVersion"] == 2
