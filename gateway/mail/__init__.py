"""Mails on their way out: what they say, how they are written, and how they are handed over."""
