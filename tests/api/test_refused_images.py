"""Who may not change a picture, and when nobody may."""

from __future__ import annotations

import httpx
import pytest

from tests.api.test_images import REMOVE, SET, Images, cus, person, picture, refused
from tests.ask import Ask
from tests.database import Database


@pytest.fixture
def images(client: httpx.AsyncClient, ask: Ask) -> Images:
    return Images(client, ask)


async def test_only_an_uploaded_picture_is_set(ask: Ask, database: Database) -> None:
    ada = await person(database)
    before = await database.snapshot(ada.id)

    for name in ("0" * 64, "../../keys/tokens", "", "A" * 64, "x" * 5_000):
        answer = await ask(SET, id=cus(ada), version=1, image=name)
        assert refused(answer) == [("IMAGE_NOT_ACCEPTED", ["image"])]
    assert await database.snapshot(ada.id) == before


async def test_a_stale_version_changes_no_picture(ask: Ask, images: Images, database: Database) -> None:
    ada = await person(database)
    theirs, yours = await images.upload(picture()), await images.upload(picture())
    await ask(SET, by="ade", id=cus(ada), version=1, image=theirs)
    before = await database.snapshot(ada.id)

    (error,) = (await ask(SET, id=cus(ada), version=1, image=yours)).ok["setCustomerImage"]["errors"]

    assert error["code"] == "STALE_VERSION"
    assert error["fields"] == [{"field": "image", "theirs": theirs, "yours": yours}]
    assert refused(await ask(REMOVE, id=cus(ada), version=1)) == [("STALE_VERSION", ["expectedVersion"])]
    assert await database.snapshot(ada.id) == before


async def test_an_inactive_merged_or_unknown_record_keeps_its_picture(
    ask: Ask, images: Images, database: Database
) -> None:
    name = await images.upload(picture())
    ada = await person(database)
    inactive = await person(database, active=False, image_hash=name, image_type="image/png")
    merged = await person(database, active=False, merged_into=ada.id)
    before = [await database.snapshot(each.id) for each in (ada, inactive, merged)]

    for customer, code in (
        (cus(inactive), "CUSTOMER_INACTIVE"),
        (cus(merged), "CUSTOMER_MERGED"),
        ("I-9999999", "NOT_FOUND"),
    ):
        assert refused(await ask(SET, by="olga", id=customer, version=1, image=name)) == [
            (code, ["customerId"])
        ]
        assert refused(await ask(REMOVE, by="olga", id=customer, version=1)) == [(code, ["customerId"])]
    assert [await database.snapshot(each.id) for each in (ada, inactive, merged)] == before


async def test_who_may_not_change_records_changes_no_picture(
    ask: Ask, images: Images, database: Database
) -> None:
    ada = await person(database)
    name = await images.upload(picture())
    before = await database.snapshot(ada.id)

    assert (await ask(SET, by="ines", id=cus(ada), version=1, image=name)).codes == ["FORBIDDEN"]
    assert (await ask(REMOVE, by="ines", id=cus(ada), version=1)).codes == ["FORBIDDEN"]
    assert await database.snapshot(ada.id) == before
