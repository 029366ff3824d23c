"""Downloading a claim: `exportGiftAidClaim`."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

import odfdo
import pytest
from lxml import etree  # type: ignore[import-untyped]
from sqlalchemy import func, select

from db.models import AuditEntry
from gateway.engine import ids
from gateway.settings import Settings
from tests.ask import Ask, asking
from tests.charity import charity
from tests.claiming import Claiming, Period, claim_of, give
from tests.database import Database

R68 = "{http://www.govtalk.gov.uk/taxation/charities/r68/2}"


@pytest.fixture(autouse=True)
async def details(database: Database) -> None:
    await charity(database)


async def fetched(ask: Ask, file: Any) -> bytes:
    response = await ask.client.get(file["url"])
    assert response.status_code == 200
    return response.content


def exports(claim: Any) -> Any:
    section = f"gift_aid_claim:{ids.key_of('gcl', claim['id'])}"
    return (
        select(func.count())
        .select_from(AuditEntry)
        .where(AuditEntry.section == section, AuditEntry.event == "gift-aid-claim.exported")
    )


@pytest.mark.rule("GAD-P15")
async def test_a_claim_is_downloaded_in_each_form_and_the_audit_tells(ask: Ask, database: Database) -> None:
    period = Period()
    claiming = Claiming(ask, period)
    await give(database, period, 5050, 100_00)
    claim = await claiming.previewed()
    made: dict[str, Any] = {}
    for form in ("CSV", "ODS", "XML"):
        done = await claiming.export(claim, form)
        assert done["errors"] == []
        (made[form],) = done["files"]
        assert made[form]["name"] == f"gift-aid-claim-{claim['number']}.{form.lower()}"
        assert made[form]["rows"] == 2

    day = f"{period.at(1):%d/%m/%y}"
    rows = list(csv.reader(StringIO((await fetched(ask, made["CSV"])).decode("utf-8-sig"), newline="")))
    assert rows[1] == ["1", "Ms", "Ada", "Marsh", "12 Harbour Row", "BS1 4AA", "", "", day, "50.50"]
    (table,) = odfdo.Document(BytesIO(await fetched(ask, made["ODS"]))).body.tables
    assert [table.get_value(cell) for cell in ("D13", "E25", "J25")] == [day, "Marsh", day]
    message = etree.fromstring(await fetched(ask, made["XML"]))
    assert [each.text for each in message.iter(f"{R68}Total")] == ["50.50", "100.00"]
    assert message.findtext(f".//{R68}OrgName") == claim["charityName"]
    assert await database.one(exports(claim)) == 3


@pytest.mark.rule("GAD-P15")
async def test_what_was_previewed_is_what_is_downloaded_after_the_outcome(
    ask: Ask, database: Database
) -> None:
    period = Period()
    claiming = Claiming(ask, period)
    given = await give(database, period, 500, 600, 5000, 6000)
    claim = await claiming.previewed()
    (before,) = (await claiming.export(claim, "CSV"))["files"]
    given.donor.last_name = "Quay"
    await database.save(given.donor)
    submitted = claim_of(await claiming.submit(claim))
    claim_of(await claiming.decide(submitted, "PART_REJECTED", rows=[{"row": 1}]))
    (after,) = (await claiming.export(claim, "CSV"))["files"]
    assert await fetched(ask, after) == await fetched(ask, before)


async def test_a_claim_of_many_rows_is_several_files(settings: Settings, database: Database) -> None:
    period = Period()
    await give(database, period, 5000, 6000, 7000)
    async with asking(settings, gift_aid_schedule_rows="1990-10-01:2") as ask:
        claiming = Claiming(ask, period)
        claim = await claiming.previewed()
        done = await claiming.export(claim, "ODS")
    number = claim["number"]
    assert [(file["name"], file["rows"]) for file in done["files"]] == [
        (f"gift-aid-claim-{number}-1.ods", 2),
        (f"gift-aid-claim-{number}-2.ods", 1),
    ]


async def test_an_export_that_is_asked_for_again_under_its_key_is_made_once(
    ask: Ask, database: Database
) -> None:
    period = Period()
    claiming = Claiming(ask, period)
    await give(database, period, 5000)
    claim = await claiming.previewed()
    first = await claiming.export(claim, "XML", key=f"export {claim['id']}")
    again = await claiming.export(claim, "XML", key=f"export {claim['id']}")
    assert await fetched(ask, first["files"][0]) == await fetched(ask, again["files"][0])
    assert await database.one(exports(claim)) == 1
