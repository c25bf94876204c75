import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reviews.models import Assessment, Invitation, MailedLink, Review, Round, Submission
from reviews.services.guest_accounts import keep_account
from reviews.services.mailed_links import mail_link
from reviews.tokens import invitation_token
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.preprints import SubjectFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
    term,
)
from tests.factories.times import NOW, day_to_type
from web.templatetags.verso import waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_editor_triages")]
QUERIES_OF_THE_DESK = 10


def page_of(submission):
    return reverse("reviews:submission", args=[submission.pk])


def words_of(client, submission):
    return client.get(page_of(submission)).content.decode()


@pytest.fixture
def editor(client):
    user = UserFactory(editor=True)
    client.force_login(user)
    return user


@pytest.fixture
def opened(editor):
    second = UserFactory(editor=True)
    submission = SubmissionFactory(state="accepted", editor=editor, second_editor=second)
    return RoundFactory(submission=submission)


def test_the_desk_is_for_editors(client):
    assert client.get(reverse("reviews:desk")).status_code == 302
    client.force_login(UserFactory())
    assert client.get(reverse("reviews:desk")).status_code == 403


@pytest.mark.usefixtures("editor")
def test_an_empty_desk_says_so(client):
    assert "Nothing is waiting for you" in client.get(reverse("reviews:desk")).content.decode()


def fill_desk(editor, times):
    for _ in range(times):
        SubmissionFactory()
        second = UserFactory(editor=True)
        mine = {"state": "accepted", "editor": editor, "second_editor": second}
        RoundFactory(submission=SubmissionFactory(**mine))
        ReviewFactory(round=RoundFactory(submission=SubmissionFactory(**mine)), submitted=True)
        RoundFactory(submission=SubmissionFactory(**mine), released=True)
        theirs = SubmissionFactory(state="accepted", editor=second, second_editor=editor)
        AssessmentFactory(round=RoundFactory(submission=theirs))
        AssessmentFactory(
            round=RoundFactory(submission=SubmissionFactory(**mine)),
            state="returned",
        )


def test_the_desk_lists_each_kind_of_decision_with_its_act(client, editor):
    fill_desk(editor, 1)
    page = client.get(reverse("reviews:desk")).content.decode()
    rows = re.findall(r'<li class="desk__row">.*?</li>', page, re.DOTALL)
    heads = re.findall(r'<h2 id="desk-.*?">(.*?) <span class="count">(\d+)</span>', page)
    assert heads == [
        ("Decide whether to send it for review", "1"),
        ("Find reviewers", "2"),
        ("Read a review and accept it", "1"),
        ("Write the assessment", "1"),
        ("Approve an assessment as second editor", "1"),
        ("Rewrite the assessment: the second editor asks for a change", "1"),
    ]
    assert [re.findall(r"<b>(.*?)</b>", row) for row in rows] == [
        *([], ["Find 2 more reviewers"], ["Find 1 more reviewer"], [], [], [], [])
    ]
    button = r'<a class="button button--quiet" href=".+?">\s*(.*?)<span'
    assert [re.search(button, row)[1] for row in rows] == [
        "Accept or decline",
        "Invite",
        "Invite",
        "Read the review",
        "Write it",
        "Read the assessment",
        "Rewrite it",
    ]


def filters_of(client, editor, query):
    client.force_login(editor)
    return client.get(f"{reverse('reviews:desk')}{query}").content.decode()


def test_a_managing_editor_may_look_at_the_desk_of_another_or_of_all(client):
    managing, other = UserFactory(managing_editor=True), UserFactory(editor=True)
    RoundFactory(submission=SubmissionFactory(accepted=True, editor=other))
    assert "Find 2 more reviewers" not in filters_of(client, managing, "")
    for query in (f"?editor={other.pk}", "?editor=all"):
        page = filters_of(client, managing, query)
        assert "Find 2 more reviewers" in page
        assert ">Invite<" not in page
    assert "Find 2 more reviewers" not in filters_of(client, managing, f"?editor={managing.pk}")
    bystander = UserFactory(editor=True)
    page = filters_of(client, bystander, f"?editor={other.pk}")
    assert "Find 2 more reviewers" not in page
    assert 'name="editor"' not in page


@pytest.mark.parametrize("query", ["subject=none", "editor=999999", "kind=none"])
def test_a_choice_that_does_not_exist_is_named_and_left_out(client, query):
    waits, managing = SubmissionFactory(), UserFactory(managing_editor=True)
    page = filters_of(client, managing, f"?{query}")
    assert "It is left out of what is shown." in page
    assert waits.version.title_html in page
    assert "It is left out" not in filters_of(client, managing, "?subject=&editor=all&kind=triage")


