"""Text to a document that may run: within the limits, parsed and valid, or the errors that say why not."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from graphql import DocumentNode, GraphQLError, GraphQLSchema, GraphQLSyntaxError, parse, validate

from gateway.engine.errors import RequestCode, coded
from gateway.engine.hints import hinting
from gateway.engine.limits import exceeded, too_complex
from gateway.settings import Limits

VALIDATION_ERRORS = 20
SPLIT = "Split it, or send its values as variables"


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Prepared:
    """A document, or why there is none. Compared by identity, so that what is compiled can be kept by it."""

    document: DocumentNode | None
    errors: tuple[GraphQLError, ...] = ()


def prepare(schema: GraphQLSchema, source: str, limits: Limits) -> Prepared:
    """Parse, measure and validate `source`, without a cache; `Documents` has one."""
    try:
        document = _parsed(source, limits)
    except GraphQLError as error:
        return _refused(coded(error, RequestCode.GRAPHQL_PARSE_FAILED))
    over = exceeded(document, limits)
    if over:
        return _refused(*over)
    invalid = hinting(
        lambda without: validate(schema, document, max_errors=VALIDATION_ERRORS, hide_suggestions=without)
    )
    if invalid:
        return _refused(*(coded(error, RequestCode.GRAPHQL_VALIDATION_FAILED) for error in invalid))
    return Prepared(document)


class Documents:
    """The documents of one schema, each prepared once.

    Refused ones are kept apart, and few: whoever sends rubbish cannot push out what others use. A document at
    the limit of tokens holds 0.6 MB, which is why there is no more room for valid ones.
    """

    def __init__(self, schema: GraphQLSchema, limits: Limits, *, valid: int = 256, refused: int = 64) -> None:
        self._schema = schema
        self._limits = limits
        self._valid = _Recent(valid)
        self._refused = _Recent(refused)

    def prepare(self, source: str) -> Prepared:
        known = self._valid.get(source) or self._refused.get(source)
        if known:
            return known
        prepared = prepare(self._schema, source, self._limits)
        if len(source) <= self._limits.source_bytes:
            (self._refused if prepared.errors else self._valid).keep(source, prepared)
        return prepared


class _Recent:
    """The entries used last, as many as there is room for."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._entries: OrderedDict[str, Prepared] = OrderedDict()

    def get(self, source: str) -> Prepared | None:
        entry = self._entries.get(source)
        if entry:
            self._entries.move_to_end(source)
        return entry

    def keep(self, source: str, prepared: Prepared) -> None:
        self._entries[source] = prepared
        if len(self._entries) > self._room:
            self._entries.popitem(last=False)


def _parsed(source: str, limits: Limits) -> DocumentNode:
    size = len(source.encode("utf-8", "surrogatepass"))
    if size > limits.source_bytes:
        raise too_complex(
            "source_bytes", size, limits.source_bytes, f"The document has {size:,} bytes", SPLIT
        )
    try:
        return parse(source, max_lexical_tokens=limits.tokens, max_comments=limits.tokens)
    except GraphQLSyntaxError as error:
        if error.description.startswith(f"Document contains more than {limits.tokens} "):
            # The parser stops at the limit, so that nobody knows how many there are.
            over = limits.tokens + 1
            found = f"The document has at least {over:,} tokens or comments"
            raise too_complex("tokens", over, limits.tokens, found, SPLIT) from None
        raise


def _refused(*errors: GraphQLError) -> Prepared:
    for error in errors:
        # A kept traceback keeps every frame of the parser alive.
        error.__traceback__ = error.__context__ = error.__cause__ = None
    return Prepared(None, errors)
