"""Who asks: a bearer token becomes an Actor, or is refused."""

from gateway.auth.refusals import Forbidden, Unauthenticated, Unavailable
from gateway.auth.sign_in import Authenticator, issue_token

__all__ = ["Authenticator", "Forbidden", "Unauthenticated", "Unavailable", "issue_token"]
