"""The ids of a record in other systems as clients see them (CUS-B01)."""

from __future__ import annotations

import strawberry

from gateway.schema._rows import row_type


@row_type(description="What another system calls the customer; an id of one system names one record.")
class ExternalId:
    system: str = strawberry.field(
        description="The other system, such as the one that records were imported from."
    )
    value: str = strawberry.field(description="The customer's id there.")
