"""What is old is forgotten each night, by the numbers of the policy; what is not old stays."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from drafts.models import Draft
from events.models import Outbox
from mails.models import Mail
from privacy.retention import RULES, forget_what_is_old
from privacy.tasks import forget_what_is_old as task
from reviews.models import (
    AuthorWishes,
    ConsentRequest,
    ForumClaim,
    Invitation,
    NamedReviewer,
    Policy,
    Submission,
)
from reviews.policies import policy_words
from reviews.services.consent_steps import mail_request
from reviews.services.wishes_steps import keep_wishes, read_wishes
from reviews.wishes import NamedPerson, Wishes
from tests.factories.accounts import UserFactory
from tests.factories.mails import make_mail
from tests.factories.preprints import forum_post
from tests.factories.reviews import (
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# Just before each number of days the thing is there, just after it is gone.
DAYS = {
    "consent_address_months": 360,
    "invitation_address_months": 360,
    "ended_draft_months": 360,
    "sent_mail_days": 30,
    "failed_mail_days": 90,
    "sign_in_days": 30,
}


ENDED = {
    "withdrawn": {"state": "withdrawn"},
    "lapsed": {"state": "lapsed", "lapse_reason": "no-decision"},
    "declined": {"state": "declined", "decline_code": "other", "decline_text": "No."},
}


def answered(state, *, now, round_state="assessed"):
    return InvitationFactory(
        round=RoundFactory(state=round_state),
        state=state,
        answered_at=now,
        email=f"{state}@example.org",
        name="Noor",
        reason="Ask Ada.",
    )


def draft_of(review, *, now):
    return Draft.objects.create(
        owner=review.reviewer, key=f"review:{review.pk}", fields={"summary": "x"}, saved_at=now
    )


def named_reviewer(submission, *, now):
    submission.decided_at = now
    submission.save()
    NamedReviewer.objects.create(
        submission=submission,
        stance="opposed",
        name="Noor",
        email="noor@example.org",
        reason="Why.",
    )


def make_old_things(now):
    """What every rule is about, with bystanders of the same age; returns those that stay."""
    mail_request(SubmissionFactory(), "author@example.org", by=UserFactory(), now=now)
    for state in ("declined", "revoked", "closed", "disowned"):
        answered(state, now=now)
    for state in ("assessed", "open"):
        named_reviewer(RoundFactory(state=state).submission, now=now)
    draft_of(ReviewFactory(round__state="assessed"), now=now)
    for state in ("sent", "dropped", "failed", "waiting"):
        make_mail("review_published", state=state)
    Outbox.objects.filter(done_at__isnull=False).update(done_at=now)
    Outbox.objects.filter(dropped_at__isnull=False).update(dropped_at=now)
    Outbox.objects.filter(failed_at__isnull=False).update(failed_at=now)
    session = Session.objects.create(session_key="s" * 32, expire_date=now + 400 * DAY)
    UserSession.objects.create(
        user=UserFactory(),
        session_key=session.session_key,
        ip="192.0.2.1",
        user_agent="Firefox",
        last_seen_at=now,
    )
    UserSession.objects.update(last_seen_at=now)
    Session.objects.create(session_key="t" * 32, expire_date=now)
    return [
        answered("accepted", now=now),
        answered("declined", now=now, round_state="open"),
        InvitationFactory(email="asked@example.org"),
    ], draft_of(ReviewFactory(), now=now)


def left():
    """How much there is that each rule is about."""
    ended = Invitation.objects.filter(round__state="assessed").exclude(state="accepted")
    return {
        "consent_address_months": ConsentRequest.objects.exclude(email="").count(),
        "invitation_address_months": ended.exclude(name="").count()
        + NamedReviewer.objects.filter(submission__rounds__state="assessed").count(),
        "ended_draft_months": Draft.objects.filter(fields={"summary": "x"}).count() - 1,
        "sent_mail_days": Mail.objects.exclude(
            promise__done_at=None, promise__dropped_at=None
        ).count(),
        "failed_mail_days": Mail.objects.filter(promise__failed_at__isnull=False).count(),
        "sign_in_days": UserSession.objects.count(),
    }


def test_each_thing_is_kept_for_as_long_as_the_policy_says_and_no_longer():
    now = timezone.now()
    invitations, draft = make_old_things(now)
    before = left()
    forget_what_is_old(now=now)
    assert left() == before
    assert all(before.values())
    assert before["invitation_address_months"] == 5
    waiting = Mail.objects.filter(promise__in=Outbox.objects.open())
    waiting_ids = set(waiting.values_list("pk", flat=True))
    for days in sorted(set(DAYS.values())):
        names = [name for name, number in DAYS.items() if number == days]
        forget_what_is_old(now=now + days * DAY - timedelta(hours=1))
        assert {name: left()[name] for name in names} == {name: before[name] for name in names}
        forget_what_is_old(now=now + days * DAY + timedelta(hours=1))
        assert {name: left()[name] for name in names} == dict.fromkeys(names, 0)
    for one in invitations:
        stored = Invitation.objects.get(pk=one.pk)
        assert (stored.email, stored.name) == (one.email, one.name)
    assert NamedReviewer.objects.get().submission.rounds.get().state == "open"
    assert Draft.objects.get() == draft
    assert set(Mail.objects.values_list("pk", flat=True)) == waiting_ids != set()
    assert not Session.objects.filter(session_key="t" * 32).exists()


def test_running_it_again_changes_nothing():
    now = timezone.now()
    make_old_things(now)
    forget_what_is_old(now=now)
    first = forget_what_is_old(now=now + 400 * DAY)
    assert all(first[name] for name in DAYS)
    addresses = set(Invitation.objects.values_list("email", flat=True))
    again = forget_what_is_old(now=now + 400 * DAY)
    assert again == dict.fromkeys(DAYS, 0)
    assert set(Invitation.objects.values_list("email", flat=True)) == addresses


def test_the_numbers_are_those_of_the_policy():
    now = timezone.now()
    make_old_things(now)
    Policy.objects.update(failed_mail_days=3)
    forget_what_is_old(now=now + 4 * DAY)
    assert left()["failed_mail_days"] == 0
    assert left()["sent_mail_days"] == 2
    assert task() == dict.fromkeys(DAYS, 0)


def test_the_page_lists_every_rule_with_its_number(client):
    assert RULES.keys() == DAYS.keys()
    Policy.objects.update(sign_in_days=17)
    page = client.get(reverse("privacy:privacy")).content.decode()
    for name in RULES:
        assert policy_words()[name] in page
    assert "<dd>17</dd>" in page


def test_a_token_for_a_forum_is_forgotten_as_long_after_its_end_as_a_closed_draft():
    now = timezone.now()
    place = forum_post("SyntheticPlain001").current_version.location
    old, recent = (
        ForumClaim.objects.create(location=place, user=UserFactory(), nonce="n", expires_at=ended)
        for ended in (now - 366 * DAY, now - DAY)
    )
    forget_what_is_old(now=now)
    assert ForumClaim.objects.get() == recent != old


@pytest.mark.parametrize("ended", ["withdrawn", "lapsed", "declined"])
def test_what_authors_wished_is_forgotten_however_the_submission_ended(ended):
    now = timezone.now()
    moment = "decided_at" if ended == "declined" else f"{ended}_at"
    old = SubmissionFactory(submitted_at=now - 400 * DAY)
    kept = [
        SubmissionFactory(submitted_at=now - 400 * DAY),  # waits for triage, after an appeal say
        SubmissionFactory(submitted_at=now - 400 * DAY, **ENDED[ended], **{moment: now - DAY}),
    ]
    wishes = Wishes((NamedPerson("Noor", "Fast."),), (), "The proof.", "Harm.")
    for submission in (old, *kept):
        keep_wishes(submission, wishes, by=submission.submitter, now=now)
    facts = {**ENDED[ended], moment: now - 399 * DAY}
    Submission.objects.filter(pk=old.pk).update(**facts)
    forget_what_is_old(now=now)
    assert read_wishes(old) == Wishes()
    assert not AuthorWishes.objects.filter(submission=old).exists()
    assert [read_wishes(one) for one in kept] == [wishes, wishes]
