"""Links to files that work for a while, for whoever has one: signed, so that nobody makes or prolongs their own."""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Links:
    """Links as they are signed and judged at one moment, which is the true one: a demo that plays a day moves none."""

    key: bytes
    image_seconds: int
    now: datetime
    base: str = ""

    def image(self, name: str) -> str:
        """A link to a stored image, for as long as the settings say."""
        return self._signed(f"/images/{name}", self.image_seconds)

    def file(self, name: str, file_name: str, seconds: int) -> str:
        """A link by which the stored file is downloaded as `file_name`, good for so many seconds."""
        return self._signed(f"/files/{name}/{file_name.replace('/', ' ')}", seconds)

    def seconds_left(self, path: str, expires: str, signature: str) -> int:
        """How long the link to this path works, which is without percent signs; 0 for one not signed by us, or over."""
        if not hmac.compare_digest(signature.encode(), self._signature(path, expires).encode()):
            return 0
        return max(0, int(expires) - int(self.now.timestamp()))

    def _signed(self, path: str, seconds: int) -> str:
        expires = str(int(self.now.timestamp()) + seconds)
        return f"{self.base}{quote(path)}?expires={expires}&signature={self._signature(path, expires)}"

    def _signature(self, path: str, expires: str) -> str:
        made = hmac.digest(self.key, f"{path} {expires}".encode(), "sha256")
        return base64.urlsafe_b64encode(made).decode().rstrip("=")
