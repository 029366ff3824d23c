"""A page of a growing list as clients see it, and the arguments that every such list takes."""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

import strawberry

N = TypeVar("N")


@strawberry.type(description="Where a page of a list begins and ends.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether there are more entries after this page.")
    has_previous_page: bool = strawberry.field(
        description="Whether this page was asked for with `after`, so that there are entries before it."
    )
    start_cursor: str | None = strawberry.field(
        description="Cursor of the first entry; null on an empty page."
    )
    end_cursor: str | None = strawberry.field(
        description="Cursor of the last entry, to be passed as `after` for the next page; null on an empty page."
    )


@strawberry.type(description="One entry of a list, with its place in it.")
class Edge(Generic[N]):
    cursor: str = strawberry.field(description="The place of this entry, to be passed as `after`.")
    node: N = strawberry.field(description="The entry.")


@strawberry.type(description="One page of a list.")
class Connection(Generic[N]):
    edges: list[Edge[N]] = strawberry.field(description="The entries of the page, each with its cursor.")
    nodes: list[N] = strawberry.field(description="The entries of the page, without cursors.")
    page_info: PageInfo = strawberry.field(description="Where the page begins and ends.")
    total_count: int = strawberry.field(
        description="How many entries the whole list has; counting stops at 1,000 and costs only when asked for."
    )
    total_count_capped: bool = strawberry.field(
        description="Whether the list has more entries than `totalCount`, where counting stopped."
    )


First = Annotated[int, strawberry.argument(description="How many entries to return: 1 to 100.")]
After = Annotated[
    str | None,
    strawberry.argument(description="Return what follows this cursor; null for the first page."),
]
