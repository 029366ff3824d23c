"""The picture on a record: uploaded, set, shown through a link that expires, and removed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zlib import crc32

import httpx
import pytest
from PIL import Image

from db.models import Customer
from gateway.engine import ids
from gateway.keys import derived_key
from gateway.links import Links
from gateway.settings import Settings
from tests import factories as make
from tests.ask import Answered, Ask, asking
from tests.database import Database

SET = """
mutation Set($id: ID!, $version: Int!, $image: String!) {
  setCustomerImage(customerId: $id, expectedVersion: $version, image: $image) {
    customer { detailsVersion image { url mediaType } }
    errors { __typename ... on UserError { code path } ... on StaleVersion { fields { field theirs yours } } }
  }
}
"""
REMOVE = """
mutation Remove($id: ID!, $version: Int!) {
  removeCustomerImage(customerId: $id, expectedVersion: $version) {
    customer { detailsVersion image { url } }
    errors { __typename ... on UserError { code path } }
  }
}
"""
GPS, ORIENTATION, ON_ITS_SIDE = 0x8825, 0x0112, 6
TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}


def cus(customer: Customer) -> str:
    return ids.encode("cus", customer.id)


def picture(format_: str = "PNG", size: tuple[int, int] = (4, 2), mode: str = "RGB", **saved: Any) -> bytes:
    """An image that no other test has, for its colour is."""
    colour = sha256(make.unique("colour").encode()).digest()[:3]
    file = BytesIO()
    Image.new("RGB", size, tuple(colour)).convert(mode).save(file, format_, **saved)
    return file.getvalue()


def claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is so large."""
    content = picture()
    header = b"IHDR" + width.to_bytes(4) + height.to_bytes(4) + content[24:29]
    return content[:12] + header + crc32(header).to_bytes(4) + content[33:]


class Images:
    """Uploads as a persona, and follows links."""

    def __init__(self, client: httpx.AsyncClient, ask: Ask) -> None:
        self.client = client
        self.ask = ask

    async def post(self, content: bytes, media_type: str = "image/png", *, by: str = "bea") -> httpx.Response:
        headers = {"authorization": f"Bearer {self.ask.token(by)}", "content-type": media_type}
        return await self.client.post("/images", content=content, headers=headers)

    async def upload(self, content: bytes, media_type: str = "image/png") -> str:
        response = await self.post(content, media_type)
        assert response.status_code == 201, response.text
        name: str = response.json()["image"]
        return name

    async def get(self, url: str) -> httpx.Response:
        return await self.client.get(url)


@pytest.fixture
def images(client: httpx.AsyncClient, ask: Ask) -> Images:
    return Images(client, ask)


async def person(database: Database, **given: Any) -> Customer:
    home, ada = make.individual(**given)
    await database.save(home, ada)
    return ada


def links(settings: Settings, now: datetime) -> Links:
    return Links(derived_key(settings, "links"), settings.image_link_seconds, now)


def refused(answer: Answered) -> list[tuple[str, list[str]]]:
    (payload,) = answer.ok.values()
    assert payload["customer"] is None
    return [(error["code"], error["path"]) for error in payload["errors"]]


def told(response: httpx.Response) -> tuple[int, str]:
    """The status of a refused request, and the code of the only error in it."""
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    (error,) = response.json()["errors"]
    return response.status_code, error["extensions"]["code"]


@pytest.mark.rule("CUS-17", "CUS-P11")
@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP"])
async def test_a_picture_is_set_shown_and_removed(
    ask: Ask, images: Images, database: Database, format_: str
) -> None:
    ada = await person(database)
    name = await images.upload(picture(format_), TYPES[format_])

    shown = (await ask(SET, id=cus(ada), version=1, image=name)).ok["setCustomerImage"]

    assert shown["errors"] == []
    assert shown["customer"]["detailsVersion"] == 2
    assert shown["customer"]["image"]["mediaType"] == TYPES[format_]
    response = await images.get(shown["customer"]["image"]["url"])
    assert response.status_code == 200
    assert sha256(response.content).hexdigest() == name
    with Image.open(BytesIO(response.content)) as opened:
        assert (opened.format, opened.size) == (format_, (4, 2))
    assert response.headers["content-type"] == TYPES[format_]
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert response.headers["cache-control"].startswith("private, max-age=")

    removed = (await ask(REMOVE, id=cus(ada), version=2)).ok["removeCustomerImage"]

    assert removed == {"customer": {"detailsVersion": 3, "image": None}, "errors": []}
    assert await database.events(ada.id) == ["customer.image-set", "customer.image-removed"]


async def test_setting_the_same_picture_or_removing_none_leaves_no_trace(
    ask: Ask, images: Images, database: Database
) -> None:
    ada, ben = await person(database), await person(database)
    name = await images.upload(picture())
    await ask(SET, id=cus(ada), version=1, image=name)
    before = await database.snapshot(ada.id), await database.snapshot(ben.id)

    again = await ask(SET, id=cus(ada), version=2, image=name)
    none = await ask(REMOVE, id=cus(ben), version=1)

    assert again.ok["setCustomerImage"]["errors"] == none.ok["removeCustomerImage"]["errors"] == []
    assert (await database.snapshot(ada.id), await database.snapshot(ben.id)) == before


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP"])
async def test_a_picture_keeps_its_way_up_and_tells_nothing_else(
    images: Images, settings: Settings, format_: str
) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = ON_ITS_SIDE
    exif[0x010E] = "Taken at home"
    exif.get_ifd(GPS)[1] = "N"
    content = picture(format_, (4, 2), exif=exif, xmp=b"<x:xmpmeta>Taken at home</x:xmpmeta>")
    assert b"Taken at home" in content

    name = await images.upload(content, TYPES[format_])

    response = await images.get(links(settings, datetime.now(UTC)).image(name))
    assert b"Taken at home" not in response.content
    with Image.open(BytesIO(response.content)) as opened:
        assert opened.size == (2, 4)
        assert dict(opened.getexif()) == {}
        assert {"exif", "xmp", "comment", "icc_profile"}.isdisjoint(opened.info)


