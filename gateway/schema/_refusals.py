"""A refusal of what a query was asked with, as the error of its field."""

from __future__ import annotations

from typing import Any

from domain.refusals import Refusal, Refusals, refusals_of
from gateway.engine.errors import RequestCode, RequestError


def as_error(refused: Refusal | Refusals) -> RequestError:
    """What is wrong with the arguments, told as a mutation would tell it."""
    problems: list[dict[str, Any]] = [
        {"code": each.code, "message": each.message, "path": list(each.path)} for each in refusals_of(refused)
    ]
    return RequestError(RequestCode.BAD_USER_INPUT, problems[0]["message"], problems=problems)
