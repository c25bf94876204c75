"""Whatever a source sends, what is made of it stays small: no list is longer than its limit, and a
hundred references to one long text are not a hundred long texts.

Every adapter is asked for a work of many authors, each with many long affiliations, many keywords
and many related works, as far as the source tells of them.
"""

import json
from dataclasses import asdict

import pytest

from ingest.parsing.limits import (
    LONGEST_CATEGORY,
    LONGEST_COMMENT,
    MOST_CATEGORIES,
    MOST_OTHER_PLACES,
    MOST_RELATIONS,
)
from ingest.sources import ADAPTERS
from ingest.sources.arxiv import oai, query
from ingest.sources.biorxiv import BIORXIV
from ingest.sources.forummagnum import LESSWRONG
from ingest.sources.hal import read_tei
from ingest.sources.inveniordm import parse_record as parse_invenio
from ingest.sources.openreview import parse_notes
from ingest.sources.osf import parse_preprint
from ingest.sources.zenodo import parse_record as parse_zenodo
from preprints.lengths import LONGEST_AFFILIATION, LONGEST_AUTHOR_NAME
from tests.ingest.arxiv_pages import listing, wrapped
from tests.ingest.feed_pages import item, page_of, rss
from tests.ingest.test_people_and_bodies import crossref, datacite
from tests.ingest.web_pages import parse
from tests.replay import hal, openreview, osf
from tests.replay.forum_posts import post_of
from tests.replay.samples import SYNTHETIC, load
from tests.replay.zenodo import INVENIORDM_SAMPLES, SAMPLES

MOST_CHARACTERS = 300_000  # of a record or a page, whatever the answer refers to how often
MANY = range(100)
NAMES = [f"Ada Example{number}" for number in MANY]
PLACES = [f"{number} " + "Example University " * 100 for number in range(4)]
WORDS = [f"word {number} " + "x" * 300 for number in range(400)]
DOIS = [f"10.5555/example.{number}" for number in range(400)]
LONG = "long " * 2_500
LONG_NAMED = NAMES[:30]  # of more such names the work would be refused


def from_hal():
    orgs = "".join(
        f"<org xml:id='p{number}'><orgName>{place}</orgName></org>"
        for number, place in enumerate(PLACES)
    )
    refs = "".join(f"<affiliation ref='#p{number % 4}'/>" for number in MANY)
    authors = "".join(
        f"<author><persName><surname>{name}</surname></persName>{refs}</author>" for name in NAMES
    )
    tei = (hal.SAMPLES / "newest.xml").read_text(encoding="utf-8")
    for mark, added in {
        "</listOrg>": orgs,
        "<editionStmt>": f"<titleStmt>{authors}</titleStmt>",
        "</textClass>": f"<keywords>{''.join(f'<term>{word}</term>' for word in WORDS)}</keywords>",
        "</biblStruct>": "".join(f"<idno type='doi'>{doi}</idno>" for doi in DOIS),
    }.items():
        assert mark in tei
        tei = tei.replace(mark, mark + added if mark.startswith("<e") else added + mark)
    return read_tei(tei.replace("12 pages", LONG).encode(), "hal-90000001").record()


def from_arxiv_in_a_line():
    keys = ",".join(str(number % 4) for number in MANY)
    legend = " ".join(f"({number}) {place}" for number, place in enumerate(PLACES))
    authors = ", ".join(f"{name} ({keys})" for name in NAMES) + f" ({legend})"
    return from_oai(
        "<arXivRaw xmlns='http://arxiv.org/OAI/arXivRaw/'><version version='v1'>"
        "<date>Mon, 10 Mar 2025 11:12:13 GMT</date></version>"
        f"<title>T</title><authors>{authors}</authors><abstract>A.</abstract>"
        f"<categories>{' '.join(WORDS)}</categories><comments>{LONG}</comments>"
        f"<doi>{' '.join(DOIS)}</doi></arXivRaw>"
    )


def from_arxiv_in_parts():
    places = "".join(f"<affiliation>{number} {PLACES[0][:99]}</affiliation>" for number in MANY)
    authors = "".join(f"<author><keyname>{name}</keyname>{places}</author>" for name in NAMES)
    return from_oai(
        "<arXiv xmlns='http://arxiv.org/OAI/arXiv/'><created>2025-03-10</created>"
        f"<authors>{authors}</authors><title>T</title><abstract>A.</abstract></arXiv>"
    )


