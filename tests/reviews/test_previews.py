"""The preview of a text is what its page will show, with a script and without."""

import re
from html import unescape
from unittest.mock import Mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.services import set_pseudonym
from drafts.models import Draft
from reviews.models import Review
from reviews.views import preview as preview_view
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory, RoundFactory, term
from tests.factories.times import NOW
from text import turns as turns_module
from text.turns import turns

pytestmark = pytest.mark.django_db
WITH_SCRIPT = {"HX-Request": "true"}
TYPED = {
    "summary": "It asks *how* agents choose.",
    "strengths": "Clear.",
    "weaknesses": "1. Short.",
    "evidence": "",
    "recommendations": "Shorten it.",
    "byline_kind": "signed",
    "confidence": "4",
    "interests_choice": "declared",
    "interest_other": "on",
    "competing_interests": "I know the author.",
    "ai_choice": "none",
    "preview": "1",
}


@pytest.fixture
def reviewer(client):
    reviewer = UserFactory(name="Rita Viewer")
    client.force_login(reviewer)
    return reviewer


@pytest.fixture
def review(reviewer):
    return ReviewFactory(reviewer=reviewer)


def ratings():
    return {
        "significance": term("significance", "important").pk,
        "strength": term("strength", "solid").pk,
    }


def preview(client, page, typed, headers=None):
    """What stands in the preview, blanks and ids of notes apart."""
    answer = client.post(page, typed, headers=headers or {})
    assert answer.status_code == 200
    found = re.search(r'<section id="preview".*?</section>', answer.content.decode(), re.DOTALL)
    return plain(found[0])


def plain(html):
    return " ".join(unescape(html).split())


def body_of(html):
    """From the text to the end of the facts, without the names that its points have."""
    found = re.search(r'<div class="prose review-text">.*?</footer>', html)[0]
    assert found.count("point-link") == 1
    found = re.sub(r'(<li id=")[\w-]+?(point-\d")', r"\1\2", found)
    return re.sub(r'<a class="point-link".*?</a>', "", found)


@pytest.mark.parametrize("headers", [None, WITH_SCRIPT], ids=["plain", "script"])
def test_a_review_is_previewed_as_its_page_shows_it(client, reviewer, review, headers):
    write = reverse("reviews:write_review", args=[review.pk])
    seen = preview(client, write, {**TYPED, **ratings(), "evidence": "Yes."}, headers)
    client.post(write, {**TYPED, **ratings(), "evidence": "Yes.", "preview": ""} | {"save": "1"})
    sent = {**TYPED, **ratings(), "evidence": "Yes.", "submit_review": "1"}
    del sent["preview"]
    draft = Draft.objects.filter(owner=reviewer).first()
    answer = client.post(write, {**sent, "draft_revision": draft.revision})
    assert answer.status_code == 302
    Review.objects.update(status="published", number=1, published_at=NOW, **CONFIRMED)
    page = client.get(Review.objects.get().get_absolute_url()).content.decode()
    shown = body_of(plain(page))
    private = re.search(r'<div class="private">.*?</div>', seen)[0]
    assert "Shorten it." in private
    assert body_of(seen).replace(private, "").split() == shown.split()
    assert "I know the author." in shown


CONFIRMED = {"confirmed_at": NOW, "confirmed_by": "account"}


@pytest.mark.parametrize(
    ("kind", "name"),
    [("anonymous", "Anonymous reviewer"), ("pseudonym", "Heron"), ("signed", "Rita Viewer")],
)
def test_the_byline_is_the_chosen_one_and_no_other(client, reviewer, review, kind, name):
    set_pseudonym(reviewer, "Heron")
    write = reverse("reviews:write_review", args=[review.pk])
    seen = preview(client, write, {**TYPED, **ratings(), "byline_kind": kind}, WITH_SCRIPT)
    for other in ("Anonymous reviewer", "Heron", "Rita Viewer"):
        assert (other in seen) == (other == name)
    assert ("I know the author." in seen) == (kind == "signed")
    assert ("/people/" in seen) == (kind == "signed")


@pytest.mark.usefixtures("reviewer")
@pytest.mark.parametrize("confidence", ["1", "5", "9" * 5000, "0", "6", "²", "one", ""])
def test_a_confidence_that_nobody_can_choose_is_left_out(client, review, confidence):
    write = reverse("reviews:write_review", args=[review.pk])
    seen = preview(client, write, {**TYPED, **ratings(), "confidence": confidence})
    shown = re.findall("<dt>Confidence</dt><dd>(.*?)</dd>", seen)
    words = {"1": "an educated guess", "5": "works on exactly this and checked the details"}
    assert shown == ([words[confidence]] if confidence in words else [])
    assert ("Confidence" in seen) == bool(shown)


@pytest.mark.usefixtures("reviewer")
def test_what_is_not_chosen_yet_is_not_in_the_preview(client, review):
    write = reverse("reviews:write_review", args=[review.pk])
    words = ("not chosen yet", "Confidence", "declares none")
    nothing_declared = {**TYPED, **ratings(), "interests_choice": "none"}
    for typed, shown in (
        ({"summary": "Half a", "preview": "1"}, [True, False, False]),
        ({**nothing_declared, "summary": "Half a"}, [False, True, True]),
    ):
        seen = preview(client, write, typed)
        assert "Half a" in seen
        assert [word in seen for word in words] == shown
    odd = {"summary": "x", "byline_kind": "y", "confidence": "²", "strength": "z", "preview": "1"}
    assert "not chosen yet" in preview(client, write, odd)


