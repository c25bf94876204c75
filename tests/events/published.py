"""Published things and their events, for the tests of what `verify_log` notices."""

from django.db import connection

from events.commitments import commitment
from events.sealing import seal_new_events
from events.verifying import verify_log
from reviews.interests import Interests
from reviews.models import Assessment, Review, Term
from reviews.services.accepting import publish_review
from reviews.services.posting import publish_assessment
from reviews.services.responding import post_response
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ReviewFactory,
    RoundFactory,
)
from tests.factories.times import NOW

TEXTS = ("summary", "strengths", "weaknesses", "evidence")


class Journal:
    """Two works, each with a review, an assessment and a response; everything sealed."""

    def __init__(self, **of_reviews):
        self.of_reviews = of_reviews
        self.reviews, self.assessments, self.responses = [], [], []
        for words, strength in (("Sound.", "solid"), ("Weak.", "incomplete")):
            self._publish(words, strength)
        seal_new_events()

    def _publish(self, words, strength):
        review = ReviewFactory(
            submitted=True,
            round__state="assessed",
            summary=words,
            byline_name=f"Dr {words}",
            **self.of_reviews,
        )
        editor = review.round.submission.editor
        publish_review(review.pk, editor=editor, now=NOW)
        opened = RoundFactory()
        assessment = AssessmentFactory(
            round=opened,
            state="approved",
            text=f"The work is {words}",
            strength=Term.objects.get(slug=strength, vocabulary__is_current=True),
            approved_by=opened.submission.second_editor,
            approved_at=NOW,
        )
        publish_assessment(assessment.pk, editor=opened.submission.editor, now=NOW)
        author, answered = UserFactory(), RoundFactory(state="assessed")
        answered.version.authors.update(user=author)
        text = f"{words} Thanks."
        response = post_response(
            answered.pk,
            author=author,
            text=text,
            interests=Interests.none(),
            now=NOW,
        )
        self.reviews.append(Review.objects.get(pk=review.pk))
        self.assessments.append(Assessment.objects.get(pk=assessment.pk))
        self.responses.append(response)

    def rows(self):
        return [*self.reviews, *self.assessments, *self.responses]


def salted(event, public):
    """The hash that an event holds of these texts."""
    return commitment(event.public_salt.value, public)


def noticed(journal, *changed):
    """Whether the report names what was changed, and nothing else."""
    report = verify_log(now=NOW)
    names = {row.identifier for row in journal.rows() if row.identifier in report.reason}
    return report.broken_at is not None and names == {row.identifier for row in changed}


def set_row(row, **values):
    """Change a row past services, constraints and triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    type(row).objects.filter(pk=row.pk).update(**values)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = origin")


def exchange(one, other, *names):
    mine, theirs = ({name: getattr(row, name) for name in names} for row in (one, other))
    set_row(one, **theirs)
    set_row(other, **mine)
