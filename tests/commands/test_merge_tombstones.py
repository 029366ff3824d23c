"""What is left of a record that was merged away, and what is told of it."""

from __future__ import annotations

import pytest

from tests import factories as make
from tests.database import Database
from tests.factories import unique
from tests.merging import merged, now_of


@pytest.mark.rule("MRG-P10")
async def test_the_loser_becomes_a_tombstone_and_gives_its_email_address_up(database: Database) -> None:
    (home, ada), (other, bob) = make.individual(), make.individual(email=unique("bob@") + ".example")
    await database.save(home, ada, other, bob)

    await merged(database, ada, bob, details={"email": bob.email})

    kept, gone = await now_of(database, ada), await now_of(database, bob)
    assert (gone.active, gone.merged_into, gone.email, gone.household_id) == (False, ada.id, None, None)
    assert (kept.active, kept.email, kept.merged_into) == (True, bob.email, None)
