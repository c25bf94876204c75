"""Authors who are known by an address alone are notified of what becomes of their work."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.urls import reverse

from events.models import Outbox
from events.outbox import promise, work
from mails.models import Mail
from preprints.models import Preprint
from reviews.models import ConsentRequest, Round, Submission
from reviews.notifications import notify_submitter_of_decision
from reviews.services import consent, stopped_mails
from reviews.services.consent_steps import mail_request
from tests.factories.accounts import UserFactory
from tests.factories.reviews import AssessmentFactory, RoundFactory, SubmissionFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
ADA, GRACE = "ada@example.org", "grace@example.org"
# What follows each of them, and is sent by the worker.
DECISION = "reviews.notify_submitter_of_decision"
RELEASE, FIRST = "reviews.notify_of_release", "reviews.notify_authors_first"
POSTED = "reviews.notify_of_published_assessment"
LEFT, ENDED = "reviews.notify_of_left_work", "reviews.notify_of_ended_review"


@pytest.fixture
def opened():
    """A round of an accepted work, two authors of which were asked; another work's has one."""
    other = SubmissionFactory(consent="asked")
    mail_request(other, "other@example.org", by=other.submitter, now=NOW)
    mail_request(other, ADA, by=other.submitter, now=NOW)
    one = RoundFactory()
    for address in (ADA, GRACE):
        mail_request(one.submission, address, by=one.submission.editor, now=NOW)
    Outbox.objects.all().delete()
    return one


def request_of(opened, address=ADA):
    return opened.submission.consent_requests.get(email=address)


def mailed(task, **about):
    """Who is mailed as somebody asked, and the subject: by the address, in order."""
    mail.outbox.clear()
    promise(task, **about)
    while work():
        pass
    asked = Mail.objects.filter(recipient_kind="consent", promise__done_at__isnull=False)
    addresses = set(
        ConsentRequest.objects.filter(pk__in=asked.values("recipient_id")).values_list(
            "email", flat=True
        )
    )
    return sorted(
        (one.to[0], one.subject.split("] ")[1].split(":")[0])
        for one in mail.outbox
        if one.to[0] in addresses
    )


def both(subject):
    return [(ADA, subject), (GRACE, subject)]


def test_they_are_notified_of_the_decision_without_the_reasons(opened):
    about = {"submission_id": opened.submission_id}
    assert mailed(DECISION, **about) == both("Accepted for review")
    Submission.objects.filter(pk=opened.submission_id).update(
        state="declined", decline_code="scope", decline_words="Out", decline_text="Dull indeed."
    )
    assert mailed(DECISION, **about) == both("Not sent for review")
    (to_ada,) = [one for one in mail.outbox if one.to == [ADA]]
    (to_submitter,) = [one for one in mail.outbox if one.to == [opened.submission.submitter.email]]
    assert "Dull indeed." in to_submitter.body
    assert "Dull indeed." not in str(to_ada.message())


def test_where_nobody_is_confirmed_they_are_notified_when_the_reviews_are_in(opened):
    Round.objects.filter(pk=opened.pk).update(state="released", released_at=NOW)
    assert mailed(RELEASE, round_id=opened.pk) == both("Reviews are in")
    page = reverse("reviews:claim_work", args=[opened.version.preprint_id])
    assert f"{settings.SITE_URL}{page}" in mail.outbox[-1].body
    opened.version.authors.update(user=UserFactory())
    assert mailed(RELEASE, round_id=opened.pk) == []


def test_they_are_notified_when_authors_read_first_and_when_all_is_posted(opened):
    author = UserFactory(email=GRACE)
    EmailAddress.objects.create(user=author, email=GRACE.upper(), verified=True)
    EmailAddress.objects.create(user=author, email=ADA, verified=False)  # anybody can type it
    opened.version.authors.update(user=author)
    until = {"sent_at": NOW, "respond_until": LATER, "post_by": LATER}
    Round.objects.filter(pk=opened.pk).update(state="with-authors", **until)
    assert mailed(FIRST, round_id=opened.pk) == [(ADA, "Authors read the reviews first")]
    assessment = AssessmentFactory(round=opened, published=True)
    assert mailed(POSTED, assessment_id=assessment.pk) == [(ADA, "The reviews are public")]


def test_they_are_notified_when_the_work_leaves_its_source_and_when_its_review_is_ended(opened):
    preprint = opened.version.preprint
    assert mailed(LEFT, preprint_id=preprint.pk) == [], "it is there"
    Preprint.objects.filter(pk=preprint.pk).update(status="withdrawn")
    author = UserFactory(email=GRACE)
    EmailAddress.objects.create(user=author, email=GRACE, verified=True)
    opened.version.authors.update(user=author)  # gets the mail at the account
    assert mailed(LEFT, preprint_id=preprint.pk) == [(ADA, "Withdrawn where it was posted")]
    ended = {"submission_id": opened.submission_id, "round_id": opened.pk}
    subject = "The review has ended, as the work was withdrawn"
    assert mailed(ENDED, **ended) == [(ADA, subject)]
    consent.answer_request(request_of(opened).pk, answer="not-author", now=LATER)
    assert mailed(ENDED, **ended) == []


