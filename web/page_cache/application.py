"""In front of Django: answers readers who are not signed in with pages that were made before."""

import gzip
import re
import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from web.page_cache.listening import Listener
from web.page_cache.sources import Sources, note_sources
from web.page_cache.store import KeptPage, PageStore
from web.page_cache.triggers import watched_tables

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]

MOST_PAGE_BYTES = 2_000_000
# Says nothing of who somebody is, and no kept page holds a form token.
HARMLESS_COOKIE = re.compile(r"csrftoken=[^;,]*")
MAX_AGE = re.compile(r"\bmax-age=(\d+)")
WHERE = ("wsgi.url_scheme", "HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "PATH_INFO", "QUERY_STRING")
# What an answer may depend on besides, by its `Vary`. The cookie and the encoding are seen to here.
VARIED_BY = {"accept": "HTTP_ACCEPT", "hx-request": "HTTP_HX_REQUEST", "origin": "HTTP_ORIGIN"}
# What browsers say to accept when they open a page: many strings, by which no answer here differs.
# It names nothing that a page is also there as, so nobody can have a browser given another format.
OF_BROWSERS = re.compile(
    r"text/html,application/xhtml\+xml(?:,application/xml;q=0\.9)?(?:,image/[a-z+]{1,9}){0,5}"
    r",\*/\*;q=0\.\d(?:,application/signed-exchange;v=b3;q=0\.\d)?"
)
SEEN_TO = {"cookie", "accept-encoding"}
MADE_ANEW = {"age", "content-encoding", "content-length", "etag"}
# RFC 9211.
HIT = ("Cache-Status", "verso; hit")
HIT_WHILE_AWAY = ("Cache-Status", "verso; hit; detail=database-away")


class PageCache:
    """A WSGI application around Django's.

    Kept is an answer of 200 with `Cache-Control: public` to a GET without cookies and without a
    sign-in, if it sets no cookie and read only tables whose changes are heard of.
    """

    def __init__(self, application: Any, store: PageStore, listener: Listener) -> None:
        self.application = application
        self.store = store
        self.listener = listener
        self._watched = watched_tables()
        self._varied: dict[str, tuple[str, ...]] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not is_anonymous_read(environ):
            return self._pass_on(environ, start_response)
        if not self.listener.is_listening():
            return self._answer_unless_away(environ, start_response)
        page = self.store.get(self._key(environ))
        if page is not None:
            return send(page, environ, start_response, HIT)
        if environ["REQUEST_METHOD"] != "GET":
            return self._pass_on(environ, start_response)
        return self._make(environ, start_response)

    def _answer_unless_away(
        self, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """As Django answers: something may have been written unheard. Where it says that it cannot,
        since the database is away, nothing can have been; then a kept page, marked as such."""
        page = self.store.get(self._key(environ)) if self.listener.was_listening() else None
        if page is None:
            return self._pass_on(environ, start_response)
        started: list[tuple[Any, ...]] = []
        answer = self._pass_on(environ, lambda *given: started.append(given))
        if started[0][0].startswith("503 "):
            answer.close()  # type: ignore[attr-defined]
            return send(page, environ, start_response, HIT_WHILE_AWAY)
        start_response(*started[0])
        return answer

    def _pass_on(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        answer: Iterable[bytes] = self.application(environ, start_response)
        return answer

    def _key(self, environ: Environ) -> tuple[str | None, ...]:
        varied = self._varied.get(environ["PATH_INFO"], ())
        where = tuple(environ.get(name) for name in WHERE)
        return (*where, *(asked_by(environ, name) for name in varied))

    def _make(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """As Django answers; kept for the next reader where it may be."""
        since, started = self.store.moment(), list[tuple[str, Headers]]()

        def note(status: str, headers: Headers, *error: Any) -> Any:
            started.append((status, headers))
            return start_response(status, headers, *error)

        with note_sources() as sources:
            answer = self._pass_on(environ, note)
        status, headers = started[0]
        varied = varied_by(headers)
        is_whole = not getattr(answer, "streaming", True) and "HTTP_COOKIE" not in environ
        if is_whole and varied is not None and self._may_be_kept(status, headers, sources):
            body = b"".join(answer)
            answer.close()  # type: ignore[attr-defined]  # after which Django's part is done
            if len(body) <= MOST_PAGE_BYTES:
                if varied:
                    self._varied[environ["PATH_INFO"]] = varied
                self.store.put(self._key(environ), page_of(headers, body, sources), since=since)
            return [body]
        return answer

    def _may_be_kept(self, status: str, headers: Headers, sources: Sources) -> bool:
        given = {name.lower(): value for name, value in headers}
        is_public = "public" in given.get("cache-control", "") and "set-cookie" not in given
        return status.startswith("200 ") and is_public and sources.tables <= self._watched


def is_anonymous_read(environ: Environ) -> bool:
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in environ:
        return False
    cookies = environ.get("HTTP_COOKIE")
    return not cookies or HARMLESS_COOKIE.fullmatch(cookies) is not None


def asked_by(environ: Environ, name: str) -> str | None:
    """A header by which an answer varies, one word for all browsers."""
    value: str | None = environ.get(name)
    if name == "HTTP_ACCEPT":
        if value is None or value == "*/*":
            return "*/*"
        if OF_BROWSERS.fullmatch(value.replace(" ", "")):
            return "a browser's"
    return value


def varied_by(headers: Headers) -> tuple[str, ...] | None:
    """Which parts of a request the answer depends on; None where one of them is unknown here."""
    named = ",".join(value for name, value in headers if name.lower() == "vary").lower().split(",")
    names = {name.strip() for name in named if name.strip()} - SEEN_TO
    if not names <= VARIED_BY.keys():
        return None
    return tuple(sorted(VARIED_BY[name] for name in names))


def page_of(headers: Headers, body: bytes, sources: Sources) -> KeptPage:
    given = {name.lower(): value for name, value in headers}
    is_compressed = given.get("content-encoding") == "gzip"
    now = time.monotonic()
    age = MAX_AGE.search(given["cache-control"])
    return KeptPage(
        headers=[(name, value) for name, value in headers if name.lower() not in MADE_ANEW],
        compressed=body if is_compressed else gzip.compress(body, mtime=0),
        # The same page is sent in two encodings: equal in meaning, not in bytes.
        etag=weak(given["etag"]) if "etag" in given else "",
        tables=frozenset(sources.tables),
        works=sources.works,
        made_at=now,
        kept_until=now + (int(age[1]) if age else 0),
    )


def send(
    page: KeptPage, environ: Environ, start_response: StartResponse, mark: tuple[str, str]
) -> Iterable[bytes]:
    headers = [*page.headers, mark, ("Age", str(int(time.monotonic() - page.made_at)))]
    if page.etag:
        headers.append(("ETag", page.etag))
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known is not None and page.etag in map(weak, known.split(", ")):
            start_response("304 Not Modified", headers)
            return []
    if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
        body = page.compressed
        headers.append(("Content-Encoding", "gzip"))
    else:
        body = decompress(page.compressed)
    headers.append(("Content-Length", str(len(body))))
    start_response("200 OK", headers)
    return [body] if environ["REQUEST_METHOD"] == "GET" else []


# Browsers ask for compressed pages; of programs that do not, many ask for the same few.
decompress = lru_cache(maxsize=16)(gzip.decompress)


def weak(etag: str) -> str:
    return etag if etag.startswith("W/") else f"W/{etag}"
