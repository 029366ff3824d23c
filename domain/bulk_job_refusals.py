"""What long work is refused for."""

from __future__ import annotations

from domain.refusals import Refusal


class BulkJobEnded(Refusal):
    """The job has ended already; there is nothing left to cancel."""

    code = "BULK_JOB_ENDED"