def from_oai(metadata):
    page = oai.parse_page(listing(wrapped("2503.90001", metadata)))
    assert page.rejected == []
    return page.records[0]


def from_arxiv_query():
    places = "".join(f"<a:affiliation>{place[:99]}</a:affiliation>" for place in PLACES * 25)
    authors = "".join(f"<author><name>{name}</name>{places}</author>" for name in NAMES)
    terms = "".join(f"<category term='{word}'/>" for word in WORDS)
    entry = (
        "<id>http://arxiv.org/abs/2503.90001v1</id><title>T</title><summary>A.</summary>"
        f"<published>2025-03-10T11:12:13Z</published>{authors}{terms}"
        f"<a:comment>{LONG}</a:comment><a:doi>{' '.join(DOIS)}</a:doi>"
    )
    feed = (
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:a='http://arxiv.org/schemas/atom'>"
        f"<entry>{entry}</entry></feed>"
    )
    (record,) = query.parse_feed(feed.encode())
    return record


def from_forum():
    people = [{"_id": name, "displayName": f"{name} {LONG}"} for name in LONG_NAMED]
    tags = [{"name": word} for word in WORDS]
    return LESSWRONG.parse_post(
        post_of("A0000000000000001", "2026-01-12T12:00:00.000Z", coauthors=people, tags=tags)
        | {"canonicalSource": LONG}
    )


def from_biorxiv():
    row = load(SYNTHETIC / "biorxiv" / "on_medrxiv.json")["collection"][0]
    row |= {"authors": "; ".join(f"{name} {LONG}" for name in NAMES), "category": LONG}
    content = {"messages": [{"status": "ok", "total": "1"}], "collection": [row]}
    page = BIORXIV.parse_page(json.dumps(content).encode(), {"at": 0})
    return page.records[0]


def from_zenodo():
    deposit = load(SAMPLES / "second_version.json")
    people = "; ".join(NAMES[:90])
    deposit["metadata"] |= {
        "creators": [{"name": people, "affiliation": LONG} for _ in range(5)],
        "keywords": WORDS,
        "notes": LONG,
        "related_identifiers": [
            {"identifier": f"10.5281/zenodo.{number}", "relation": "isNewVersionOf"}
            for number in range(1, 400)
        ],
    }
    return parse_zenodo(json.dumps(deposit).encode())


def from_inveniordm():
    deposit = load(INVENIORDM_SAMPLES / "blog_post.json")
    places = [{"name": place} for place in PLACES * 10]
    person = {"type": "personal", "name": "; ".join(NAMES[:90])}
    deposit["metadata"] |= {
        "creators": [{"person_or_org": person, "affiliations": places} for _ in range(5)],
        "subjects": [{"subject": word} for word in WORDS],
    }
    return parse_invenio(json.dumps(deposit).encode(), "rogue-scholar.org")


def from_osf():
    answer = load(osf.SAMPLES / "first_version.json")
    answer["data"]["attributes"] |= {"subjects": [[{"text": w} for w in WORDS]], "tags": WORDS}
    answer["data"]["embeds"]["contributors"]["data"] = [
        {"attributes": {"unregistered_contributor": f"{name} {LONG}"}} for name in LONG_NAMED
    ]
    return parse_preprint(json.dumps(answer).encode())


def from_openreview():
    answer = load(openreview.SAMPLES / "v2" / "submission.json")
    answer["notes"][0]["content"] |= {
        "authors": {"value": [f"{name} {LONG}" for name in LONG_NAMED]},
        "keywords": {"value": WORDS},
        "venue": {"value": LONG},
    }
    return parse_notes(json.dumps(answer).encode(), "SyntheticA_1")


def from_crossref():
    places = [{"name": place} for place in PLACES * 10]
    return crossref(
        *({"name": name, "affiliation": places} for name in NAMES),
        subject=WORDS,
        aliases=DOIS,
        relation={"is-preprint-of": [{"id": doi} for doi in DOIS]},
    )


def from_datacite():
    creator = {"name": "; ".join(NAMES[:90]), "affiliation": PLACES * 10}
    kinds = ("IsPreprintOf", "IsIdenticalTo")
    return datacite(
        *[creator] * 5,
        subjects=[{"subject": word} for word in WORDS],
        relatedIdentifiers=[
            {"relatedIdentifier": doi, "relatedIdentifierType": "DOI", "relationType": kind}
            for kind in kinds
            for doi in DOIS
        ],
    )


