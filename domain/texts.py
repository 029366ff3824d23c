"""How typed text becomes stored text, and the folded form by which two texts are compared."""

from __future__ import annotations

import re
import unicodedata
from typing import TypeVar

from domain.errors import InvalidText, Required, TooLong

T = TypeVar("T")

# Letters that do not decompose but readers take for plain ones, paired as PostgreSQL's unaccent pairs.
_PLAIN_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ı": "i",
        "ŧ": "t",
        "ŋ": "n",
        "ĸ": "q",
    }
)
# Keyboards and word processors disagree about these; a name is the same name with any of them.
_PLAIN_MARKS = str.maketrans(
    dict.fromkeys("‘’‚‛ʹʻʼʽʾʿˈ′`´＇", "'") | dict.fromkeys("‐‑‒–—―−﹘﹣－", "-") | dict.fromkeys("“”„‟″", '"')
)
_UNPRINTABLE = {"Cc", "Cs"}
_INVISIBLE = {"Cf", "Zs", "Zl", "Zp"}


def clean_line(value: str | None, *, limit: int, field: str) -> str | None:
    """One line of text as it is stored, or None when nothing is left of it.

    `field` is the input's name, such as "lastName": it stands in the message as words, in the path as it is.
    Tabs and line ends count as spaces (people paste from tables); what is written is otherwise kept, format
    characters such as right-to-left marks and emoji joiners included.
    """
    return _stored(" ".join(_characters(value or "", field).split()), limit=limit, field=field)


def clean_block(value: str | None, *, limit: int, field: str) -> str | None:
    """Text of several lines as it is stored: its line ends are LF, its tabs and blank lines are kept."""
    lines = re.sub(r"\r\n?|[\u2028\u2029]", "\n", value or "")
    return _stored(_characters(lines, field).strip(), limit=limit, field=field)


def required(value: T | None, *, field: str) -> T:
    """The value, which the record cannot do without."""
    if value is None:
        raise Required(f"Fill in the {in_words(field)}.", (field,))
    return value


def in_words(field: str) -> str:
    """An input's name as people read it: "lastName" is "last name"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[a-z])(?=\d)", " ", field).lower()


def as_input(name: str) -> str:
    """A name of ours as inputs spell it: "last_name" is "lastName"."""
    return re.sub(r"_([a-z0-9])", lambda found: found[1].upper(), name)


def folded(value: str) -> str:
    """The text without case, accents, odd quotes and dashes, invisible characters and double spaces.

    Stored keys and typed terms both go through here and never through SQL, so they cannot come apart.
    """
    if value.isascii():
        return " ".join(value.replace("`", "'").lower().split())
    folding = unicodedata.normalize("NFKD", value.translate(_PLAIN_MARKS)).casefold()
    folding = unicodedata.normalize("NFKD", folding).translate(_PLAIN_MARKS).translate(_PLAIN_LETTERS)
    kept = (
        character
        for character in folding
        if not unicodedata.combining(character) and unicodedata.category(character) != "Cf"
    )
    return " ".join("".join(kept).split())


def western(value: str) -> str:
    """The text in the letters of Western Europe (Latin-1), which is all that some old services read.

    Other letters become the plain ones that readers take them for; what has no such letter is left out.
    """
    if value.isascii() and value.isprintable():
        return " ".join(value.replace("`", "'").split())
    kept = "".join(map(_western, value.translate(_PLAIN_MARKS)))
    return " ".join(kept.split())


def _western(character: str) -> str:
    if " " <= character <= "~" or "\xa1" <= character <= "\xff":
        return character
    plain = character.lower().translate(_PLAIN_LETTERS)
    if plain != character.lower():
        return plain.title() if character.isupper() else plain
    return "".join(each for each in unicodedata.normalize("NFKD", character) if " " <= each <= "~")


def words_of(key: str) -> tuple[str, ...]:
    """The words of a folded text: its runs of letters and digits."""
    spaced = (character if unicodedata.category(character)[0] in "LNM" else " " for character in key)
    return tuple("".join(spaced).split())


def _characters(text: str, field: str) -> str:
    for character in text:
        if unicodedata.category(character) in _UNPRINTABLE and character not in "\t\n\r":
            raise InvalidText(
                f"Take the control character U+{ord(character):04X} out of the {in_words(field)}.",
                (field,),
            )
    return unicodedata.normalize("NFC", text)


def _stored(text: str, *, limit: int, field: str) -> str | None:
    if all(unicodedata.category(character) in _INVISIBLE for character in text):
        return None
    if len(text) > limit:
        raise TooLong(
            f"The {in_words(field)} has {len(text)} characters; shorten it to {limit} or fewer.", (field,)
        )
    return text
