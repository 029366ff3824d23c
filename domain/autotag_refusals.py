"""What setting the criteria of an autotag says no to, beside what is wrong with any input."""

from __future__ import annotations

from dataclasses import dataclass

from domain.refusals import Refusal


class AutotagCycle(Refusal):
    """An autotag cannot ask for another autotag: name a normal tag, or repeat what the other one asks for."""

    code = "AUTOTAG_CYCLE"


@dataclass(eq=False)
class PreviewRequired(Refusal):
    """This changes more than 1,000 records; look at the preview, and send its token along."""

    code = "PREVIEW_REQUIRED"

    would_add: int = 0
    would_remove: int = 0


@dataclass(eq=False)
class PreviewChanged(Refusal):
    """The preview was of something else, or is over: look at it again, and send the new token along."""

    code = "PREVIEW_CHANGED"

    would_add: int = 0
    would_remove: int = 0
