"""The database refuses to empty the tables of what is published, by any statement."""

import pytest
from django.db import IntegrityError, connection, transaction

from events.forgetting import forget_actor, forget_public_salts
from events.models import PublicSalt, Salt
from events.sealing import seal_new_events
from events.services import NamedSubject, record_event
from preprints.models import Version
from reviews.models import ConsentChange, DraftAnswer
from tests.emptying import empty_database
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory, SubmissionFactory
from tests.factories.times import NOW

STAY = {
    "curation_entry",
    "curation_issue",
    "events_checkpoint",
    "events_event",
    "events_publicsalt",
    "events_forgottenactor",
    "events_salt",
    "events_seal",
    "preprints_author",
    "preprints_version",
    "reviews_appeal",
    "reviews_assessment",
    "reviews_confirmedassessment",
    "reviews_consentchange",
    "reviews_correction",
    "reviews_draftanswer",
    "reviews_issueinterests",
    "reviews_reopening",
    "reviews_response",
    "reviews_review",
    "reviews_revision",
    "reviews_revisionanswer",
    "reviews_sealedoriginal",
    "reviews_submission",
    "reviews_threadentry",
}


def refuses_to_empty(table):
    with connection.cursor() as cursor, transaction.atomic():
        # PostgreSQL empties nothing while a check of it waits for the end of the transaction.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        try:
            with transaction.atomic():
                cursor.execute(f"TRUNCATE {table} CASCADE")
        except IntegrityError as error:
            return "append-only" in str(error)
        transaction.set_rollback(True)
        return False


@pytest.mark.django_db
def test_no_statement_empties_what_is_published():
    """Alone or with what refers to it: an account cannot be emptied with all that it wrote."""
    assert {table for table in STAY if refuses_to_empty(table)} == STAY
    assert refuses_to_empty("accounts_user")
    assert refuses_to_empty("preprints_preprint")
    assert not refuses_to_empty("mails_mail"), "what is not published"
    assert not refuses_to_empty("drafts_draft")


@pytest.mark.django_db(transaction=True)
def test_tests_have_their_own_way_to_empty_the_database():
    VersionFactory()
    empty_database()
    assert not Version.objects.exists()


@pytest.mark.django_db
def test_a_public_salt_is_deleted_by_forgetting_it_alone():
    events = [
        record_event(
            "response.posted",
            about=NamedSubject("V1.1"),
            now=NOW,
            data={"row": f"response {number}"},
            public=("Sound.",),
        )
        for number in (1, 2)
    ]
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        PublicSalt.objects.all().delete()
    forget_public_salts("response.redacted", "response 1")
    assert [salt.event_id for salt in PublicSalt.objects.all()] == [events[1].pk]
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        PublicSalt.objects.all().delete()


@pytest.mark.django_db
def test_a_secret_salt_goes_with_the_actor_alone():
    events = [
        record_event("review.published", about=NamedSubject("V1.1"), now=NOW, actor_id=actor)
        for actor in (4711, 4712)
    ]
    seal_new_events()
    for statement in (
        lambda: Salt.objects.all().delete(),
        lambda: Salt.objects.update(value="0" * 64),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            statement()
    forget_actor(4711)
    assert [salt.event_id for salt in Salt.objects.all()] == [events[1].pk]
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Salt.objects.all().delete()


@pytest.mark.django_db
def test_no_answer_to_a_draft_and_no_change_of_consent_is_deleted():
    review, submission = ReviewFactory(accepted=True), SubmissionFactory()
    assessment = AssessmentFactory(round=review.round)
    DraftAnswer.objects.create(
        assessment=assessment, review=review, agrees=False, text="No.", answered_at=NOW
    )
    ConsentChange.objects.create(
        submission=submission, consent="agreed", changed_by=submission.submitter, changed_at=NOW
    )
    for model in (DraftAnswer, ConsentChange):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            model.objects.all().delete()
        assert model.objects.count() == 1
