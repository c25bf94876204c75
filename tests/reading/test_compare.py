"""The page of what changed between two versions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Outbox
from events.outbox import work
from preprints.models import Comparison, Merge, Preprint
from tests.factories.accounts import UserFactory
from tests.factories.preprints import (
    EditFactory,
    LocationFactory,
    PreprintFactory,
    VersionFactory,
)
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


def preprint_with(*bodies: str, **fields: object) -> Preprint:
    preprint = PreprintFactory(version=None, **fields)
    for number, body in enumerate(bodies, start=1):
        VersionFactory(preprint=preprint, number=number, body_html=body)
    return preprint


def address(preprint: Preprint, older: int = 1, newer: int = 2) -> str:
    return f"/preprints/{preprint.pk}/compare/v{older}..v{newer}/"


def compared(client, preprint, older=1, newer=2) -> str:
    """The page once the comparison has been made."""
    client.get(address(preprint, older, newer))
    work()
    response = client.get(address(preprint, older, newer))
    assert response.status_code == 200
    return " ".join(response.content.decode().partition("<main")[2].split())


@pytest.fixture
def preprint():
    return preprint_with("<p>One or two.</p>", "<p>One or three four.</p>", shows_full_text=True)


def test_the_address_is_fixed(preprint):
    assert reverse("reading:compare", args=[preprint.pk, 1, 2]) == address(preprint)


def test_words_put_in_and_left_out_are_marked_and_counted(client, preprint):
    page = compared(client, preprint)
    assert "<p>One or <del>two</del><ins>three four</ins>.</p>" in page
    assert "2 words added, 1 removed." in page
    assert "Unchanged: Title, Abstract." in page


def test_both_versions_are_named_with_their_days_and_where_they_were_posted(client, preprint):
    page = compared(client, preprint)
    arxiv_id = preprint.locations.get().external_id
    for version in preprint.versions.all():
        assert f'<a href="{version.get_absolute_url()}">Version {version.number}</a>' in page
        assert f'href="https://arxiv.org/abs/{arxiv_id}v{version.number}"' in page
    assert 'title="2026-' in page
    assert "Ada Example" in page


def test_the_first_request_asks_for_the_comparison_and_no_cache_keeps_it(client, preprint):
    response = client.get(address(preprint))
    page = response.content.decode()
    assert response.status_code == 200
    assert "The comparison is being prepared" in page
    assert '<meta http-equiv="refresh"' in page
    assert "no-store" in response["Cache-Control"]
    assert "public" not in response["Cache-Control"]
    assert "ETag" not in response
    client.get(address(preprint))
    assert Comparison.objects.count() == Outbox.objects.count() == 1


def test_a_made_comparison_may_be_kept_for_a_minute(client, preprint):
    compared(client, preprint)
    response = client.get(address(preprint))
    assert "max-age=60" in response["Cache-Control"]
    assert "refresh" not in response.content.decode()


def test_who_has_scripts_gets_the_fragment(client, preprint):
    client.force_login(UserFactory())
    waiting = " ".join(client.get(address(preprint)).content.decode().split())
    assert f'hx-get="{address(preprint)}" data-hx-trigger="every 1s"' in waiting
    work()
    made = client.get(address(preprint), headers={"HX-Request": "true"}).content.decode()
    assert made.lstrip().startswith("<article")
    assert "hx-get" not in made


def test_text_that_may_not_be_shown_is_not_shown(client):
    preprint = preprint_with("<p>Secret one.</p>", "<p>Secret two.</p>")
    page = compared(client, preprint)
    assert "Secret" not in page
    assert "<del>" not in page
    assert "The licence of the text does not let us show it here" in page
    assert "1 word added, 1 removed." in page
    assert "https://arxiv.org/abs/" in page


def test_title_and_abstract_are_shown_even_so(client):
    preprint = preprint_with("<p>Secret one.</p>")
    VersionFactory(
        preprint=preprint, number=2, title="Axioms for bold agents", body_html="<p>Secret.</p>"
    )
    page = compared(client, preprint)
    assert "Axioms for <del>careful</del> <ins>bold</ins> agents" in page
    assert "Secret" not in page


def test_where_no_text_is_kept_the_page_says_so(client):
    page = compared(client, preprint_with("", ""))
    assert "We do not keep the full text" in page


def test_equal_versions_are_said_to_be_equal(client):
    preprint = preprint_with("<p>One.</p>", "<p>One.</p>", shows_full_text=True)
    page = compared(client, preprint)
    assert "No words differ" in page
    assert "Unchanged: Title, Abstract, Text." in page


def test_the_newer_one_first_is_put_in_order(client, preprint):
    response = client.get(address(preprint, 2, 1))
    assert (response.status_code, response.url) == (302, address(preprint))


@pytest.mark.parametrize(("older", "newer"), [(1, 1), (1, 3), (0, 1), (7, 9), (1, 10**30)])
def test_versions_that_are_not_there_have_no_comparison(client, preprint, older, newer):
    assert client.get(address(preprint, older, newer)).status_code == 404
    assert not Comparison.objects.exists()


def test_other_pairs_can_be_chosen(client):
    preprint = preprint_with("", "", "", "")
    page = compared(client, preprint, 2, 3)
    for older, newer in [(1, 3), (2, 4)]:
        assert f'href="{address(preprint, older, newer)}" rel="nofollow"' in page
    for older, newer in [(3, 3), (2, 2), (2, 1)]:
        assert address(preprint, older, newer) not in page


def test_a_withdrawn_version_is_marked(client):
    preprint = preprint_with("")
    VersionFactory(preprint=preprint, number=2, is_withdrawn=True)
    assert "withdrawn</span>" in compared(client, preprint)


@pytest.mark.parametrize(("is_signed_in", "count"), [(False, 2), (True, 7)])
def test_a_made_comparison_costs_the_same_queries_whatever_it_holds(client, is_signed_in, count):
    if is_signed_in:
        client.force_login(UserFactory())
    few, many = preprint_with("", ""), preprint_with(*["<p>x</p>"] * 30, shows_full_text=True)
    for preprint in (few, many):
        compared(client, preprint)
        with CaptureQueriesContext(connection) as counted:
            client.get(address(preprint))
        assert len(counted) == count


@pytest.fixture
def merged():
    """An empty preprint whose two versions are the kept one's third and fourth."""
    kept = preprint_with("", "", "", "")
    gone = PreprintFactory(version=None, location=None, merged_into=kept)
    moved = [version.pk for version in kept.versions.filter(number__gte=3).order_by("number")]
    Merge.objects.create(
        kept=kept,
        merged=gone,
        reason="Two places of one work",
        at=NOW,
        renumbered={str(pk): number for number, pk in enumerate(moved, start=1)},
    )
    return gone


