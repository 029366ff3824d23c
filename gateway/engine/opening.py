"""What an execution reads with, and for whom: the reader, its loaders, and the actor made sure of."""

from __future__ import annotations

from gateway.context import Context
from gateway.engine.fallback import Loaders
from gateway.engine.reader import Reader
from gateway.engine.statements import Statement, compiled, kept


def read_with(context: Context, reader: Reader) -> None:
    """Read with this from now on."""
    context.reader = reader
    context.loader = Loaders(reader, context.columns)
    if context.trace is not None:
        context.trace.readers.append(reader)


async def forget_what_was_read(context: Context) -> None:
    """After a write, so that its payload shows what is stored now."""
    await context.reader.close()
    read_with(context, Reader(context.store.primary, context.parameters))


async def confirm(context: Context) -> None:
    """Make sure of a presumed actor, on the connection that reads where it is one of the primary.

    Raises ActorChanged.
    """
    column = beside(context)
    if column is None:
        await context.confirm()
        return
    found = await context.reader.rows(column, None, "account")
    await context.confirm(found[0][0] if found else None)


def beside(context: Context) -> Statement | None:
    """What confirms a presumed actor in the statement that reads for them; None where that is not possible."""
    presumed = context.presumed
    if presumed is None or context.store.reads is not context.store.primary:
        return None
    return kept(("beside", presumed.column), lambda: compiled(presumed.column))
