"""How much a document asks for, found in one pass before anything else looks at it.

A fragment is read once and counted at each use, so that a small document that unfolds into billions of
fields costs no more than its own length. Fragment cycles count once; validation reports them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
)

from gateway.engine.errors import RequestCode, RequestError
from gateway.settings import Limits

MANY = 1_000_000
"""Counts stop here: far over any limit, and the numbers stay short."""

INTROSPECTION = frozenset({"__schema", "__type"})

Definition: TypeAlias = OperationDefinitionNode | FragmentDefinitionNode


@dataclass(frozen=True, slots=True)
class Measure:
    """What one operation or fragment unfolds to; `roots` are the fields of its outermost selection."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    roots: int = 0


@dataclass(frozen=True, slots=True)
class _Spread:
    name: str
    depth: int
    at_root: bool
    introspects: bool


@dataclass(slots=True)
class _Own:
    """What a selection holds itself, and the fragments it spreads."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    roots: int = 0
    spreads: list[_Spread] = field(default_factory=list)


def exceeded(document: DocumentNode, limits: Limits) -> list[GraphQLError]:
    """Every limit that the document goes over, an error each."""
    over: list[GraphQLError] = []
    for node, found in measured(document):
        # Validation reads a fragment that no operation uses as thoroughly as the others; one that is used
        # would only say again what its operation said.
        if isinstance(node, OperationDefinitionNode) or not over:
            over += _over(node, found, limits)
    return over


def measured(document: DocumentNode) -> list[tuple[Definition, Measure]]:
    """What each operation, and then each fragment, unfolds to."""
    fragments: dict[str, FragmentDefinitionNode] = {}
    operations: list[OperationDefinitionNode] = []
    for node in document.definitions:
        if isinstance(node, FragmentDefinitionNode):
            fragments[node.name.value] = node
        elif isinstance(node, OperationDefinitionNode):
            operations.append(node)
    measures = _measure_fragments(fragments)
    return [
        *((node, _unfold(_own(node.selection_set), measures)) for node in operations),
        *((node, measures[name]) for name, node in fragments.items()),
    ]


def too_complex(
    limit: str, yours: int, maximum: int, found: str, remedy: str, node: Definition | None = None
) -> RequestError:
    """The error for one limit that a document goes over."""
    return RequestError(
        RequestCode.OPERATION_TOO_COMPLEX,
        f"{found}; at most {maximum:,} are served. {remedy}.",
        nodes=node,
        limit=limit,
        maximum=maximum,
        yours=yours,
    )


def _over(node: Definition, found: Measure, limits: Limits) -> Iterator[GraphQLError]:
    checks: list[tuple[str, int, int, str, str]] = [
        ("depth", found.depth, limits.depth, "levels of fields", "Ask for the innermost by their ids"),
        ("fields", found.fields, limits.fields, "fields", "Leave out what you do not show"),
        ("aliases", found.aliases, limits.aliases, "aliased fields", "Ask for a list in one field instead"),
    ]
    if isinstance(node, OperationDefinitionNode):
        elsewhere = "Send the others in requests of their own"
        if node.operation is OperationType.MUTATION:
            checks.append(("mutations", found.roots, limits.mutations, "mutations", elsewhere))
        else:
            checks.append(("root_fields", found.roots, limits.root_fields, "root fields", elsewhere))
    for limit, yours, maximum, what, remedy in checks:
        if yours > maximum:
            count = f"at least {MANY:,}" if yours == MANY else f"{yours:,}"
            unfolded = f"The document has {count} {what}, with fragments counted at each use"
            yield too_complex(limit, yours, maximum, unfolded, remedy, node)


def _own(selection_set: SelectionSetNode) -> _Own:
    own = _Own()
    # Without recursion: the nesting is the client's choice.
    open_sets = [(selection_set, 0, True, False)]
    while open_sets:
        selections, depth, at_root, introspects = open_sets.pop()
        for node in selections.selections:
            if isinstance(node, FieldNode):
                own.fields += 1
                own.roots += at_root
                own.aliases += node.alias is not None
                below = depth + (not introspects)
                own.depth = max(own.depth, below)
                if node.selection_set:
                    hidden = introspects or node.name.value in INTROSPECTION
                    open_sets.append((node.selection_set, below, False, hidden))
            elif isinstance(node, InlineFragmentNode):
                open_sets.append((node.selection_set, depth, at_root, introspects))
            elif isinstance(node, FragmentSpreadNode):
                own.spreads.append(_Spread(node.name.value, depth, at_root, introspects))
    return own


def _unfold(own: _Own, measures: Mapping[str, Measure]) -> Measure:
    depth, fields, aliases, roots = own.depth, own.fields, own.aliases, own.roots
    for spread in own.spreads:
        used = measures.get(spread.name)
        if used is None:
            continue
        fields += used.fields
        aliases += used.aliases
        if spread.at_root:
            roots += used.roots
        if not spread.introspects:
            depth = max(depth, spread.depth + used.depth)
    return Measure(min(depth, MANY), min(fields, MANY), min(aliases, MANY), min(roots, MANY))


def _measure_fragments(fragments: Mapping[str, FragmentDefinitionNode]) -> dict[str, Measure]:
    """Each fragment once, those it spreads before it; the spread that closes a cycle counts for nothing."""
    owns = {name: _own(node.selection_set) for name, node in fragments.items()}
    measures: dict[str, Measure] = {}
    for root in owns:
        path = [root]
        waiting = {root: iter(owns[root].spreads)}
        while path:
            name = path[-1]
            if name in measures:
                path.pop()
                continue
            for spread in waiting[name]:
                if spread.name in owns and spread.name not in measures and spread.name not in waiting:
                    path.append(spread.name)
                    waiting[spread.name] = iter(owns[spread.name].spreads)
                    break
            else:
                measures[name] = _unfold(owns[name], measures)
                path.pop()
    return measures
