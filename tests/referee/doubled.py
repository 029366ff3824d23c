"""A pipeline that answers every query a second time on graphql-core, and notes what differs."""

from __future__ import annotations

from dataclasses import replace

from graphql import GraphQLError, OperationDefinitionNode, OperationType, parse

from gateway.context import Context
from gateway.engine.answers import Answer, GraphQLRequest
from gateway.engine.errors import RequestCode
from gateway.engine.pipeline import Pipeline
from gateway.protected import ProtectedValues
from tests.referee.judge import code_of_refusal, differences


class Doubled:
    """Stands in for the pipeline of an application; whatever else is asked of it, that pipeline answers."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline
        self._reference = Pipeline(pipeline.schema, planning=False)
        self.found: list[str] = []

    def __getattr__(self, name: str) -> object:
        return getattr(self._pipeline, name)

    async def answer(self, request: GraphQLRequest, context: Context) -> Answer:
        """The pipeline's answer. graphql-core is asked before it, since a reading may leave an entry in the audit."""
        if not _is_query(request):
            return await self._pipeline.answer(request, context)
        vault = ProtectedValues(context.vault.vault, context.actor)
        reference = await self._reference.answer(
            request, replace(context, vault=vault, extensions={}, presumed=None)
        )
        answer = await self._pipeline.answer(request, context)
        # Only a plan has a price, and only what is shown can be withheld.
        alone = context.vault.closed or code_of_refusal(answer) == RequestCode.COST_LIMIT_EXCEEDED
        different = [] if alone else differences(answer, reference)
        # Some tests break something on purpose: a surprise both ways is no difference.
        self.found += [f"{each}\n{request}" for each in different if not each.startswith("a surprise")]
        return answer


def _is_query(request: GraphQLRequest) -> bool:
    try:
        definitions = parse(request.query or "").definitions
    except GraphQLError:
        return False
    operations = [each for each in definitions if isinstance(each, OperationDefinitionNode)]
    return bool(operations) and all(each.operation is OperationType.QUERY for each in operations)
