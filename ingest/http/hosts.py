"""Sites that adapters of ours read: whose pages they are, and the pace they share."""

# By domain, subdomains included: the pace key of all requests to it. Their pages are no last
# resort: what no adapter recognises there is no work.
_OF_ADAPTERS = {
    "arxiv.org": "arxiv",
    "xxx.lanl.gov": "arxiv",
    "lesswrong.com": "lesswrong",
    "alignmentforum.org": "lesswrong",
    "effectivealtruism.org": "ea-forum",
    "biorxiv.org": "biorxiv",
    "medrxiv.org": "biorxiv",
    "zenodo.org": "zenodo",
    "osf.io": "osf",
    "openreview.net": "openreview",
    "api.crossref.org": "crossref",
    "api.datacite.org": "datacite",
    "doi.org": "doi",
}
_LONGEST_KEY = 100  # as `ingest.models.Host` stores it


def page_pace_key(host: str) -> str:
    """The row of `ingest.models.Host` that requests for a host's pages share."""
    return adapters_pace_key(host) or "web:" + host[-(_LONGEST_KEY - len("web:")) :]


def adapters_pace_key(host: str) -> str:
    """The pace key of the adapter that a host belongs to; "" for any other host."""
    labels = host.split(".")
    domains = (".".join(labels[start:]) for start in range(len(labels)))
    return next((_OF_ADAPTERS[domain] for domain in domains if domain in _OF_ADAPTERS), "")
