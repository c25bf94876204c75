"""Who is an author of a work is said at any time, also after the triage, and of every author."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events.outbox import work
from preprints.models import Author
from reviews import author_errors, errors
from reviews.models import Authorship, Submission
from reviews.services import authorship, ending
from reviews.services.submissions import known_author_ids
from tests.factories.accounts import UserFactory
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import ReviewFactory, RoundFactory, SubmissionFactory
from tests.factories.times import NOW
from tests.reviews.outcomes import fields_of, log_line, log_since, new_mails
from tests.rewriting import rewriting

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)
CC_BY = "https://creativecommons.org/licenses/by/4.0/"


@pytest.fixture
def accepted():
    """Accepted without saying who the author is, with a second author and a newer version; beside
    it another work by an author of the same name."""
    SubmissionFactory()
    submission = RoundFactory(
        submission__consent="claimed", submission__submitter__email="ada@example.org"
    ).submission
    Author.objects.create(version=submission.version, name="Second Author", position=2)
    VersionFactory(preprint=submission.preprint, number=2)
    return submission


def confirm(submission, person, *, position=1, editor=None):
    author = submission.version.authors.get(position=position)
    return authorship.confirm_author(
        submission.pk,
        author_id=author.pk,
        person=person,
        editor=editor or submission.editor,
        now=LATER,
    )


def people_of(submission):
    rows = Author.objects.filter(version__preprint=submission.preprint_id)
    return list(rows.order_by("version__number", "position").values_list("position", "user__email"))


def test_the_submitter_is_confirmed_after_the_triage_and_may_answer(accepted, mailoutbox, client):
    submitter = accepted.submitter
    assert known_author_ids(accepted.preprint_id) == set()
    confirm(accepted, submitter)
    assert people_of(accepted) == [(1, submitter.email), (2, None), (1, submitter.email)]
    assert Author.objects.filter(user=submitter).count() == 2  # the namesake's work is another's
    accepted.refresh_from_db()
    assert (accepted.consent, accepted.preprint.shows_full_text) == ("agreed", True)
    (row,) = Authorship.objects.all()
    assert fields_of(row) == {
        "author_id": accepted.version.authors.get(position=1).pk,
        "user_id": submitter.pk,
        "ground": "editor",
        "confirmed_by_id": accepted.editor_id,
        "confirmed_at": LATER,
        "ended_by_id": None,
        "ended_at": None,
        "end_reason": "",
    }
    facts = {"position": 1, "ground": "editor"}
    assert log_since() == [
        log_line(accepted.version, "author.confirmed", accepted.editor, LATER, **facts),
        log_line(
            *(accepted.preprint, "submission.consent_changed", submitter, LATER),
            is_public=True,
            submission=accepted.pk,
            consent="agreed",
        ),
    ]
    assert new_mails(mailoutbox) == [(submitter.email, "You are confirmed as an author")]
    client.force_login(submitter)
    page = client.get(reverse("reviews:own_work", args=[accepted.preprint_id]))
    assert page.status_code == 200


def test_a_co_author_who_did_not_submit_is_confirmed_and_gives_no_consent(accepted):
    second = UserFactory()
    confirm(accepted, second, position=2)
    accepted.refresh_from_db()
    assert (accepted.consent, accepted.preprint.shows_full_text) == ("claimed", False)
    assert known_author_ids(accepted.preprint_id) == {second.pk}


def test_the_same_confirmation_twice_is_one(accepted, mailoutbox):
    confirm(accepted, accepted.submitter)
    confirm(accepted, accepted.submitter)
    assert Authorship.objects.count() == 1
    assert len(new_mails(mailoutbox)) == 1


def test_what_was_confirmed_is_taken_back_with_a_reason(accepted, mailoutbox):
    second = UserFactory(email="second@example.org")
    confirm(accepted, accepted.submitter)
    confirm(accepted, second, position=2)
    log_since(), new_mails(mailoutbox)
    author = accepted.version.authors.get(position=1)
    change = {"author_id": author.pk, "editor": accepted.second_editor, "now": LATER}
    with pytest.raises(author_errors.WhyMissing):
        authorship.take_back_author(accepted.pk, reason=" ", **change)
    authorship.take_back_author(accepted.pk, reason="Another Ada.", **change)
    assert people_of(accepted) == [(1, None), (2, second.email), (1, None)]
    row = Authorship.objects.get(user=accepted.submitter)
    assert (row.ended_by, row.ended_at, row.end_reason) == (
        accepted.second_editor,
        LATER,
        "Another Ada.",
    )
    work()
    assert [(mail.to, "Another Ada." in mail.body) for mail in mailoutbox[-1:]] == [
        (["ada@example.org"], True)
    ]
    with pytest.raises(author_errors.NobodyConfirmed):
        authorship.take_back_author(accepted.pk, reason="Again.", **change)
    confirm(accepted, accepted.submitter)  # and may be confirmed again
    assert known_author_ids(accepted.preprint_id) == {accepted.submitter_id, second.pk}


@pytest.mark.parametrize(
    ("licence", "answer", "left"),
    [
        ("", None, ("not-asked", False)),
        (CC_BY, None, ("not-asked", True)),
        ("", "", ("asked", False)),
        ("", "agreed", ("agreed", False)),
    ],
)
def test_what_rested_on_their_word_ends_with_it(accepted, licence, answer, left):
    confirm(accepted, accepted.submitter)
    accepted.refresh_from_db()
    assert (accepted.consent, accepted.preprint.shows_full_text) == ("agreed", True)
    with rewriting():
        accepted.preprint.versions.update(licence=licence)
    if answer is not None:
        accepted.consent_requests.create(
            email="bo@example.org",
            given_by=accepted.editor,
            nonce="n",
            token_hash="t",
            asked_at=NOW,
            answer=answer,
            answered_at=LATER if answer else None,
        )
    author = accepted.version.authors.get(position=1)
    change = {"editor": accepted.second_editor, "reason": "Another Ada.", "now": LATER}
    authorship.take_back_author(accepted.pk, author_id=author.pk, **change)
    accepted.refresh_from_db()
    assert (accepted.consent, accepted.preprint.shows_full_text) == left


def test_a_co_author_who_is_none_leaves_what_the_submitter_said(accepted):
    second = UserFactory()
    confirm(accepted, accepted.submitter)
    confirm(accepted, second, position=2)
    author = accepted.version.authors.get(position=2)
    change = {"editor": accepted.second_editor, "reason": "Another Bo.", "now": LATER}
    authorship.take_back_author(accepted.pk, author_id=author.pk, **change)
    accepted.refresh_from_db()
    assert (accepted.consent, accepted.preprint.shows_full_text) == ("agreed", True)


def test_nobody_is_confirmed_who_must_not_be(accepted):
    reviewer = ReviewFactory(round=accepted.rounds.get(), submitted=True).reviewer
    first = UserFactory()
    confirm(accepted, first)
    for person, position, error in (
        (UserFactory(), 1, author_errors.AuthorIsKnown),
        (first, 2, author_errors.AlreadyAnAuthor),
        (accepted.second_editor, 2, errors.EditorIsAuthor),
        (reviewer, 2, author_errors.ReviewerIsAuthor),
    ):
        with pytest.raises(error):
            confirm(accepted, person, position=position)
    assert known_author_ids(accepted.preprint_id) == {first.pk}


def test_before_the_triage_any_editor_confirms_afterwards_the_two(accepted):
    other, waiting = UserFactory(editor=True), SubmissionFactory()
    with pytest.raises(author_errors.NotAnEditorOfTheWork):
        confirm(accepted, UserFactory(), editor=other)
    with pytest.raises(errors.NotAnEditor):
        confirm(waiting, UserFactory(), editor=UserFactory())
    confirm(waiting, waiting.submitter, editor=other)
    own = SubmissionFactory(submitter=other)
    with pytest.raises(errors.EditorIsAuthor):
        confirm(own, UserFactory(), editor=other)
    assert known_author_ids(own.preprint_id) == set()


def test_no_other_editor_learns_from_a_refusal_who_has_reviewed_the_work(accepted):
    """Neither while a withdrawn submission is shown, nor at the triage of a later one."""
    opened = accepted.rounds.get()
    hidden = ReviewFactory(round=opened, submitted=True, byline_kind="anonymous").reviewer
    signed = ReviewFactory(round=opened, published=True, byline_kind="signed").reviewer
    other = UserFactory(editor=True)
    ending.withdraw_submission(accepted.pk, by=accepted.submitter, now=LATER)
    with pytest.raises(author_errors.NotAnEditorOfTheWork):
        confirm(accepted, hidden, editor=other)
    with pytest.raises(author_errors.ReviewerIsAuthor):
        confirm(accepted, hidden)
    again = SubmissionFactory(preprint=accepted.preprint, version=accepted.version)
    with pytest.raises(author_errors.ReviewerIsAuthor):
        confirm(again, signed, editor=other)
    confirm(again, hidden, editor=other)  # as anybody would be


def test_an_editor_confirms_and_takes_back_on_the_page(accepted, client):
    person = UserFactory(email="grace@example.org", verified=True)
    client.force_login(accepted.editor)
    page = reverse("reviews:authors", args=[accepted.pk])
    author = accepted.preprint.versions.get(number=2).authors.get()
    address = reverse("reviews:confirm_author", args=[accepted.pk])
    sent = {"author": author.pk, "person": "nobody@example.org"}
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "nobody@example.org" in refused.text
    for typed in ("Grace@example.org", f"https://verso.test{person.profile.get_absolute_url()}"):
        assert client.post(address, {**sent, "person": typed}, follow=True).status_code == 200
        assert person.profile.name in client.get(page).text
        take_back = reverse("reviews:take_back_author", args=[accepted.pk, author.pk])
        assert client.post(take_back, {"reason": ""}).status_code == 422
        assert client.post(take_back, {"reason": "Not she."}, follow=True).status_code == 200
        assert known_author_ids(accepted.preprint_id) == set()
    assert "Not she." in client.get(page).text
    assert Submission.objects.get(pk=accepted.pk).consent == "claimed"


def test_of_two_authors_of_one_name_the_chosen_one_alone_is_confirmed(accepted):
    first = accepted.version.authors.get(position=1)
    later = accepted.preprint.versions.get(number=2)
    for version in (accepted.version, later):
        Author.objects.create(version=version, name=first.name, position=3)
    confirm(accepted, accepted.submitter)
    linked = Author.objects.filter(version__preprint=accepted.preprint_id, user__isnull=False)
    assert list(linked) == [first], "which of the two is meant at the newer version, nobody knows"
