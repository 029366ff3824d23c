"""The autotag of potential duplicates goes by the pairs that were found (TAG-P08)."""

from __future__ import annotations

import pytest

from gateway.commands.autotags import evaluate
from tests import factories as make
from tests.api._autotags import EVALUATE, LONDON, Stage, bearers, system
from tests.ask import Ask
from tests.database import Database
from tests.duplicates import refresh


@pytest.mark.rule("TAG-P08")
async def test_potential_duplicates_share_initial_last_name_and_a_postcode_or_first_line(
    ask: Ask, database: Database
) -> None:
    last, street, away = make.unique("Byron"), make.unique("Quay"), make.unique("Mill")
    stage, near, far = Stage(), "BS1 4DJ", "EX4 6TA"
    where = {
        "ada": (street, near),
        "Augusta": (away, near),  # the postcode
        "Alice": (street, far),  # the first line
        "Anne": (make.unique("Hill"), "TA1 1AA"),  # neither
        "Bea": (street, near),  # another initial
        "Abel": (street, near),  # inactive
    }
    people = {name: make.individual(first_name=name, last_name=last, active=name != "Abel") for name in where}
    choir = make.organisation(name=last)
    await database.save(
        *stage.rows,
        *(row for pair in people.values() for row in pair),
        choir,
        *(
            make.address(people[name][1].id, line1=line, postcode=code)
            for name, (line, code) in where.items()
        ),
        make.address(choir.id, line1=street, postcode=near),
    )
    await stage.set_after_a_look(ask, {"potentialDuplicate": True})
    await refresh(database, choir, *(customer for _, customer in people.values()))
    async with system(database) as tx:
        judged = [customer.id for _, customer in people.values()]
        await evaluate(tx, [*judged, choir.id], zone=LONDON, cause="test")

    bear = await bearers(database, stage.auto)
    assert {name for name, (_, customer) in people.items() if customer.id in bear} == {
        "ada",
        "Augusta",
        "Alice",
    }
    assert choir.id not in bear


@pytest.mark.rule("TAG-P08")
async def test_whoever_is_judged_on_request_is_compared_first(ask: Ask, database: Database) -> None:
    last, stage = make.unique("Byron"), Stage()
    people = [make.individual(last_name=last) for _ in range(2)]
    ada, twin = (customer for _, customer in people)
    await database.save(*stage.rows, *(row for pair in people for row in pair))
    await stage.set_after_a_look(ask, {"potentialDuplicate": True})
    await database.save(make.address(ada.id), make.address(twin.id))
    await refresh(database, twin)

    answer = (await ask(EVALUATE, by="bea", id=f"{ada.number}")).ok["made"]
    assert stage.auto.name in [tag["name"] for tag in answer["came"]]
    assert {ada.id, twin.id} <= await bearers(database, stage.auto)
