from __future__ import annotations

import asyncio
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as new_curve_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as new_rsa_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from domain.permissions import Interface
from gateway.auth.public_keys import PublicKeys, usable_keys
from gateway.auth.refusals import Unauthenticated, Unavailable
from gateway.auth.tokens import Verifier
from tests.gateway.key_server import KeyServer, key_server

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
KIM = UUID(int=7)


@cache
def rsa(bits: int = 2048) -> RSAPrivateKey:
    return new_rsa_key(65537, bits)


CURVE = new_curve_key(SECP256R1())
EDWARDS = Ed25519PrivateKey.generate()


def published(key_id: str | None, private: Any, **more: str) -> dict[str, Any]:
    public = private.public_key()
    kinds: dict[str, Any] = {"RSA": RSAAlgorithm, "EC": ECAlgorithm, "Ed": OKPAlgorithm}
    algorithm = next(kind for name, kind in kinds.items() if name in type(public).__name__)
    return {**json.loads(algorithm.to_jwk(public)), **({"kid": key_id} if key_id else {}), **more}


def signed(private: Any, algorithm: str, key_id: str | None = None, now: datetime = NOW) -> str:
    claims = {"sub": str(KIM), "interface": "SALES", "iat": now.timestamp(), "exp": now.timestamp() + 3600}
    return jwt.encode(claims, private, algorithm, {"kid": key_id} if key_id else None)


def signed_with_hmac(key: bytes, key_id: str) -> str:
    """What a library refuses to make and an attacker would: a public key taken for a shared one."""
    unsigned = signed("x" * 32, "HS256", key_id).rpartition(".")[0]
    signature = hmac.digest(key, unsigned.encode(), "sha256")
    return f"{unsigned}.{urlsafe_b64encode(signature).decode().rstrip('=')}"


@pytest.fixture
async def service() -> AsyncIterator[KeyServer]:
    async with key_server() as running:
        yield running


@pytest.fixture
async def verifier(service: KeyServer) -> AsyncIterator[Verifier]:
    keys = PublicKeys(service.url)
    yield Verifier(keys, audience=None, issuer=None)
    await keys.aclose()


@pytest.mark.parametrize(
    ("private", "algorithm", "more"),
    [
        (rsa, "RS256", {}),
        (rsa, "PS256", {"alg": "PS256"}),
        (lambda: CURVE, "ES256", {}),
        (lambda: EDWARDS, "EdDSA", {}),
    ],
)
async def test_a_token_signed_with_a_published_key_is_genuine(
    service: KeyServer, verifier: Verifier, private: Any, algorithm: str, more: dict[str, str]
) -> None:
    service.publish(published("one", private(), **more))

    claims = await verifier.claims(signed(private(), algorithm, "one"), NOW)

    assert (claims.user_id, claims.interface) == (KIM, Interface.SALES)
    assert service.requests == 1


async def test_a_key_is_good_for_one_algorithm_only(service: KeyServer, verifier: Verifier) -> None:
    service.publish(published("one", rsa()))
    public_text = rsa().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    assert await verifier.claims(signed(rsa(), "RS256", "one"), NOW)
    for forged in (
        signed(rsa(), "PS256", "one"),
        signed_with_hmac(public_text, "one"),
        signed("", "none", "one"),
    ):
        with pytest.raises(Unauthenticated):
            await verifier.claims(forged, NOW)


async def test_a_key_shorter_than_2048_bits_signs_nothing(service: KeyServer, verifier: Verifier) -> None:
    service.publish(published("one", rsa(1024)))
    with pytest.warns(jwt.InsecureKeyLengthWarning):
        token = signed(rsa(1024), "RS256", "one")

    with pytest.raises(Unauthenticated):
        await verifier.claims(token, NOW)


async def test_a_set_with_one_nameless_key_serves_tokens_that_name_none(
    service: KeyServer, verifier: Verifier
) -> None:
    service.publish(published(None, CURVE))

    assert (await verifier.claims(signed(CURVE, "ES256"), NOW)).user_id == KIM


async def test_a_new_key_is_fetched_when_a_token_first_names_it(
    service: KeyServer, verifier: Verifier
) -> None:
    service.publish(published("one", CURVE))
    await verifier.claims(signed(CURVE, "ES256", "one"), NOW)
    service.publish(published("one", CURVE), published("two", EDWARDS))
    later = NOW + timedelta(seconds=30)

    assert (await verifier.claims(signed(EDWARDS, "EdDSA", "two"), later)).user_id == KIM
    assert service.requests == 2


async def test_unknown_keys_cause_one_fetch_in_thirty_seconds(service: KeyServer, verifier: Verifier) -> None:
    service.publish(published("one", CURVE))
    await verifier.claims(signed(CURVE, "ES256", "one"), NOW)

    for second in (0, 1, 29):
        with pytest.raises(Unauthenticated):
            await verifier.claims(signed(CURVE, "ES256", f"x{second}"), NOW + timedelta(seconds=second))
    assert service.requests == 1
    with pytest.raises(Unauthenticated):
        await verifier.claims(signed(CURVE, "ES256", "x"), NOW + timedelta(seconds=30))
    assert service.requests == 2


