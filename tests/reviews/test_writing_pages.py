import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from accounts.services import pseudonym_of, set_pseudonym
from drafts.models import Draft
from reviews.models import Response, Review
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import ReviewFactory, RoundFactory, term
from text.turns import turns

pytestmark = pytest.mark.django_db


def fields(**changed):
    values = {
        "summary": "It asks how agents choose.",
        "strengths": "Clear.",
        "weaknesses": "1. Short.",
        "evidence": "Yes.",
        "recommendations": "",
        "byline_kind": "anonymous",
        "significance": term("significance", "important").pk,
        "strength": term("strength", "solid").pk,
        "confidence": "4",
        "interests_choice": "none",
        "ai_choice": "none",
    }
    return {**values, **changed}


@pytest.fixture
def review(client):
    review = ReviewFactory()
    client.force_login(review.reviewer)
    return review


@pytest.fixture
def page(review):
    return reverse("reviews:write_review", args=[review.pk])


def test_the_form_shows_the_work_and_what_each_name_choice_means(client, page):
    words = client.get(page).content.decode()
    assert "Axioms for careful agents" in words
    assert "Anonymous reviewer" in words
    assert words.index("How the review is signed") < words.index("Significance of the findings")


def test_submitting_works_and_is_shown_as_it_stands(client, page):
    answer = client.post(page, {**fields(), "submit_review": "1"})
    assert answer.status_code == 302
    assert Review.objects.get().status == "submitted"
    words = client.get(page).content.decode()
    assert "Submitted on" in words
    assert "It asks how agents choose." in words
    work = Review.objects.get().version
    assert f'<a href="{work.preprint.get_absolute_url()}">{work.title_html}</a>' in words


def test_what_is_missing_is_named_and_nothing_is_lost(client, page):
    answer = client.post(page, {**fields(summary=""), "submit_review": "1"})
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "Please correct:" in words
    assert "Clear." in words
    assert Review.objects.get().status == "draft"


def test_a_pseudonymous_review_without_a_pseudonym_is_kept(client, page):
    answer = client.post(page, {**fields(byline_kind="pseudonym"), "submit_review": "1"})
    assert "Choose a pseudonym" in answer.content.decode()
    assert "It asks how agents choose." in answer.content.decode()


def test_saving_without_a_script_brings_the_text_back(client, page):
    client.post(page, {"summary": "Half a", "draft_revision": "0", "save": "1"})
    assert Draft.objects.get().fields["summary"] == "Half a"
    assert "Half a" in client.get(page).content.decode()


def test_saving_over_newer_text_keeps_both(client, page, review):
    client.post(page, {"summary": "First", "draft_revision": "0", "save": "1"})
    client.post(page, {"summary": "Second", "draft_revision": "1", "save": "1"})
    answer = client.post(page, {"summary": "Old tab", "draft_revision": "1", "save": "1"})
    assert answer.status_code == 409
    assert "Old tab" in answer.content.decode()
    assert Draft.objects.get().fields["summary"] == "Second"


def test_submitting_from_an_old_tab_does_not_drop_newer_text(client, page):
    for revision, text in ((0, "First"), (1, "Newer, from another tab")):
        client.post(page, {"summary": text, "draft_revision": revision, "save": "1"})
    answer = client.post(page, {**fields(), "draft_revision": "1", "submit_review": "1"})
    assert answer.status_code == 422
    assert "newer text was saved" in answer.content.decode()
    assert Review.objects.get().status == "draft"
    assert Draft.objects.get().fields["summary"] == "Newer, from another tab"


def test_a_text_too_long_to_be_saved_is_refused_and_kept_on_the_page(client, page):
    long = {**fields(), "summary": "x" * 600_000, "draft_revision": "0"}
    for button, status in (("save", 409), ("submit_review", 422)):
        answer = client.post(page, {**long, button: "1"})
        assert answer.status_code == status
        assert "too long" in answer.content.decode()
        assert "x" * 600_000 in answer.content.decode()
    assert not Draft.objects.exists()


def test_a_text_far_over_its_limit_is_refused_uncleaned_and_stays_on_the_page(
    client, page, monkeypatch
):
    cleaned = []
    monkeypatch.setattr("accounts.fields.clean_text", lambda text: cleaned.append(text) or text)
    long = "x" * 245_000
    answer = client.post(page, {**fields(), "summary": long, "hand_in": "1"})
    assert answer.status_code == 422
    assert "Please write at most 60000 characters." in answer.content.decode()
    assert long in answer.content.decode()
    assert fields()["strengths"] in cleaned
    assert long not in cleaned