@pytest.mark.usefixtures("reviewer")
def test_a_preview_by_script_saves_nothing_and_one_without_saves(client, review):
    write = reverse("reviews:write_review", args=[review.pk])
    preview(client, write, TYPED, WITH_SCRIPT)
    assert not Draft.objects.exists()
    preview(client, write, TYPED)
    assert Draft.objects.get().fields["summary"] == TYPED["summary"]


@pytest.mark.parametrize("headers", [None, WITH_SCRIPT], ids=["plain", "script"])
def test_an_assessment_is_previewed_with_its_terms_on_the_scale(client, headers):
    opened = RoundFactory()
    client.force_login(opened.submission.editor)
    assess = reverse("reviews:write_assessment", args=[opened.pk])
    typed = {**ratings(), "text": "An *important* result.", "interests_choice": "none"}
    seen = preview(client, assess, {**typed, "preview": "1"}, headers)
    assert '<div class="assessment__words"><p>An <em>important</em> result.</p>' in seen
    assert seen.count("scale__tick--chosen") == 2
    assert "Competing interests of the editor who wrote it: None." in seen


@pytest.mark.parametrize("headers", [None, WITH_SCRIPT], ids=["plain", "script"])
def test_the_terms_of_a_preview_are_asked_for_once(client, reviewer, review, headers):
    opened = RoundFactory()
    write = reverse("reviews:write_review", args=[review.pk])
    assess = reverse("reviews:write_assessment", args=[opened.pk])
    for writer, page in ((reviewer, write), (opened.submission.editor, assess)):
        client.force_login(writer)
        typed = {**TYPED, **ratings()}
        with CaptureQueriesContext(connection) as queries:
            seen = preview(client, page, typed, headers)
        assert len(re.findall("scale__tick--chosen|term__chosen", seen)) == 2
        asked = [one["sql"] for one in queries if 'FROM "reviews_term" INNER' in one["sql"]]
        assert len(asked) == 1, asked


@pytest.mark.parametrize("headers", [None, WITH_SCRIPT], ids=["plain", "script"])
def test_a_response_is_previewed_under_its_authors_name(client, headers):
    author = UserFactory(name="Ada Thor")
    closed = RoundFactory(state="assessed", closed_at=NOW)
    closed.version.authors.update(user=author)
    client.force_login(author)
    respond = reverse("reviews:respond", args=[closed.submission.preprint_id])
    seen = preview(client, respond, {"text": "We *agree*.", "preview": "1"}, headers)
    assert "Response by Ada Thor" in seen
    assert '<div class="prose review-text"><p>We <em>agree</em>.</p>' in seen


def test_a_preview_without_a_turn_is_no_error_in_the_log(client, review, monkeypatch, caplog):
    monkeypatch.setattr(turns_module, "WAIT_SECONDS", 0.0)
    caplog.set_level("INFO", logger="django.request")
    write = reverse("reviews:write_review", args=[review.pk])
    with turns.turn_of("a"), turns.turn_of("b"):
        assert client.post(write, TYPED).status_code == 503
    assert [(row.levelname, row.name) for row in caplog.records] == [("INFO", "django.request")]
    assert client.post(write, TYPED).status_code == 200


def test_a_preview_does_not_wait_for_long_ones_and_says_so(client):
    client.force_login(UserFactory())
    address, typed = reverse("reviews:preview"), {"field": "summary", "summary": "*So*"}
    with turns.turn_of("one"), turns.turn_of("another"):
        busy = client.post(address, typed, headers={"HX-Request": "true"})
    assert busy.status_code == 503
    assert busy["Retry-After"]
    assert busy.content.startswith(b'<p class="wrong" role="alert">Several texts')
    assert client.post(address, typed).status_code == 200


def test_a_preview_is_made_while_another_person_has_a_long_one(client):
    user = UserFactory()
    client.force_login(user)
    address, typed = reverse("reviews:preview"), {"field": "summary", "summary": "*So*"}
    with turns.turn_of("another"):
        assert client.post(address, typed).status_code == 200
    with turns.turn_of(f"person {user.pk}"):
        assert client.post(address, typed).status_code == 503


def test_a_preview_that_fails_keeps_nobody_else_out(client, monkeypatch):
    client.force_login(UserFactory())
    address, typed = reverse("reviews:preview"), {"field": "summary", "summary": "*So*"}
    with monkeypatch.context() as broken:
        broken.setattr(preview_view, "render_markdown", Mock(side_effect=ConnectionError))
        with pytest.raises(ConnectionError):
            client.post(address, typed)
    assert client.post(address, typed).status_code == 200


def test_the_preview_is_what_the_page_will_show(client):
    client.force_login(UserFactory())
    answer = client.post(
        reverse("reviews:preview"), {"field": "summary", "summary": "*So* <script>x</script>"}
    )
    assert b"<em>So</em>" in answer.content
    assert b"<script>" not in answer.content
