"""What every answer of the server carries, and what it does not answer at all.

Streamlit's own settings check the host of its websocket only; here every request is checked, so
that a page of another name that leads to this machine gets nothing.
"""

from __future__ import annotations

from typing import Any

from streamlit.runtime import Runtime
from streamlit.web.server.starlette import starlette_app
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from layers.web.asgi import App, Message, Receive, Send
from layers.web.map_scripts import Joined
from layers.web.packed_files import Packed

CLOSED = "/_stcore/metrics"
UPLOAD = "/_stcore/upload_file/"
# Streamlit and the maps put scripts and styles of their own in the page; but nothing may be fetched
# from, sent to or shown in another place than this one.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' ws: wss: data: blob:; frame-src 'self' data: blob:; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'self'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """Looks at each request first, and at each answer last."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer, or refuse: another host, the metrics, a file that no page asked for."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        told = _with_headers(send) if scope["type"] == "http" else send
        refusal = _refusal(scope)
        if refusal is None:
            await self.app(scope, receive, told)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            words, status = refusal
            kind = [(b"content-type", b"text/plain")]
            await told({"type": "http.response.start", "status": status, "headers": kind})
            await told({"type": "http.response.body", "body": words.encode()})


def _refusal(scope: Message) -> tuple[str, int] | None:
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    path = str(scope["path"])
    if not is_host_allowed(headers.get(b"host")):
        return "unknown host", 403
    if CLOSED in path:
        return "not found", 404
    if UPLOAD in path and scope.get("method") == "PUT":
        session = path.partition(UPLOAD)[2].partition("/")[0]
        if not _has_uploader(session):
            return "no file was asked for", 403
    return None


def _has_uploader(session_id: str) -> bool:
    """Say whether the page that a session looks at asks for a file."""
    if not Runtime.exists():
        return False
    # Streamlit has no word of its own for this; a test holds that it goes on working.
    manager: Any = Runtime.instance()._session_mgr
    found = manager.get_active_session_info(session_id)
    if found is None:
        return False
    state = found.session.session_state
    new, old = state._new_widget_state, state._old_state
    # What is known of a control outlives it; its value does not.
    return any(
        each.value_type == "file_uploader_state_value" and (name in new.states or name in old)
        for name, each in list(new.widget_metadata.items())
    )


def _with_headers(send: Send) -> Send:
    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = {name for name, _ in message.get("headers", ())}
            more = [
                (name.encode(), value.encode())
                for name, value in HEADERS.items()
                if name.encode() not in given
            ]
            message = {**message, "headers": [*message.get("headers", ()), *more]}
        await send(message)

    return told


def install() -> None:
    """Put the guard before everything else that the server does, and behind it what sends files."""
    make = starlette_app.create_streamlit_middleware

    def guarded() -> list[Any]:
        others = make()
        kind: Any = type(others[0])
        return [kind(Guard), kind(Packed), kind(Joined), *others]

    starlette_app.create_streamlit_middleware = guarded
