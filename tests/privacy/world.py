"""A person who has done everything here, with somebody beside them who must stay as they were."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import Pseudonym
from drafts.models import Draft
from events.sealing import seal_new_events
from ingest.models import Lookup
from mails.models import MailChoice
from reviews.interests import Interests
from reviews.mail_promises import promise_mails
from reviews.models import (
    AuthorWishes,
    ConsentRequest,
    EditorInterests,
    NamedReviewer,
    Review,
)
from reviews.services.accepting import publish_review
from reviews.services.consent_steps import mail_request
from reviews.services.responding import post_response
from reviews.services.reviewing import begin_review
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import DUE, NOW

MARKS = ("zelda", "quux", "0000-0002-1825-0097", "goldfinch")  # in all that names the person
SIGNED = {"byline_kind": "signed", "byline_name": "Zelda Quux"}
PSEUDONYM = {"byline_kind": "pseudonym", "byline_name": "Goldfinch"}


def make_person():
    user = UserFactory(email="zelda@example.org", name="Zelda Quux", verified=True)
    EmailAddress.objects.create(user=user, email="quux@example.org", verified=True)
    profile = user.profile
    profile.orcid, profile.affiliation, profile.bio = "0000-0002-1825-0097", "Quux Lab", "I, Zelda"
    profile.save()
    Pseudonym.objects.create(user=user, name="Goldfinch")
    SocialAccount.objects.create(user=user, provider="orcid", uid="0000-0002-1825-0097")
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    MailChoice.objects.create(user=user, kind="work_selected", way="off")
    Lookup.objects.create(asked_by=user, text="quux.example.org", created_at=NOW)
    Session.objects.create(session_key="s" * 32, session_data="", expire_date=timezone.now())
    UserSession.objects.create(user=user, session_key="s" * 32, ip="192.0.2.1", user_agent="Quux")
    return user


def publish(review):
    publish_review(review.pk, editor=review.round.submission.editor, now=NOW)
    return Review.objects.get(pk=review.pk)


def reviewed(user, **byline):
    """A published review, invited at the person's address."""
    opened = RoundFactory(state="assessed")
    invited = InvitationFactory(
        round=opened, user=user, state="accepted", email="quux@example.org", name="Zelda"
    )
    return publish(
        ReviewFactory(
            submitted=True,
            confirmed=True,
            round=opened,
            reviewer=user,
            invitation=invited,
            competing_interests="Zelda Quux is a friend of the author.",
            interest_kinds=["personal"],
            **byline,
        )
    )


def edited(user):
    """A work that they were an editor of once, and what they declared then."""
    return EditorInterests.objects.create(
        submission=SubmissionFactory(),
        editor=user,
        kinds=["employer", "personal"],
        words="Zelda Quux knows the author.",
        found="Zelda Quux wrote V1 with an author.",
        declared_at=NOW,
    )


def make_life(user):
    """What they did; returns the reviews by their kind."""
    reviews = {
        "signed": reviewed(user, **SIGNED),
        "anonymous": reviewed(user),
        "another": reviewed(user),
        "pseudonym": reviewed(user, **PSEUDONYM),
    }
    refused = ReviewFactory(
        submitted=True, reviewer=user, status="refused", interest_kinds=["rival"], **SIGNED
    )
    edited(user)
    begun = begin_review(RoundFactory().pk, reviewer=user, due_on=DUE, email_verified=True, now=NOW)
    Draft.objects.create(
        owner=user, key=f"review:{begun.pk}", fields={"summary": "I, Zelda"}, saved_at=NOW
    )
    answered = RoundFactory(state="assessed")
    answered.version.authors.update(user=user)
    post_response(answered.pk, author=user, text="Thanks.", interests=Interests.none(), now=NOW)
    submission = SubmissionFactory(submitter=user, competing_interests="Zelda knows me.")
    promise_mails("submission_decided", [user.pk], submission=submission.pk)
    mail_request(SubmissionFactory(), "zelda@example.org", by=UserFactory(), now=NOW)
    InvitationFactory(email="zelda@example.org", state="declined", user=user, reason="I, Zelda")
    reviews["anonymous"].draft_answers.create(
        assessment=AssessmentFactory(round=reviews["anonymous"].round),
        agrees=False,
        text="I would say incomplete.",
        answered_at=NOW,
    )
    AuthorWishes.objects.create(submission=submission, typed_by=user)
    NamedReviewer.objects.create(
        submission=submission, stance="suggested", name="Noor", reason="Why."
    )
    for contact in ({"email": "zelda@example.org"}, {"orcid": user.profile.orcid}):
        NamedReviewer.objects.create(
            submission=SubmissionFactory(), stance="opposed", name="Zelda", reason="Why.", **contact
        )
    seal_new_events()
    assert ConsentRequest.objects.get().email == "zelda@example.org"
    return {**reviews, "refused": refused, "begun": begun}
