"""A typing error must not quietly answer with everything."""

import base64

import orjson
import pytest

from reviews.models import Term, Vocabulary
from tests.api.conftest import LISTS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", LISTS)
def test_an_unknown_parameter_is_refused_by_name(refusal, name):
    assert set(refusal(f"{name}/", "statsu=reviewed")) == {"statsu"}


@pytest.mark.parametrize("path", ["", "schema/", "docs/"])
def test_the_pages_about_the_api_take_no_parameters(refusal, path):
    assert set(refusal(path, "page=2")) == {"page"}


def test_a_detail_takes_no_parameters(refusal, everything_published):
    key = everything_published.version_id
    assert set(refusal(f"versions/{key}/", "format=xml")) == {"format"}


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("preprints", "status=nonsense"),
        ("preprints", "kind=Theory"),
        ("preprints", "source=gopher"),
        ("preprints", "subject=no-such"),
        ("preprints", "significance_min=great"),
        ("preprints", "strength_min=important"),
        ("preprints", "posted_after=yesterday"),
        ("preprints", "external_id=%00"),
        ("reviews", "byline_kind=secret"),
        ("reviews", "preprint=V12"),
        ("reviews", "preprint=1.5"),
        ("reviews", "version=-1"),
        ("reviews", "version=99999999999999999999"),
        ("assessments", "significance=solid"),
        ("issues", "volume=one"),
        ("preprints", "limit=101"),
        ("preprints", "limit=0"),
        ("preprints", "limit=%C2%B2"),
        ("preprints", "status="),
        ("preprints", "subject=a&subject=b"),
    ],
)
def test_a_value_that_means_nothing_is_refused_by_name(refusal, name, query):
    assert set(refusal(f"{name}/", query)) == {query.partition("=")[0]}


def test_the_refusal_of_a_term_lists_the_terms(refusal):
    (message,) = refusal("preprints/", "significance_min=great")["significance_min"]
    assert message.endswith("useful, valuable, important, fundamental, landmark.")


def test_the_terms_of_all_editions_are_listed_lowest_first(refusal):
    edition = Vocabulary.objects.create(scale="significance", edition=2, is_current=False)
    for rank, word in ((9, "high"), (0, "low")):
        Term.objects.create(vocabulary=edition, slug=word, word=word, definition=word, rank=rank)
    (message,) = refusal("preprints/", "significance_min=great")["significance_min"]
    assert message.endswith(": low, useful, valuable, important, fundamental, landmark, high.")


def written(*values):
    return base64.urlsafe_b64encode(orjson.dumps(values)).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "%00",
        "abc",
        "é",
        base64.urlsafe_b64encode(b"[").decode(),
        base64.urlsafe_b64encode(b"3").decode(),
        base64.urlsafe_b64encode(b"[]").decode(),
        written("x", "2026-03-02T09:30:00+00:00", 1),
        written("n", "2026-03-02T09:30:00", 1),
        written("n", "soon", 1),
        written("n", 1, 1),
        written("n", "2026-03-02T09:30:00+00:00"),
        written("n", "2026-03-02T09:30:00+00:00", "1"),
        written("n", "2026-03-02T09:30:00+00:00", 0),
        written("n", "2026-03-02T09:30:00+00:00", 2**63),
        written("n", "2026-03-02T09:30:00+00:00", True),
    ],
)
def test_a_cursor_we_did_not_write_is_refused(refusal, cursor):
    assert set(refusal("reviews/", f"cursor={cursor}")) == {"cursor"}


@pytest.mark.parametrize("value", [1, "\0"])
def test_a_cursor_over_handles_must_hold_a_handle(refusal, value):
    assert set(refusal("people/", f"cursor={written('n', value)}")) == {"cursor"}
