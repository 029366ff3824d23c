"""A schedule as the spreadsheet that the tax authority takes: its sheet, and each value in the cell where it is read.

It is written directly, since a thousand rows through a library's objects take a hundred times as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from domain.gift_aid_schedules import ScheduleRow
from gateway.schedules.claimed import HEADINGS, Claimed, cells, pounds, short_day

SHEET = "R68GAD_V1_00_0_EN"
_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
# Rows and columns from 0, as the tax authority counts them.
_TITLE, _EARLIEST, _OVERCLAIMED, _HEADINGS, _FIRST = 0, 12, 16, 22, 24
_COLUMNS = 11
_URN = "urn:oasis:names:tc:opendocument:xmlns"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<office:document-content xmlns:office="{_URN}:office:1.0" xmlns:table="{_URN}:table:1.0"'
    f' xmlns:text="{_URN}:text:1.0" office:version="1.3"><office:body><office:spreadsheet>'
    f'<table:table table:name="{SHEET}">'
)
_TAIL = "</table:table></office:spreadsheet></office:body></office:document-content>"
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<manifest:manifest xmlns:manifest="{_URN}:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_EMPTY = "<table:table-cell/>"


def as_ods(claimed: Claimed, rows: Sequence[ScheduleRow], adjustment_minor: int) -> bytes:
    """The spreadsheet of these rows, the same bytes for the same rows."""
    top = {
        _TITLE: {1: _text("Gift Aid donations schedule")},
        _EARLIEST: _box("Box 1", "Earliest donation date in the period of claim. (DD/MM/YY)"),
        _OVERCLAIMED: _box("Box 2", "Previously over-claimed amount. Leave blank if none"),
        _HEADINGS: dict(enumerate(map(_text, HEADINGS), start=1)),
    }
    earliest = min((row.earliest for row in rows), default=None)
    if earliest is not None:
        top[_EARLIEST][3] = _text(short_day(earliest))
    if adjustment_minor:
        top[_OVERCLAIMED][3] = _amount(pounds(adjustment_minor))
    written = [_row(top.get(place, {})) for place in range(_FIRST)]
    written += [_row(_cells(item, row)) for item, row in enumerate(rows, start=1)]
    return _zipped("".join((_HEAD, *written, _TAIL)))


def _box(name: str, meaning: str) -> dict[int, str]:
    return {1: _text(name), 2: _text(meaning)}


def _cells(item: int, row: ScheduleRow) -> dict[int, str]:
    *texts, amount = cells(item, row)
    return {**dict(enumerate(map(_text, texts), start=1)), _COLUMNS - 1: _amount(amount)}


def _row(filled: dict[int, str]) -> str:
    # Every cell is written: one that stands for several would move those after it to where nobody looks.
    return f"<table:table-row>{''.join(filled.get(place, _EMPTY) for place in range(_COLUMNS))}</table:table-row>"


def _text(text: str) -> str:
    """A cell of text, which is never reckoned with, whatever it begins with."""
    if not text:
        return _EMPTY
    return f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'


def _amount(pounds: str) -> str:
    return (
        f'<table:table-cell office:value-type="float" office:value="{pounds}"><text:p>{pounds}</text:p>'
        "</table:table-cell>"
    )


def _zipped(content: str) -> bytes:
    """The parts of the file; its type comes first and as it is, so that it can be told from the beginning."""
    parts: Iterable[tuple[str, str, int]] = (
        ("mimetype", _TYPE, ZIP_STORED),
        ("content.xml", content, ZIP_DEFLATED),
        ("META-INF/manifest.xml", _MANIFEST, ZIP_DEFLATED),
    )
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, text, method in parts:
            # An entry that is made so is always of the same moment.
            archive.writestr(ZipInfo(name), text, compress_type=method, compresslevel=6)
    return made.getvalue()