@pytest.mark.parametrize("times", [1, 8])
def test_the_desk_takes_the_same_queries_whatever_waits(
    client, editor, django_assert_num_queries, times
):
    fill_desk(editor, times)
    with django_assert_num_queries(QUERIES_OF_THE_DESK):
        client.get(reverse("reviews:desk"))


@pytest.mark.usefixtures("editor")
def test_accepting_names_a_second_editor(client):
    second = UserFactory(editor=True)
    submission = SubmissionFactory()
    author = submission.version.authors.get()
    assert "Send it for review?" in words_of(client, submission)
    client.post(
        reverse("reviews:accept_submission", args=[submission.pk]),
        {
            "second_editor": second.pk,
            "claimed_author": author.pk,
            "consent": "claimed",
            "interests_choice": "none",
        },
    )
    submission.refresh_from_db()
    assert (submission.state, submission.second_editor) == ("accepted", second)
    author.refresh_from_db()
    assert author.user == submission.submitter


@pytest.mark.usefixtures("editor")
def test_a_submitter_who_is_no_author_can_be_confirmed_as_none(client):
    of_author = SubmissionFactory()
    of_reader = SubmissionFactory(is_author=False, reason="It matters.", consent="not-asked")
    confirmed = "If you confirm below that the submitter is an author"
    assert confirmed in words_of(client, of_author)
    assert confirmed not in words_of(client, of_reader)
    assert "The answer is public." in words_of(client, of_reader)


@pytest.mark.usefixtures("editor")
def test_accepting_without_a_second_editor_is_not_done(client):
    submission = SubmissionFactory()
    answer = client.post(reverse("reviews:accept_submission", args=[submission.pk]), {})
    assert answer.status_code == 422
    assert Submission.objects.get().state == "submitted"


@pytest.mark.usefixtures("editor")
def test_declining_keeps_what_was_typed_when_the_reason_is_missing(client):
    submission = SubmissionFactory()
    url = reverse("reviews:decline_submission", args=[submission.pk])
    answer = client.post(url, {"ground": "", "text": "Because of this"})
    assert answer.status_code == 422
    assert "Because of this" in answer.content.decode()
    client.post(url, {"ground": "not-ready", "text": "Because of this"})
    assert "Because of this" in words_of(client, submission)


@pytest.mark.usefixtures("editor")
def test_a_decision_made_meanwhile_is_shown(client):
    submission = SubmissionFactory(state="declined", decline_code="other", decline_text="No")
    url = reverse("reviews:decline_submission", args=[submission.pk])
    answer = client.post(url, {"ground": "other", "text": "No again"})
    assert answer.status_code == 409
    assert "already been decided" in answer.content.decode()
    assert "No again" in answer.content.decode()


@pytest.mark.usefixtures("editor")
def test_kind_and_subjects_are_set_at_triage(client):
    submission = SubmissionFactory()
    subject = SubjectFactory()
    client.post(
        reverse("reviews:classify_preprint", args=[submission.pk]),
        {"kind": "survey", "subjects": [subject.pk]},
    )
    submission.preprint.refresh_from_db()
    assert submission.preprint.kind == "survey"
    assert list(submission.preprint.subjects.all()) == [subject]


def test_inviting_shows_the_invitation_and_never_its_link(client, opened):
    client.post(
        reverse("reviews:invite_reviewer", args=[opened.pk]),
        {"name": "Grace", "email": "grace@example.org", "due_on": day_to_type(), "message": ""},
    )
    words = words_of(client, opened.submission)
    assert "grace@example.org" in words
    sent = client.get(reverse("reviews:sent_invitation", args=[Invitation.objects.get().pk]))
    assert "invites you to review" in sent.content.decode()
    for page in (words, sent.content.decode()):
        assert invitation_token(Invitation.objects.get().nonce) not in page
        assert Invitation.objects.get().nonce not in page


def test_a_wrong_address_is_refused_and_the_rest_is_kept(client, opened):
    answer = client.post(
        reverse("reviews:invite_reviewer", args=[opened.pk]),
        {"name": "Grace", "email": "grace", "due_on": day_to_type(), "message": "Dear Grace"},
    )
    assert answer.status_code == 422
    assert "Dear Grace" in answer.content.decode()


