"""The worked examples of the GraphiQL page, one by one, as tests ask them."""

from __future__ import annotations

from dataclasses import dataclass

from graphql import DocumentNode, OperationDefinitionNode, parse, print_ast, separate_operations

from gateway.door.areas import Area, Example
from gateway.door.examples import AREAS


@dataclass(frozen=True, slots=True)
class Worked:
    """An example with the area that it is shown in; `text` is its operation alone."""

    area: Area
    example: Example
    text: str
    reads: bool

    def __str__(self) -> str:
        return self.example.name


def _worked(area: Area) -> list[Worked]:
    alone = separate_operations(parse(area.document))
    return [
        Worked(area, example, print_ast(alone[example.name]), _reads(alone[example.name]))
        for example in area.examples
    ]


def _reads(document: DocumentNode) -> bool:
    (operation,) = (each for each in document.definitions if isinstance(each, OperationDefinitionNode))
    return operation.operation.value == "query"


WORKED = [each for area in AREAS for each in _worked(area)]
