"""Who may ask: this host by its own name, from its own pages, with the token where one is set.

A page in another tab can send requests to 127.0.0.1 too, under a name of its own that it lets point there (DNS
rebinding) or as a form that posts across sites.  Host and Origin tell such requests from those of our own pages.
"""

from __future__ import annotations

from hmac import compare_digest
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reportedly.web.settings import Settings, is_loopback

TOKEN_COOKIE = "reportedly_token"  # noqa: S105 (the name of a cookie, not its value)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LARGEST_BODY = 1_000_000  # bytes: a note, not an upload

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with no-referrer a browser names no origin for our own forms either
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class Guarded:
    """An application behind the checks that every request must pass, and with the headers that every answer carries."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        if scope["method"] == "HEAD":  # what GET would answer; the server leaves the page itself away
            scope = {**scope, "method": "GET"}
        answer = self._refusal(scope)
        await (answer or self._app)(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope) -> Response | None:
        """The answer to a request that must not reach a page; None where it may."""
        headers = Headers(scope=scope)
        if not self._known_host(headers.get("host", "")):
            return refused(421, "This server answers to its own address only: open the one printed at its start.")
        if scope["method"] not in SAFE_METHODS:
            if not same_origin(headers):
                return refused(403, "A page of another site cannot decide here. Open the page and decide there.")
            if "transfer-encoding" in headers:
                return refused(411, "Say how long it is: a Content-Length is needed.")
            if int_of(headers.get("content-length", "0")) > LARGEST_BODY:
                return refused(413, f"This is too much at once; at most {LARGEST_BODY:,} bytes are taken.")
        return self._without_token(scope, headers)

    def _known_host(self, host: str) -> bool:
        name, colon, port = host.rpartition(":") if not host.endswith("]") else (host, "", "")
        if name and colon and not (port.isascii() and port.isdigit()):
            return False
        name = (name or port).strip("[]").casefold()
        if is_loopback(self._settings.host):
            return is_loopback(name)
        return is_loopback(name) or bool(name)  # its names in a network are many; there the token guards it

    def _without_token(self, scope: Scope, headers: Headers) -> Response | None:
        token = self._settings.token
        if token is None:
            return None
        asked = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        if "token" in asked and compare_digest(asked["token"].encode(), token.encode()):
            rest = urlencode({name: value for name, value in asked.items() if name != "token"})
            path = "/" + scope["path"].lstrip("/")  # "//elsewhere.example/" would be another site
            answer = RedirectResponse(path + (f"?{rest}" if rest else ""), status_code=303)
            answer.set_cookie(TOKEN_COOKIE, token, httponly=True, samesite="strict")
            return answer
        shown = cookie_parser(headers.get("cookie", "")).get(TOKEN_COOKIE, "")
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        if any(compare_digest(one.encode(), token.encode()) for one in (shown, bearer)):
            return None
        return refused(401, "This page needs its token: open the whole address that was printed when it was started.")


def same_origin(headers: Headers) -> bool:
    """Whether a request comes from a page of this very server, or from no page at all.

    Browsers name the origin of every post; programs such as curl name none and carry nobody's cookies.
    """
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "none") in ("none", "same-origin")
    return origin.partition("://")[2] == headers.get("host")


def int_of(number: str) -> int:
    return int(number) if number.isascii() and number.isdigit() else 0


def refused(status: int, why: str) -> Response:
    return PlainTextResponse(why + "\n", status_code=status)
