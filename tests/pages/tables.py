"""The tables of docs/api.md that are made from the code; `poe docs` writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import gateway.schema  # noqa: F401 - registers every refusal
from domain.errors import Refusal
from gateway.door.negotiation import MediaType, status_of
from gateway.engine.answers import Answer
from gateway.engine.errors import RequestCode, RequestError
from gateway.settings import Limits
from tests.cli.processes import ROOT

PAGE = ROOT / "docs" / "api.md"
_PLACE = re.compile(r"<!-- (\w+) -->\n")

NOT_YET = {
    RequestCode.PERSISTED_DOCUMENT_NOT_FOUND,
    RequestCode.PERSISTED_DOCUMENT_REQUIRED,
}
"""Codes that are kept for what is not there yet."""


def with_tables(page: str) -> str:
    """The page with its tables as they should be."""
    made = {"requests": _requests(), "refusals": _refusals(), "limits": _limits()}
    parts, end = [], 0
    for found in _PLACE.finditer(page):
        if found[1] in made:
            parts += [page[end : found.end()], "\n".join([*made.pop(found[1]), ""])]
            end = page.index("<!-- end -->", found.end())
    assert not made, f"the page has no place for {', '.join(made)}"
    return "".join([*parts, page[end:]])


def _requests() -> Iterator[str]:
    yield "| `extensions.code` | Status | |"
    yield "|---|---|---|"
    for code in RequestCode:
        later = " *(not given yet)*" if code in NOT_YET else ""
        yield f"| `{code.value}` | {_status(code)} | {code.description}{later} |"


def _status(code: RequestCode) -> str:
    refused = Answer.refused(RequestError(code, ""))
    strict, plain = (status_of(refused, media) for media in (MediaType.GRAPHQL_RESPONSE, MediaType.JSON))
    return str(strict) if strict == plain else f"{strict} / {plain}"


def _refusals() -> Iterator[str]:
    yield "| `code` | `__typename` | |"
    yield "|---|---|---|"
    for kind in sorted(_kinds(Refusal), key=lambda kind: kind.code):
        yield f"| `{kind.code}` | `{kind.__name__}` | {(kind.__doc__ or '').strip()} |"


def _kinds(kind: type[Refusal]) -> list[type[Refusal]]:
    return [found for child in kind.__subclasses__() for found in (child, *_kinds(child))]


def _limits() -> Iterator[str]:
    yield "| Limit | Usually | |"
    yield "|---|---|---|"
    for name, field in Limits.model_fields.items():
        yield f"| {name} | {field.default:,} | {field.description} |"


def main() -> None:
    PAGE.write_text(with_tables(PAGE.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