def test_the_form_takes_all_that_the_autosave_takes_and_no_more(client, page):
    most = dict.fromkeys(("summary", "strengths", "weaknesses", "evidence"), "x" * 60_000)
    most |= {"recommendations": "x" * 60_000, "ai_use": "x" * 60_000, "ai_choice": "declared"}
    assert client.post(page, {**fields(**most), "submit_review": "1"}).status_code == 302


def test_what_is_refused_is_saved_all_the_same(client, page):
    """Each refusal of the form, without scripts: another visit finds what was typed."""
    for name in ("summary", "strengths", "weaknesses", "evidence", "byline_kind", "significance",
                 "strength", "confidence", "interests_choice", "ai_choice"):  # fmt: skip
        Draft.objects.all().delete()
        kept = "strengths" if name == "summary" else "summary"
        answer = client.post(page, {**fields(**{kept: f"without {name}"}), name: ""})
        assert answer.status_code == 422
        assert f"without {name}" in client.get(page).content.decode()


def test_a_pseudonym_is_asked_for_in_the_form_and_chosen_with_the_review(client, page, review):
    sent = {**fields(byline_kind="pseudonym"), "submit_review": "1"}
    answer = client.post(page, sent)
    assert answer.status_code == 422
    assert Draft.objects.get().fields["summary"] == "It asks how agents choose."
    assert client.post(page, {**sent, "pseudonym": "Grey Heron"}).status_code == 302
    assert Review.objects.get().byline_name == "Grey Heron"
    assert pseudonym_of(review.reviewer) == "Grey Heron"


def test_a_pseudonym_of_somebody_else_is_refused_and_everything_is_kept(client, page, review):
    set_pseudonym(UserFactory(), "Grey Heron")
    sent = {**fields(byline_kind="pseudonym", summary="Kept"), "pseudonym": "grey heron"}
    assert client.post(page, sent).status_code == 422
    assert "Kept" in client.get(page).content.decode()
    assert pseudonym_of(review.reviewer) == ""


def test_a_pseudonym_typed_but_not_chosen_is_not_taken(client, page, review):
    client.post(page, {**fields(), "pseudonym": "Grey Heron", "submit_review": "1"})
    assert Review.objects.get().byline_kind == "anonymous"
    assert pseudonym_of(review.reviewer) == ""


def test_who_has_a_pseudonym_is_not_asked_for_one(client, page, review):
    set_pseudonym(review.reviewer, "Grey Heron")
    assert 'name="pseudonym"' not in client.get(page).content.decode()
    client.post(
        page, {**fields(byline_kind="pseudonym"), "pseudonym": "Other", "submit_review": "1"}
    )
    assert Review.objects.get().byline_name == "Grey Heron"


def test_other_text_sent_after_the_review_is_shown_for_copying(client, page):
    client.post(page, {**fields(), "submit_review": "1"})
    again = client.post(page, {**fields(), "submit_review": "1"})
    assert again.status_code == 302, "the same once more changes nothing"
    late = client.post(page, {**fields(summary="A better summary."), "submit_review": "1"})
    assert late.status_code == 409
    assert "A better summary." in late.content.decode()
    assert Review.objects.get().summary == "It asks how agents choose."


def test_text_of_two_tabs_in_different_parts_is_merged_and_read_before_it_is_sent(client, page):
    base = client.get(page).context["draft"].base
    client.post(page, {"summary": "", "strengths": "Tab two", "draft_base": base, "save": "1"})
    sent = {**fields(strengths=""), "draft_base": base, "submit_review": "1"}
    answer = client.post(page, sent)
    assert answer.status_code == 422
    assert "in another tab" in answer.content.decode()
    assert ">\nTab two</textarea>" in answer.content.decode()
    assert Review.objects.get().status == "draft"