def from_linked_data():
    person = {"@id": "#a", "@type": "Person", "name": "Ada Example", "affiliation": PLACES * 10}
    work = {
        "@type": "ScholarlyArticle",
        "headline": "T",
        "datePublished": "2024-03-05",
        "author": [{"@id": "#a"}] * 100,
        "keywords": WORDS,
        "identifier": [f"arXiv:2403.{number:05}" for number in range(1, 400)],
    }
    script = json.dumps({"@graph": [person, work]})
    return parse(f"<script type='application/ld+json'>{script}</script>")


def from_tags():
    place = "".join(f"<meta name=citation_author_institution content='{p}'>" for p in PLACES * 10)
    authors = "".join(f"<meta name=citation_author content='{n}'>{place}" for n in NAMES[:30])
    words = "".join(f"<meta name=citation_keywords content='{word}'>" for word in WORDS)
    head = "<meta name=citation_title content=T><meta name=citation_date content=2020>"
    return parse(f"<html><head>{head}{authors}{words}</head></html>")


def from_feed():
    """Its entries have its own authors and licence, where they say nothing themselves."""
    people = "".join(f"<dc:creator>{name}</dc:creator>" for name in NAMES)
    head = f"<title>Example</title>{people}<copyright>{LONG}</copyright>"
    entries = "".join(item(link=f"https://blog.example/{number}") for number in MANY)
    return page_of(rss(entries, head).replace("<rss", f"<rss xmlns:dc='{DUBLIN_CORE}'"))


def from_json_feed():
    affiliations = [{"name": place} for place in PLACES]
    people = [{"name": name, "affiliation": affiliations} for name in NAMES]
    own = people
    entry = {"date_published": "2024-05-06T12:00:00Z", "title": "T", "content_text": "Text."}
    entries = [{**entry, "url": f"https://blog.example/{number}"} for number in MANY]
    entries += [{**entry, "url": "https://blog.example/own", "authors": own, "tags": WORDS}]
    return page_of(json.dumps({"title": "E", "authors": people, "license": LONG, "items": entries}))


def from_atom_with_a_base():
    """A long base before many short links."""
    links = "&lt;a href='x'&gt;y&lt;/a&gt;" * 3_000
    base = "https://blog.example/" + "long/" * 300
    return page_of(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>E</title><entry><title>T</title>"
        "<link href='https://blog.example/1'/><updated>2024-05-06T12:00:00Z</updated>"
        f"<content type='html' xml:base='{base}'>{links}</content></entry></feed>"
    )


DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
ANSWERS = {
    "arxiv": (from_arxiv_in_a_line, from_arxiv_in_parts, from_arxiv_query),
    **dict.fromkeys(("alignment-forum", "ea-forum", "lesswrong"), (from_forum,)),
    **dict.fromkeys(("biorxiv", "medrxiv"), (from_biorxiv,)),
    "doi": (from_crossref, from_datacite),
    "hal": (from_hal,),
    "inveniordm": (from_inveniordm,),
    "openreview": (from_openreview,),
    "osf": (from_osf,),
    "web": (from_linked_data, from_tags),
    "zenodo": (from_zenodo,),
    "feeds": (from_feed, from_json_feed, from_atom_with_a_base),
}
READERS = {reader.__name__: reader for readers in ANSWERS.values() for reader in readers}


def characters(value):
    if isinstance(value, dict):
        return sum(map(characters, value.values()))
    if isinstance(value, (list, tuple)):
        return sum(map(characters, value))
    return len(value) if isinstance(value, (str, bytes)) else 0


@pytest.mark.parametrize("name", READERS)
def test_an_answer_that_refers_to_long_texts_makes_no_long_record(name):
    found = READERS[name]()
    records = getattr(found, "records", [found])
    assert records
    assert characters([asdict(record) for record in records]) <= MOST_CHARACTERS
    for record in records:
        assert all(len(author.affiliation) <= LONGEST_AFFILIATION for author in record.authors)
        assert all(len(author.name) <= LONGEST_AUTHOR_NAME for author in record.authors)
        assert len(record.categories) <= MOST_CATEGORIES
        assert all(len(category) <= LONGEST_CATEGORY for category in record.categories)
        assert len(record.other_locations) <= MOST_OTHER_PLACES
        assert len(record.relations) <= MOST_RELATIONS
        assert len(record.comment) <= LONGEST_COMMENT


def test_no_adapter_is_forgotten():
    assert set(ANSWERS) == {*ADAPTERS, "feeds"}
