"""Works named by a DOI: doi.org names the agency, whose record describes the work."""

import re
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ingest.errors import LinkNotRecognised, UnexpectedAnswer, WorkNotFound
from ingest.http.client import SourceClient
from ingest.http.hosts import Pace
from ingest.parsing.addresses import Address, read_address
from ingest.parsing.dois import DOI_PATTERN, bare_doi, doi_segment, doi_url
from ingest.parsing.fields import parse_json, text_of
from ingest.sources import crossref, datacite
from ingest.sources.base import Adapter, Reach, Ref
from preprints.known_sources import DOI, SourceFacts
from preprints.record import Record
from text.plain import clean_text

_RESOLVERS = frozenset({"doi.org", "dx.doi.org"})
# A library's proxy puts the name of a site before its own.
_PROXIED = ("doi.org.", "dx.doi.org.", "doi-org.", "dx-doi-org.")
_RESOLVER_PATH = re.compile(rf"/+(?:doi:?/*)?({DOI_PATTERN})", re.IGNORECASE)
_PUBLISHER_PATH = re.compile(
    rf"/(?:doi|articles?|chapter|content/pdf)/(?:[a-z-]{{2,12}}/){{0,2}}({DOI_PATTERN})",
    re.IGNORECASE,
)
_PUBLISHER_FIELDS = ("doi", "id")
# What publishers put behind a DOI for the views of one work.
_VIEW = re.compile(
    r"""(?: / (?: abs | abstract | citations | e?pdf | epub | figures | full | full-?text | html
                | meta | metrics | references | summary | suppl[a-z_-]* | tables | xml ) (?: /.* )?
          | \.(?: html | pdf | xml )
        )\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_PUNCTUATION = ".,;:!?'*_]>"
_ARXIV_PREFIX = "10.48550/"

_OTHER_AGENCY = _(
    "This DOI is registered with {agency}, whose records we cannot read. "
    "Please give the address of the work itself."
)


class Doi:
    key = DOI
    name = "doi.org"
    prefix = "doi"
    reach = Reach.ANY_DOI
    pace = Pace(key=DOI, domains=("doi.org",))
    other_paces = (crossref.PACE, datacite.PACE)
    facts = SourceFacts(label="DOI", work_url="https://doi.org/{external_id}")
    forms = (
        _("a DOI: 10.31223/X5FW25 or doi:10.31223/X5FW25"),
        _("a DOI's address: https://doi.org/10.31223/X5FW25"),
        _("a publisher's address with a DOI: https://example.org/doi/full/10.31223/X5FW25"),
    )

    def recognise(self, text: str) -> Ref | None:
        """arXiv's DOIs are left to arXiv's adapter, which knows impossible ones."""
        doi = _find_doi(text.strip())
        if not doi or doi.startswith(_ARXIV_PREFIX):
            return None
        return Ref(self.key, doi, None, doi_url(doi))

    def fetch(self, ref: Ref, client: SourceClient) -> Record:
        # A list of DOIs, parted by commas, could be asked for, too; a prefix cannot have one.
        name = ref.external_id
        asked = name.partition("/")[0] if "," in name else name
        answer = client.get(
            f"{settings.DOI_URL.rstrip('/')}/ra/{doi_segment(asked)}",
            params={},
            pace_key=self.pace.key,
        )
        if answer.status == HTTPStatus.NOT_FOUND:
            raise WorkNotFound(f"doi.org: {name}")
        agency = parse_agency(answer.content)
        if agency == "Crossref":
            return crossref.fetch(name, client)
        if agency == "DataCite":
            return datacite.fetch(name, client)
        message = format_lazy(_OTHER_AGENCY, agency=agency)
        raise LinkNotRecognised(f"{name}: {agency}", message=message)


def parse_agency(content: bytes) -> str:
    """The agency's name in an answer of doi.org. Raises WorkNotFound, UnexpectedAnswer.

    Source: https://www.doi.org/the-identifier/resources/factsheets/doi-resolution-documentation
    """
    answer = parse_json(content, "doi.org")
    found = answer[0] if isinstance(answer, list) and len(answer) == 1 else None
    if not isinstance(found, dict):
        raise UnexpectedAnswer("doi.org's answer is no list of one DOI")
    agency = clean_text(text_of(found, "RA")).strip()[:60]
    if agency:
        return agency
    if status := text_of(found, "status"):
        raise WorkNotFound(f"doi.org: {status[:200]}")
    raise UnexpectedAnswer("doi.org names no agency")


def _find_doi(text: str) -> str:
    if "://" not in text and (doi := bare_doi(_without_end(unquote(text)))):
        return doi
    address = read_address(text)
    if address is None:
        return ""
    if address.host in _RESOLVERS or address.host.startswith(_PROXIED):
        match = _RESOLVER_PATH.fullmatch(_without_end(address.path.strip()))
        return match[1].lower() if match else ""
    return _publisher_doi(text, address)


def _publisher_doi(text: str, address: Address) -> str:
    if match := _PUBLISHER_PATH.search(address.path):
        doi = match[1].lower().partition(";jsessionid=")[0]
        return bare_doi(_without_end(_VIEW.sub("", doi)))
    fields = parse_qsl(urlsplit(text).query)
    values = [bare_doi(_without_end(v)) for name, v in fields if name.lower() in _PUBLISHER_FIELDS]
    return next(filter(None, values), "")


def _without_end(text: str) -> str:
    """Without the punctuation of the sentence around it; brackets of the DOI's own are closed."""
    text = text.strip().rstrip(_PUNCTUATION)
    while text.endswith(")") and text.count(")") > text.count("("):
        text = text[:-1].rstrip(_PUNCTUATION)
    return text + ")" if text.count("(") == text.count(")") + 1 else text


SOURCES: tuple[Adapter, ...] = (Doi(),)