def test_withdrawing_an_invitation_closes_it(client, opened):
    invitation = InvitationFactory(round=opened)
    url = reverse("reviews:revoke_invitation", args=[invitation.pk])
    client.post(url)
    assert Invitation.objects.get().state == "revoked"
    assert "answered or withdrawn" in client.post(url, follow=True).content.decode()


def test_a_review_submitted_is_read_and_accepted(client, opened):
    review = ReviewFactory(round=opened, submitted=True)
    words = words_of(client, opened.submission)
    assert "Shorten section two." in words
    assert review.reviewer.profile.name in words
    url = reverse("reviews:accept_review", args=[review.pk])
    client.post(url)
    assert Review.objects.get().status == "accepted"
    assert "Only a submitted review" in client.post(url, follow=True).content.decode()


def test_another_editor_sees_neither_reviewers_nor_what_is_not_public(client, opened):
    for name, published, text in (
        ("Rita Submitted", False, "<p>Sent lately.</p>"),
        ("Rosa Published", True, "<p>Read by everybody.</p>"),
    ):
        reviewer = UserFactory(name=name, email=f"{name[:4].lower()}@example.org")
        state = {"published": True} if published else {"submitted": True}
        ReviewFactory(round=opened, reviewer=reviewer, summary_html=text, **state)
    InvitationFactory(round=opened)
    AssessmentFactory(round=opened, text_html="<p>Not yet public</p>")
    hidden = ["Rita Submitted", "Sent lately.", "Rosa Published", "Shorten section two.",
              "invited@example.org", "Not yet public"]  # fmt: skip
    for editor, shown in ((opened.submission.editor, hidden), (UserFactory(editor=True), [])):
        client.force_login(editor)
        answer = client.get(page_of(opened.submission))
        words = answer.content.decode()
        assert answer.status_code == 200
        assert "Read by everybody." in words
        assert [text for text in hidden if text in words] == shown
        assert "rita@example.org" not in words
        assert "rosa@example.org" not in words


def release(opened):
    Round.objects.filter(pk=opened.pk).update(state="released", released_at=NOW)


def assessment_fields():
    return {
        "significance": term("significance", "important").pk,
        "strength": term("strength", "solid").pk,
        "text": "An important study. It is solid.",
        "competing_interests": "None",
    }


def test_the_assessment_goes_from_the_editor_by_the_second_to_the_public(client, opened):
    ReviewFactory(round=opened, accepted=True)
    release(opened)
    submission = opened.submission
    url = reverse("reviews:write_assessment", args=[opened.pk])
    assert "The work states four axioms." in client.get(url).content.decode()
    client.post(url, assessment_fields())
    assessment = Assessment.objects.get()
    client.force_login(submission.second_editor)
    assert "Approve it" in words_of(client, submission)
    approve = reverse("reviews:approve_assessment", args=[assessment.pk])
    stale = client.post(
        approve, {"seen": "what stood there before", "interests_choice": "none"}, follow=True
    )
    assert "changed after you opened the page" in stale.content.decode()
    early = {"early_reason": "The reviewer agreed by mail.", "interests_choice": "none"}
    client.post(approve, {"seen": assessment.fingerprint, **early})
    client.force_login(submission.editor)
    assert "Post the reviews and the assessment" in words_of(client, submission)
    client.post(reverse("reviews:publish_assessment", args=[assessment.pk]))
    assessment.refresh_from_db()
    assert assessment.state == "published"


def test_an_assessment_without_a_term_keeps_its_text(client, opened):
    ReviewFactory(round=opened, published=True)
    fields = {**assessment_fields(), "strength": ""}
    answer = client.post(reverse("reviews:write_assessment", args=[opened.pk]), fields)
    assert "An important study. It is solid." in answer.content.decode()
    assert not Assessment.objects.exists()


def test_an_assessment_sent_from_an_old_tab_does_not_drop_newer_text(client, opened):
    ReviewFactory(round=opened, published=True)
    draft = reverse("drafts:save", args=[f"assessment:{opened.pk}"])
    client.post(draft, {"text": "First.", "draft_revision": "0"})
    client.post(draft, {"text": "Newer, from another tab.", "draft_revision": "1"})
    url = reverse("reviews:write_assessment", args=[opened.pk])
    answer = client.post(url, {**assessment_fields(), "draft_revision": "1"})
    assert "newer text was saved" in answer.content.decode()
    assert not Assessment.objects.exists()


