"""The files of a claim for Gift Aid, as the tax authority takes them (GAD-P15)."""

from __future__ import annotations

from gateway.schedules.claimed import Charity, Claimed
from gateway.schedules.files import Format, Made, files_of

__all__ = ["Charity", "Claimed", "Format", "Made", "files_of"]
