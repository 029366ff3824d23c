"""Of what a merge moved, and of what is in the way of turning it back, everybody is told what their roles show."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from db.models import Opportunity
from tests import factories as make
from tests import fundraising
from tests.api._unmerging import what_conflicts
from tests.api.test_merge_history import HISTORY, friendly, note
from tests.api.test_unmerge_conflicts import done_since
from tests.ask import Ask
from tests.database import Database
from tests.merged_by_hand import merged, two

_OF = note.c.customer_id


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


@pytest.mark.rule("NOT-P06", "MRG-P15")
async def test_of_pink_notes_and_fundraising_in_the_way_of_turning_back_only_that_something_is(
    turning: Ask, database: Database
) -> None:
    ada, bob = await two(database)
    home, eve = make.individual()
    raised = fundraising.campaign(), fundraising.stage()
    pinks = [make.note(bob.id, colour="PINK") for _ in range(2)]
    await database.save(home, eve, *raised, fundraising.opportunity(bob, *raised), *pinks)
    of = Opportunity.__table__.c.customer_id
    merge = await merged(
        database, ada, bob, lambda ledger: ledger.move(of, ada.id, of == bob.id, reason="moved")
    )
    went_on = [sa.update(each.table).where(each == ada.id).values(customer_id=eve.id) for each in (_OF, of)]
    await done_since(database, *went_on)

    conflicts = await what_conflicts(turning, database, merge, ada, bob)

    hidden, blue = sorted(conflicts, key=lambda each: str(each["what"]), reverse=True)
    assert hidden == {
        "kind": "MOVED_ON",
        "what": "Something that your roles do not show",
        "fields": [],
        "subjectId": None,
        "message": "Something that your roles do not show went to another record since.",
    }
    assert blue["what"] == "Note"
