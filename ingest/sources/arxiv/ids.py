"""arXiv's identifiers, and the links that carry them."""

import re
from urllib.parse import unquote

from ingest.parsing.addresses import read_address
from ingest.sources.base import Ref
from preprints.known_sources import ARXIV

KEY = ARXIV
WORK_URL = "https://arxiv.org/abs/{external_id}"

# fmt: off
_OLD_ARCHIVES = frozenset({
    "acc-phys", "adap-org", "alg-geom", "ao-sci", "astro-ph", "atom-ph", "bayes-an",
    "chao-dyn", "chem-ph", "cmp-lg", "comp-gas", "cond-mat", "cs", "dg-ga", "funct-an",
    "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math", "math-ph", "mtrl-th", "nlin",
    "nucl-ex", "nucl-th", "patt-sol", "physics", "plasm-ph", "q-alg", "q-bio", "quant-ph",
    "solv-int", "supr-con",
})
# fmt: on
_ID = r"""
    (?: (?P<new>[0-9]{4}\.[0-9]{4,5})
      | (?P<archive>[a-z]+(?:-[a-z]+)?) (?:\.[a-z]{2}|\.[a-z]{2,5}-[a-z]{2,4})? / (?P<old>[0-9]{7})
    )
    (?: v(?P<version>[1-9][0-9]{0,2}) )?
"""
_FLAGS = re.VERBOSE | re.IGNORECASE
_BARE = re.compile(rf"(?:oai:arxiv\.org:|arxiv[:.]|/?abs/)? \s* {_ID} (?:\.pdf)?", _FLAGS)
_DOI = re.compile(rf"10\.48550/arxiv\.{_ID} (?![0-9a-z])", _FLAGS)
_PATH = re.compile(
    rf"""
    /+ (?: (?:[a-z]{{2}}/+)? (?:overview|resources|audio) /+  # alphaXiv, also in other languages
         | (?:abs|arxiv|bibtex|dvi|e-print|format|html|listing|papers?|pdf|ps|src|tb|trackback) /+
         | (?:graph/+)? v1/+ paper/+  # Semantic Scholar's API
       )?
    (?:arxiv[:.])? {_ID} (?:\.pdf|\.ps|\.ps\.gz|\.tar\.gz|\.gz|\.html)? (?:/.*)?
    """,
    _FLAGS,
)
# Where arXiv kept its files for many years: /ftp/hep-th/papers/9901/9901001.pdf.
_OLD_PATH = re.compile(
    r"/+(?:ftp|ps_cache)/(?P<archive>[a-z-]+)/(?:papers|pdf|ps)/[0-9]{4}/(?P<number>[0-9v.]+?)"
    r"(?:\.pdf|\.ps|\.ps\.gz|\.gz)?",
    re.IGNORECASE,
)
# Beside *.arxiv.org (mirrors, export, browse, ar5iv.labs), sites whose addresses carry arXiv's ids.
_HOSTS = frozenset(
    {
        "arxiv.org",
        "xxx.lanl.gov",
        "xxx.itp.ac.cn",
        "xxx.soton.ac.uk",
        "ar5iv.org",
        "alphaxiv.org",
        "arxiv-vanity.com",
        "hf.co",
        "huggingface.co",
        "scirate.com",
        "semanticscholar.org",
        "api.semanticscholar.org",
    }
)
_LIST = re.compile(r"\barxiv\.org/(list|a|search|find|archive|year|catchup)\b", re.IGNORECASE)
_LIKE_ARXIV = re.compile(r"\barxiv\b|\A\d{4}\.\d{4,5}(v\d+)?\Z", re.IGNORECASE)


def recognise(text: str) -> Ref | None:
    """The work that an identifier, an arXiv DOI or an address names."""
    text = text.strip()
    if match := _BARE.fullmatch(text) or _DOI.search(unquote(text)):
        return _ref(match)
    address = read_address(text)
    if address is None or not (address.host in _HOSTS or address.host.endswith(".arxiv.org")):
        return None
    path = address.path.strip()
    if kept := _OLD_PATH.fullmatch(path):
        is_new = kept["archive"].lower() == "arxiv"
        return read_id(kept["number"] if is_new else f"{kept['archive']}/{kept['number']}")
    match = _PATH.fullmatch(path)
    return _ref(match) if match else None


def is_list(text: str) -> bool:
    """Whether it has the address of a page of arXiv's that lists works."""
    return _LIST.search(text) is not None


def is_like_arxiv(text: str) -> bool:
    """Whether somebody meant arXiv, in a text in which `recognise` finds no work."""
    return _LIKE_ARXIV.search(text) is not None


def read_id(text: str) -> Ref | None:
    """A bare identifier, also as OAI-PMH writes it: oai:arXiv.org:hep-th/9901001."""
    match = _BARE.fullmatch(text)
    return _ref(match) if match else None


def _ref(match: re.Match[str]) -> Ref | None:
    """Canonical form of an identifier; None where arXiv never gave such a one.

    Source: https://info.arxiv.org/help/arxiv_identifier.html
    """
    version = int(match["version"]) if match["version"] else None
    if match["new"]:
        external_id = match["new"]
        month, number = external_id.split(".")
        # Four digits until December 2014, five since.
        is_valid = month >= "0704" and len(number) == (4 if month <= "1412" else 5)
    else:
        month, number = match["old"][:4], match["old"][4:]
        archive = match["archive"].lower()
        external_id = f"{archive}/{match['old']}"  # the subject class is decoration
        is_valid = archive in _OLD_ARCHIVES and (month >= "9107" or month <= "0703")
    if not is_valid or not 1 <= int(month[2:]) <= 12 or int(number) == 0:
        return None
    return Ref(KEY, external_id, version, WORK_URL.format(external_id=external_id))
