"""`verify_log` fails where something is published that the log does not hold."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from curation.services.publishing import publish_issue
from events.models import Event, Unsealed
from events.sealing import seal_new_events
from events.services import NamedSubject, record_event
from events.verifying import verify_log
from preprints.duplicates.merge import merge_preprints
from reviews.interests import Interests
from reviews.models import Review
from reviews.services.accepting import publish_review
from reviews.services.posting import publish_assessment
from reviews.services.responding import post_response
from tests.curation.works import fill, make_candidate, make_editor, write_editorial
from tests.factories.accounts import UserFactory
from tests.factories.curation import IssueFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.rewriting import rewriting

pytestmark = pytest.mark.django_db


def tamper(statement):
    """Change the log as somebody with the database's keys could: with its triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = origin")


def empty_the_log():
    for table in ("salt", "publicsalt", "seal", "unsealed", "event"):
        tamper(f"DELETE FROM events_{table}")


def published_review():
    review = ReviewFactory(submitted=True, round__state="assessed")
    publish_review(review.pk, editor=review.round.submission.editor, now=NOW)
    return review


def published_assessment():
    opened = RoundFactory()
    approved = AssessmentFactory(
        round=opened, state="approved", approved_by=opened.submission.second_editor, approved_at=NOW
    )
    publish_assessment(approved.pk, editor=opened.submission.editor, now=NOW)


def posted_response():
    author = UserFactory()
    answered = RoundFactory(state="assessed")
    answered.version.authors.update(user=author)
    post_response(
        answered.pk, author=author, text="We thank you.", interests=Interests.none(), now=NOW
    )


@pytest.mark.parametrize("publish", [published_review, published_assessment, posted_response])
def test_an_emptied_log_fails_where_something_is_published(publish):
    publish()
    seal_new_events()
    call_command("verify_log")
    empty_the_log()
    with pytest.raises(CommandError, match="1 published texts are not in it"):
        call_command("verify_log")


def test_an_emptied_log_fails_where_an_issue_is_published():
    editor = make_editor()
    issue = write_editorial(IssueFactory(editor=editor), editor)
    work = make_candidate()
    fill(issue, editor, work)
    publish_issue(issue.pk, editor=editor, now=NOW)
    seal_new_events()
    before = verify_log(now=NOW).reason  # the factories log nothing of the reviews
    assert "I1.1" not in before
    empty_the_log()
    reason = verify_log(now=NOW).reason
    assert "I1.1, " in reason
    assert f"V{work.pk} in I1.1" in reason


def test_an_empty_log_of_an_empty_journal_holds():
    PreprintFactory()
    ReviewFactory(submitted=True, round__state="assessed")
    call_command("verify_log")


def test_a_log_that_misses_its_last_events_fails():
    """Its chain holds as far as it goes; what was published since is not in it."""
    record_event("preprint.listed", about=NamedSubject("V1"), now=NOW)
    seal_new_events()
    published_review()
    seal_new_events()
    tamper("DELETE FROM events_seal WHERE position > 1")
    tamper("DELETE FROM events_salt")
    tamper("DELETE FROM events_publicsalt")
    tamper("DELETE FROM events_event WHERE kind = 'review.published'")
    assert Event.objects.exists()
    assert "published texts" in verify_log(now=NOW).reason


def test_a_log_whose_last_seals_were_removed_fails():
    record_event("preprint.listed", about=NamedSubject("V1"), now=NOW)
    record_event("preprint.listed", about=NamedSubject("V2"), now=NOW)
    seal_new_events()
    assert not Unsealed.objects.exists()
    tamper("DELETE FROM events_seal WHERE position = 2")
    assert verify_log(now=NOW).reason == "a link at the end was removed"


def test_a_published_text_that_was_changed_since_fails():
    review = published_review()
    other = published_review()
    seal_new_events()
    assert verify_log(now=NOW).broken_at is None
    with rewriting():
        Review.objects.filter(pk=review.pk).update(weaknesses="None at all.")
    review.refresh_from_db()
    other.refresh_from_db()
    assert review.identifier in verify_log(now=NOW).reason
    assert other.identifier not in verify_log(now=NOW).reason


def test_a_recommendation_whose_name_was_changed_since_fails():
    editor = make_editor()
    issue = write_editorial(IssueFactory(editor=editor), editor)
    work, other = make_candidate(), make_candidate()
    for preprint in (work, other):
        fill(issue, editor, preprint)
    publish_issue(issue.pk, editor=editor, now=NOW)
    assert "in I1.1" not in verify_log(now=NOW).reason
    name = "recommended_by_name = 'Somebody Else'"
    tamper(f"UPDATE curation_entry SET {name} WHERE preprint_id = {work.pk}")
    reason = verify_log(now=NOW).reason
    assert f"V{work.pk} in I1.1" in reason
    assert f"V{other.pk} in I1.1" not in reason


def test_two_reviews_with_the_same_words_need_two_events():
    first, second = published_review(), published_review()
    assert first.summary == second.summary
    seal_new_events()
    assert verify_log(now=NOW).broken_at is None
    last = Event.objects.filter(kind="review.published").latest("pk").pk
    tamper("DELETE FROM events_seal WHERE position = (SELECT max(position) FROM events_seal)")
    for table in ("salt", "publicsalt"):
        tamper(f"DELETE FROM events_{table} WHERE event_id = {last}")
    tamper(f"DELETE FROM events_event WHERE id = {last}")
    for review in (first, second):
        review.refresh_from_db()
    assert "1 published texts" in verify_log(now=NOW).reason
    assert second.identifier in verify_log(now=NOW).reason
    assert first.identifier not in verify_log(now=NOW).reason


def test_a_merge_keeps_the_log_whole():
    """The identifiers of what was published change; the texts do not."""
    review = published_review()
    kept = PreprintFactory()
    merge_preprints(kept.pk, review.version.preprint_id, reason="One work.", now=NOW)
    review.refresh_from_db()
    assert Review.objects.get(pk=review.pk).identifier.startswith(f"V{kept.pk}.")
    seal_new_events()
    assert verify_log(now=NOW).broken_at is None


def test_no_seal_at_all_fails_where_something_is_published():
    published_review()
    seal_new_events()
    tamper("DELETE FROM events_seal")
    tamper("INSERT INTO events_unsealed (event_id) SELECT id FROM events_event")
    assert verify_log(now=NOW).reason == "something is published, but no event has a seal"
    with pytest.raises(CommandError, match="no event has a seal"):
        call_command("verify_log")