async def test_what_is_see_through_stays_so(images: Images, settings: Settings) -> None:
    name = await images.upload(picture("PNG", mode="RGBA"))
    response = await images.get(links(settings, datetime.now(UTC)).image(name))
    with Image.open(BytesIO(response.content)) as opened:
        assert opened.mode == "RGBA"


@pytest.mark.rule("CUS-P11")
@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (picture("PNG"), "image/jpeg"),
        (picture("JPEG"), "image/png"),
        (picture("PNG")[:50], "image/png"),
        (picture("GIF"), "image/png"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png"),
        (b"", "image/webp"),
        (picture("PNG", (6_001, 1)), "image/png"),
        (claiming(10_000, 10_000), "image/png"),
        (claiming(20_000, 20_000), "image/png"),
    ],
    ids=["PNG as JPEG", "JPEG as PNG", "broken", "GIF", "SVG", "nothing", "too wide", "large", "bomb"],
)
async def test_what_is_not_such_a_picture_is_not_taken(
    images: Images, content: bytes, media_type: str
) -> None:
    response = await images.post(content, media_type)

    assert told(response) == (400, "BAD_USER_INPUT")
    assert response.json()["errors"][0]["extensions"]["reason"] == "IMAGE_NOT_ACCEPTED"


@pytest.mark.parametrize("media_type", ["image/gif", "image/svg+xml", "text/html", "", "multipart/form-data"])
async def test_other_types_are_not_taken(images: Images, media_type: str) -> None:
    assert told(await images.post(picture(), media_type)) == (415, "UNSUPPORTED_MEDIA_TYPE")


@pytest.mark.rule("CUS-P11")
async def test_more_than_five_megabytes_are_not_taken(images: Images) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1
            yield b"x" * 1_048_576

    headers = {"authorization": f"Bearer {images.ask.token('bea')}", "content-type": "image/png"}
    streamed = await images.client.post("/images", content=endless(), headers=headers)
    announced = await images.post(b"x" * (5 * 1024 * 1024 + 1))

    assert told(streamed) == told(announced) == (413, "PAYLOAD_TOO_LARGE")
    assert sent == 16, "read on for a while, so that the client gets to see why, and no further"


def spoil(folder: Path) -> None:
    folder.rmdir()
    folder.write_text("no folder")


async def test_a_store_of_images_that_is_broken_is_away(
    settings: Settings, database: Database, tmp_path: Path
) -> None:
    async with asking(settings, data=tmp_path) as ask:
        spoil(tmp_path / "images")
        images = Images(ask.client, ask)

        assert told(await images.post(picture())) == (503, "UNAVAILABLE")
        ada = await person(database)
        assert (await ask(SET, id=cus(ada), version=1, image="0" * 64)).codes == ["UNAVAILABLE"]


async def test_nobody_uploads_unless_they_may_change_records(images: Images) -> None:
    assert told(await images.post(picture(), by="ines")) == (403, "FORBIDDEN")
    response = await images.client.post("/images", content=picture(), headers={"content-type": "image/png"})
    assert told(response) == (401, "UNAUTHENTICATED")


async def test_an_upload_is_a_post_and_nothing_else(images: Images) -> None:
    response = await images.client.put("/images", content=picture())
    assert told(response) == (405, "METHOD_NOT_ALLOWED")
    assert response.headers["allow"] == "POST"


@pytest.mark.rule("CUS-P11")
async def test_a_link_works_for_its_picture_and_its_time_only(images: Images, settings: Settings) -> None:
    name, other = await images.upload(picture()), await images.upload(picture())
    now = datetime.now(UTC)
    url = links(settings, now).image(name)
    later = int(now.timestamp()) + settings.image_link_seconds + 60

    assert (await images.get(url)).status_code == 200
    for bad in (
        links(settings, now - timedelta(seconds=settings.image_link_seconds)).image(name),
        url.replace(name, other),
        url.replace(f"expires={int(now.timestamp()) + settings.image_link_seconds}", f"expires={later}"),
        url[:-1] + ("A" if url[-1] != "A" else "B"),
        url.partition("&")[0],
        f"/images/{name}",
        f"/images/{name}?expires=never&signature=é",
        Links(b"another key", 300, now).image(name),
    ):
        assert told(await images.get(bad)) == (403, "FORBIDDEN")


async def test_a_good_link_to_no_picture_shows_nothing(images: Images, settings: Settings) -> None:
    sign = links(settings, datetime.now(UTC)).image
    for name in ("0" * 64, "%2E%2E%2Fkeys"):
        response = await images.get(sign(name))
        assert response.status_code in (403, 404)
