"""Everything in a schema that has a name, with its description."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
)

SHORTEST = 10
# Words that are spelt otherwise in Britain; `size`, `prize` and their like are not among them.
AMERICAN = re.compile(
    r"(?i)(organiz|recogniz|normaliz|anonymiz|summariz|authoriz|categoriz|customiz|serializ|initializ|finaliz"
    r"|capitaliz|minimiz|maximiz|emphasiz|apologiz|analyz|color|behavior|favor|honor|neighbor|\bcenter|\btheater"
    r"|cancel(ed|ing)\b|label(ed|ing)\b|travel(ed|er|ing)\b|fulfill\b|enrollment|gray\b|catalog\b|\bdialog\b|\bprogram\b)"
)
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|TBD)\b")


def described(schema: GraphQLSchema) -> Iterator[tuple[str, str | None]]:
    """Each coordinate of the schema, introspection aside, with its description."""
    for directive in schema.directives:
        yield f"@{directive.name}", directive.description
        for argument_name, argument in directive.args.items():
            yield f"@{directive.name}({argument_name}:)", argument.description
    for name, kind in schema.type_map.items():
        if name.startswith("__"):
            continue
        yield name, kind.description
        if isinstance(kind, GraphQLEnumType):
            for value_name, value in kind.values.items():
                yield f"{name}.{value_name}", value.description
        elif isinstance(kind, GraphQLInputObjectType):
            for field_name, input_field in kind.fields.items():
                yield f"{name}.{field_name}", input_field.description
        elif isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for field_name, field in kind.fields.items():
                yield f"{name}.{field_name}", field.description
                for argument_name, argument in field.args.items():
                    yield f"{name}.{field_name}({argument_name}:)", argument.description


def faults(coordinate: str, description: str | None) -> Iterator[str]:
    """What is wrong with a name and its description."""
    text = (description or "").strip()
    if not text:
        yield "is not described"
        return
    if len(text) < SHORTEST:
        yield f"is described in less than {SHORTEST} characters"
    if _letters(text) == _letters(re.split(r"[.(@]", coordinate.rstrip(":)"))[-1]):
        yield "is described by its name"
    if not text.endswith("."):
        yield "is described without a full stop"
    if not (text[0].isupper() or text[0] in "`"):
        yield "is described without a capital"
    if UNFINISHED.search(text):
        yield "is not described to the end"
    if found := AMERICAN.search(text) or AMERICAN.search(coordinate):
        yield f"is spelt with {found[0]!r}"


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).lower()
