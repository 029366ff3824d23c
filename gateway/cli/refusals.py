"""What a command says no with."""

from __future__ import annotations


class CommandRefused(Exception):
    """The command cannot be done like this; the message says what to change."""
