"""What differs between two answers to one request: data to the byte, errors as a multiset."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from graphql import GraphQLError

from gateway.engine.answers import Answer


def differences(planned: Answer, reference: Answer) -> list[str]:
    """What the plan says otherwise than graphql-core, in a line each; none is agreement."""
    found = []
    if planned.is_request_error != reference.is_request_error:
        found.append(f"refused: {planned.is_request_error}, and by graphql-core {reference.is_request_error}")
    if orjson.dumps(planned.data) != orjson.dumps(reference.data):
        found.append(f"data: {_where(planned.data, reference.data)}")
    ours, theirs = _errors(planned), _errors(reference)
    found += [f"an error too many: {error}" for error in (ours - theirs).elements()]
    found += [f"an error missing: {error}" for error in (theirs - ours).elements()]
    found += [f"a surprise of the plan: {error}" for error in _surprises(planned)]
    found += [f"a surprise of graphql-core: {error}" for error in _surprises(reference)]
    return found


def code_of_refusal(answer: Answer) -> str | None:
    """The code of what was refused before it ran; None for what ran."""
    if not answer.is_request_error:
        return None
    return str((answer.errors[0].extensions or {}).get("code"))


def _surprises(answer: Answer) -> list[str]:
    return [_line(error) for error in answer.errors if (error.extensions or {}).get("code") == "INTERNAL"]


def _errors(answer: Answer) -> Counter[str]:
    """The errors, each as it is shown; those that made more null than their own place are told by that place alone.

    Of several errors under one place that is null because of them, GraphQL lets an executor report any.
    """
    shown: Counter[str] = Counter()
    for error in answer.errors:
        place = _null_at(error, answer.data)
        if place is None:
            shown[_line(error)] += 1
        else:
            shown[f"something below {place} is null that must not be"] = 1
    return shown


def _null_at(error: GraphQLError, data: Any) -> list[str | int] | None:
    """The place that an error made null, where that is above its own."""
    path = error.path or []
    for depth, step in enumerate(path):
        if data is None:
            return list(path[:depth])
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return None


def _line(error: GraphQLError) -> str:
    formatted: dict[str, Any] = dict(error.formatted)
    extensions = dict(formatted.get("extensions") or {})
    if extensions.pop("errorId", None):
        formatted["message"] = "Something went wrong on our side."
    return orjson.dumps({**formatted, "extensions": extensions}, option=orjson.OPT_SORT_KEYS).decode()


def _where(ours: Any, theirs: Any, at: Sequence[str | int] = ()) -> str:
    """The first place that differs, and what stands there."""
    keys: Iterable[Any] = ()
    if isinstance(ours, dict) and isinstance(theirs, dict):
        if list(ours) != list(theirs):
            return f"at {list(at)} the fields are {list(ours)}, and by graphql-core {list(theirs)}"
        keys = ours
    elif isinstance(ours, list) and isinstance(theirs, list):
        if len(ours) != len(theirs):
            return f"at {list(at)} there are {len(ours)} items, and by graphql-core {len(theirs)}"
        keys = range(len(ours))
    for key in keys:
        if orjson.dumps(ours[key]) != orjson.dumps(theirs[key]):
            return _where(ours[key], theirs[key], (*at, key))
    return f"at {list(at)} {_short(ours)}, and by graphql-core {_short(theirs)}"


def _short(value: Any) -> str:
    text = orjson.dumps(value).decode()
    return text if len(text) <= 200 else f"{text[:200]}..."