def test_in_a_conflict_both_texts_are_on_the_page_and_on_the_server(client, page):
    client.post(page, {"summary": "First", "draft_revision": "0", "save": "1"}, follow=True)
    answer = client.post(page, {"summary": "Second", "draft_revision": "0", "save": "1"})
    words = answer.content.decode()
    assert "First" in words
    assert ">\nSecond</textarea>" in words
    assert "Saved." not in words
    again = client.get(page).content.decode()
    assert ">\nFirst</textarea>" in again
    assert "Second" in again
    answer = client.post(page, {
        "summary": "Second", "draft_base": answer.context["draft"].base,
        "draft_replaces": "1", "save": "1",
    })  # fmt: skip
    assert answer.status_code == 302
    draft = Draft.objects.get()
    assert draft.fields["summary"] == "Second"
    assert {"summary": "First"} in [other["fields"] for other in draft.others]


def test_a_review_sent_while_others_texts_are_rendered_is_saved_and_can_be_sent_again(
    client, page, review
):
    with turns.turn_of("one"), turns.turn_of("another"):
        answer = client.post(page, {**fields(), "submit_review": "1"})
    assert answer.status_code == 503
    assert answer["Retry-After"]
    words = answer.content.decode()
    assert "It asks how agents choose." in words
    assert "Send it again" in words
    assert Draft.objects.get().fields["summary"] == "It asks how agents choose."
    assert Review.objects.get().status == "draft"
    assert client.post(page, {**fields(), "submit_review": "1"}).status_code == 302
    assert Review.objects.get().status == "submitted"


def test_nul_characters_in_a_review_are_dropped(client, page):
    client.post(page, {**fields(summary="a\x00b"), "submit_review": "1"})
    assert Review.objects.get().summary == "ab"


def test_nobody_writes_in_somebody_elses_review(client, page):
    client.force_login(UserFactory(editor=True))
    assert client.get(page).status_code == 404


def volunteer(client, opened):
    page = reverse("reviews:volunteer", args=[opened.version.preprint_id])
    return client.post(page, {"interests_choice": "none"})


def test_a_person_with_a_confirmed_address_volunteers(client):
    opened = RoundFactory()
    user = UserFactory()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.force_login(user)
    page = reverse("reviews:volunteer", args=[opened.version.preprint_id])
    assert "Start my review" in client.get(page).content.decode()
    answer = volunteer(client, opened)
    review = Review.objects.get()
    assert answer.url == reverse("reviews:write_review", args=[review.pk])
    assert client.get(page).url == answer.url


def test_without_a_confirmed_address_volunteering_is_explained(client):
    opened = RoundFactory()
    client.force_login(UserFactory())
    answer = volunteer(client, opened)
    assert answer.url == opened.version.preprint.get_absolute_url()
    assert not Review.objects.exists()


def test_a_work_not_under_review_takes_no_reviews(client):
    client.force_login(UserFactory())
    page = reverse("reviews:volunteer", args=[PreprintFactory().pk])
    assert "not under review now" in client.get(page).content.decode()


@pytest.fixture
def answered(client):
    review = ReviewFactory(published=True)
    opened = review.round
    opened.state = "assessed"
    opened.closed_at = opened.opened_at
    opened.save()
    author = opened.version.authors.get()
    author.user = opened.submission.submitter
    author.save()
    client.force_login(author.user)
    return opened


def test_an_author_answers_beside_the_reviews(client, answered):
    page = reverse("reviews:respond", args=[answered.version.preprint_id])
    words = client.get(page).content.decode()
    assert "The work states four axioms." in words
    assert "Shorten section two." in words, "authors see the recommendations"
    answer = client.post(page, {"text": "Thank you.", "interests_choice": "none"})
    assert answer.url == answered.version.preprint.get_absolute_url()
    assert Response.objects.get().text == "Thank you."
    again = client.get(page).content.decode()
    assert "Publish the response" not in again, "nobody writes an answer that cannot be posted"


def test_who_is_not_an_author_does_not_see_the_recommendations(client, answered):
    client.force_login(UserFactory())
    answer = client.get(reverse("reviews:respond", args=[answered.version.preprint_id]))
    assert answer.status_code == 302


def test_a_preview_is_shown_on_the_page_and_saves_what_was_typed(client, page):
    answer = client.post(page, {"summary": "So *it* is.", "strengths": "", "preview": "1"})
    assert answer.status_code == 200
    assert "<em>it</em>" in answer.content.decode()
    assert ">\nSo *it* is.</textarea>" in answer.content.decode()
    assert Draft.objects.get().fields["summary"] == "So *it* is."
    assert "<em>it</em>" not in client.get(page).content.decode()