@pytest.mark.parametrize(
    ("answer", "gets_mail"),
    [
        ("agreed", True),
        ("", True),
        ("declined", False),
        ("not-author", False),
    ],
)
def test_who_declines_or_is_no_author_gets_nothing(opened, answer, gets_mail):
    if answer:
        consent.answer_request(request_of(opened).pk, answer=answer, now=LATER)
    assert [to for to, _ in mailed(DECISION, submission_id=opened.submission_id)] == (
        [ADA, GRACE] if gets_mail else [GRACE]
    )


def test_nothing_is_sent_once_the_address_is_erased_or_the_mails_are_stopped(opened):
    """Though it was promised before."""
    notify_submitter_of_decision(opened.submission_id)
    assert Mail.objects.filter(recipient_kind="consent").count() == 2
    stopped_mails.stop_mails(request_of(opened).pk, now=LATER)
    ConsentRequest.objects.filter(email=GRACE).update(email="", erased_at=LATER)
    while work():
        pass
    assert [one.to for one in mail.outbox] == [[opened.submission.submitter.email]]


def stop_link(opened):
    mailed(DECISION, submission_id=opened.submission_id)
    (sent,) = [one for one in mail.outbox if one.to == [ADA]]
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = sent.extra_headers["List-Unsubscribe"].strip("<>")
    assert link in sent.body
    assert "/me/mails/" not in sent.body
    return link.removeprefix(settings.SITE_URL)


def test_one_click_stops_them_for_this_work_and_looking_does_not(opened, client):
    link = stop_link(opened)
    page = client.get(link)
    assert (page.status_code, page["Referrer-Policy"]) == (200, "no-referrer")
    assert not ConsentRequest.objects.exclude(mails_stopped_at=None).exists()
    strict = type(client)(enforce_csrf_checks=True)
    assert strict.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    stopped = ConsentRequest.objects.exclude(mails_stopped_at=None)
    assert list(stopped) == [request_of(opened)]
    assert mailed(DECISION, submission_id=opened.submission_id) == [(GRACE, "Accepted for review")]
    consent.answer_request(request_of(opened).pk, answer="agreed", now=LATER)
    assert mailed(DECISION, submission_id=opened.submission_id) == [(GRACE, "Accepted for review")]


def test_who_stopped_them_can_be_told_again_on_the_same_page(opened, client):
    link, grace = stop_link(opened), request_of(opened, GRACE)
    stopped_mails.stop_mails(grace.pk, now=LATER)
    assert "Send me these again" not in client.get(link).text
    assert "Send me these again" in client.post(link).text
    page = client.post(link, {"again": "1"}).text
    assert "Do not send me these" in page
    assert "Send me these again" not in page
    stopped = ConsentRequest.objects.exclude(mails_stopped_at=None)
    assert list(stopped) == [grace]
    assert mailed(DECISION, submission_id=opened.submission_id) == [(ADA, "Accepted for review")]


def test_the_link_to_stop_is_good_for_nothing_else(opened, client):
    """Whoever a mail was forwarded to must not answer for the author."""
    token, asked = stop_link(opened).split("/")[4], request_of(opened)
    assert client.get(reverse("reviews:open_consent", args=[token])).status_code == 410
    assert client.get(reverse("reviews:consent", args=[asked.pk])).status_code == 410
    of_another = reverse("reviews:stop_consent_mails", args=[request_of(opened, GRACE).pk, token])
    assert client.post(of_another).status_code == 410
    key = reverse("reviews:open_consent", args=[consent.token_of_request(asked)])
    assert client.get(key, follow=True).status_code == 200, "the author's own"


def test_a_link_from_before_the_secret_key_was_changed_still_stops_them(opened, client, settings):
    link = stop_link(opened)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 9
    assert client.post(link).status_code == 200
    assert request_of(opened).mails_stopped_at is not None


def test_the_link_stands_in_the_mail_alone_and_is_closed_with_the_address(opened, client):
    link = stop_link(opened)
    token = link.split("/")[4]
    stored = [*Outbox.objects.values_list("arguments", "last_error"), *Mail.objects.values_list()]
    assert token not in str(stored)
    ConsentRequest.objects.filter(email=ADA).update(email="", erased_at=LATER)
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410
    assert client.post(link.replace(token, "f" * 64)).status_code == 410