def test_an_assessment_of_one_sentence_is_too_short(client, opened):
    ReviewFactory(round=opened, published=True)
    fields = {**assessment_fields(), "text": "One sentence only."}
    answer = client.post(reverse("reviews:write_assessment", args=[opened.pk]), fields)
    assert "two to four sentences" in answer.content.decode()


def test_a_review_is_not_due_in_the_past(client, opened):
    answer = client.post(
        reverse("reviews:invite_reviewer", args=[opened.pk]),
        {"name": "Grace", "email": "grace@example.org", "due_on": "1900-01-01"},
    )
    assert "in the future" in answer.content.decode()


@pytest.mark.parametrize("days", [None, 400], ids=["the last day", "in 400 days"])
def test_a_review_is_due_within_a_year(client, opened, days):
    day = day_to_type(days) if days else "9999-12-31"
    asked = {"name": "Grace", "email": "grace@example.org", "due_on": day, "message": "Dear Grace"}
    url = reverse("reviews:invite_reviewer", args=[opened.pk])
    answer = client.post(url, asked)
    assert answer.status_code == 422
    assert "choose a day within a year" in answer.content.decode()
    assert "Dear Grace" in answer.content.decode()
    assert not Invitation.objects.exists()
    client.post(url, asked | {"due_on": day_to_type(365)})
    assert Invitation.objects.get().email == "grace@example.org"


def test_an_assessment_too_early_is_refused_with_words(client, opened):
    answer = client.post(reverse("reviews:write_assessment", args=[opened.pk]), assessment_fields())
    assert "accept at least one first" in answer.content.decode()


def test_returning_needs_a_comment(client, opened):
    assessment = AssessmentFactory(round=opened)
    client.force_login(opened.submission.second_editor)
    url = reverse("reviews:return_assessment", args=[assessment.pk])
    assert client.post(url).status_code == 422
    assert assessment.round.assessment.state == "proposed"
    typed = {"comment": "Say why.", "seen": assessment.fingerprint, "interests_choice": "none"}
    client.post(url, typed)
    client.force_login(opened.submission.editor)
    assert "Say why." in words_of(client, opened.submission)
    page = client.get(reverse("reviews:write_assessment", args=[opened.pk])).content.decode()
    assert "Say why." in page
    assert assessment.text in page


def test_the_wrong_editor_is_refused_with_a_reason(client, opened):
    assessment = AssessmentFactory(round=opened)
    client.force_login(UserFactory(editor=True))
    answer = client.post(reverse("reviews:approve_assessment", args=[assessment.pk]), follow=True)
    assert "Only the second editor" in answer.content.decode()


def test_the_editors_row_says_how_the_reviewer_accepted(client):
    review = ReviewFactory(by_guest=True, submitted=True)
    page = reverse("reviews:submission", args=[review.round.submission_id])
    client.force_login(review.round.submission.editor)
    assert "without an account" in client.get(page).content.decode()
    link = mail_link(review, MailedLink.Purpose.KEEP_ACCOUNT, now=NOW)
    keep_account(link.pk, name="João da Silva", password=PASSWORD, now=NOW)
    words = client.get(page).content.decode()
    assert "as João da Silva, without an account; kept in an account" in words
    assert "from an account" not in words


def test_a_declined_invitation_offers_no_sending_again(client):
    invitation = InvitationFactory(state="declined")
    pending = InvitationFactory(round=invitation.round, email="p@example.org")
    client.force_login(invitation.round.submission.editor)
    page = reverse("reviews:submission", args=[invitation.round.submission_id])
    assert client.get(page).content.decode().count("See it, send it again") == 1
    assert pending.may_be_sent_again


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "less than an hour"), (59, "less than an hour"), (61, "1\xa0hour")]
)
def test_waiting_is_shown_in_hours_at_least(minutes, words):
    assert waiting(timezone.now() - timedelta(minutes=minutes)) == words


def test_an_invitation_refused_by_a_rule_keeps_the_form(client):
    known = InvitationFactory()
    client.force_login(known.round.submission.editor)
    typed = {
        "email": known.email,
        "name": "Ada Typed",
        "message": "A line that took thought.",
        "due_on": day_to_type(31),
    }
    answer = client.post(reverse("reviews:invite_reviewer", args=[known.round_id]), typed)
    words = answer.content.decode()
    assert answer.status_code == 409
    assert "already has an open invitation" in words
    assert "A line that took thought." in words
    for value in (known.email, "Ada Typed", typed["due_on"]):
        assert f'value="{value}"' in words
