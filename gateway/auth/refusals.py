"""Why somebody is not let in; the door turns each into its error."""

from __future__ import annotations

from domain.denials import Denial
from domain.permissions import Role


class Unauthenticated(Exception):
    """Whatever is wrong with a token, the caller reads the same; `reason` is for the log alone."""

    message = "You are not signed in, or your token is not good; sign in again and send the new token."

    def __init__(self, reason: str) -> None:
        super().__init__(self.message)
        self.reason = reason


class Forbidden(Exception):
    """The account is good, but has no role in the interface that the token names."""

    def __init__(self, why: Denial) -> None:
        super().__init__(why.message)
        self.message = why.message
        self.required_roles: tuple[Role, ...] = why.required_roles


class Unavailable(Exception):
    """No token can be judged just now: the sign-in service's public keys are not to be had."""

    message = "Sign-in is not available just now; try again shortly."

    def __init__(self, retry_after: int) -> None:
        super().__init__(self.message)
        self.retry_after = retry_after
