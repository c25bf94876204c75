"""Each filter answers with what it names, and with nothing else."""

from datetime import timedelta

import pytest

from api.filters import PreprintFilter
from preprints.models import Preprint
from reviews.models import Term, Vocabulary
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.preprints import (
    LocationFactory,
    PreprintFactory,
    SubjectFactory,
    VersionFactory,
)
from tests.factories.reviews import (
    AssessmentFactory,
    ResponseFactory,
    ReviewFactory,
    RevisionFactory,
    RoundFactory,
    SubmissionFactory,
    term,
)
from tests.factories.times import NOW, POSTED

pytestmark = pytest.mark.django_db


def assessed(significance="important", strength="solid", **fields):
    return AssessmentFactory(
        published=True,
        significance=term("significance", significance),
        strength=term("strength", strength),
        **fields,
    )


def test_preprints_by_subject(ids):
    PreprintFactory()
    about = PreprintFactory(subjects=[SubjectFactory(), SubjectFactory(slug="other")])
    assert ids("preprints/", subject="decision-theory") == [about.pk]


@pytest.mark.parametrize(("name", "value"), [("status", "reviewed"), ("kind", "survey")])
def test_preprints_by_a_word(ids, name, value):
    PreprintFactory()
    wanted = PreprintFactory(**{name: value})
    assert ids("preprints/", **{name: value}) == [wanted.pk]


def test_a_word_can_be_given_twice_for_either(ids):
    first, second = PreprintFactory(status="reviewed"), PreprintFactory(status="final")
    PreprintFactory()
    assert ids("preprints/", status=["reviewed", "final"]) == [second.pk, first.pk]


def test_for_a_word_no_equal_rows_are_sought():
    """There are none, and the database would read the whole list for one page."""
    wanted = PreprintFactory(status="reviewed")
    PreprintFactory()
    narrowed = PreprintFilter({"status": ["reviewed"]}, Preprint.objects.all()).qs
    assert (list(narrowed), narrowed.query.distinct) == ([wanted], False)


def test_preprints_by_source(ids):
    PreprintFactory()
    post = PreprintFactory(location=None)
    LocationFactory(preprint=post, source="lesswrong", external_id="abc")
    assert ids("preprints/", source="lesswrong") == [post.pk]


def test_source_and_external_id_mean_one_place(ids):
    both = PreprintFactory(location__external_id="1")
    LocationFactory(preprint=both, source="lesswrong", external_id="2", is_canonical=False)
    assert ids("preprints/", source="arxiv", external_id="1") == [both.pk]
    assert ids("preprints/", source="arxiv", external_id="2") == []
    assert ids("preprints/", external_id="2") == [both.pk]


def test_preprints_by_the_day_they_were_posted(ids):
    old = PreprintFactory(first_posted_at=POSTED - timedelta(days=9))
    new = PreprintFactory(first_posted_at=POSTED)
    assert ids("preprints/", posted_after="2026-01-05") == [new.pk]
    assert ids("preprints/", posted_before="2026-01-05T18:00:00Z") == [old.pk]


def test_preprints_changed_by_status_or_by_version(ids):
    later = NOW + timedelta(days=1)
    PreprintFactory()
    moved = PreprintFactory(status_at=later)
    revised = PreprintFactory()
    VersionFactory(preprint=revised, number=2, seen_at=later)
    assert ids("preprints/", updated_after="2026-03-03T00:00:00Z") == [revised.pk, moved.pk]


def test_preprints_by_least_significance_and_strength(ids):
    PreprintFactory()
    AssessmentFactory(significance=term("significance", "landmark"))  # only proposed
    valuable = assessed("valuable", "convincing").version.preprint
    important = assessed("important", "solid").version.preprint
    fundamental = assessed("fundamental", "incomplete").version.preprint
    assert ids("preprints/", significance_min="important") == [fundamental.pk, important.pk]
    assert ids("preprints/", strength_min="solid") == [important.pk, valuable.pk]
    assert ids("preprints/", significance_min="important", strength_min="solid") == [important.pk]


def test_the_newest_assessment_counts(ids):
    first = assessed("landmark")
    submission = first.round.submission
    first.round.state = "assessed"
    first.round.save()
    assessed(
        "useful",
        round=RoundFactory(submission=submission, number=2),
        published_at=NOW + timedelta(days=9),
    )
    assert ids("preprints/", significance_min="important") == []
    assert ids("preprints/", significance_min="useful") == [submission.preprint_id]