def test_pages_of_a_merged_preprint_lead_to_the_kept_one(client, merged):
    kept = merged.merged_into
    ways = {
        merged.get_absolute_url(): kept.get_absolute_url(),
        f"{merged.get_absolute_url()}v1/": f"{kept.get_absolute_url()}v3/",
        f"{merged.get_absolute_url()}v2/edits/": f"{kept.get_absolute_url()}v4/edits/",
        f"{merged.get_absolute_url()}v2/reviews/7/": f"{kept.get_absolute_url()}v4/reviews/7/",
        address(merged): address(kept, 3, 4),
    }
    for old, new in ways.items():
        response = client.get(old)
        assert (response.status_code, response.url) == (302, new)
    assert client.get(f"{merged.get_absolute_url()}v3/").status_code == 404


def test_an_undone_merge_leads_nowhere(client, merged):
    Merge.objects.update(undone_at=NOW)
    assert client.get(f"{merged.get_absolute_url()}v1/").status_code == 404


def edits_of(edit) -> str:
    return f"{edit.version.get_absolute_url()}edits/"


def test_small_edits_are_compared_with_the_version_they_followed(client):
    edit = EditFactory(version__preprint__shows_full_text=True)
    waiting = client.get(edits_of(edit))
    assert "The comparison is being prepared" in waiting.content.decode()
    assert "no-store" in waiting["Cache-Control"]
    work()
    page = client.get(edits_of(edit)).content.decode()
    assert "Small edits since version 1 was saved" in page
    assert "The text of <del>the</del> <ins>this</ins> post." in page


def test_small_edits_of_a_closed_text_are_only_counted(client):
    edit = EditFactory()
    client.get(edits_of(edit))
    work()
    page = " ".join(client.get(edits_of(edit)).content.decode().split())
    assert "<ins>" not in page
    assert "1 word added, 1 removed." in page
    assert "we only count the words" in page


def test_without_edits_there_is_no_page_of_them(client, preprint):
    assert client.get(f"{preprint.get_absolute_url()}v1/edits/").status_code == 404
    assert client.get(f"{preprint.get_absolute_url()}v9/edits/").status_code == 404
    assert Outbox.objects.count() == 0


def test_a_preprint_at_no_place_can_be_compared(client):
    preprint = preprint_with("", "", location=None)
    assert "Version 1" in compared(client, preprint)
    LocationFactory(preprint=preprint, source="web", url="https://example.org/x")
    assert 'href="https://example.org/x"' in compared(client, preprint)
