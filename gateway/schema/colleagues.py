"""User accounts as everybody sees them who works with them: their names, and nothing of what they may do."""

from __future__ import annotations

from typing import Optional

import strawberry

from gateway.engine import ids
from gateway.engine.declare import column
from gateway.schema._rows import row_type


@row_type(description="Somebody who works with the system, as colleagues see them.")
class Colleague:
    account_id: strawberry.ID = column("id", ids.encoder("usr"), description="Id of the user account.")
    name: str = strawberry.field(description="The person's name.")
    job_title: Optional[str] = strawberry.field(description="What the person does.")
    active: bool = strawberry.field(
        description="Whether the person may sign in; what they were in charge of stays theirs when they may not."
    )
