from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from gateway.keys import KeyRefused, derived_key, load_or_create, protected_keys, token_key
from gateway.settings import Settings

FIRST, SECOND = bytes(range(32)), bytes(range(32, 64))


def base64url(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode().rstrip("=")


def production(**settings: Any) -> Settings:
    return Settings(database_url="postgresql+asyncpg://app@db/gateway", **settings)


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    made = load_or_create(tmp_path, "tokens")

    assert len(made) == 32
    assert load_or_create(tmp_path, "tokens") == made
    assert load_or_create(tmp_path, "protected") != made
    assert [oct(file.stat().st_mode & 0o777) for file in (tmp_path / "keys").iterdir()] == ["0o600", "0o600"]
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


def test_all_who_ask_for_a_new_key_at_once_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: load_or_create(tmp_path, "tokens"), range(32)))

    assert set(made) == {made[0]}
    assert [file.name for file in (tmp_path / "keys").iterdir()] == ["tokens"]


def test_a_damaged_key_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    load_or_create(tmp_path, "tokens")
    (tmp_path / "keys" / "tokens").write_text("half a k")

    with pytest.raises(KeyRefused, match="keys/tokens is not a key"):
        load_or_create(tmp_path, "tokens")
    assert (tmp_path / "keys" / "tokens").read_text() == "half a k"


def test_a_shared_key_shorter_than_32_bytes_is_refused() -> None:
    assert token_key(production(jwt_key=SecretStr("x" * 32))) == b"x" * 32
    with pytest.raises(KeyRefused, match="has 31 bytes; make it at least 32"):
        token_key(production(jwt_key=SecretStr("x" * 31)))


def test_production_makes_no_keys_of_its_own(tmp_path: Path) -> None:
    settings = production(data=tmp_path)

    with pytest.raises(KeyRefused, match="Set GATEWAY_JWT_KEY or GATEWAY_JWKS_URL"):
        token_key(settings)
    with pytest.raises(KeyRefused, match="Set GATEWAY_PROTECTED_KEY"):
        protected_keys(settings)
    assert list(tmp_path.iterdir()) == []


def test_a_demo_and_a_gateway_with_its_own_database_make_theirs(tmp_path: Path) -> None:
    own = Settings(data=tmp_path)
    demo = production(data=tmp_path, demo=True)

    assert token_key(own) == token_key(demo)
    assert protected_keys(own) == protected_keys(demo)
    assert token_key(own) != protected_keys(own)[0]


def test_protected_keys_are_the_present_one_and_then_the_former_ones() -> None:
    keys = SecretStr(f"{base64url(FIRST)}, {base64url(SECOND)}=")

    assert protected_keys(production(protected_key=keys)) == (FIRST, SECOND)


@pytest.mark.parametrize("text", ["", "short", base64url(FIRST)[:-2], "!" * 43, f"{base64url(FIRST)},"])
def test_a_protected_key_that_is_not_32_bytes_is_refused_and_not_shown(text: str) -> None:
    with pytest.raises(KeyRefused) as refused:
        protected_keys(production(protected_key=SecretStr(text)))

    assert str(refused.value) == "GATEWAY_PROTECTED_KEY is not a key: 32 random bytes in base64url are."


def test_a_derived_key_differs_by_purpose_and_is_the_same_on_every_machine() -> None:
    settings = production(protected_key=SecretStr(base64url(FIRST)))

    assert derived_key(settings, "image links") == derived_key(settings, "image links")
    assert derived_key(settings, "image links") not in {derived_key(settings, "other"), FIRST}
