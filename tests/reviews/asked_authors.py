"""Authors who are asked whether they agree, in tests."""

from datetime import timedelta

from reviews.models import Submission
from reviews.services import consent
from reviews.services.consent_steps import mail_request
from tests.factories.reviews import SubmissionFactory
from tests.factories.times import NOW

LATER = NOW + timedelta(days=1)

ADDRESS = "ada@example.org"


def state_of(request):
    request.refresh_from_db()
    return request.answer, Submission.objects.get(pk=request.submission_id).consent


def author_asked_beside_another():
    """An author is asked about a reader's submission; another work waits beside it."""
    other = SubmissionFactory(consent="asked")
    mail_request(other, ADDRESS, by=other.submitter, now=NOW)
    one = SubmissionFactory(consent="not-asked", is_author=False, reason="It matters.")
    return consent.ask_author(one.pk, email="Ada@Example.org", by=one.submitter, now=NOW)
