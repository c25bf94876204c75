"""Which drafts are kept, and for whom: each form, each person and each state it can be in."""

from types import SimpleNamespace

import pytest

from drafts.errors import FormClosed, NotYourForm
from drafts.form_kinds import find_kind, labels_of
from reviews import errors
from reviews.models import Assessment, Review, Round, Submission
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ResponseFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
WRITERS = {
    "review": {"reviewer"},
    "assessment": {"editor"},
    "response": {"author", "co-author"},
    "decline": {"editor", "second", "other editor", "managing"},
    "invite": {"editor"},
    "return": {"second"},
}


@pytest.fixture
def journal():
    """Two works at the same point of their way; the people of one are bystanders of the other."""
    submission = SubmissionFactory(accepted=True, is_author=False)
    first, second = RoundFactory(submission=submission), RoundFactory()
    answered = RoundFactory(state="assessed", closed_at=NOW)
    row = answered.version.authors.get()
    row.user = UserFactory()
    row.save()
    other = PreprintFactory().current_version.authors.get()
    other.user = UserFactory()
    other.save()
    co_author = UserFactory()
    answered.version.authors.create(position=2, name="Noor Example", user=co_author)
    review = ReviewFactory(round=first)
    people = {
        "reviewer": review.reviewer,
        "other reviewer": ReviewFactory(round=first).reviewer,
        "reviewer of another": ReviewFactory(round=second).reviewer,
        "editor": submission.editor,
        "second": submission.second_editor,
        "other editor": second.submission.editor,
        "managing": UserFactory(managing_editor=True),
        "author": row.user,
        "co-author": co_author,
        "author of another": other.user,
        "submitter": answered.submission.submitter,
        "administrator": UserFactory(administrator=True),
        "reader": UserFactory(),
    }
    AssessmentFactory(round=second)
    keys = {
        "review": review.pk,
        "assessment": first.pk,
        "response": answered.pk,
        "decline": SubmissionFactory().pk,
        "invite": first.pk,
        "return": AssessmentFactory(round=first).pk,
    }
    return SimpleNamespace(people=people, keys={kind: f"{kind}:{pk}" for kind, pk in keys.items()})


@pytest.mark.parametrize("kind", WRITERS)
def test_each_form_is_written_by_these_people_alone(journal, kind):
    writers = set()
    for name, person in journal.people.items():
        try:
            check_may_write(person, journal.keys[kind])
        except NotYourForm:
            continue
        writers.add(name)
    assert writers == WRITERS[kind]


def check(journal, kind, name):
    check_may_write(journal.people[name], journal.keys[kind])


def check_may_write(person, key):
    kind, number = find_kind(key)
    kind.check_may_write(person, number)


@pytest.mark.parametrize("status", ["submitted", "published", "disowned"])
def test_a_review_takes_text_until_it_is_submitted(status):
    review, draft = ReviewFactory(submitted=True), ReviewFactory()
    Review.objects.filter(pk=review.pk).update(status=status, number=1, published_at=NOW)
    check_may_write(draft.reviewer, f"review:{draft.pk}")
    with pytest.raises(FormClosed) as refused:
        check_may_write(review.reviewer, f"review:{review.pk}")
    assert refused.value.message == errors.ReviewAlreadySubmitted.message


@pytest.mark.parametrize(
    ("kind", "reason"), [("assessment", ""), ("invite", errors.RoundClosed.message)]
)
def test_a_closed_round_takes_no_text_of_its_editor(journal, kind, reason):
    other = Round.objects.exclude(pk=journal.keys[kind].split(":")[1])
    other.update(state="assessed", closed_at=NOW)
    check(journal, kind, "editor")
    Round.objects.update(state="assessed", closed_at=NOW)
    with pytest.raises(FormClosed) as refused:
        check(journal, kind, "editor")
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("state", "takes_text"),
    [
        *(("open", True), ("released", True)),
        *((state, False) for state in ("with-authors", "assessed", "withdrawn", "lapsed")),
    ],
)
def test_an_assessment_is_written_while_it_may_be_proposed(journal, state, takes_text):
    """And no longer: what was saved then could never be sent."""
    number = journal.keys["assessment"].split(":")[1]
    rounds = Round.objects.filter(pk=number)
    rounds.update(state=state, sent_at=NOW, respond_until=NOW)
    if takes_text:
        check(journal, "assessment", "editor")
        return
    with pytest.raises(FormClosed):
        check(journal, "assessment", "editor")


def test_a_response_is_written_once_by_each_author_and_after_the_assessment(journal):
    answered = Round.objects.get(pk=journal.keys["response"].split(":")[1])
    ResponseFactory(round=answered, author=journal.people["author"])
    check(journal, "response", "co-author")
    with pytest.raises(FormClosed) as refused:
        check(journal, "response", "author")
    assert refused.value.message == errors.AlreadyResponded.message
    Round.objects.filter(pk=answered.pk).update(state="open", closed_at=None)
    with pytest.raises(NotYourForm):
        check(journal, "response", "co-author")


def test_a_refusal_is_written_until_the_decision(journal):
    waiting = Submission.objects.filter(pk=journal.keys["decline"].split(":")[1])
    check(journal, "decline", "other editor")
    waiting.update(state="declined", decline_code="other", decline_text="No.")
    with pytest.raises(FormClosed) as refused:
        check(journal, "decline", "other editor")
    assert refused.value.message == errors.NotAwaitingTriage.message


@pytest.mark.parametrize(("state", "error"), [
    ("returned", errors.AlreadyReturned),
    ("approved", errors.AlreadyApproved),
    ("published", errors.AlreadyPublished),
])  # fmt: skip
def test_a_comment_is_written_while_the_assessment_waits(journal, state, error):
    check(journal, "return", "second")
    assessment = Assessment.objects.filter(pk=journal.keys["return"].split(":")[1])
    second = journal.people["second"]
    assessment.update(state=state, approved_by=second, approved_at=NOW, published_at=NOW)
    with pytest.raises(FormClosed) as refused:
        check(journal, "return", "second")
    assert refused.value.message == error.message


def test_the_words_for_the_fields_of_a_form():
    shown = {kind: list(labels_of(f"{kind}:7")) for kind in (*WRITERS, "diary")}
    assert shown == {
        "review": [
            "summary",
            "strengths",
            "weaknesses",
            "evidence",
            "recommendations",
            "pseudonym",
            "competing_interests",
            "ai_use",
        ],
        "assessment": ["text", "competing_interests"],
        "response": ["text", "competing_interests"],
        "decline": ["competing_interests", "text"],
        "invite": ["name", "email", "message", "others", "in_spite"],
        "return": ["comment"],
        "diary": [],
    }
