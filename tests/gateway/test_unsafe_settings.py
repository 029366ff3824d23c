"""Sign-in with settings that are not safe: the gateway does not start."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from pydantic import SecretStr

from domain.permissions import Interface
from gateway.auth import Authenticator, issue_token
from gateway.keys import KeyRefused
from gateway.settings import Settings

NOW = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
KEY = "the shared key of the tests, of 40 bytes"


def test_a_gateway_that_cannot_judge_tokens_safely_does_not_start() -> None:
    database = "postgresql+asyncpg://app@db/gateway"
    unsafe = {
        "GATEWAY_JWT_KEY has 5 bytes; make it at least 32.": Settings(jwt_key=SecretStr("short")),
        "Set GATEWAY_JWT_KEY or GATEWAY_JWKS_URL, not both: a token must have one kind of key.": Settings(
            jwt_key=SecretStr(KEY), jwks_url="https://sign-in.example/keys"
        ),
        "GATEWAY_JWKS_URL must be https: whoever can change the keys can sign in as anybody.": Settings(
            jwks_url="http://sign-in.example/keys"
        ),
        "Set GATEWAY_JWT_KEY or GATEWAY_JWKS_URL: only a demo, or a gateway with its own database, makes"
        " its keys.": Settings(database_url=database),
    }

    for message, settings in unsafe.items():
        with pytest.raises(KeyRefused) as refused:
            Authenticator(settings)
        assert str(refused.value) == message


def test_a_gateway_whose_tokens_come_from_elsewhere_issues_none() -> None:
    settings = Settings(jwks_url="https://sign-in.example/keys")

    with pytest.raises(KeyRefused):
        issue_token(settings, uuid4(), Interface.SALES, HOUR, NOW)
