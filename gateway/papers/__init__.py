"""Papers as PDF: tagged for screen readers (PDF/UA), with names in any script, and the same bytes for the same data."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

import orjson
import typst

_FOLDER = Path(__file__).parent
# One paper is made at a time: the compiler keeps what it has read, and a paper takes a few milliseconds.
_ONE_AT_A_TIME = Lock()


async def paper(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF that the template of this name, `<name>.typ`, makes of the data, which is JSON."""
    return await asyncio.to_thread(_made, template, orjson.dumps(data).decode())


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
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(_fonts(*each)) for each in _FONTS])
    return typst.Compiler(root=str(_FOLDER), font_paths=fonts)


# Latin, Greek and Cyrillic; Chinese, Japanese and Korean.
_FONTS = (("fontpkg_noto_sans", "files"), ("noto_cjk_sans_otc", "."))


def _fonts(package: str, folder: str) -> Path:
    found = find_spec(package)
    assert found is not None, "the fonts are dependencies"
    assert found.origin is not None, "the fonts are packages"
    return Path(found.origin).parent / folder
