"""Papers as PDF: tagged for screen readers (PDF/UA), with names in any script, and the same bytes for the same data."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

import orjson
import typst

_FOLDER = Path(__file__).parent
_TIMES = 3
_UNPRINTABLE = re.compile(
    r'the text `"(.+?)"` could not be displayed|the text contains the disallowed codepoint `"(.+?)"`'
)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_INSTEAD = "\N{REPLACEMENT CHARACTER}"
# One paper is made at a time: the compiler keeps what it has read.
_ONE_AT_A_TIME = Lock()


async def paper(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF that the template of this name, `<name>.typ`, makes of the data, which is JSON.

    A character that none of the fonts has, such as a picture of a face, stands in it as a sign for one.
    """
    return await asyncio.to_thread(_printable, template, data)


def _printable(template: str, data: Any) -> bytes:
    for _ in range(_TIMES - 1):
        try:
            return _made(template, orjson.dumps(data).decode())
        except typst.TypstError as error:
            missing = _missing(error.diagnostic)
            if not missing:
                raise
            data = _without(data, re.compile("|".join(map(re.escape, missing))))
    return _made(template, orjson.dumps(data).decode())


def _missing(diagnostic: str) -> list[str]:
    """What the compiler says cannot be printed, the longest first."""
    found = {shown or codepoint for shown, codepoint in _UNPRINTABLE.findall(diagnostic)}
    texts = {_ESCAPED.sub(lambda code: chr(int(code[1], 16)), each) for each in found}
    return sorted(texts, key=lambda each: (-len(each), each))


def _without(data: Any, missing: re.Pattern[str]) -> Any:
    """The data with a sign in the place of what is missing."""
    match data:
        case str():
            return missing.sub(_INSTEAD, data)
        case Mapping():
            return {name: _without(value, missing) for name, value in data.items()}
        case list() | tuple():
            return [_without(value, missing) for value in data]
        case _:
            return data


def _made(template: str, data: str) -> bytes:
    with _ONE_AT_A_TIME:
        made = _compiler().compile(
            str(_FOLDER / f"{template}.typ"),
            format="pdf",
            sys_inputs={"data": data},
            pdf_standards="ua-1",
            timestamp=0,
        )
    assert isinstance(made, bytes), "a PDF is one file"
    return made


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(_fonts(each)) for each in _FONTS],
    )
    return typst.Compiler(root=str(_FOLDER), font_paths=fonts)


# Latin, Greek, Cyrillic, the scripts of the Near East, India and South-East Asia, and emoji; then Chinese, Japanese
# and Korean. No other fonts are looked into, so that a paper is the same wherever it is made.
_FONTS = ("manimgx_fonts", "noto_cjk_sans_otc")


def _fonts(package: str) -> Path:
    found = find_spec(package)
    assert found is not None, "the fonts are dependencies"
    assert found.origin is not None, "the fonts are packages"
    return Path(found.origin).parent
