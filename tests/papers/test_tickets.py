"""Tickets on paper: what stands on them, and that a scanner and a screen reader can read it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
import zxingcpp

from domain.tickets import in_groups, item_of, ticket_code
from gateway.papers import paper
from gateway.resolvers._ticket_papers import House, file_name, mail_text, paper_of
from tests.papers.printed import Printed

HOUSE = House(ZoneInfo("Europe/London"), "en_GB", "GBP", b"a key of the house")
# In London it is summer, and after midnight.
STARTS = datetime(2026, 6, 30, 23, 15, tzinfo=UTC)


def ticket(**given: Any) -> dict[str, Any]:
    made = {
        "id": uuid4(),
        "price_minor": 2550,
        "number": 200017,
        "owner_name": "Ada Byron",
        "starts_at": STARTS,
        "event": "The Lantern Keepers",
        "venue": "Old Customs House",
        "town": "Bristol",
        "plan": "Main House",
        "seat": "Stalls C12",
        "ticket_type": "Full price",
        "price_band": "A",
    }
    return {**made, **given}


async def printed(*rows: dict[str, Any], house: House = HOUSE) -> Printed:
    return Printed(await paper("tickets", paper_of(rows, house)))


def scanned(made: Printed, page: int = 0) -> str:
    """What a scanner reads on a page."""
    (found,) = zxingcpp.read_barcodes(made.picture(page))
    return found.text


@pytest.mark.rule("PAH-P02")
async def test_a_ticket_says_what_it_is_for_where_and_when_and_what_it_cost() -> None:
    row = ticket()
    code = in_groups(ticket_code(HOUSE.key, row["id"]))

    assert (
        (await printed(row))
        .text()
        .startswith(
            "The Lantern Keepers When Wednesday, 1 July 2026, 00:15 Where Old Customs House, Bristol Main House"
            " Seat Stalls C12 Price £25.50 Ticket Full price Price band A Order 200017 Booked by Ada Byron"
            f" {code} Admits one"
        )
    )


@pytest.mark.rule("PAH-P02")
async def test_each_ticket_has_a_page_and_a_code_of_its_own() -> None:
    rows = [ticket(seat=f"Stalls C{place}") for place in (1, 2, 3)]

    made = await printed(*rows)

    assert len(made) == 3
    for page, row in enumerate(rows):
        assert f"Seat {row['seat']} " in made.text(page)
        assert item_of(scanned(made, page), HOUSE.key) == row["id"]


async def test_a_ticket_without_seat_band_or_town_does_without() -> None:
    made = (await printed(ticket(seat=None, price_band=None, town=None))).text()

    assert "Where Old Customs House Main House Seat Unreserved Price £25.50 Ticket Full price Order" in made


async def test_dates_and_amounts_are_written_as_in_the_house() -> None:
    american = House(ZoneInfo("America/New_York"), "en_US", "USD", b"key")

    made = (await printed(ticket(), house=american)).text()

    assert "When Tuesday, June 30, 2026, 7:15 PM Where" in made
    assert "Price $25.50 " in made


async def test_however_long_the_names_are_a_ticket_is_one_page() -> None:
    long = dict.fromkeys(("event", "venue", "owner_name", "ticket_type"), "Very long name of it " * 12)

    made = await printed(ticket(**long))

    assert len(made) == 1
    assert scanned(made)


async def test_a_screen_reader_is_told_the_order_the_language_and_what_the_code_says() -> None:
    row = ticket()
    made = await printed(row)

    assert (made.title, made.language, made.tagged, made.accessible) == ("Tickets", "en-GB", True, "1")
    elements = made.elements()
    types = [type_ for type_, _ in elements]
    assert types[0] == "Document"
    assert [each for each in types if each in ("H1", "Figure", "H2", "L")] == ["H1", "Figure", "H2", "L"]
    (alternative,) = [text for type_, text in elements if type_ == "Figure"]
    assert alternative.endswith(in_groups(ticket_code(HOUSE.key, row["id"])))


async def test_the_same_tickets_are_the_same_bytes_and_others_are_not() -> None:
    row = ticket(id=UUID(int=7))

    assert (await printed(row)).content == (await printed(row)).content
    assert (await printed(row)).content != (await printed({**row, "seat": "Stalls C13"})).content


def test_a_file_is_called_by_its_day_and_its_order_or_else_by_the_customer() -> None:
    later = ticket(starts_at=datetime(2026, 7, 3, 18, 0, tzinfo=UTC))
    other = ticket(number=200018)

    assert file_name([ticket()], "I-1000042", HOUSE) == "Tickets 2026-07-01 order 200017.pdf"
    assert file_name([ticket(), other], "I-1000042", HOUSE) == "Tickets 2026-07-01 I-1000042.pdf"
    assert file_name([ticket(), later], "I-1000042", HOUSE) == "Tickets order 200017.pdf"
    assert file_name([later, other], "I-1000042", HOUSE) == "Tickets I-1000042.pdf"


def test_a_mail_lists_what_its_tickets_are_for() -> None:
    evening = ticket(event="Nightfall", starts_at=datetime(2026, 7, 3, 18, 30, tzinfo=UTC))

    assert mail_text([ticket(), ticket(), evening], "Ada Byron", HOUSE).splitlines() == [
        "Dear Ada Byron,",
        "",
        "Your tickets are attached, each on a page. Print the file, or show it at the door on your telephone.",
        "",
        "- The Lantern Keepers, Wednesday, 1 July 2026, 00:15, Old Customs House: 2 tickets",
        "- Nightfall, Friday, 3 July 2026, 19:30, Old Customs House: 1 ticket",
        "",
        "Each barcode lets one person in, once.",
    ]
    assert "Your ticket is attached, on one page." in mail_text([evening], "Ada Byron", HOUSE)
