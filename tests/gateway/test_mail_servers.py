"""The URL of a mail server: what it says, and what the gateway does not start with."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from gateway.app import create_app
from gateway.mail.servers import MailServer, Security, SmtpUrlRefused
from gateway.settings import Settings

SERVER = "mail.example.org"


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.org", MailServer(SERVER, 25)),
        ("SMTP://mail.example.org:2525/", MailServer(SERVER, 2525)),
        ("smtp://user:secret@[::1]", MailServer("::1", 25, Security.NONE, "user", "secret")),
        ("smtp://user:secret@localhost", MailServer("localhost", 25, Security.NONE, "user", "secret")),
        ("smtps://u%40x:s%2Fs@mail.example.org", MailServer(SERVER, 465, Security.TLS, "u@x", "s/s")),
        ("smtp+starttls://mail.example.org", MailServer(SERVER, 587, Security.STARTTLS)),
        ("smtp://u:p@mail.example.org?starttls", MailServer(SERVER, 587, Security.STARTTLS, "u", "p")),
        ("smtp://mail.example.org:25/?starttls=true", MailServer(SERVER, 25, Security.STARTTLS)),
    ],
)
def test_a_url_says_where_mails_go_and_how_they_are_kept_from_others(url: str, server: MailServer) -> None:
    assert MailServer.at(url) == server
    assert "secret" not in repr(server)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mail.example.org", "has to begin with smtp://, smtps:// or smtp+starttls://"),
        ("https://mail.example.org", "has to begin with smtp://, smtps:// or smtp+starttls://"),
        ("smtp://", "names no server"),
        ("smtps://:465", "names no server"),
        ("smtp://mail.example.org:99999", "has a port or an address that cannot be"),
        ("smtp://[::1", "has a port or an address that cannot be"),
        ("smtp://mail.example.org/inbox", "has something after the server's name, where nothing belongs"),
        ("smtp://mail.example.org#x", "has something after the server's name, where nothing belongs"),
        ("smtp://mail.example.org?tls", "may end with ?starttls, after smtp:// only, and with nothing else"),
        (
            "smtps://mail.example.org?starttls",
            "may end with ?starttls, after smtp:// only, and with nothing else",
        ),
        ("smtps://user@mail.example.org", "has a user without a password, or a password without a user"),
        ("smtps://:secret@mail.example.org", "has a user without a password, or a password without a user"),
        (
            "smtp://user:secret@mail.example.org",
            "would send the password in the clear; begin it with smtps:// or smtp+starttls://",
        ),
    ],
)
def test_a_gateway_whose_mail_server_cannot_be_does_not_start(settings: Settings, url: str, why: str) -> None:
    wrong = settings.model_copy(update={"smtp_url": SecretStr(url)})

    with pytest.raises(SmtpUrlRefused) as refused:
        create_app(wrong)

    assert str(refused.value) == (
        f"GATEWAY_SMTP_URL {why}. It reads like smtps://user:password@mail.example.org:465."
    )