async def test_many_first_requests_at_once_wait_for_one_fetch(service: KeyServer, verifier: Verifier) -> None:
    service.publish(published("one", CURVE))
    service.open.clear()
    asked = [asyncio.create_task(verifier.claims(signed(CURVE, "ES256", "one"), NOW)) for _ in range(10)]
    await service.asked.wait()
    service.open.set()

    assert {claims.user_id for claims in await asyncio.gather(*asked)} == {KIM}
    assert service.requests == 1


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b""),
        (302, b""),
        (200, b"<html>"),
        (200, b"[]"),
        (200, b'{"keys": []}'),
        (200, b'{"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}'),
        (200, b"[" * 100_000),
        (200, json.dumps({"keys": [published("unknown", CURVE)]}).encode() + b" " * 70_000),
    ],
)
async def test_a_failed_fetch_keeps_the_keys_that_were_known(
    service: KeyServer, verifier: Verifier, status: int, body: bytes
) -> None:
    service.publish(published("one", CURVE))
    await verifier.claims(signed(CURVE, "ES256", "one"), NOW)
    service.status, service.body = status, body
    later = NOW + timedelta(seconds=40)

    with pytest.raises(Unauthenticated):
        await verifier.claims(signed(CURVE, "ES256", "unknown"), later)
    assert service.requests == 2
    assert (await verifier.claims(signed(CURVE, "ES256", "one", later), later)).user_id == KIM


async def test_without_any_key_nobody_can_be_judged_until_the_service_is_back(
    service: KeyServer, verifier: Verifier
) -> None:
    service.status = 503
    token = signed(CURVE, "ES256", "one")

    for second, requests in ((0, 1), (2, 1), (3, 2)):
        with pytest.raises(Unavailable) as unavailable:
            await verifier.claims(token, NOW + timedelta(seconds=second))
        assert unavailable.value.retry_after == 3
        assert service.requests == requests
    service.status = 200
    service.publish(published("one", CURVE))
    assert (await verifier.claims(token, NOW + timedelta(seconds=6))).user_id == KIM


async def test_a_key_taken_out_of_the_set_stops_counting_for_tokens_that_were_good_before(
    service: KeyServer, verifier: Verifier
) -> None:
    token = signed(CURVE, "ES256", "one")
    service.publish(published("one", CURVE), published("two", EDWARDS))
    await verifier.claims(token, NOW)
    service.publish(published("two", EDWARDS))
    stale = NOW + timedelta(seconds=600)

    # The first request that finds the set stale starts a fetch and goes on; an unknown key waits for it.
    service.asked.clear()
    assert (await verifier.claims(token, stale)).user_id == KIM
    await asyncio.wait_for(service.asked.wait(), 5)
    with pytest.raises(Unauthenticated):
        await verifier.claims(signed(CURVE, "ES256", "unknown", stale), stale)
    assert service.requests == 2
    with pytest.raises(Unauthenticated):
        await verifier.claims(token, stale)


async def test_a_key_replaced_under_its_id_takes_with_it_the_tokens_that_it_had_signed(
    service: KeyServer, verifier: Verifier
) -> None:
    token = signed(CURVE, "ES256", "one")
    service.publish(published("one", CURVE))
    await verifier.claims(token, NOW)
    service.publish(published("one", EDWARDS))
    with pytest.raises(Unauthenticated):
        await verifier.claims(signed(CURVE, "ES256", "unknown"), NOW + timedelta(seconds=30))

    with pytest.raises(Unauthenticated):
        await verifier.claims(token, NOW)
    assert (await verifier.claims(signed(EDWARDS, "EdDSA", "one"), NOW)).user_id == KIM


async def test_a_clock_set_back_does_not_stop_the_fetching(service: KeyServer, verifier: Verifier) -> None:
    service.publish(published("one", CURVE))
    await verifier.claims(signed(CURVE, "ES256", "one"), NOW)
    service.publish(published("one", CURVE), published("two", EDWARDS))
    earlier = NOW - timedelta(hours=2)

    assert (await verifier.claims(signed(EDWARDS, "EdDSA", "two", earlier), earlier)).user_id == KIM


def test_keys_for_encryption_private_keys_shared_keys_and_other_kinds_are_passed_over() -> None:
    private = json.loads(ECAlgorithm.to_jwk(CURVE)) | {"kid": "private"}
    document = {
        "keys": [
            "what is this",
            {"kty": "oct", "k": "c2VjcmV0", "kid": "shared"},
            {"kty": "RSA", "alg": ["RS256"], "kid": "odd"},
            {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "kid": "broken"},
            private,
            published("encrypts", CURVE, use="enc"),
            published("longer", rsa(), alg="RS512"),
            published("good", CURVE, use="sig", alg="ES256"),
        ]
    }

    found = usable_keys(document)

    assert {key_id: key.algorithm for key_id, key in found.items()} == {"good": "ES256"}
