"""The demo's letter box: `GET /mails` shows the mails that nobody was sent."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from html import escape
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from db.mails import KeptMail
from gateway.door.pages import page
from gateway.door.plain import Door, LinksOf
from gateway.links import Links
from gateway.mail.letters import Mail, opened
from gateway.vault import Vault

Kept: TypeAlias = Callable[[], Awaitable[Sequence[KeptMail]]]

LINK_SECONDS = 15 * 60
_LINK = re.compile(r"(https?://[^\s<>\"]+)")


def mail_routes(kept: Kept, vault: Vault, links: LinksOf) -> list[Route]:
    """The page of the kept mails, newest first; the links to their attachments work for a quarter of an hour."""

    async def show(request: Request) -> Response:
        mails = [(row, opened(vault, row)) for row in await kept()]
        shown = "\n".join(_article(row, mail, links(request)) for row, mail in mails)
        return page("Mails", shown or "<p>No mail was sent yet.</p>")

    return [Route("/mails", Door(show, "GET", "HEAD"))]


def _article(row: KeptMail, mail: Mail, links: Links) -> str:
    state = "Sent" if row.sent_at else "Waiting since"
    at = (row.sent_at or row.created_at).isoformat(timespec="seconds")
    return f"""<article>
<h2>{escape(mail.subject)}</h2>
<dl>
<dt>To</dt><dd>{escape(mail.to)}</dd>
<dt>{state}</dt><dd><time datetime="{at}">{at}</time></dd>
</dl>
<pre>{_linked(mail.text)}</pre>
{_attachments(mail, links)}</article>"""


def _attachments(mail: Mail, links: Links) -> str:
    if not mail.attachments:
        return ""
    items = "".join(
        f'<li><a href="{escape(links.file(each.file, each.name, LINK_SECONDS))}">{escape(each.name)}</a></li>'
        for each in mail.attachments
    )
    return f"<h3>Attachments</h3>\n<ul>{items}</ul>\n"


def _linked(text: str) -> str:
    """The text with its addresses of pages as links."""
    parts = (escape(part) for part in _LINK.split(text))
    return "".join(f'<a href="{part}">{part}</a>' if place % 2 else part for place, part in enumerate(parts))
