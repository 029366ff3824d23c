"""What every refusal has in common as clients see it: its stable code, what to change, and the input at fault."""

from __future__ import annotations

import importlib
import pkgutil
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import strawberry

import domain
from domain.refusals import Refusal
from gateway.engine.errors import RequestCode
from gateway.schema._rows import enum_type

enum_type(
    RequestCode,
    "The `extensions.code` of an error beside the data: why a request, or one field of it, was not answered.",
    **{code.name: code.description for code in RequestCode},
)

# Wherever the rules say no: all of them are known before the codes are made.
for _module in pkgutil.iter_modules(domain.__path__):
    if _module.name.endswith(("errors", "refusals")):
        importlib.import_module(f"domain.{_module.name}")

if TYPE_CHECKING:

    class ErrorCode(StrEnum):
        """Made from the refusals of the rules, so that none is forgotten."""


def _refusals(kind: type[Refusal]) -> list[type[Refusal]]:
    return [found for child in kind.__subclasses__() for found in (child, *_refusals(child))]


def _described(kind: type[Refusal]) -> str:
    return (kind.__doc__ or "").strip()


if not TYPE_CHECKING:
    _codes = {kind.code: _described(kind) for kind in sorted(_refusals(Refusal), key=lambda kind: kind.code)}
    ErrorCode = enum_type(
        StrEnum("ErrorCode", {code: code for code in _codes}), "Why something was refused.", **_codes
    )


@strawberry.interface(description="Something that was refused, with nothing changed.")
class UserError:
    code: ErrorCode = strawberry.field(description="Stable code of the fact.")
    message: str = strawberry.field(description="What to change, in words for the user.")
    path: list[str] = strawberry.field(description="The input at fault, as a way into the mutation's input.")


def error_type(kind: type[Refusal]) -> Any:
    """The type of one refusal, described by its docstring."""

    def decorate(cls: type) -> type:
        cls.is_type_of = staticmethod(lambda told, _info: type(told.refusal) is kind)  # type: ignore[attr-defined]
        return strawberry.type(cls, description=_described(kind))

    return decorate
