"""What is read of two records before they are merged: the same by a reader and within the merging transaction."""

from __future__ import annotations

import pytest

from domain.merges import MergePlan
from tests import factories as make
from tests.database import Database
from tests.merging import here, line_of, planned, planned_in_work


async def test_a_plan_is_the_same_for_who_looks_and_for_who_merges(database: Database) -> None:
    (home, ada), (other, eda) = make.individual(), make.individual(first_name="Eda", phone="0117 496 0000")
    await database.save(home, ada, other, eda)
    await database.save(make.address(ada.id), make.address(eda.id), make.note(eda.id))

    seen, done = await planned(database, ada, eda), await planned_in_work(database, ada, eda)

    assert seen == done
    assert isinstance(seen, MergePlan)
    assert line_of(seen, "phone").result == "0117 496 0000"
