"""A request's Authorization header becomes an Actor: the token is verified, then the account is read."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from db.accounts import Account, account_of
from db.store import Pool
from domain.denials import no_entry
from domain.house import House
from domain.permissions import Actor, Interface
from gateway.auth.presumed import Presumed
from gateway.auth.public_keys import PublicKeys
from gateway.auth.refusals import Forbidden, Unauthenticated
from gateway.auth.tokens import Claims, Keys, SharedKey, Verifier, issue
from gateway.keys import KeyRefused, token_key
from gateway.settings import Settings

_MOST_KNOWN = 4_096


class Authenticator:
    """Made once for a process, and closed with it; raises KeyRefused when the settings are not safe."""

    def __init__(self, settings: Settings) -> None:
        self._published = _published(settings)
        keys: Keys = self._published or SharedKey(token_key(settings))
        self._verifier = Verifier(keys, audience=settings.jwt_audience, issuer=settings.jwt_issuer)
        self._house = settings.house
        self._known: dict[tuple[UUID, Interface], tuple[Account, Actor]] = {}

    async def sign_in(self, header: str | None, primary: Pool, now: datetime) -> Actor:
        """The actor of this Authorization header; `now` is the true time, whatever day a demo plays."""
        claims = await self._verifier.claims(_bearer_token(header), now)
        account = await account_of(primary, claims.user_id)
        actor = actor_of(claims, account, self._house)
        assert account is not None, "an actor has an account"
        self._remember(claims, account, actor)
        return actor

    async def presume(self, header: str | None, now: datetime) -> Presumed | None:
        """The actor as this account was when it was last read; None where it was not, or would not be let in.

        What is done for a presumed actor is shown to nobody before the presumption is confirmed.
        """
        claims = await self._verifier.claims(_bearer_token(header), now)
        known = self._known.get((claims.user_id, claims.interface))
        if known is None:
            return None
        account, actor = known
        if _signed_out(claims, account):
            return None
        return Presumed(actor, account)

    def _remember(self, claims: Claims, account: Account, actor: Actor) -> None:
        if len(self._known) >= _MOST_KNOWN:
            del self._known[next(iter(self._known))]
        self._known[claims.user_id, claims.interface] = (account, actor)

    async def aclose(self) -> None:
        """Close the connections to the sign-in service."""
        if self._published is not None:
            await self._published.aclose()


def issue_token(
    settings: Settings, user_id: UUID, interface: Interface, lifetime: timedelta, now: datetime
) -> str:
    """A token signed with the shared key, for a deployment that issues its own."""
    if settings.jwks_url is not None:
        raise KeyRefused("Tokens come from the service of GATEWAY_JWKS_URL; this gateway issues none.")
    audience, issuer = settings.jwt_audience, settings.jwt_issuer
    return issue(token_key(settings), user_id, interface, lifetime, now, audience=audience, issuer=issuer)


def actor_of(claims: Claims, account: Account | None, house: House) -> Actor:
    """Who the claims are about, as the account stands now, in this house."""
    if account is None:
        raise Unauthenticated("no such account")
    if not account.active:
        raise Unauthenticated("the account is inactive")
    if _signed_out(claims, account):
        raise Unauthenticated("signed out since the token was issued")
    actor = Actor.of(
        account.id,
        username=account.username,
        name=account.name,
        interface=claims.interface,
        roles=account.roles,
        protected_data=account.protected_data,
        house=house,
    )
    if not actor.permissions:
        raise Forbidden(no_entry(claims.interface))
    return actor


def _signed_out(claims: Claims, account: Account) -> bool:
    return bool(account.tokens_valid_from and claims.issued_at < account.tokens_valid_from.timestamp())


def _bearer_token(header: str | None) -> str:
    scheme, _, token = (header or "").strip().partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthenticated("no bearer token")
    return token.strip()


def _published(settings: Settings) -> PublicKeys | None:
    if settings.jwks_url is None:
        return None
    if settings.jwt_key is not None:
        raise KeyRefused(
            "Set GATEWAY_JWT_KEY or GATEWAY_JWKS_URL, not both: a token must have one kind of key."
        )
    parsed = urlsplit(settings.jwks_url)
    if parsed.scheme != "https" and parsed.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise KeyRefused(
            "GATEWAY_JWKS_URL must be https: whoever can change the keys can sign in as anybody."
        )
    return PublicKeys(settings.jwks_url)
