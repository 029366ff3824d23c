"""Small pages of the demo: plain HTML that runs nothing, loads nothing and looks decent."""

from __future__ import annotations

import base64
from hashlib import sha256
from html import escape

from starlette.responses import HTMLResponse

from gateway.door.graphiql import EVERYWHERE

_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;"
    "color:#1b1b1f;background:#fff}"
    "article{border-top:1px solid #767680;margin-top:2rem}"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;background:#f3f3f6;padding:1rem}"
    "dt{font-weight:600}dd{margin:0 0 .5rem}label,input,button{font:inherit;display:block;margin:.5rem 0}"
    "input,button{padding:.5rem}a,button{color:#0b4a8f}"
)
_STYLE_HASH = base64.b64encode(sha256(_STYLE.encode()).digest()).decode()


def page(title: str, body: str, status: int = 200, *, form_action: str = "'none'") -> HTMLResponse:
    """A page of this title; `body` is HTML whose texts were escaped. `form_action` says where its forms may go."""
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src 'sha256-{_STYLE_HASH}'",
            "base-uri 'none'",
            f"form-action {form_action}",
            "frame-ancestors 'none'",
        )
    )
    headers = {**EVERYWHERE, "Content-Security-Policy": policy, "Cache-Control": "no-store"}
    html = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<link rel="icon" href="data:,">
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{escape(title)}</h1>
{body}
</main>
</body>
</html>
"""
    return HTMLResponse(html, status, headers)
