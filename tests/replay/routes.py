"""The sources the replay server stands in for: one module each.

A route has SETTINGS, the journal's settings that lead to it (name: path on this server), and
`answer(request)`, which gives a `Reply`, or None for what is another route's.
"""

from tests.replay import (
    arxiv,
    arxiv_feeds,
    arxiv_oai,
    biorxiv,
    crossref,
    datacite,
    doi,
    forums,
    hal,
    openreview,
    osf,
    ror,
    web,
    zenodo,
)

ROUTES = (
    arxiv,
    arxiv_feeds,
    arxiv_oai,
    forums,
    biorxiv,
    zenodo,
    hal,
    osf,
    ror,
    openreview,
    doi,
    crossref,
    datacite,
    web,
)
