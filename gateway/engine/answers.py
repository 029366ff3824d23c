"""What the engine is asked and what it answers, whatever carries it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from graphql import GraphQLError


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """The parameters of one request; `read_only` when it came by a method that must not change anything."""

    query: str | None
    document_id: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    operation_name: str | None = None
    extensions: Mapping[str, Any] = field(default_factory=dict)
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One response. A request error means that nothing was executed, so that there is no `data` at all.

    `data` may be an `orjson.Fragment`: JSON that was written already.
    """

    data: Mapping[str, Any] | orjson.Fragment | None = None
    errors: tuple[GraphQLError, ...] = ()
    extensions: Mapping[str, Any] | None = None
    is_request_error: bool = False

    @classmethod
    def refused(cls, *errors: GraphQLError, extensions: Mapping[str, Any] | None = None) -> Answer:
        """The answer to a request of which nothing was executed."""
        return cls(errors=errors, extensions=extensions, is_request_error=True)

    def body(self) -> dict[str, Any]:
        """The response map of the specification, errors first for whoever reads it by eye."""
        body: dict[str, Any] = {}
        if self.errors:
            body["errors"] = [error.formatted for error in self.errors]
        if not self.is_request_error:
            body["data"] = self.data
        if self.extensions:
            body["extensions"] = self.extensions
        return body

    def json(self) -> bytes:
        return orjson.dumps(self.body())
