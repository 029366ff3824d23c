"""Whether a record can be merged with another, as it stands by itself (MRG-B02)."""

from __future__ import annotations

from typing import Optional

import strawberry

from domain.mergeable import unmergeable_for
from domain.permissions import Permission
from gateway.engine.declare import computed, link
from gateway.loaders.mergeable import MERGEABLE
from gateway.schema._rows import row_type


def _is_mergeable(active: bool, in_progress: bool) -> bool:
    return unmergeable_for(active, in_progress) is None


@row_type(
    description="Whether the record can be merged with another of its kind, whoever you are; `mergePreview` tells what"
    " stands in the way of two of them."
)
class Mergeable:
    is_mergeable: bool = computed(
        _is_mergeable,
        "active",
        "merge_in_progress",
        description="Whether nothing about the record itself is in the way.",
    )
    reason: Optional[str] = computed(
        unmergeable_for, "active", "merge_in_progress", description="What is in the way; null for nothing."
    )
    merge_in_progress: bool = strawberry.field(
        description="Whether it is being merged or converted just now, so that it cannot be changed."
    )


mergeable_field = link(
    MERGEABLE,
    needs=Permission.CUSTOMER_READ,
    parent="id",
    description="Whether the record can be merged with another.",
)
