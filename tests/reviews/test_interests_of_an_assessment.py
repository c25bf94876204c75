"""Who writes an assessment declares competing interests as kinds with words; everybody reads them.

What was declared before there were kinds stays as it was written.
"""

from datetime import timedelta

import pytest
from django.urls import reverse

from drafts.models import Draft
from events.sealing import seal_new_events
from events.verifying import verify_log
from interop.feeds.html import preprint as feed_html
from reviews.interests import FIELDS, Interests
from reviews.models import Assessment, EditorInterests
from reviews.services.assessing import approve_assessment
from reviews.services.declaring import declare_interests
from reviews.services.editor_interests import keep_interests
from reviews.services.posting import publish_assessment
from tests.events.published import set_row
from tests.factories.accounts import UserFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory, term
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
WORDS = "We want one grant."
RIVAL = Interests(("funder", "rival"), WORDS)
TYPED = {
    "interests_choice": "declared",
    "interest_rival": "on",
    "interest_funder": "on",
    "competing_interests": WORDS,
}
AS_READ = (
    "Common grant with an author, or a funder with a stake in the result; "
    f"Competes with an author: for the result, a grant or a post. {WORDS}"
)


@pytest.fixture
def opened(client):
    """Released, with an accepted review; its handling editor is signed in."""
    opened = RoundFactory(released=True)
    ReviewFactory(round=opened, accepted=True)
    client.force_login(opened.submission.editor)
    return opened


def written(**declared):
    return {
        "significance": term("significance", "important").pk,
        "strength": term("strength", "solid").pk,
        "text": "An important result. The proofs hold.",
        **declared,
    }


def page_of(opened):
    return reverse("reviews:write_assessment", args=[opened.pk])


def send(client, opened, **declared):
    """From a page that knows what was sent before."""
    draft = client.get(page_of(opened)).context["draft"]
    known = {"draft_revision": draft.revision, "draft_base": draft.base}
    return client.post(page_of(opened), written(**known, **declared))


def shown(client, opened):
    """What the form shows of interests: the choice, the ticks, the words."""
    form = client.get(page_of(opened)).context["form"]
    ticks = [FIELDS[name] for name in FIELDS if "checked" in str(form[name])]
    choice, words = form["interests_choice"].value(), form["competing_interests"].value()
    return choice or "", ticks, words or ""


def declared_of(submission):
    return {
        one.editor: (one.interests, one.is_for_readers) for one in EditorInterests.objects.all()
    }


def test_kinds_and_words_are_proposed_and_are_the_editors_own_of_the_work(client, opened):
    AssessmentFactory()
    assert send(client, opened).status_code == 422
    ticked_none = {**TYPED, "interest_rival": "", "interest_funder": ""}
    assert send(client, opened, **ticked_none).status_code == 422
    assert send(client, opened, **TYPED).status_code == 302
    assert Assessment.objects.get(round=opened).interests == RIVAL
    assert declared_of(opened.submission) == {opened.submission.editor: (RIVAL, True)}
    assert shown(client, opened) == ("declared", ["funder", "rival"], WORDS)
    client.force_login(opened.submission.second_editor)
    submission = reverse("reviews:submission", args=[opened.submission_id])
    assert AS_READ in client.get(submission).text


def test_what_the_catalogue_shows_of_the_editor_must_be_declared(client, opened):
    opened.version.authors.update(affiliation="Quiet Lab")
    editor = opened.submission.editor
    editor.profile.affiliation = "Quiet Lab"
    editor.profile.save()
    refused = send(client, opened, interests_choice="none")
    assert refused.status_code == 422
    assert "They work where an author of the work does." in refused.text
    assert "The proofs hold." in refused.text
    assert not Assessment.objects.exists()
    assert send(client, opened, **TYPED).status_code == 302
    assert EditorInterests.objects.get().found == "They work where an author of the work does."


def test_the_form_begins_with_what_was_declared_of_the_work_before(client, opened):
    assert shown(client, opened) == ("", [], "")
    other = RoundFactory().submission
    keep_interests(other, opened.submission.editor, Interests(("other",), "Else."), now=NOW)
    assert shown(client, opened) == ("", [], "")
    keep_interests(opened.submission, opened.submission.editor, RIVAL, now=NOW)
    assert shown(client, opened) == ("declared", ["funder", "rival"], WORDS)


