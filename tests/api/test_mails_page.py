"""The demo shows what mails say, since it sends none."""

from __future__ import annotations

from functools import partial
from html.parser import HTMLParser

import httpx

from domain.mails import MailKind
from gateway.commands._mails import Attachment
from gateway.jobs.handlers import HANDLERS
from gateway.settings import Settings
from tests.ask import asking
from tests.jobs.conftest import own
from tests.jobs.post import file_of, is_settled, post_mail, posting, somebody
from tests.jobs.queue import Queue, until, url_of, worker

__all__ = ["own"]


class Page(HTMLParser):
    """The tags, links and texts of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: dict[str, str] = {}
        self.texts: list[str] = []
        self._href: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._href = dict(attrs).get("href") if tag == "a" else None

    def handle_data(self, data: str) -> None:
        if self._href is not None:
            self.links[data], self._href = self._href, None
        if data.strip():
            self.texts.append(data.strip())


async def opened(client: httpx.AsyncClient) -> Page:
    response = await client.get("/mails")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    policy = response.headers["content-security-policy"].split("; ")
    assert policy[0] == "default-src 'none'"
    assert not [each for each in policy if each.startswith("script-src") or "unsafe" in each]
    return Page(response.text)


async def test_the_demo_shows_its_mails_newest_first_with_their_attachments(
    own: Queue, settings: Settings
) -> None:
    ada = await somebody(own)
    paper = await file_of(settings, b"%PDF-1.7 tickets")
    async with asking(settings, database_url=url_of(own)) as ask:
        assert "No mail was sent yet." in (await opened(ask.client)).texts

        attached = Attachment(paper, "Tickets & more.pdf", "application/pdf")
        await post_mail(own, settings, ada, subject="First", attachments=(attached,))
        await post_mail(
            own,
            settings,
            ada,
            MailKind.CHANGE_PASSWORD,
            subject="<script>alert(1)</script>",
            text='</pre><img src="x" onerror="alert(1)">\nhttp://gateway/password?token=a&b="c"',
        )
        async with worker(posting(settings, own, None), HANDLERS):
            await until(partial(is_settled, own))
        page = await opened(ask.client)
        file = await ask.client.get(page.links["Tickets & more.pdf"])

    assert page.texts.index("<script>alert(1)</script>") < page.texts.index("First")
    assert page.texts.count(str(ada.email)) == 2
    assert {"script", "img"}.isdisjoint(page.tags)
    assert page.links["http://gateway/password?token=a&b="] == "http://gateway/password?token=a&b="
    assert (file.status_code, file.content) == (200, b"%PDF-1.7 tickets")


async def test_nobody_but_a_demo_shows_mails(settings: Settings) -> None:
    keys = {"jwt_key": "k" * 43, "protected_key": f"{'A' * 43}="}
    async with asking(settings, demo=False, **keys) as ask:
        assert (await ask.client.get("/mails")).status_code == 404
