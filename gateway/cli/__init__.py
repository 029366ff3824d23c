"""The `gateway` command: serve, do jobs, migrate, import a file, give a token, print the schema, and so on."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING, Annotated, NoReturn

import asyncpg
import typer
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from db import embedded
from domain.permissions import Interface
from gateway import logs, serving
from gateway.cli.demonstration import is_demo, loaded, welcome, with_password_page
from gateway.cli.importing import import_
from gateway.cli.refusals import CommandRefused
from gateway.cli.starting import run, settings_of, store_url, upgrade
from gateway.keys import KeyRefused
from gateway.mail.servers import SmtpUrlRefused
from gateway.settings import Limits, Settings

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

# Commands import what they need when they run: a token should not wait for the whole application.

REFUSED = 2
"""The exit code when something must be changed first; 1 is for what went wrong."""

cli = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

Host = Annotated[str, typer.Option(help="Address to serve on.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="Port to serve on; 0 for any that is free.")]
Data = Annotated[Path | None, typer.Option(help="Data folder.  [default: GATEWAY_DATA, or .data]")]
Customers = Annotated[int, typer.Option(min=12, help="How many customers to load.")]


@cli.callback()
def about() -> None:
    """The GraphQL API gateway to the customer record."""


@cli.command()
def demo(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    data: Data = None,
    customers: Customers = 2000,
    reset: Annotated[bool, typer.Option("--reset", help="Forget the data folder's store first.")] = False,
) -> None:
    """Serve invented customers, on services of its own, to people invented too."""
    # Whatever the environment names, a demo never touches a real store.
    settings = settings_of(
        data=data,
        demo=True,
        explain=True,
        agents=True,
        log_json=False,
        database_url=None,
        database_read_url=None,
        database_owner_url=None,
        redis_url=None,
        jwks_url=None,
    )
    logs.configure(json=settings.log_json)
    if reset:
        embedded.forget(settings.data)
    with embedded.start(settings.data) as services, serving.bind(host, port) as bound:
        settings = with_password_page(settings, serving.url_of(bound))
        upgrade(services)
        if asyncio.run(is_demo(services.database_url)):
            print(f"The demo data in {settings.data} is kept; --reset makes it anew.")
        else:
            print("Loaded", loaded(services.database_url, customers, settings).describe())
        _serve(settings, bound, services, lambda: welcome(settings, serving.url_of(bound)))


@cli.command()
def serve(host: Host = "127.0.0.1", port: Port = 8000, data: Data = None) -> None:
    """Serve the store of GATEWAY_DATABASE_URL; without one, an embedded store."""
    settings = settings_of(data=data, demo=False)
    logs.configure(json=settings.log_json)
    if settings.database_url is not None:
        with serving.bind(host, port) as bound:
            _serve(settings, bound, None, lambda: _say_where(bound))
        return
    print(
        f"No GATEWAY_DATABASE_URL: the embedded PostgreSQL and Valkey serve, in {settings.data}.", flush=True
    )
    with embedded.start(settings.data) as services, serving.bind(host, port) as bound:
        upgrade(services)
        _serve(settings, bound, services, lambda: _say_where(bound))


@cli.command()
def worker(data: Data = None) -> None:
    """Do the jobs of the store of GATEWAY_DATABASE_URL, or of the embedded one, until a signal ends it."""
    from gateway.cli.working import work

    settings = settings_of(data=data, demo=False)
    logs.configure(json=settings.log_json)
    with store_url(settings) as url:
        print("Doing jobs.", flush=True)
        run(work(settings, url))


@cli.command()
def migrate(data: Data = None) -> None:
    """Bring the database of GATEWAY_DATABASE_OWNER_URL, or the embedded one, to the newest migration."""
    from db import migrate as migrations

    settings = settings_of(data=data)
    logs.configure(json=settings.log_json)
    url = settings.database_owner_url or settings.database_url
    if url is not None:
        asyncio.run(migrations.upgrade(url))
    else:
        with embedded.start(settings.data) as services:
            upgrade(services)
    print(f"The database is at migration {migrations.newest()}.")


@cli.command()
def load_demo(customers: Customers = 2000, data: Data = None) -> None:
    """Load demo data into the empty database of GATEWAY_DATABASE_URL, or into the embedded one."""
    settings = settings_of(data=data)
    logs.configure(json=settings.log_json)
    with store_url(settings) as url:
        print("Loaded", loaded(url, customers, settings).describe())


cli.command("import")(import_)


@cli.command()
def token(
    persona: Annotated[str, typer.Argument(help="The persona's user name, such as femi.")],
    interface: Annotated[
        Interface | None,
        typer.Option(case_sensitive=False, help="Interface to sign in to, if not the persona's own."),
    ] = None,
    data: Data = None,
) -> None:
    """Print a token for somebody of the demo, good for 12 hours."""
    from gateway.door.personas import NoSuchPersona, token_of

    settings = settings_of(data=data, demo=True, jwks_url=None)
    if settings.jwt_key is None and not (settings.data / "keys").is_dir():
        raise CommandRefused(
            f"No demo was started in {settings.data}: start one, or name its folder with --data."
        )
    try:
        print(token_of(settings, persona, interface))
    except NoSuchPersona as unknown:
        raise CommandRefused(str(unknown)) from None


@cli.command()
def schema() -> None:
    """Print the schema in GraphQL's schema definition language."""
    from gateway.schema import build

    print(build(Limits()).sdl)


