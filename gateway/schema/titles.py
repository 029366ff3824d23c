"""The titles that the create form offers (CUS-06)."""

from __future__ import annotations

from typing import Optional

import strawberry

from domain.permissions import Permission
from gateway.engine.declare import tab
from gateway.loaders.titles import TITLES
from gateway.schema._rows import row_type


@row_type(description="A title, such as Dr; a record may have one that is not in the list.")
class Title:
    name: str = strawberry.field(description="The title as it is written.")
    position: int = strawberry.field(description="Place in the list, from 0.")


@strawberry.type
class TitleQuery:
    titles: Optional[list[Title]] = tab(
        TITLES, parent=None, needs=Permission.SIGNED_IN, description="The titles to offer, in their order."
    )
