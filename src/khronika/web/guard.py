"""What every request passes before a room sees it, and what every answer carries.

ASVS 5.0: V3.4 (headers), V3.5 (origin), V4.1 (methods), V14.3.2 (no-store). What must stay true: a request
for another host, by another method or from another site reaches no room; no answer leaves without these
headers, also where a room fails.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from khronika.web.server import Server
from khronika.web.troubles import refusal

MOST_FORM_BYTES = 2 << 20
_METHODS = frozenset({"GET", "HEAD", "POST"})
_API_METHODS = _METHODS | {"PUT"}
_OWN_SITE = frozenset({"same-origin", "none"})
_CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_ALWAYS = {
    "Content-Security-Policy": _CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Accel-Buffering": "no",  # nginx would keep a long answer, an original, readable on its own disk
}


class Guard:
    """Stands before the whole application."""

    def __init__(self, app: ASGIApp, server: Server) -> None:
        self._app = app
        self._server = server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a fit request pass; answer others in one plain line."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        with_headers = self._with_headers(send)
        refused = self._refused(scope)
        if refused is not None:
            await refused(scope, receive, with_headers)
            return
        await self._app(scope, receive, with_headers)

    def _refused(self, scope: Scope) -> Response | None:
        headers, asked = Headers(scope=scope), Request(scope)
        api = scope["path"].startswith("/api/")
        if self._server.locked.is_set():
            return refusal(asked, "the desk is locked", 503)
        if headers.getlist("host") != [headers.get("host", "")] or (
            headers.get("host", "").lower() not in self._server.address.hosts
        ):
            return refusal(asked, "this desk is reached by another address", 421)
        if not scope["query_string"].isascii():
            return refusal(asked, "this address cannot be read", 400)
        if scope["method"] not in (_API_METHODS if api else _METHODS):
            return refusal(asked, "not that way", 405, {"Allow": "GET, HEAD, POST"})
        if scope["method"] == "POST" and not api and not self._from_here(headers):
            return refusal(asked, "this came from another site and was not done", 403)
        return None

    def _from_here(self, headers: Headers) -> bool:
        """Tell whether a browser that says where a form came from says it came from this desk.

        Browsers send ``null`` as origin under our own Referrer-Policy; then Sec-Fetch-Site tells, and the
        token in the form in any case.
        """
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if site is not None and site not in _OWN_SITE:
            return False
        return origin in {None, "null", self._server.address.origin}

    def _with_headers(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
                if self._server.address.secure:
                    headers.setdefault("Strict-Transport-Security", "max-age=63072000")
            await send(message)

        return sending
