"""Which mail server mails go to: what its URL says."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from typing import Self
from urllib.parse import SplitResult, unquote, urlsplit

from gateway.settings import Settings


class SmtpUrlRefused(Exception):
    """The process must not start with this URL of a mail server; the message says what to set."""


class Security(StrEnum):
    """How what is said to the server is kept from others."""

    NONE = "smtp"
    TLS = "smtps"
    STARTTLS = "smtp+starttls"


_PORTS = {Security.NONE: 25, Security.TLS: 465, Security.STARTTLS: 587}


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server that takes mail by SMTP."""

    host: str
    port: int
    security: Security = Security.NONE
    username: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def of(cls, settings: Settings) -> Self | None:
        """The server of the settings; None without one. Raises SmtpUrlRefused."""
        return None if settings.smtp_url is None else cls.at(settings.smtp_url.get_secret_value())

    @classmethod
    def at(cls, url: str) -> Self:
        """The server of a URL such as `smtp+starttls://user:password@mail.example.org`. Raises SmtpUrlRefused."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise _refused("has a port or an address that cannot be") from None
        security = _security(parts)
        if not parts.hostname:
            raise _refused("names no server")
        if parts.path not in ("", "/") or parts.fragment:
            raise _refused("has something after the server's name, where nothing belongs")
        username, password = (unquote(each) if each else None for each in (parts.username, parts.password))
        if (username is None) != (password is None):
            raise _refused("has a user without a password, or a password without a user")
        if password is not None and security is Security.NONE and not _is_here(parts.hostname):
            raise _refused("would send the password in the clear; begin it with smtps:// or smtp+starttls://")
        return cls(parts.hostname, port or _PORTS[security], security, username, password)


def _security(parts: SplitResult) -> Security:
    try:
        security = Security(parts.scheme)
    except ValueError:
        raise _refused("has to begin with smtp://, smtps:// or smtp+starttls://") from None
    if not parts.query:
        return security
    if parts.query.lower() not in ("starttls", "starttls=1", "starttls=true") or security is Security.TLS:
        raise _refused("may end with ?starttls, after smtp:// only, and with nothing else")
    return Security.STARTTLS


def _is_here(host: str) -> bool:
    """Whether what is said to this host leaves the machine in no case."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _refused(why: str) -> SmtpUrlRefused:
    # The URL itself is not repeated: there may be a password in it.
    return SmtpUrlRefused(
        f"GATEWAY_SMTP_URL {why}. It reads like smtps://user:password@mail.example.org:465."
    )
