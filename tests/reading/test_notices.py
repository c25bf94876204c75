"""What the page of a preprint says of its versions, its places and related works."""

from datetime import UTC, datetime, timedelta

import pytest

from preprints.models import Location, Preprint, Relation
from tests.factories.preprints import (
    EditFactory,
    LocationFactory,
    PreprintFactory,
    VersionFactory,
)
from tests.factories.reviews import AssessmentFactory, RoundFactory
from tests.factories.times import NOW
from tests.reading.works import reviewed_round

pytestmark = pytest.mark.django_db


def shown(client, thing) -> str:
    response = client.get(thing.get_absolute_url())
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def changes(preprint: Preprint, older: int, newer: int) -> str:
    return f'href="/preprints/{preprint.pk}/compare/v{older}..v{newer}/"'


def notices(page: str) -> str:
    return page.partition("<article")[2].partition("<header")[0]


def relate(preprint: Preprint, kind: str, scheme: str, external_id: str, url: str = "") -> None:
    Relation.objects.create(
        preprint=preprint,
        kind=kind,
        scheme=scheme,
        external_id=external_id,
        url=url,
        first_seen_at=NOW,
    )


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("v2", "A newer version has appeared since the reviews. They are about version 1."),
        ("", "Edited since it was reviewed: the reviews are about version 1."),
    ],
)
def test_a_work_changed_since_its_reviews_says_so_and_shows_what_changed(client, label, words):
    preprint = reviewed_round().submission.preprint
    newer = VersionFactory(preprint=preprint, number=2, source_version=label)
    for page in (preprint, newer):
        listed = notices(shown(client, page))
        assert words in listed
        assert changes(preprint, 1, 2) in listed


def test_a_work_reviewed_in_its_current_version_says_nothing(client):
    assert "note" not in notices(shown(client, reviewed_round().submission.preprint))


def test_an_older_version_leads_to_the_current_one_and_to_what_changed(client):
    preprint = PreprintFactory()
    VersionFactory(preprint=preprint, number=2)
    listed = notices(shown(client, preprint.versions.get(number=1)))
    assert "You are reading version 1, which is not the current one." in listed
    assert f'href="{preprint.get_absolute_url()}"' in listed
    assert changes(preprint, 1, 2) in listed


def test_small_edits_are_counted_and_dated(client):
    edit = EditFactory(words_changed=9, seen_at=datetime(2026, 11, 3, tzinfo=UTC))
    listed = notices(shown(client, edit.version))
    assert "Small edits since this snapshot (9 words, <time" in listed
    assert ">3 November 2026</time>)." in listed
    assert f'href="{edit.version.get_absolute_url()}edits/"' in listed


def test_a_withdrawn_work_says_so_on_every_version(client):
    preprint = PreprintFactory(status="withdrawn")
    last = VersionFactory(preprint=preprint, number=2, is_withdrawn=True)
    assert "This work was withdrawn where it was posted." in notices(shown(client, last))
    first = notices(shown(client, preprint.versions.get(number=1)))
    assert "This work was withdrawn where it was posted, after this version." in first


def test_a_retracted_work_says_so(client):
    listed = notices(shown(client, PreprintFactory(status="retracted")))
    assert "<strong>This work was retracted.</strong>" in listed


def test_a_place_that_is_gone_is_marked_and_the_work_stays(client):
    preprint = PreprintFactory()
    LocationFactory(
        preprint=preprint,
        source="lesswrong",
        external_id="abc",
        url="https://www.lesswrong.com/posts/abc",
        is_canonical=False,
        gone_since=datetime(2026, 10, 5, tzinfo=UTC),
    )
    page = shown(client, preprint)
    assert "no longer there since <time" in page
    assert "5 October 2026" in page
    assert "note--wrong" not in notices(page)
    assert '<a class="chip" href="https://www.lesswrong.com' not in page
    Location.objects.filter(source="arxiv").update(gone_since=NOW)
    page = shown(client, preprint)
    assert "This work is no longer public where it was posted (since" in notices(page)
    assert "Axioms for careful agents" in page


