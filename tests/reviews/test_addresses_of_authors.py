"""Addresses of authors who are asked: how often they are written to, and how long they are kept."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events.outbox import work
from reviews import author_errors, errors
from reviews.asked_author_mails import POSTED
from reviews.author_mails import send_consent_mail
from reviews.interests import Interests
from reviews.limits import (
    CONSENT_MAILS_A_DAY,
    CONSENT_MAILS_TO_ONE,
)
from reviews.mail_promises import promise_mail_to
from reviews.models import ConsentRequest, Submission
from reviews.policies import current_policy
from reviews.services import consent, submissions
from reviews.services.consent import KEPT
from reviews.services.consent_steps import mail_request
from reviews.services.policies import change_policy
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import AssessmentFactory, SubmissionFactory
from tests.factories.times import NOW
from tests.reviews.asked_authors import ADDRESS, LATER, author_asked_beside_another, state_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def asked():
    return author_asked_beside_another()


def test_an_address_is_asked_once_and_nobody_has_many_asked(asked):
    submission = asked.submission
    again = {"by": submission.submitter, "now": LATER}
    assert consent.ask_author(submission.pk, email=ADDRESS, **again) == asked
    assert submission.consent_requests.count() == 1
    for number in range(CONSENT_MAILS_A_DAY):
        consent.ask_author(submission.pk, email=f"a{number}@example.org", **again)
    with pytest.raises(author_errors.TooManyAuthorsAsked):
        consent.ask_author(submission.pk, email="one.more@example.org", **again)
    with pytest.raises(author_errors.MayNotAsk):
        consent.ask_author(submission.pk, email="b@example.org", by=UserFactory(), now=LATER)
    declined = SubmissionFactory(state="declined", decline_code="other", decline_text="No.")
    with pytest.raises(author_errors.NotAwaitingConsent):
        consent.ask_author(declined.pk, email=ADDRESS, by=declined.submitter, now=LATER)


def test_mails_to_authors_are_counted_wherever_they_are_asked_for():
    submitter, other = UserFactory(), UserFactory()
    form = {"is_author": False, "reason": "It matters.", "interests": Interests.none()}

    def submit(by, addresses, now=NOW):
        submissions.submit_preprint(
            PreprintFactory().pk, submitter=by, author_addresses=addresses, now=now, **form
        )

    many = [f"a{number}@example.org" for number in range(CONSENT_MAILS_A_DAY - 1)]
    submit(submitter, many)
    with pytest.raises(author_errors.TooManyAuthorsAsked):
        submit(submitter, ["b@example.org", "c@example.org"])
    assert (Submission.objects.count(), ConsentRequest.objects.count()) == (1, len(many))
    for _again in range(CONSENT_MAILS_TO_ONE):
        submit(other, ["b@example.org"])
    with pytest.raises(author_errors.TooManyAuthorsAsked):
        submit(submitter, ["b@example.org"])
    submit(submitter, ["b@example.org"], now=NOW + timedelta(days=1))


def test_addresses_are_erased_after_the_months_of_the_policy_and_close_their_link(asked, client):
    consent.answer_request(asked.pk, answer="agreed", now=LATER)
    token = consent.token_of_request(asked)
    newer = mail_request(asked.submission, "new@example.org", by=asked.given_by, now=LATER)
    after = NOW + timedelta(days=current_policy().consent_address_months * 30, hours=1)
    assert consent.erase_addresses(now=after) == 2
    assert consent.erase_addresses(now=after) == 0
    left = ConsentRequest.objects.exclude(email="")
    assert list(left) == [newer]
    assert state_of(asked) == ("agreed", "mailed-yes")
    assert client.get(reverse("reviews:open_consent", args=[token])).status_code == 410
    with pytest.raises(errors.LinkClosed):
        consent.answer_request(asked.pk, answer="declined", now=after)


@pytest.mark.parametrize(("then", "now_kept", "kept"), [(12, 24, 12), (12, 6, 6), (6, 12, 6)])
def test_an_address_is_kept_no_longer_than_its_owner_was_told(then, now_kept, kept, mailoutbox):
    """By the policy of the day on which it was given; by that of today where that is less."""
    managing = UserFactory(managing_editor=True)
    change_policy({KEPT: then + 1}, editor=managing, now=NOW - 2 * DAY)
    change_policy({KEPT: then}, editor=managing, now=NOW - DAY)
    given = author_asked_beside_another()
    change_policy({KEPT: now_kept}, editor=managing, now=NOW + DAY)
    later = mail_request(given.submission, "new@example.org", by=given.given_by, now=NOW + 2 * DAY)
    months = {one.pk: consent.months_kept(one) for one in (given, later)}
    assert months == {given.pk: kept, later.pk: now_kept}
    send_consent_mail(given.pk)
    assert f"erased after {kept} months" in mailoutbox[-1].body
    promise_mail_to(POSTED, {"consent": given.pk}, assessment=AssessmentFactory(published=True).pk)
    while work():
        pass
    (posted,) = [one for one in mailoutbox if "The reviews are public" in one.subject]
    assert f"erased {kept} months after it was given" in posted.body
    until = NOW + timedelta(days=30 * kept)
    assert consent.erase_addresses(now=until) == 0
    assert consent.erase_addresses(now=until + timedelta(hours=1)) == 2, "of both works"
    assert list(ConsentRequest.objects.exclude(email="")) == [later]


def test_only_who_gave_an_address_and_the_editors_read_it(asked, client):
    submission = asked.submission
    author = UserFactory()
    submission.version.authors.update(user=author)
    own = reverse("reviews:own_submission", args=[submission.pk])
    editors = reverse("reviews:authors", args=[submission.pk])
    shown = {}
    for name, person, page in (
        ("submitter", submission.submitter, own),
        ("author", author, own),
        ("editor", UserFactory(editor=True), editors),
    ):
        client.force_login(person)
        answer = client.get(page)
        shown[name] = (answer.status_code, ADDRESS in answer.text)
    assert shown == {"submitter": (200, True), "author": (200, False), "editor": (200, True)}
    client.force_login(UserFactory())
    assert client.get(own).status_code == 404
