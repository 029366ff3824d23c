"""The demo's page for setting a password, in place of the website's."""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domain.online_accounts import LONGEST, SHORTEST, PasswordRefused
from gateway.door.online import VisitOf
from gateway.door.pages import page
from gateway.door.plain import Door
from gateway.door.requests import body_of
from gateway.settings import Limits

PATH = "/password"
_TITLE = "Choose a new password"
_MOST_BYTES = 8_000


def password_routes(visit: VisitOf, limits: Limits) -> list[Route]:
    """`/password?token=` shows a form; what is sent from it does what `POST /online/password` does."""

    async def answer(request: Request) -> Response:
        token = request.query_params.get("token", "")
        if request.method != "POST":
            return _form(token)
        body = await body_of(request, _MOST_BYTES, limits.deadline_seconds)
        given = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        try:
            await visit(request).set_password(given.get("token", ""), given.get("password", ""))
        except PasswordRefused as refused:
            return _form(given.get("token", ""), refused.message)
        return page("Your password was changed", "<p>Sign in with it from now on.</p>")

    return [Route(PATH, Door(answer, "GET", "HEAD", "POST"))]


def _form(token: str, refused: str | None = None) -> Response:
    alert = f'<p role="alert">{escape(refused)}</p>\n' if refused else ""
    form = f"""{alert}<form method="post">
<input type="hidden" name="token" value="{escape(token)}">
<label for="password">New password, of {SHORTEST} characters or more</label>
<input id="password" name="password" type="password" autocomplete="new-password" required
 minlength="{SHORTEST}" maxlength="{LONGEST}">
<button>Change the password</button>
</form>"""
    return page(_TITLE, form, 400 if refused else 200, form_action="'self'")
