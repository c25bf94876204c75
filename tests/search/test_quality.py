"""Whether people find the works that they look for, among a thousand real ones."""

import gzip
import json
import random
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from preprints.models import Author, Location, Preprint, Version
from preprints.rules import stored_author_line
from search.documents import index_works
from search.finding import Search, find
from search.queries import parse_query
from search.services import learn_words
from tests.factories.times import NOW
from tests.made_once import made_once
from text.plain import tex_to_plain

CORPUS = Path(__file__).parent / "corpus" / "works.jsonl.gz"
SEED, LOOKED_FOR, FIRST, SHARE = 7, 200, 10, 0.95
WORDS_OF_A_TITLE = re.compile(r"\b[A-Za-z]{4,}\b")
SAY_NOTHING = {"with", "from", "using", "based", "over", "under", "into", "their", "that", "this"}


def records():
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def store(some) -> dict[str, int]:
    """As they would be stored, without what no search reads; returns their ids by arXiv's."""
    works = Preprint.objects.bulk_create(
        Preprint(
            status_at=NOW,
            created_at=NOW,
            first_posted_at=datetime.fromisoformat(one["created"]).replace(tzinfo=UTC),
        )
        for one in some
    )
    versions = Version.objects.bulk_create(
        Version(
            preprint=work,
            number=1,
            title=one["title"],
            title_plain=tex_to_plain(one["title"]),
            abstract=one["abstract"],
            author_line=stored_author_line(one["authors"]),
            author_count=len(one["authors"]),
            posted_at=work.first_posted_at,
            seen_at=NOW,
        )
        for work, one in zip(works, some, strict=True)
    )
    for work, version in zip(works, versions, strict=True):
        work.current_version = version
    Preprint.objects.bulk_update(works, ["current_version"])
    Location.objects.bulk_create(
        Location(
            preprint=work,
            source="arxiv",
            external_id=one["id"],
            url=f"https://arxiv.org/abs/{one['id']}",
            is_canonical=True,
            first_seen_at=NOW,
        )
        for work, one in zip(works, some, strict=True)
    )
    Author.objects.bulk_create(
        Author(version=version, position=position, name=name)
        for version, one in zip(versions, some, strict=True)
        for position, name in enumerate(one["authors"], start=1)
    )
    return {one["id"]: work.pk for one, work in zip(some, works, strict=True)}


@pytest.fixture(scope="module")
def corpus(django_db_setup, django_db_blocker):
    with made_once(django_db_blocker):
        ids = store(records())
        index_works(sorted(ids.values()), now=NOW)
        learn_words()
        yield ids


def mistyped(word: str, draw: random.Random) -> str:
    """With two letters swapped, one left out, one doubled or a wrong one."""
    at = draw.randrange(1, len(word) - 1)
    start, letter, end = word[:at], word[at], word[at + 1 :]
    return draw.choice(
        (
            start + end[0] + letter + end[1:],
            start + end,
            start + letter + letter + end,
            start + draw.choice("aeiorstn") + end,
        )
    )


def hits(typed):
    return [hit.object_id for hit in find(Search(parse_query(typed))).hits]


@pytest.mark.django_db
def test_three_words_of_a_title_one_mistyped_find_the_work(corpus):
    draw = random.Random(SEED)
    some = records()
    draw.shuffle(some)
    missed, looked_for = [], 0
    for one in some:
        known = {word.lower() for word in WORDS_OF_A_TITLE.findall(one["title"])} - SAY_NOTHING
        if len(known) < 3 or max(map(len, known)) < 6:
            continue
        words = draw.sample(sorted(known), 3)
        wrong = max(range(3), key=lambda number: len(words[number]))
        words[wrong] = mistyped(words[wrong], draw)
        if corpus[one["id"]] not in hits(" ".join(words))[:FIRST]:
            missed.append((" ".join(words), one["title"]))
        looked_for += 1
        if looked_for == LOOKED_FOR:
            break
    assert looked_for == LOOKED_FOR
    assert len(missed) <= LOOKED_FOR * (1 - SHARE), missed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("Jeż equations", "1001.2932", id="author with accents"),
        pytest.param("laniewski-wollk", "1501.04741", id="author without accents"),
        pytest.param("author:Gortz", "1403.1065", id="author in a field"),
        pytest.param('author:"Inge Li Gørtz"', "1403.1065", id="author by all names"),
        pytest.param('"cake-cutting" resource', "1510.05229", id="phrase"),
        pytest.param('"network coding: a free cipher"', "0705.1789", id="title in a row"),
        pytest.param(r"Lifting $\ell_q$-optimization", "1306.3976", id="TeX"),
        pytest.param(r"Gr\"obner bihomogeneous", "1001.4004", id="TeX accents"),
        pytest.param(r"$\mathbb{F}_q+u\mathbb{F}_q$ codes", "1307.1746", id="a formula"),
        pytest.param("direct N-body library", "1510.04068", id="words around a formula"),
        pytest.param("Hogwild", "1506.06438", id="a rare word"),
        pytest.param("imputing univariate series", "1510.03924", id="other forms of words"),
        pytest.param("stochastic matching -online", "1002.3763", id="without a word"),
        pytest.param("source:arxiv quickxsort", "1307.3033", id="in a source"),
    ],
)
def test_the_first_hit_is_the_work_that_was_meant(corpus, typed, expected):
    assert hits(typed)[:1] == [corpus[expected]]
