"""What merging is refused for, as clients see it."""

from __future__ import annotations

from typing import Any, Optional

import strawberry
from strawberry.types import Info

from domain import merge_refusals as refusals
from domain.permissions import Permission
from gateway.engine.declare import declared_field
from gateway.engine.declared import AnsweredField
from gateway.engine.denial import require
from gateway.plan_tokens import choices_of
from gateway.resolvers.merge_previews import merge_preview
from gateway.schema.merge_previews import MergePreview
from gateway.schema.user_errors import UserError, error_type


@error_type(refusals.SameCustomer)
class SameCustomer(UserError): ...


async def _afresh(root: strawberry.Parent[Any], info: Info) -> Optional[MergePreview]:
    """The preview with the same choices, as things are now; also where the refusal is told again."""
    require(info.context, Permission.MERGE)
    return await merge_preview(  # type: ignore[return-value]  # the value that the type shows
        info.context, root.survivor_id, root.loser_id, choices_of(root.choices)
    )


@error_type(refusals.StalePlan)
class StalePlan(UserError):
    changed: list[str] = strawberry.field(
        description="What is not as it was shown: keys of tabs, `BLOCKERS`, `WARNINGS`, `MOVES`, `DECISIONS`; or"
        " `EXPIRED`, where a quarter of an hour is over."
    )
    preview: Optional[MergePreview] = declared_field(
        _afresh,
        AnsweredField(Permission.MERGE, merge_preview),
        "The preview as it is now, with the same choices; null where you may no longer see one of the records.",
    )
