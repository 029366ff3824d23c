"""One chart of requests a second, drawn by hand as SVG that can be read in light and in dark."""

from __future__ import annotations

from bench.operations import PEOPLE, RECORD
from bench.results import Figures
from bench.servers import CONTESTANTS

WIDTH, LABEL, VALUE = 760, 190, 70
BAR, GAP, HEAD = 22, 8, 44

_STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .head { font-weight: 600; font-size: 14px }
  .value { font-variant-numeric: tabular-nums }
  rect { fill: #8c959f }
  .ours { fill: #1a7f5a }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    rect { fill: #6e7681 }
    .ours { fill: #3fb68b }
  }
"""


def chart(figures: Figures) -> str:
    """Horizontal bars of both operations at 16 connections, each with a scale of its own."""
    drawn: list[str] = []
    y = 0
    for operation in (RECORD, PEOPLE):
        rates = [
            (contestant, cell.rate)
            for contestant in CONTESTANTS
            if (cell := figures.get(contestant.name, operation.name, 16)) is not None
        ]
        if not rates:
            continue
        y += HEAD
        drawn.append(f'<text class="head" x="0" y="{y - 14}">{operation.title}: requests a second</text>')
        longest = max(rate for _, rate in rates)
        for contestant, rate in rates:
            width = max(2.0, rate / longest * (WIDTH - LABEL - VALUE))
            kind = ' class="ours"' if contestant.name == "ours" else ""
            middle = y + BAR - 6
            drawn += [
                f'<text x="{LABEL - 10}" y="{middle}" text-anchor="end">{contestant.short}</text>',
                f'<rect{kind} x="{LABEL}" y="{y}" width="{width:.1f}" height="{BAR}" rx="2"/>',
                f'<text class="value" x="{LABEL + width + 8:.1f}" y="{middle}">{shown(rate)}</text>',
            ]
            y += BAR + GAP
    body = "\n  ".join(drawn)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" width="{WIDTH}" height="{y}" role="img"'
        f' aria-label="Requests a second at 16 connections">\n  <style>{_STYLE}  </style>\n  {body}\n</svg>\n'
    )


def shown(rate: float) -> str:
    """A rate with as many digits as mean something."""
    return f"{rate:,.0f}" if rate >= 20 else f"{rate:.1f}"
