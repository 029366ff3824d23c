"""The form in which a record is read, chosen by how much it may have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from gateway.engine import pipeline, records


@contextmanager
def at_once() -> Iterator[None]:
    """Take every record for small enough to be read by one statement."""
    usual = records.MOST_ROWS
    try:
        for module in (pipeline, records):
            vars(module)["MOST_ROWS"] = 10**9
        yield
    finally:
        for module in (pipeline, records):
            vars(module)["MOST_ROWS"] = usual
