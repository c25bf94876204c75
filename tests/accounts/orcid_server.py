"""ORCID's part of the way, on the loopback: a page that sends people back, tokens, records."""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.local_server import serving

CLIENT_ID, CLIENT_SECRET = "APP-JOURNAL", "of the journal"


@dataclass
class Orcid:
    """signed_in: the iD of whoever is signed in there; "" where they refuse. records: what is
    public, by iD. is_broken: it answers nothing that makes sense."""

    address: str = ""
    signed_in: str = ""
    records: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, tuple[str, str]] = field(default_factory=dict)  # the iD, and where it goes
    asked: list[str] = field(default_factory=list)
    is_broken: bool = False

    def authorize(self, query: dict[str, str]) -> str:
        """Where the person is sent back to."""
        back = {"state": query["state"]}
        if query["client_id"] != CLIENT_ID or query["response_type"] != "code":
            return f"{query['redirect_uri']}?{urlencode({**back, 'error': 'invalid_client'})}"
        if not self.signed_in:
            return f"{query['redirect_uri']}?{urlencode({**back, 'error': 'access_denied'})}"
        code = secrets.token_urlsafe(6)
        self.codes[code] = (self.signed_in, query["redirect_uri"])
        return f"{query['redirect_uri']}?{urlencode({**back, 'code': code})}"

    def token(self, form: dict[str, str]) -> tuple[int, Any]:
        """A code is good once, for the client and the address it was made for."""
        orcid, redirect_uri = self.codes.pop(form.get("code", ""), ("", ""))
        is_client = (form["client_id"], form["client_secret"]) == (CLIENT_ID, CLIENT_SECRET)
        if not orcid or not is_client or form["redirect_uri"] != redirect_uri:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "t", "token_type": "bearer", "orcid": orcid, "name": ""}

    def record(self, orcid: str) -> tuple[int, Any]:
        return (200, self.records[orcid]) if orcid in self.records else (404, {"error": 1})


def record(orcid: str, *, name: tuple[str, str] = ("Josiah", "Carberry"), email: str = "") -> Any:
    """Synthetic, in the shape of ORCID's API 3.0."""
    given, family = ({"value": part} for part in name)
    emails = [{"email": email, "verified": True, "primary": True}] if email else []
    person = {"name": {"given-names": given, "family-name": family}, "emails": {"email": emails}}
    more = {"biography": {"content": "Private to nobody, and no business of ours."}}
    return {"orcid-identifier": {"path": orcid}, "person": {**person, **more}}


@contextmanager
def orcid_server() -> Iterator[Orcid]:
    orcid = Orcid()
    with serving(type("Handler", (_Handler,), {"orcid": orcid})) as address:
        orcid.address = address
        yield orcid


class _Handler(BaseHTTPRequestHandler):
    orcid: Orcid

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.orcid.asked.append(parts.path)
        if parts.path == "/oauth/authorize":
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            self.send_response(302)
            self.send_header("Location", self.orcid.authorize(query))
            self.end_headers()
            return
        self._answer(*self.orcid.record(parts.path.split("/")[2]))

    def do_POST(self) -> None:
        self.orcid.asked.append(self.path)
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer(*self.orcid.token({name: v[0] for name, v in parse_qs(sent).items()}))

    def _answer(self, status: int, words: Any) -> None:
        body = b"<html>busy</html>" if self.orcid.is_broken else json.dumps(words).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """The tests' output stays quiet."""
