"""What the GraphiQL page offers: one document an area, and what the comments in it say of its operations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPERATION = re.compile(r"^(?:query|mutation|subscription)\s+(\w+)")
_MADE_FOR = "For: "
_REFUSED = "Refused: "
_EVERYBODY = "everybody"


class UnreadableArea(ValueError):
    """A document does not say what the page must know of it."""


@dataclass(frozen=True, slots=True)
class Example:
    """One operation of an area. `personas` are those whom it is made for, none meaning everybody.

    `refused` holds the codes of the errors in its payload, where showing a refusal is its point.
    """

    name: str
    title: str
    description: str
    personas: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the product: its document as it is shown, and the operations in it."""

    title: str
    description: str
    document: str
    examples: tuple[Example, ...]


def area_of(document: str) -> Area:
    """The area that a document describes.

    Its first comment is the area's title and description. The comment above each operation is the operation's: a line
    of title, lines of description, `For:` with usernames of personas or `everybody`, and perhaps `Refused:` with codes.

    Raises UnreadableArea when something of it is missing.
    """
    comments = list(_comments(document))
    if not comments or comments[0].operation is not None or len(comments[0].lines) < 2:
        raise UnreadableArea(
            "An area begins with a comment of its own: a line of title, lines of description."
        )
    head, *others = comments
    examples = tuple(_example(each) for each in others if each.operation is not None)
    if not examples:
        raise UnreadableArea(f"The area {head.lines[0]!r} has no operation.")
    return Area(head.lines[0], " ".join(head.lines[1:]), document, examples)


@dataclass(frozen=True, slots=True)
class _Comment:
    lines: list[str]
    operation: str | None


def _comments(document: str) -> Iterator[_Comment]:
    """Each comment that begins a line, and each operation, with the comment right above it."""
    lines: list[str] = []
    for line in [*document.splitlines(), ""]:
        if line.startswith("#"):
            lines.append(line.removeprefix("#").strip())
        elif found := _OPERATION.match(line):
            yield _Comment(lines, found[1])
            lines = []
        elif lines:
            yield _Comment(lines, None)
            lines = []


def _example(comment: _Comment) -> Example:
    said = [line for line in comment.lines if not line.startswith((_MADE_FOR, _REFUSED))]
    personas = _listed(comment, _MADE_FOR)
    if len(said) < 2 or not personas:
        raise UnreadableArea(
            f"{comment.operation} needs a title, a description, and a line `# {_MADE_FOR}...`."
        )
    return Example(
        name=str(comment.operation),
        title=said[0],
        description=" ".join(said[1:]),
        personas=() if personas == (_EVERYBODY,) else personas,
        refused=_listed(comment, _REFUSED),
    )


def _listed(comment: _Comment, word: str) -> tuple[str, ...]:
    for line in comment.lines:
        if line.startswith(word):
            return tuple(each.strip() for each in line.removeprefix(word).split(","))
    return ()
