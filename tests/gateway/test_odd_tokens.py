"""Tokens that nobody would write: refused, or good, and never a surprise."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from typing import Any
from uuid import UUID

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.permissions import Interface
from gateway.auth import Unauthenticated
from gateway.auth.tokens import SharedKey, Verifier
from tests.gateway.test_auth import KEY, NOW, payload


@given(st.one_of(st.text(), st.binary().map(lambda raw: raw.decode("latin-1"))), st.booleans())
async def test_no_text_of_a_stranger_is_more_than_refused(text: str, as_claims: bool) -> None:
    verifier = Verifier(SharedKey(KEY.encode()), audience=None, issuer=None)
    header = urlsafe_b64encode(b'{"alg":"HS256","kid":' + json.dumps(text).encode() + b"}").decode()

    with pytest.raises(Unauthenticated):
        await verifier.claims(f"{header}.{text}.{text}" if as_claims else text, NOW)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(["sub", "interface", "exp", "iat", "nbf", "jti", "aud", "iss"]), JSON)
async def test_a_genuine_token_with_an_odd_claim_is_good_or_refused(claim: str, value: Any) -> None:
    verifier = Verifier(SharedKey(KEY.encode()), audience="gateway", issuer="https://sign-in.example")
    claims_text = json.dumps(payload(UUID(int=1)) | {claim: value}).encode()
    token = jwt.PyJWS().encode(claims_text, KEY, "HS256")

    try:
        claims = await verifier.claims(token, NOW)
    except Unauthenticated:
        return
    assert claims.user_id == UUID(int=1)
    assert claims.interface is Interface.SALES
