"""Who asks: a bearer token becomes an Actor, or is refused."""

from gateway.auth.presumed import ActorChanged, Presumed
from gateway.auth.refusals import Forbidden, Unauthenticated, Unavailable
from gateway.auth.sign_in import Authenticator, issue_token

__all__ = [
    "ActorChanged",
    "Authenticator",
    "Forbidden",
    "Presumed",
    "Unauthenticated",
    "Unavailable",
    "issue_token",
]
