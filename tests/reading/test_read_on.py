"""The first thing that a reader may do with a work: read it where it is public."""

import lxml.html
import pytest

from preprints.models import Location
from tests.factories.preprints import LocationFactory, PreprintFactory, VersionFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


def first_acts(client, thing) -> list[tuple[str, str]]:
    page = lxml.html.fromstring(client.get(thing.get_absolute_url()).content)
    (acts,) = page.find_class("actions")
    return [(" ".join(link.text_content().split()), link.get("href")) for link in acts.iter("a")]


def work_at(source: str, external_id: str, url: str, **version):
    preprint = PreprintFactory(version=None)
    preprint.locations.all().delete()
    place = LocationFactory(preprint=preprint, source=source, external_id=external_id, url=url)
    return VersionFactory(preprint=preprint, location=place, **version)


def test_a_work_on_arxiv_is_read_there_in_the_version_shown_or_as_pdf(client):
    url = "https://arxiv.org/abs/1506.03379"
    older = work_at("arxiv", "1506.03379", url, source_version="v2")
    newer = VersionFactory(
        preprint=older.preprint, number=2, location=older.location, source_version="v3"
    )
    assert first_acts(client, older)[:2] == [
        ("Read on arXiv ↗", f"{url}v2"),
        ("PDF ↗", "https://arxiv.org/pdf/1506.03379v2"),
    ]
    assert first_acts(client, newer)[:2] == [
        ("Read on arXiv ↗", f"{url}v3"),
        ("PDF ↗", "https://arxiv.org/pdf/1506.03379v3"),
    ]


@pytest.mark.parametrize(
    ("source", "url", "words"),
    [
        ("lesswrong", "https://www.lesswrong.com/posts/abc", "Read on LessWrong ↗"),
        ("osf", "https://osf.io/abc", "Read on OSF Preprints ↗"),
        ("web", "https://example.org/papers/1", "Read on example.org ↗"),
    ],
)
def test_where_no_address_of_a_pdf_is_known_none_is_offered(client, source, url, words):
    version = work_at(source, "abc", url, source_version="")
    acts = first_acts(client, version.preprint)
    assert acts[0] == (words, url)
    assert "PDF ↗" not in dict(acts)


def test_what_was_withdrawn_has_no_pdf_to_read(client):
    version = work_at(
        "arxiv", "1", "https://arxiv.org/abs/1", source_version="v2", is_withdrawn=True
    )
    acts = dict(first_acts(client, version))
    assert "Read on arXiv ↗" in acts
    assert "PDF ↗" not in acts


def test_what_is_gone_from_where_it_was_seen_is_read_elsewhere_or_nowhere(client):
    version = work_at("arxiv", "1", "https://arxiv.org/abs/1", source_version="v2")
    other = LocationFactory(
        preprint=version.preprint,
        source="osf",
        external_id="abc",
        url="https://osf.io/abc",
        is_canonical=False,
    )
    Location.objects.filter(pk=version.location_id).update(gone_since=NOW)
    assert first_acts(client, version)[0] == ("Read on OSF Preprints ↗", "https://osf.io/abc")
    Location.objects.filter(pk=other.pk).update(gone_since=NOW)
    assert not [words for words, _ in first_acts(client, version) if words.startswith("Read on")]
