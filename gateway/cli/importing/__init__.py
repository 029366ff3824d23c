"""`gateway import`: a file of customers becomes records, and each row of it does so once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from domain.customers import Kind
from domain.imported_values import DateOrder
from domain.imports import SYSTEM_LIMIT
from gateway import logs
from gateway.cli.progress import bar
from gateway.cli.refusals import CommandRefused
from gateway.cli.starting import settings_of, store_url

SOME_REJECTED = 3
"""The exit code when rows were refused, which lie beside the file."""


class Kinds(StrEnum):
    """What the rows of a file are."""

    INDIVIDUALS = "individuals"
    ORGANISATIONS = "organisations"


class Alike(StrEnum):
    """What becomes of a row that may be somebody who is there already."""

    FLAG = "flag"
    REJECT = "reject"


def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A CSV file with a header.")],
    kind: Annotated[Kinds, typer.Option(help="What its rows are.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Store nothing; say what would come of it.")
    ] = False,
    duplicates: Annotated[
        Alike, typer.Option(help="Possible duplicates: import and list them, or reject them.")
    ] = Alike.FLAG,
    column: Annotated[
        list[str] | None,
        typer.Option("--map", help='What a column holds: "Their name=our name". Repeatable.'),
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option(help="A column to leave out. Repeatable.")] = None,
    system: Annotated[
        str, typer.Option(help="The system that external ids are of.", metavar="NAME")
    ] = "import",
    encoding: Annotated[
        str | None, typer.Option(help="The file's character set, where it is not found out.")
    ] = None,
    dates: Annotated[
        DateOrder | None, typer.Option(help="What comes first in 3/4/1980.  [default: the region's way]")
    ] = None,
    data: Annotated[Path | None, typer.Option(help="Data folder.  [default: GATEWAY_DATA, or .data]")] = None,
) -> None:
    """Import customers from a CSV file into the store of GATEWAY_DATABASE_URL, or the embedded one."""
    from gateway.cli.importing.command import Wishes, import_file

    if not 1 <= len(system) <= SYSTEM_LIMIT or not system.isprintable():
        raise CommandRefused(f"--system takes 1 to {SYSTEM_LIMIT} printable characters.")
    settings = settings_of(data=data)
    logs.configure(json=settings.log_json)
    wishes = Wishes(
        Kind.INDIVIDUAL if kind is Kinds.INDIVIDUALS else Kind.ORGANISATION,
        trial=dry_run,
        refuse_alike=duplicates is Alike.REJECT,
        system=system,
        encoding=encoding,
        dates=dates,
        mapped=dict(map(_pair, column or ())),
        ignored=ignore or (),
    )
    with store_url(settings) as url, bar(f"Importing {file.name}") as progress:
        figures = import_file(file, wishes, settings, url, progress)
    would = "would be " if dry_run else ""
    print(f"{figures.created} {would}created, {figures.known} there already, {figures.rejected} rejected.")
    if figures.alike:
        print(f"{figures.alike} may be duplicates: see {file.name}.duplicates.csv.")
    if figures.rejected:
        print(f"Why rows were rejected is in {file.name}.rejected.csv; mend that file and import it.")
        raise typer.Exit(SOME_REJECTED)


def _pair(text: str) -> tuple[str, str]:
    theirs, parted, ours = text.rpartition("=")
    if not parted or not theirs.strip() or not ours.strip():
        raise CommandRefused(f'--map takes "Their name=our name"; this is {text!r}.')
    return theirs, ours