def test_versions_that_only_the_source_has_lead_there(client):
    preprint = PreprintFactory()
    location = preprint.locations.get()
    location.history = [
        {"label": "v1", "posted_at": "2026-01-01T00:00:00+00:00"},
        {"label": "v2", "posted_at": "2026-02-01T00:00:00+00:00"},
        {"label": "v3", "posted_at": "2026-03-01T00:00:00+00:00", "is_withdrawn": True},
    ]
    location.save()
    page = shown(client, preprint)
    assert "v1 at arXiv" not in page
    assert (
        f'href="https://arxiv.org/abs/{location.external_id}v2" rel="noopener">v2 at arXiv' in page
    )
    assert "1 March 2026</time>, withdrawn" in page


def test_each_version_leads_to_what_changed_in_it(client):
    preprint = PreprintFactory()
    VersionFactory(preprint=preprint, number=2)
    VersionFactory(preprint=preprint, number=4)
    page = shown(client, preprint)
    assert changes(preprint, 1, 2) in page
    assert changes(preprint, 2, 4) in page


def test_what_it_was_published_as_is_named(client):
    preprint = PreprintFactory()
    relate(preprint, "published-as", "doi", "10.1000/xyz", "https://doi.org/10.1000/xyz")
    relate(preprint, "published-as", "journal-ref", "J. Examples 3 (2026) 1-9")
    page = shown(client, preprint)
    assert 'href="https://doi.org/10.1000/xyz" rel="noopener">DOI 10.1000/xyz' in page
    assert "<li>J. Examples 3 (2026) 1-9</li>" in page


def test_a_claim_is_shown_as_a_claim(client):
    post = PreprintFactory()
    relate(post, "claims", "doi", "10.1000/claimed", "https://doi.org/10.1000/claimed")
    page = shown(client, post)
    assert "Claims to be" in page
    assert "10.1000/claimed" in page


def test_a_claim_is_not_shown_once_the_claimed_place_is_one_of_the_work(client):
    merged, other = PreprintFactory(), PreprintFactory()
    for work in (merged, other):
        relate(work, "claims", "arxiv", merged.locations.get().external_id)
    assert "Claims to be" not in shown(client, merged)
    assert "Claims to be" in shown(client, other)


def test_what_it_discusses_is_linked_here_where_it_is_known(client):
    post, paper = PreprintFactory(), PreprintFactory()
    relate(post, "discusses", "arxiv", paper.locations.get().external_id, "https://arxiv.org/x")
    relate(post, "discusses", "arxiv", "0000.00001", "https://arxiv.org/abs/0000.00001")
    page = shown(client, post)
    assert f'<li><a href="{paper.get_absolute_url()}">Axioms for careful agents</a></li>' in page
    assert 'href="https://arxiv.org/abs/0000.00001" rel="noopener">arXiv 0000.00001' in page


def test_works_that_discuss_it_are_named_ten_at_most(client):
    paper = PreprintFactory()
    location = paper.locations.get()
    posts = [PreprintFactory(first_posted_at=NOW + timedelta(days=number)) for number in range(12)]
    for post in posts:
        relate(post, "discusses", location.source, location.external_id)
    relate(PreprintFactory(), "published-as", location.source, location.external_id)
    page = shown(client, paper).partition("Discussed in")[2]
    assert "and 2 more" in page
    for number, post in enumerate(posts):
        assert (f'href="{post.get_absolute_url()}"' in page) == (number >= 2)


def test_a_work_without_relations_has_no_such_section(client):
    page = shown(client, PreprintFactory())
    assert "Related works" not in page
    assert "Where it is public" not in page


def test_a_version_whose_assessment_stands_was_reviewed_though_its_review_was_withdrawn(client):
    """The bystander has an assessment of the older version alone."""
    works = [reviewed_round().submission for _ in range(2)]
    words = "A newer version has appeared since the reviews."
    for submission in works:
        newer = VersionFactory(preprint=submission.preprint, number=2, source_version="v2")
        if submission == works[0]:
            again = RoundFactory(
                submission=submission, version=newer, number=2, state="assessed", closed_at=NOW
            )
            AssessmentFactory(round=again, published=True)
    assert words not in shown(client, works[0].preprint)
    assert words in notices(shown(client, works[1].preprint))
