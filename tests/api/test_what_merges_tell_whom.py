"""Of what a merge moved, and of what is in the way of turning it back, everybody is told what their roles show."""

from __future__ import annotations

import pytest

from db.models import Opportunity
from tests import factories as make
from tests import fundraising
from tests.api.test_merge_history import HISTORY, friendly, note
from tests.ask import Ask
from tests.database import Database
from tests.merged_by_hand import merged, two


@pytest.mark.rule("NOT-P06", "MRG-N01")
async def test_what_only_fundraisers_may_see_is_counted_for_them_alone(ask: Ask, database: Database) -> None:
    ada, bob = await two(database)
    raised = fundraising.campaign(), fundraising.stage()
    pink, dropped = (make.note(bob.id, colour="PINK") for _ in range(2))
    await database.save(*raised, fundraising.opportunity(bob, *raised), pink, dropped)
    of = Opportunity.__table__.c.customer_id
    await merged(
        database,
        ada,
        bob,
        lambda ledger: ledger.drop(note, note.c.id == dropped.id, reason="dropped"),
        lambda ledger: ledger.move(of, ada.id, of == bob.id, reason="moved"),
    )

    counted = {
        who: {
            each["what"]: (each["moved"], each["dropped"])
            for each in (await ask(HISTORY, id=friendly(ada), by=who)).ok["customer"]["merges"][0]["rows"]
        }
        for who in ("ade", "femi")
    }

    assert counted["ade"] == {"Details": (0, 0), "Note": (1, 0)}
    assert counted["femi"] == {**counted["ade"], "Opportunity": (1, 0), "Pink note": (2, 1)}