def test_an_older_edition_of_a_scale_is_compared_with_itself(ids):
    edition = Vocabulary.objects.create(scale="significance", edition=2, is_current=False)
    words = ["useful", "important", "new-word"]
    terms = [
        Term.objects.create(vocabulary=edition, slug=word, word=word, definition=word, rank=rank)
        for rank, word in enumerate(words, start=1)
    ]
    low = AssessmentFactory(published=True, significance=terms[0])
    high = AssessmentFactory(published=True, significance=terms[2])
    assert ids("assessments/", significance_min="important") == [high.pk]
    assert ids("assessments/", significance_min="new-word") == [high.pk]
    assert ids("assessments/", significance="useful") == [low.pk]


def test_versions_by_preprint_and_number(ids):
    version = VersionFactory(number=2)
    VersionFactory(number=2)
    VersionFactory(preprint=version.preprint, number=3)
    assert ids("versions/", preprint=version.preprint_id, number=2) == [version.pk]
    assert ids("versions/", posted_before="2026-01-01") == []


def test_reviews_by_preprint_version_byline_and_day(ids):
    ReviewFactory(published=True)
    later = NOW + timedelta(days=1)
    review = ReviewFactory(
        published=True, byline_kind="pseudonym", byline_name="Owl", published_at=later
    )
    assert ids("reviews/", preprint=review.version.preprint_id) == [review.pk]
    assert ids("reviews/", version=review.version_id) == [review.pk]
    assert ids("reviews/", byline_kind="pseudonym") == [review.pk]
    assert ids("reviews/", published_after="2026-03-03") == [review.pk]
    assert ids("reviews/", significance_min="fundamental") == []


def test_what_is_not_published_is_in_no_narrowed_list_either(ids):
    review = ReviewFactory(published=True)
    submission = review.round.submission
    ReviewFactory(round=review.round, submitted=True)
    returned = AssessmentFactory(round=review.round, state="returned")
    entry = EntryFactory(preprint=submission.preprint)
    work = submission.preprint_id
    assert ids("reviews/", preprint=work) == [review.pk]
    assert ids("reviews/", preprint=work, limit=1) == [review.pk], "it takes no place either"
    assert ids("assessments/", preprint=work) == []
    assert ids("issues/", preprint=work) == []
    returned.state, returned.published_at = "published", NOW
    returned.approved_by, returned.approved_at = submission.second_editor, NOW
    returned.save()
    publish(entry.issue)
    assert ids("assessments/", preprint=work) == [returned.pk]
    assert ids("issues/", preprint=work) == [entry.issue_id]


def test_assessments_by_term(ids):
    low, high = assessed("useful", "solid"), assessed("landmark", "incomplete")
    assert ids("assessments/", significance="useful") == [low.pk]
    assert ids("assessments/", strength_min="solid") == [low.pk]
    assert ids("assessments/", significance_min="useful") == [high.pk, low.pk]
    assert ids("assessments/", preprint=high.version.preprint_id) == [high.pk]


def test_responses_by_preprint(ids):
    ResponseFactory()
    response = ResponseFactory()
    assert ids("responses/", preprint=response.version.preprint_id) == [response.pk]


def test_revisions_by_preprint_and_decision(ids):
    waiting, decided = RevisionFactory(), RevisionFactory(decided=True)
    assert ids("revisions/", preprint=waiting.version.preprint_id) == [waiting.pk]
    assert ids("revisions/", version=waiting.version_id) == [waiting.pk]
    assert ids("revisions/", follow_up="none") == [decided.pk]
    assert ids("revisions/", declared_before="2020-01-01") == []


def test_issues_by_volume_and_by_preprint(ids):
    entry = EntryFactory(issue=IssueFactory(volume=2))
    publish(entry.issue)
    publish(IssueFactory(volume=1))
    assert ids("issues/", volume=2) == [entry.issue_id]
    assert ids("issues/", preprint=entry.preprint_id) == [entry.issue_id]
    assert ids("issues/", published_before="2026-01-01") == []


def test_events_by_preprint_and_kind(ids, everything_published):
    preprint = SubmissionFactory().preprint
    assert ids("events/", preprint=preprint.pk) == []
    assert len(ids("events/", kind="review.published")) == 1
    assert ids("events/", after="2026-03-03") == []


def test_a_number_that_no_issue_can_have_finds_none(ids):
    publish(IssueFactory())
    assert ids("issues/", volume=9_999_999_999) == []
