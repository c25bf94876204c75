"""Any other page on the web that says, for programs, whose work it shows: the last resort.

The page itself is not copied: a title, authors, dates and an abstract are read, and where else
the work is.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus

import httpx
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ingest.errors import (
    ChallengePage,
    LinkNotRecognised,
    PageUnreachable,
    SourceUnavailable,
    UnexpectedAnswer,
    WorkNotFound,
    WorkNotPublic,
)
from ingest.http.answers import OpenedPage, Validators
from ingest.http.client import SourceClient, retry_after
from ingest.http.guard import check_url
from ingest.http.hosts import Pace, adapters_pace_key
from ingest.parsing.limits import LONGEST_EXTERNAL_ID
from ingest.sources.base import Adapter, Reach, Ref
from ingest.sources.web.page import parse_page
from preprints.known_sources import WEB as KEY
from preprints.known_sources import Rank, SourceFacts
from preprints.record import Record, RecordLocation

__all__ = ["SOURCES", "WEB", "Web", "parse_page"]

# How readers came to a page; without them the page is the same.
_TRACKING = frozenset(
    {"fbclid", "gclid", "dclid", "msclkid", "yclid", "twclid", "ttclid", "igshid", "mc_cid"}
    | {"mc_eid", "ref", "ref_src", "_hsenc", "_hsmi", "mkt_tok"}
)
_LEADS_ELSEWHERE = _("This address leads to {url}. Please give that address, if it is the work's.")


class Web:
    key = KEY
    name = "Web page"
    reach = Reach.ANY_PAGE
    pace = Pace(key=key)  # of the adapter; each host has a pace of its own
    facts = SourceFacts(label=_("Web page"), rank=Rank.PAGE)
    forms = (
        _(
            "any other page that names its title and authors for search engines: "
            "https://example.org/papers/1"
        ),
    )

    def recognise(self, text: str) -> Ref | None:
        """An address that may be asked; not of sites that adapters read, nor of this journal."""
        try:
            url = check_url(_with_scheme(text.strip()), settings.INGEST_ALLOWED_HOSTS)
        except PageUnreachable:
            return None
        if adapters_pace_key(url.host) or url.netloc == httpx.URL(settings.SITE_URL).netloc:
            return None
        url = _normalised(url)
        # One page by http and by https is one work.
        external_id = url.netloc.decode("ascii") + url.raw_path.decode("ascii")
        if len(external_id) > LONGEST_EXTERNAL_ID:
            return None
        return Ref(self.key, external_id, None, f"{url.scheme}://{external_id}")

    def fetch(self, ref: Ref, client: SourceClient) -> Record:
        return self._read(ref, client.open_page(ref.url))

    def fetch_if_changed(
        self, ref: Ref, client: SourceClient, known: Validators
    ) -> tuple[Record | None, Validators]:
        page = client.open_page(ref.url, headers=known.conditions())
        if page.status == HTTPStatus.NOT_MODIFIED and known.conditions():
            return None, known
        return self._read(ref, page), Validators.of(page.headers)

    def _read(self, ref: Ref, page: OpenedPage) -> Record:
        found = self.recognise(page.url)
        if found is None:
            message = format_lazy(_LEADS_ELSEWHERE, url=page.url)
            raise LinkNotRecognised(f"{ref.url} leads to {page.url}", message=message)
        _check_status(page)
        record = parse_page(
            page.content,
            found,
            content_type=page.headers.get("content-type", ""),
            now=datetime.now(UTC),
        )
        if found.external_id == ref.external_id:
            return record
        typed = RecordLocation(ref.source, ref.external_id, ref.url)
        return replace(record, other_locations=(*record.other_locations, typed))


WEB = Web()
SOURCES: tuple[Adapter, ...] = (WEB,)


def _with_scheme(text: str) -> str:
    """As people type addresses: "www.example.org/papers/1"."""
    return f"https://{text}" if re.match(r"www\.[\w-]+\.", text, re.IGNORECASE) else text


def _normalised(url: httpx.URL) -> httpx.URL:
    """The address without its fragment and without the marks of advertisers."""
    fields = url.query.decode("ascii").split("&")
    kept = [field for field in fields if field and not _is_tracking(field.partition("=")[0])]
    return url.copy_with(fragment=None, query="&".join(kept).encode("ascii") if kept else None)


def _is_tracking(name: str) -> bool:
    return name.lower() in _TRACKING or name.lower().startswith("utm_")


def _check_status(page: OpenedPage) -> None:
    if page.status == HTTPStatus.OK:
        return
    detail = f"HTTP {page.status} from {page.url}"
    if page.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        raise WorkNotFound(detail)
    if page.status == HTTPStatus.UNAUTHORIZED:
        raise WorkNotPublic(detail)
    if page.status in (HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS) or (
        page.status == HTTPStatus.SERVICE_UNAVAILABLE and page.is_html()
    ):
        raise ChallengePage(detail)
    if page.status >= 500:
        unavailable = SourceUnavailable(detail)
        unavailable.asked_wait = retry_after(page.headers.get("retry-after", ""))
        raise unavailable
    raise UnexpectedAnswer(detail)
