"""Names in any script are on paper as they are written, and what no font has breaks nothing."""

from __future__ import annotations

import pytest
from typst import TypstError

from gateway.papers import paper
from gateway.resolvers._ticket_papers import paper_of
from tests.papers.printed import Printed
from tests.papers.test_tickets import HOUSE, ticket

# By script: a name in it, and some of its letters.
NAMES = {
    "Latin": ("Łukasz Nguyễn", "Łzễ"),
    "Greek": ("Ωμέγα", "Ωμγ"),
    "Cyrillic": ("Иван", "Ива"),
    "Chinese": ("李小龍", "李小龍"),
    "Japanese": ("中村さくら", "中村さ"),
    "Korean": ("김민준", "김민준"),
    "Arabic": ("محمد", "محد"),
    "Hebrew": ("שרה", "שרה"),
    "Thai": ("สมชาย", "สมช"),
    "Devanagari": ("राम", "रम"),
    "Bengali": ("বাংলা", "বল"),
    "Gujarati": ("ગુજરાત", "જરત"),
    "Gurmukhi": ("ਪੰਜਾਬ", "ਪਜਬ"),
    "Tamil": ("தமிழ்", "தழ"),
    "Armenian": ("Հայկ", "Հայ"),
    "Georgian": ("ქართული", "ქარ"),
    "signs": ("Ann ★☎ 😀", "★☎"),
}


async def named(name: str) -> Printed:
    return Printed(await paper("tickets", paper_of([ticket(owner_name=name, event=f"By {name}")], HOUSE)))


def dark(made: Printed, character: str) -> int:
    """How many pixels of the character are dark."""
    return sum(made.picture_of(character).histogram()[:128])


@pytest.mark.parametrize("script", NAMES)
async def test_a_name_is_there_to_read_and_to_see_letter_by_letter(script: str) -> None:
    name, letters = NAMES[script]

    made = await named(name)

    assert f"Booked by {name} " in made.text()
    pictures = [made.picture_of(letter).tobytes() for letter in letters]
    assert all(dark(made, letter) > 20 for letter in letters)
    assert len(set(pictures)) == len(letters), "one box for all of them"


@pytest.mark.parametrize("character", ["\ufffe", "\a", "\ue000", "\U000130e7"])
async def test_what_no_font_has_is_replaced_by_a_sign_for_it(character: str) -> None:
    made = await named(f"A{character}da {character}")

    assert "Booked by A\ufffdda \ufffd " in made.text()
    assert dark(made, "\ufffd") > 20
    assert made.accessible == "1"


async def test_a_name_that_looks_like_markup_is_a_name() -> None:
    name = '#panic("x") *Ada* $1/0$ \\u{41} `"A"` could not be displayed @a <b> \ufffe'

    assert f"Booked by {name[:-1]}\ufffd " in (await named(name)).text()


async def test_a_paper_that_is_wrong_otherwise_is_not_made() -> None:
    with pytest.raises(TypstError, match="dictionary does not contain key"):
        await paper("tickets", {"nothing": []})
