"""The people of the demo at the door: whom a visitor may be, and the endpoint that signs them in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from db.demo.personas import PERSONAS
from domain.permissions import Interface
from gateway.auth import issue_token
from gateway.door.graphiql import Persona
from gateway.door.requests import body_of
from gateway.engine.errors import RequestError
from gateway.settings import Settings

TOKEN_URL = "/demo/token"  # noqa: S105 - a path
LIFETIME = timedelta(hours=12)
MOST_BYTES = 1_000

CHOICES = tuple(
    Persona(each.username, each.name, f"{each.job_title}, {each.interface.value.capitalize()}")
    for each in PERSONAS
)


class NoSuchPersona(Exception):
    """Nobody of this name is in the demo."""

    def __init__(self, username: str) -> None:
        known = ", ".join(each.username for each in PERSONAS)
        super().__init__(f"Nobody in the demo is called {username!r}; there are {known}.")


def token_of(settings: Settings, username: str, interface: Interface | None = None) -> str:
    """A token of a persona, for its own interface unless another is named."""
    found = next((each for each in PERSONAS if each.username == username), None)
    if found is None:
        raise NoSuchPersona(username)
    return issue_token(settings, found.id, interface or found.interface, LIFETIME, datetime.now(UTC))


def persona_routes(settings: Settings) -> list[Route]:
    """`POST /demo/token`: `{"persona": "femi"}` is answered by `{"token": ...}`; `interface` may be named too."""

    async def give(request: Request) -> JSONResponse:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return _refused(415, "Send JSON, with the header `Content-Type: application/json`.")
        try:
            body = await body_of(request, MOST_BYTES, settings.limits.deadline_seconds)
            asked = orjson.loads(body)
            interface = asked.get("interface")
            token = token_of(settings, str(asked["persona"]), interface and Interface(str(interface).upper()))
        except (RequestError, ClientDisconnect):
            return _refused(413, "Send the persona's name only.")
        except NoSuchPersona as refused:
            return _refused(404, str(refused))
        except (orjson.JSONDecodeError, AttributeError, KeyError, TypeError, ValueError):
            return _refused(
                400, 'Send {"persona": "femi"}, and an "interface" if it is to be another than usual.'
            )
        return JSONResponse({"token": token}, headers={"Cache-Control": "no-store"})

    return [Route(TOKEN_URL, give, methods=["POST"])]


def _refused(status: int, message: str) -> JSONResponse:
    return JSONResponse({"error": message}, status, {"Cache-Control": "no-store"})
