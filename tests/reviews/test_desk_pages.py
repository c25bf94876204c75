import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reviews.models import Submission
from tests.factories.accounts import UserFactory
from tests.factories.preprints import SubjectFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.reviews.desks import words_of
from web.templatetags.verso import waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_editor_triages")]
QUERIES_OF_THE_DESK = 10


@pytest.fixture
def editor(client):
    user = UserFactory(editor=True)
    client.force_login(user)
    return user


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


@pytest.mark.parametrize("role", ["editor", "managing_editor"])
def test_an_editor_may_look_at_the_desk_of_another_or_of_all(client, role):
    """What the other owes, as the handling editor of a work or as the second."""
    reader, other = UserFactory(**{role: True}), UserFactory(editor=True)
    RoundFactory(submission=SubmissionFactory(accepted=True, editor=other))
    seconded = SubmissionFactory(accepted=True, second_editor=other)
    AssessmentFactory(round=RoundFactory(submission=seconded))
    owed = {"Find 2 more reviewers", "Approve an assessment as second editor"}

    def shown(query):
        page = filters_of(client, reader, query)
        assert ">Invite<" not in page
        return {words for words in owed if words in page}

    assert shown("") == set()
    assert shown(f"?editor={other.pk}") == shown("?editor=all") == owed
    assert shown(f"?editor={seconded.editor_id}") == set()
    assert shown(f"?editor={reader.pk}") == set()


def test_an_editor_does_not_read_of_their_own_work_what_others_owe(client):
    author, other = UserFactory(editor=True), UserFactory(editor=True)
    own, others = (RoundFactory(submission__editor=other) for _ in range(2))
    own.version.authors.update(user=author)
    page = filters_of(client, author, "?editor=all")
    assert reverse("reviews:submission", args=[others.submission_id]) in page
    assert reverse("reviews:submission", args=[own.submission_id]) not in page


def test_several_filters_are_kept_together(client, editor):
    subject, other = SubjectFactory(slug="biology"), UserFactory(editor=True)
    chosen = RoundFactory(submission__editor=other)
    chosen.submission.preprint.subjects.add(subject)
    elsewhere = RoundFactory(submission__editor=other)
    not_theirs = RoundFactory()
    not_theirs.submission.preprint.subjects.add(subject)
    query = f"subject=biology&amp;editor={other.pk}"
    page = filters_of(client, editor, f"?{query}&kind=reviewers".replace("&amp;", "&"))
    assert reverse("reviews:submission", args=[chosen.submission_id]) in page
    for row in (elsewhere, not_theirs):
        assert reverse("reviews:submission", args=[row.submission_id]) not in page
    assert f'?{query}">The whole desk' in page
    assert 'type="hidden" name="kind" value="reviewers"' in page


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
    for query in ("", "?editor=all", f"?editor={UserFactory(editor=True).pk}&kind=triage"):
        with django_assert_num_queries(QUERIES_OF_THE_DESK):
            client.get(reverse("reviews:desk") + query)


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
    client.post(url, {"ground": "not-ready", "text": "Because of this", "interests_choice": "none"})
    assert "Because of this" in words_of(client, submission)


@pytest.mark.usefixtures("editor")
def test_a_decision_made_meanwhile_is_shown(client):
    submission = SubmissionFactory(state="declined", decline_code="other", decline_text="No")
    url = reverse("reviews:decline_submission", args=[submission.pk])
    answer = client.post(url, {"ground": "other", "text": "No again", "interests_choice": "none"})
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


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "less than an hour"), (59, "less than an hour"), (61, "1\xa0hour")]
)
def test_waiting_is_shown_in_hours_at_least(minutes, words):
    assert waiting(timezone.now() - timedelta(minutes=minutes)) == words
