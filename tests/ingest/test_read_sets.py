"""Sets as editors type them, as sources are asked for them, and in words."""

import pytest

from ingest.errors import IngestError
from ingest.sources import ADAPTERS
from ingest.sources.base import HasSets


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("cs.LG", "cs:cs:LG"),
        (" CS.lg ", "cs:cs:LG"),
        ("cs:cs:LG", "cs:cs:LG"),
        ("math.AG", "math:math:AG"),
        ("stat.ML", "stat:stat:ML"),
        ("hep-th", "physics:hep-th"),
        ("math-ph", "physics:math-ph"),
        ("cond-mat.str-el", "physics:cond-mat:str-el"),
        ("cond-mat", "physics:cond-mat"),
        ("physics.optics", "physics:physics:optics"),
        ("physics:physics", "physics:physics"),
        ("physics", "physics"),
        ("q-bio.NC", "q-bio:q-bio:NC"),
        ("math.IT", "math:math:IT"),
        ("cs.IT", "cs:cs:IT"),
        ("eess.SY", "eess:eess:SY"),
        ("cs", "cs"),
    ],
)
def test_arxivs_categories_become_sets_of_its_oai_pmh(typed, name):
    arxiv = ADAPTERS["arxiv"]
    assert arxiv.read_set(typed) == name
    assert arxiv.read_set(arxiv.set_as_typed(name)) == name


@pytest.mark.parametrize(
    "typed", ["cs.XX", "cs:cs:XX", "math:cs:LG", "cs.LG, cs.AI", "hep-th.AA", "biology", "", ":"]
)
def test_what_arxiv_does_not_have_is_refused(typed):
    with pytest.raises(IngestError):
        ADAPTERS["arxiv"].read_set(typed)


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("cs:cs:LG", "cs.LG", "cs.LG"),
        ("physics:hep-th", "hep-th", "hep-th"),
        ("physics", "physics", "all of physics"),
        ("physics:physics", "physics:physics", "physics"),
        ("cs:cs:NEW", "cs:cs:NEW", "cs.NEW"),
    ],
)
def test_a_set_of_arxivs_is_shown_as_people_write_it(name, typed, words):
    arxiv = ADAPTERS["arxiv"]
    assert (arxiv.set_as_typed(name), arxiv.set_in_words(name)) == (typed, words)


@pytest.mark.parametrize(
    ("typed", "name", "words"),
    [
        ("karma:30", "karma:30", "posts of 30 karma or more"),
        ("Karma: 030", "karma:30", "posts of 30 karma or more"),
        ("frontpage", "frontpage", "frontpage posts"),
        ("curated", "curated", "curated posts"),
        ("karma:-5, frontpage", "frontpage,karma:-5", "frontpage posts of -5 karma or more"),
    ],
)
def test_a_forums_sets_are_read_and_said_in_words(typed, name, words):
    forum = ADAPTERS["ea-forum"]
    assert forum.read_set(typed) == name
    assert forum.set_as_typed(name) == name
    assert forum.set_in_words(name) == words


@pytest.mark.parametrize(
    "typed", ["best", "frontpage,curated", "karma:1,karma:2", "karma:", ",", "karma:lots"]
)
def test_what_a_forum_does_not_have_is_refused(typed):
    with pytest.raises(IngestError):
        ADAPTERS["lesswrong"].read_set(typed)


def test_a_stored_set_that_a_forum_does_not_know_stands_as_it_is():
    assert ADAPTERS["lesswrong"].set_in_words("best") == "best"


def test_sources_that_come_whole_have_no_sets():
    has_sets = {key for key, adapter in ADAPTERS.items() if isinstance(adapter, HasSets)}
    assert has_sets == {"arxiv", "lesswrong", "alignment-forum", "ea-forum"}