def test_who_takes_over_declares_with_the_text_and_never_the_former_editors(client, opened):
    client.post(page_of(opened), written(**TYPED))
    former, new = opened.submission.editor, UserFactory(editor=True)
    submission = opened.submission
    submission.editor = new
    submission.save()
    EditorInterests.objects.create(submission=submission, editor=new)  # is asked
    client.force_login(new)
    assert shown(client, opened) == ("", [], "")
    form = client.get(page_of(opened)).context["form"]
    assert form["text"].value() == "An important result. The proofs hold."
    again = written(interests_choice="none", seen=form["seen"].value())
    assert client.post(page_of(opened), again).status_code == 302
    assessment = Assessment.objects.get()
    assert (assessment.written_by, assessment.interests) == (new, Interests.none())
    assert declared_of(submission) == {former: (RIVAL, True), new: (Interests.none(), True)}


@pytest.mark.parametrize(
    ("declared", "kinds", "words", "read"),
    [
        (TYPED, ["funder", "rival"], WORDS, AS_READ),
        ({"interests_choice": "none"}, [], "", "None."),
        ({"before": "A friend."}, [], "A friend.", "A friend."),
    ],
)
def test_everybody_reads_them_and_the_log_holds_them(client, opened, declared, kinds, words, read):
    client.post(page_of(opened), written(**{"interests_choice": "none", **declared}))
    rows = Assessment.objects.filter(round=opened)
    rows.update(competing_interests=declared.get("before", words))
    rows.update(state="approved", approved_by=opened.submission.second_editor, approved_at=NOW)
    publish_assessment(rows.get().pk, editor=opened.submission.editor, now=NOW)
    seal_new_events()
    assessment, preprint = rows.get(), opened.submission.preprint
    client.logout()
    line = f"Competing interests of the editor who wrote it: {read}"
    assert line in " ".join(client.get(preprint.get_absolute_url()).text.split())
    assert line in feed_html("Reviewed", assessment.version, assessment, "https://j.example/")
    answer = client.get(f"/api/v1/assessments/{assessment.pk}/").json()
    assert (answer["interest_kinds"], answer["competing_interests"]) == (kinds, words)
    assert assessment.identifier not in verify_log(now=NOW).reason
    set_row(assessment, interest_kinds=["adviser"])
    assert assessment.identifier in verify_log(now=NOW).reason


def test_a_draft_from_before_there_were_kinds_keeps_its_words(client, opened):
    key = f"assessment:{opened.pk}"
    Draft.objects.create(
        owner=opened.submission.editor,
        key=key,
        fields={"text": "It is new. It holds.", "competing_interests": WORDS, "seen": ""},
        saved_at=NOW,
    )
    assert shown(client, opened) == ("", [], WORDS)
    client.post(reverse("drafts:save", args=[key]), {**written(**TYPED), "draft_revision": "1"})
    assert shown(client, opened) == ("declared", ["funder", "rival"], WORDS)


def test_who_declares_anew_before_it_is_posted_is_read_with_what_they_declared_last(client, opened):
    assert send(client, opened, interests_choice="none").status_code == 302
    published = AssessmentFactory(published=True, written_by=opened.submission.editor)
    bystander = AssessmentFactory(written_by=opened.submission.editor)
    draft = Assessment.objects.get(round=opened)
    assert draft.interests == Interests.none()
    later = NOW + timedelta(days=1)
    second = opened.submission.second_editor
    approve_assessment(
        draft.pk,
        second_editor=second,
        seen=draft.fingerprint,
        early_reason="Nobody is away.",
        now=later,
    )
    submission = opened.submission_id
    declare_interests(submission, editor=opened.submission.editor, interests=RIVAL, now=later)
    opened.version.authors.update(user=None)
    publish_assessment(draft.pk, editor=opened.submission.editor, now=later)
    assert (
        f"of the editor who wrote it: {AS_READ}"
        in client.get(opened.version.get_absolute_url()).text
    )
    keep_interests(published.round.submission, published.written_by, RIVAL, now=later)
    for other in (published, bystander):
        other.refresh_from_db()
        assert other.interests == Interests((), "None.")
