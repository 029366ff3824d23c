"""The same API as tutorials show it: Strawberry, an aiodataloader a relation, SQLAlchemy's ORM, nothing cached."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import strawberry
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL

from bench.contestants.tutorial.loaders import Loaders, engine
from bench.contestants.tutorial.schema import Query


class Endpoint(GraphQL[Loaders, None]):
    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Loaders:
        return Loaders()


@asynccontextmanager
async def lifespan(_: Starlette) -> AsyncIterator[None]:
    yield
    await engine.dispose()


app = Starlette(
    routes=[Route("/graphql", Endpoint(strawberry.Schema(Query), graphql_ide=None))], lifespan=lifespan
)


def main(port: int) -> None:
    uvicorn.run(app, port=port, loop="uvloop", http="httptools", log_level="warning", access_log=False)


if __name__ == "__main__":
    main(int(sys.argv[1]))
