"""A PDF as tests look at it: its pages as text and as pictures, and what it tells a screen reader."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator

import pypdfium2  # type: ignore[import-untyped]  # it has no types of its own
from PIL import Image
from pypdfium2 import raw

# Pixels a point.
SCALE = 3
_MOST_CHARACTERS = 512


class Printed:
    """A paper that was made."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._document = pypdfium2.PdfDocument(content)

    def __len__(self) -> int:
        return len(self._document)

    def text(self, page: int = 0) -> str:
        """The text of a page, with one space wherever there is any."""
        return " ".join(self._document[page].get_textpage().get_text_range().split())

    def picture(self, page: int = 0) -> Image.Image:
        """The page as it is on paper, in greys."""
        picture: Image.Image = self._document[page].render(scale=SCALE, grayscale=True).to_pil()
        return picture

    def picture_of(self, character: str, page: int = 0) -> Image.Image:
        """Where the character first stands on the page."""
        opened = self._document[page]
        found = opened.get_textpage()
        hit = found.search(character, match_case=True).get_next()
        assert hit is not None, f"{character} is not on the page"
        left, bottom, right, top = found.get_charbox(hit[0])
        height = opened.get_height()
        edges = left * SCALE - 1, (height - top) * SCALE - 1, right * SCALE + 1, (height - bottom) * SCALE + 1
        return self.picture(page).crop(edges)

    @property
    def title(self) -> str:
        return str(self._document.get_metadata_value("Title"))

    @property
    def tagged(self) -> bool:
        """Whether the catalogue says that the document is marked (MarkInfo)."""
        return bool(raw.FPDFCatalog_IsTagged(self._document))

    @property
    def language(self) -> str:
        buffer = (ctypes.c_ushort * _MOST_CHARACTERS)()
        length = raw.FPDFCatalog_GetLanguage(self._document, buffer, _MOST_CHARACTERS * 2)
        return _text(buffer, length)

    @property
    def accessible(self) -> str | None:
        """The part of PDF/UA that the document claims to meet."""
        found = re.search(rb"<pdfuaid:part>(\d)</pdfuaid:part>", self.content)
        return None if found is None else found[1].decode()

    def elements(self, page: int = 0) -> list[tuple[str, str]]:
        """The types of the elements in the page's tree of structure, each with its alternative text."""
        tree = raw.FPDF_StructTree_GetForPage(self._document[page])
        try:
            count = raw.FPDF_StructTree_CountChildren(tree)
            roots = [raw.FPDF_StructTree_GetChildAtIndex(tree, place) for place in range(count)]
            return [each for root in roots for each in _elements(root)]
        finally:
            raw.FPDF_StructTree_Close(tree)


def _elements(element: raw.FPDF_STRUCTELEMENT) -> Iterator[tuple[str, str]]:
    if not element:
        return
    yield _told(raw.FPDF_StructElement_GetType, element), _told(raw.FPDF_StructElement_GetAltText, element)
    for place in range(raw.FPDF_StructElement_CountChildren(element)):
        yield from _elements(raw.FPDF_StructElement_GetChildAtIndex(element, place))


def _told(ask: Callable[..., int], element: raw.FPDF_STRUCTELEMENT) -> str:
    buffer = (ctypes.c_ushort * _MOST_CHARACTERS)()
    return _text(buffer, ask(element, buffer, _MOST_CHARACTERS * 2))


def _text(buffer: ctypes.Array[ctypes.c_ushort], length: int) -> str:
    return bytes(buffer)[:length].decode("utf-16-le").rstrip("\0")
