"""What readers meet where two preprints turned out to be one work."""

from datetime import timedelta

import pytest

from preprints.duplicates.merge import merge_preprints
from preprints.duplicates.undo import undo_merge
from tests.factories.preprints import LocationFactory, PreprintFactory, VersionFactory
from tests.factories.times import NOW, POSTED

pytestmark = pytest.mark.django_db
ARXIV = "2601.90001"


def words(client, address):
    return " ".join(client.get(address).content.decode().split())


def work(source, external_id, url, **fields):
    preprint = PreprintFactory(location=None, version=None)
    location = LocationFactory(
        preprint=preprint, source=source, external_id=external_id, url=url, **fields
    )
    VersionFactory(preprint=preprint, location=location)
    return preprint


@pytest.fixture
def paper():
    """A work at arXiv, where it has a second version that is not here, and at Zenodo."""
    history = [
        {"label": "v1", "posted_at": POSTED.isoformat()},
        {"label": "v2", "posted_at": NOW.isoformat()},
    ]
    return work("arxiv", ARXIV, f"https://arxiv.org/abs/{ARXIV}", history=history)


@pytest.fixture
def deposit():
    preprint = work("zenodo", "7", "https://zenodo.org/records/7")
    VersionFactory(preprint=preprint, number=2, location=preprint.locations.get(), posted_at=NOW)
    return preprint


@pytest.fixture
def merge(paper, deposit):
    return merge_preprints(paper.pk, deposit.pk, reason="One work", now=NOW)


def test_addresses_of_the_merged_work_lead_to_the_kept_one(client, merge, paper, deposit):
    kept, merged = paper.get_absolute_url(), deposit.get_absolute_url()
    ways = {merged: kept, f"{merged}v1/": f"{kept}v2/", f"{merged}v2/": f"{kept}v3/"}
    for old, new in ways.items():
        answer = client.get(old)
        assert (answer.status_code, answer.url) == (302, new)
    assert client.get(f"{merged}v3/").status_code == 404


def test_two_locations_at_one_source_are_told_apart_by_their_ids(client, merge, paper):
    other = work("arxiv", "2602.80002", "https://arxiv.org/abs/2602.80002")
    merge_preprints(paper.pk, other.pk, reason="One work", now=NOW)
    text = words(client, paper.get_absolute_url())
    chips = text.split('<ul class="chips">')[1].split("</ul>")[0]
    assert chips.count(f'<span class="typed">{ARXIV}</span> ↗') == 1
    assert chips.count('<span class="typed">2602.80002</span> ↗') == 1
    assert "Read on Zenodo ↗" in text


def test_for_programs_there_is_one_work(client, merge, paper, deposit):
    assert client.get(f"/api/v1/preprints/{deposit.pk}/").status_code == 404
    listed = client.get("/api/v1/preprints/").json()["results"]
    assert [one["id"] for one in listed] == [paper.pk]
    assert [one["number"] for one in listed[0]["versions"]] == [1, 2, 3]


def test_addresses_lead_on_where_the_kept_work_was_merged_too(client, merge, paper, deposit):
    last = PreprintFactory()
    merge_preprints(last.pk, paper.pk, reason="One work", now=NOW + timedelta(days=1))
    answer = client.get(f"{deposit.get_absolute_url()}v2/")
    assert answer.url == f"{last.get_absolute_url()}v4/"


def test_both_have_the_merge_in_their_history(client, merge, paper, deposit):
    sentence = f"{deposit} was merged into {paper}: they are one work"
    assert sentence in words(client, paper.get_absolute_url())
    undo_merge(merge, now=NOW + timedelta(days=1))
    for preprint in (paper, deposit):
        text = words(client, preprint.get_absolute_url())
        assert f"The merge of {deposit} and {paper} was undone" in text
        assert sentence in text


def test_a_version_of_one_place_does_not_hide_that_of_the_other(client, merge, paper):
    """Zenodo's second version is here, arXiv's is not."""
    text = words(client, paper.get_absolute_url())
    assert f'href="https://arxiv.org/abs/{ARXIV}v2"' in text
    assert f'href="https://arxiv.org/abs/{ARXIV}v1"' not in text


def test_compared_versions_lead_each_to_its_own_place(client, merge, paper):
    text = words(client, f"{paper.get_absolute_url()}compare/v1..v2/")
    assert f'href="https://arxiv.org/abs/{ARXIV}v1"' in text
    assert 'href="https://zenodo.org/records/7"' in text


def test_a_version_named_by_its_source_is_that_of_the_source(client, merge, paper):
    assert client.get("/by-id/zenodo/7").url == paper.get_absolute_url()
    assert client.get(f"/by-id/arxiv/{ARXIV}v1").url == f"{paper.get_absolute_url()}v1/"
    assert client.get(f"/by-id/arxiv/{ARXIV}v2").url == paper.get_absolute_url()


def test_a_version_is_cited_from_the_place_it_was_seen_at(client, merge, paper):
    assert f"arXiv:{ARXIV}v1 (5 January 2026)." in words(client, f"{paper.get_absolute_url()}v1/")
    page = words(client, f"{paper.get_absolute_url()}v2/")
    assert "Zenodo 7, version 1 (" in page, "it is the first one there, though the second here"
    assert "Version 2 (v1 at Zenodo)" in page
