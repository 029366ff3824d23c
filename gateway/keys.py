"""The secret keys of a deployment: from its settings, or made once and kept where no setting is needed."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

from gateway.settings import Settings

KEY_BYTES = 32


class KeyRefused(Exception):
    """The process must not start with this key, or without one; the message says what to set."""


def token_key(settings: Settings) -> bytes:
    """The shared key of HS256 tokens."""
    if settings.jwt_key is None:
        return _generated(settings, "tokens", "GATEWAY_JWT_KEY or GATEWAY_JWKS_URL")
    key = settings.jwt_key.get_secret_value().encode()
    if len(key) < KEY_BYTES:
        raise KeyRefused(f"GATEWAY_JWT_KEY has {len(key)} bytes; make it at least {KEY_BYTES}.")
    return key


def website_key(settings: Settings) -> str | None:
    """The key that the website shows; a demo has one that stays the same, and without a setting others have none."""
    if settings.website_key is None:
        if not settings.demo:
            return None
        return base64.urlsafe_b64encode(derived_key(settings, "website")).decode().rstrip("=")
    shown = settings.website_key.get_secret_value()
    if len(shown.encode()) < KEY_BYTES:
        raise KeyRefused(
            f"GATEWAY_WEBSITE_KEY has {len(shown.encode())} bytes; make it at least {KEY_BYTES}."
        )
    return shown


def protected_keys(settings: Settings) -> tuple[bytes, ...]:
    """The key that protected values are encrypted with, and then those that older values may still have."""
    if settings.protected_key is None:
        return (_generated(settings, "protected", "GATEWAY_PROTECTED_KEY"),)
    return tuple(map(_decoded, _parts(settings.protected_key)))


def derived_key(settings: Settings, purpose: str) -> bytes:
    """A key for one purpose, such as signing links, that needs no setting of its own."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(protected_keys(settings)[0])


def load_or_create(data_folder: Path, name: str) -> bytes:
    """The key of this name in the folder; made when there is none, and the same for all who ask at once."""
    folder = data_folder / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    if not path.exists():
        _create(path)
    return _decoded(path.read_text("ascii").strip(), str(path))


def _create(path: Path) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    text = base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES))
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        # A link appears whole or not at all, and never replaces a key that somebody else made meanwhile.
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)


def _generated(settings: Settings, name: str, variable: str) -> bytes:
    if settings.database_url is not None and not settings.demo:
        raise KeyRefused(f"Set {variable}: only a demo, or a gateway with its own database, makes its keys.")
    return load_or_create(settings.data, name)


def _parts(secret: SecretStr) -> list[str]:
    return [part.strip() for part in secret.get_secret_value().split(",")]


def _decoded(text: str, source: str = "GATEWAY_PROTECTED_KEY") -> bytes:
    unpadded = text.rstrip("=")
    try:
        key = base64.b64decode(unpadded + "=" * (-len(unpadded) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyRefused(f"{source} is not a key: {KEY_BYTES} random bytes in base64url are.")
    return key
