"""The demo of the command line: loading invented customers, and whom to be among them."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg

from gateway.cli.progress import bar
from gateway.cli.refusals import CommandRefused
from gateway.keys import protected_keys, website_key
from gateway.settings import Settings
from gateway.vault import Vault

if TYPE_CHECKING:
    from db.demo import Figures


def loaded(url: str, customers: int, settings: Settings) -> Figures:
    """Load invented customers into the store, with a bar that shows how far it is."""
    from db.demo import AlreadyLoaded, load

    vault = Vault(*protected_keys(settings))
    try:
        with bar("Loading customers") as progress:
            return asyncio.run(
                load(
                    url,
                    customers=customers,
                    seal=vault.seal,
                    today=datetime.now(settings.zone).date(),
                    progress=progress,
                    region=settings.region.value,
                    zone=settings.zone,
                )
            )
    except AlreadyLoaded as held:
        raise CommandRefused(str(held)) from None


async def is_demo(url: str) -> bool:
    """Whether what is in the store are invented customers."""
    from db.demo import is_loaded
    from db.store import connection_arguments

    connection = await asyncpg.connect(**connection_arguments(url))
    try:
        return await is_loaded(connection)
    finally:
        await connection.close()


def with_password_page(settings: Settings, url: str) -> Settings:
    """The settings of a demo at this address: mails lead to its own page for setting a password."""
    if settings.password_url is not None:
        return settings
    return settings.model_copy(update={"password_url": f"{url}/password?token={{token}}"})


def welcome(settings: Settings, url: str) -> None:
    """Where to go, and as whom."""
    from db.demo import PERSONAS

    command = "gateway" if Path(sys.argv[0]).name == "gateway" else "python -m gateway"
    folder = "" if settings.data == Settings.model_fields["data"].default else f" --data {settings.data}"
    people = "\n".join(
        f"  {each.username:5} {each.name}, {each.job_title} ({each.interface.label})" for each in PERSONAS
    )
    print(
        f"""
GraphiQL  {url}/graphiql
GraphQL   {url}/graphql
Health    {url}/health/ready
Mails     {url}/mails, which shows those that nobody was sent

Who may sign in; in GraphiQL choose at the top, for another client get a token:
{people}

  {command} token femi{folder}
  curl {url}/graphql -H "Authorization: Bearer $({command} token femi{folder})" \\
       -H "Content-Type: application/json" -d '{{"query": "{{ customer(id: \\"I-1000001\\") {{ fullName }} }}"}}'

What a website asks when a customer signs in online:

  curl {url}/online/express-checkout -H "Authorization: Bearer {website_key(settings)}" \\
       -H "Content-Type: application/json" -d '{{"email": "katherine.ashdownpryce@example.org"}}'

Ctrl-C stops everything.""",
        flush=True,
    )
