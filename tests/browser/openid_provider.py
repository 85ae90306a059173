"""An OpenID provider of a few lines on the loopback address: two people, one of them an editor.

It speaks what a client needs of OpenID Connect Core 1.0 and Discovery 1.0: the list of addresses,
a page to choose who one is, a token signed with a key of its own, and that key.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = {"client_id": "ketenkaart", "client_secret": secrets.token_urlsafe(16)}
PEOPLE: dict[str, dict[str, Any]] = {
    "fatima": {"email": "fatima@example.nl", "email_verified": True, "groups": ["redactie"]},
    "joost": {"email": "joost@example.nl", "email_verified": True, "groups": ["lezers"]},
    "vals": {"email": "fatima@example.nl", "email_verified": False, "groups": ["redactie"]},
}
"""Claims by name; the last says an address that the provider did not check."""
MINUTES = 300


class Provider(ThreadingHTTPServer):
    """The provider, with its key and the codes it has given out."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.key = RSAKey.generate_key(2048, {"kid": "1", "use": "sig"})
        self.codes: dict[str, tuple[str, str]] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def token(self, code: str) -> dict[str, Any]:
        """What a code is worth, once."""
        name, nonce = self.codes.pop(code)
        now = int(time.time())
        claims = {
            "iss": self.address, "aud": CLIENT["client_id"], "sub": name, "nonce": nonce,
            "iat": now, "exp": now + MINUTES, "name": name, **PEOPLE[name],
        }  # fmt: skip
        signed = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.key)
        return {"access_token": code, "token_type": "Bearer", "id_token": signed}


class Handler(BaseHTTPRequestHandler):
    """One answer."""

    server: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/.well-known/openid-configuration":
            self._json(self._addresses())
        elif parts.path == "/keys":
            self._json({"keys": [self.server.key.as_dict(private=False)]})
        elif parts.path == "/authorize":
            self._choice(asked)
        elif parts.path == "/choose":
            self._back(asked)
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._json(self.server.token(parse_qs(body)["code"][0]))

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _addresses(self) -> dict[str, Any]:
        own = self.server.address
        return {
            "issuer": own,
            "authorization_endpoint": f"{own}/authorize",
            "token_endpoint": f"{own}/token",
            "jwks_uri": f"{own}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def _choice(self, asked: dict[str, str]) -> None:
        kept = {name: asked[name] for name in ("redirect_uri", "state", "nonce") if name in asked}
        links = [f'<a href="/choose?{urlencode({**kept, "who": w})}">{w}</a>' for w in PEOPLE]
        self._answer("text/html", "<p>".join(links).encode())

    def _back(self, asked: dict[str, str]) -> None:
        code = secrets.token_urlsafe(16)
        self.server.codes[code] = (asked["who"], asked.get("nonce", ""))
        answer = urlencode({"code": code, "state": asked["state"]})
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{answer}")
        self.end_headers()

    def _json(self, content: object) -> None:
        self._answer("application/json", json.dumps(content).encode())

    def _answer(self, kind: str, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def provider() -> Iterator[Provider]:
    """A running provider."""
    made = Provider()
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.shutdown()
        made.server_close()
        thread.join()


def settings(made: Provider) -> str:
    """What stands in Streamlit's ``secrets.toml``."""
    lines = {
        "redirect_uri": "http://127.0.0.1:{port}/oauth2callback",
        "cookie_secret": secrets.token_urlsafe(32),
        **CLIENT,
        "server_metadata_url": f"{made.address}/.well-known/openid-configuration",
    }
    return "[auth]\n" + "".join(f'{name} = "{value}"\n' for name, value in lines.items())
