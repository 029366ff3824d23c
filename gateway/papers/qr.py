"""QR codes as pictures of lines and areas, which are sharp at any size."""

from __future__ import annotations

from itertools import groupby

import segno

# White around it, in modules, without which scanners do not find it.
_QUIET = 4


def qr_svg(text: str) -> str:
    """The QR code that says this text, as SVG: one area for each run of dark modules, on white."""
    modules = segno.make_qr(text, error="m").matrix
    size = len(modules) + 2 * _QUIET
    areas = "".join(
        f"M{start + _QUIET} {line + _QUIET}h{length}v1h-{length}z"
        for line, row in enumerate(modules)
        for start, length in _runs(row)
    )
    # A hair's breadth wider than they are, or viewers would show a gap between the lines.
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="M0 0h{size}v{size}h-{size}z"'
        f' fill="#fff"/><path d="{areas}" stroke="#000" stroke-width=".04"/></svg>'
    )


def _runs(row: bytearray | bytes) -> list[tuple[int, int]]:
    """Where dark modules begin in a line, and how many follow each other."""
    found, start = [], 0
    for dark, run in groupby(row):
        length = len(list(run))
        if dark:
            found.append((start, length))
        start += length
    return found
