"""The journal's own names lead to what they name, and to nothing that is not public."""

import pytest

from preprints.duplicates.merge import merge_preprints
from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ResponseFactory,
    ReviewFactory,
    RevisionFactory,
)
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def review():
    return ReviewFactory(published=True, points=["One.", "Two."])


def test_a_name_leads_to_the_page_and_the_place_on_it(client, review):
    version = review.version
    AssessmentFactory(round=review.round, published=True)
    ResponseFactory(round=review.round)
    revision = RevisionFactory(round=review.round)
    pages = {
        f"V{version.preprint_id}": f"/preprints/{version.preprint_id}/",
        version.identifier: version.get_absolute_url(),
        review.identifier: review.get_absolute_url(),
        f"{review.identifier}.2": f"{review.get_absolute_url()}#r{review.pk}-point-2",
        f"{version.identifier}.a1": f"{version.get_absolute_url()}#{version.identifier}.a1",
        f"{version.identifier}.p1": f"{version.get_absolute_url()}#{version.identifier}.p1",
        revision.identifier: f"{revision.version.get_absolute_url()}#{revision.identifier}",
    }
    assert {name: client.get(f"/{name}").url for name in pages} == pages
    for name, page in pages.items():
        anchor = page.partition("#")[2]
        shown = client.get(page)
        assert shown.status_code == 200
        assert not anchor or "point" in anchor or f'id="{anchor}"' in shown.content.decode(), name


def test_what_is_not_public_has_no_address(client, review):
    name, version = review.identifier, review.version.identifier
    draft = ReviewFactory(round=review.round, submitted=True)
    AssessmentFactory(round=review.round)
    wrong = [f"{name}.3", f"{version}.r2", f"{version}.a1", f"{version}.p1", f"{version}.c"]
    wrong += ["V999999", "V999999.1", "V0", "V1.", "V01", f"{name}.0", f"{version}.r"]
    wrong += [f"{name}.c1", f"{version}.a1.c1", f"{version}.a1.1"]
    assert {name: client.get(f"/{name}").status_code for name in wrong} == dict.fromkeys(wrong, 404)
    assert draft.number is None


def test_a_name_outlives_a_merge(client, review):
    """Under the name it had, and under the one it has now."""
    old = review.identifier
    kept = PreprintFactory()
    VersionFactory(preprint=kept, number=2)
    merged = review.version.preprint
    merge_preprints(kept.pk, merged.pk, reason="the same", now=NOW)
    review.version.refresh_from_db()
    page = f"{review.get_absolute_url()}#r{review.pk}-point-2"
    assert client.get(f"/{old}.2").url == page
    assert review.identifier != old
    assert client.get(f"/{review.identifier}.2").url == page
    assert client.get(f"/V{merged.pk}").url == kept.get_absolute_url()
