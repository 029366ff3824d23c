"""Errors of graphql-core with its hints, such as "Did you mean `id`?", and without where it fails at making them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def hinting(find: Callable[[bool], T]) -> T:
    """What `find` finds, told whether to leave hints out.

    graphql-core measures how alike two names are in a table that is too small for letters, such as `İ`, that become
    two in lower case.
    """
    try:
        return find(False)
    except IndexError:
        return find(True)