@cli.command()
def explain(
    file: Annotated[
        typer.FileText,
        typer.Argument(encoding="utf-8", errors="replace", help="A GraphQL document; - is standard input."),
    ],
    variables: Annotated[str, typer.Option(help="Values of the document's variables, as JSON.")] = "{}",
    operation: Annotated[
        str | None, typer.Option(help="The operation of this name only, instead of each.")
    ] = None,
) -> None:
    """Print how the operations of a document are read: plan, statements, functions. Nothing is executed."""
    from gateway.engine.explain import NotExplained, explain
    from gateway.schema import build

    try:
        given = json.loads(variables)
    except ValueError as error:
        raise CommandRefused(f"--variables is not JSON: {error}.") from None
    if not isinstance(given, dict):
        raise CommandRefused("--variables is to be a JSON object.")
    try:
        print(explain(build(settings_of().limits), file.read(), given, operation))
    except NotExplained as refused:
        raise CommandRefused(str(refused)) from None


def main() -> None:
    """Run the command; what must be changed first is one line and exit code 2."""
    signal.signal(signal.SIGTERM, _terminated)
    try:
        cli()
    except KeyboardInterrupt:
        sys.exit(130)
    except (
        CommandRefused,
        embedded.EmbeddedError,
        serving.AddressRefused,
        KeyRefused,
        SmtpUrlRefused,
    ) as refused:
        _end(str(refused), REFUSED)
    except ValidationError as refused:
        _end("\n".join(f"{_variable(refused, error)}: {error['msg']}" for error in refused.errors()), REFUSED)
    except (OSError, DBAPIError, asyncpg.PostgresError) as failure:
        _end(str(getattr(failure, "orig", None) or failure), 1)


def _serve(
    settings: Settings,
    bound: socket,
    services: embedded.Services | None,
    started: Callable[[], None],
) -> None:
    from gateway.app import create_app

    app = create_app(settings, services=services)
    grace = settings.limits.deadline_seconds + 1
    serving.serve(app, bound, pause=settings.drain_seconds, grace=grace, started=started)


def _say_where(bound: socket) -> None:
    print(f"Serving on {serving.url_of(bound)}", flush=True)


def _terminated(number: int, frame: object) -> NoReturn:
    # Unlike the signal's own effect, an exception lets the embedded services end in good order.
    sys.exit(128 + number)


def _variable(refused: ValidationError, error: ErrorDetails) -> str:
    """The environment variable whose value is refused."""
    prefix = "GATEWAY_LIMIT" if refused.title == Limits.__name__ else "GATEWAY"
    return "_".join((prefix, *(str(part).upper() for part in error["loc"])))


def _end(message: str, code: int) -> NoReturn:
    print(message, file=sys.stderr)
    sys.exit(code)
