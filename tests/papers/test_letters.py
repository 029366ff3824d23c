"""The letter of a verbal declaration: all that it must say, for eyes and for screen readers, in any script."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import pytest

from domain.gift_aid import Coverage
from domain.written_records import Declared, written_record
from gateway.papers import paper
from tests.papers.printed import Printed

DECLARED = Declared(
    "The Harbour Playhouse Trust",
    "1098765",
    "Łukasz Ωμέγα 李",
    ("12 Harbour Row", "Flat 3, Bristol", "BS1 4RX"),
    Coverage.FROM_TODAY,
    date(2026, 11, 22),
    "You pay enough tax, and make up the difference.",
    date(2026, 11, 22),
)


async def letter() -> bytes:
    record = written_record(DECLARED, date(2026, 11, 23))
    told = {"donor_name": DECLARED.donor_name, "address": DECLARED.address}
    return await paper("letter", {**asdict(record), **told})


@pytest.mark.rule("GAD-17", "GAD-P06")
async def test_a_letter_says_each_of_the_six_things_under_a_heading_and_fits_a_page() -> None:
    made = Printed(await letter())
    assert len(made) == 1
    kinds = [kind for kind, _ in made.elements()]
    assert (kinds.count("H1"), kinds.count("H2")) == (1, 6)
    said = made.text()
    assert said.startswith("Łukasz Ωμέγα 李 12 Harbour Row Flat 3, Bristol BS1 4RX")
    assert "You gave this declaration on 22 November 2026." in said
    assert "We sent you this record of it on 23 November 2026." in said


async def test_a_letter_is_tagged_for_screen_readers_and_the_same_each_time() -> None:
    content = await letter()
    made = Printed(content)
    assert (made.tagged, made.accessible, made.language) == (True, "1", "en-GB")
    assert made.title == "Your Gift Aid declaration to The Harbour Playhouse Trust"
    assert content == await letter()


@pytest.mark.parametrize("character", ["Ł", "Ω", "李"])
async def test_a_name_in_any_script_has_ink_of_its_own_on_the_picture(character: str) -> None:
    made = Printed(await letter())
    drawn = made.picture_of(character)
    assert sum(drawn.histogram()[:128]) > 20
    others = [made.picture_of(other).tobytes() for other in "ŁΩ李" if other != character]
    assert drawn.tobytes() not in others
