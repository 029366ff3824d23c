"""Resolvers as strawberry should see them: with the arguments of the function that they call."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, get_type_hints


def with_arguments(
    resolve: Callable[..., Any], function: Callable[..., Any] | None, *, skip: int = 0
) -> Callable[..., Any]:
    """`resolve` as strawberry should see it: `**arguments` replaced by what `function` takes."""
    own = [p for p in _parameters(resolve) if p.kind is not inspect.Parameter.VAR_KEYWORD]
    taken = [] if function is None else _parameters(function)[skip:]
    keyword = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in taken]
    resolve.__signature__ = inspect.Signature([*own, *keyword])  # type: ignore[attr-defined]
    return resolve


def _parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """The parameters with their annotations evaluated where the function was written."""
    hints = get_type_hints(function, include_extras=True)
    parameters = inspect.signature(function).parameters.values()
    return [p.replace(annotation=hints.get(p.name, inspect.Parameter.empty)) for p in parameters]
