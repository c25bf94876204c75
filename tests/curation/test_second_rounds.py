"""What is shown of a work's reviewers does not tell that two rounds have a reviewer in common."""

import pytest

from curation.models import Issue
from curation.selectors.candidates import candidates
from curation.selectors.evidence import disagreements, issue_evidence
from preprints.models import Author
from tests.curation.works import make_candidate
from tests.factories.accounts import UserFactory
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory, term
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


def second_round(preprint, **fields):
    version = VersionFactory(preprint=preprint, number=2)
    submission = preprint.submissions.get()
    opened = RoundFactory(
        submission=submission, version=version, number=2, state="assessed", **fields
    )
    AssessmentFactory(round=opened, published=True)
    return opened


def add_review(opened, reviewer, significance="useful", **fields):
    ReviewFactory(
        round=opened,
        published=True,
        reviewer=reviewer,
        significance=term("significance", significance),
        **fields,
    )


def reviewed_twice(signer, bystander, *, second):
    """Signed in round 1, beside a bystander where there is one; anonymous in round 2."""
    preprint = make_candidate(ratings=())
    first = preprint.submissions.get().rounds.get()
    add_review(first, signer, byline_kind="signed", byline_name="Sara Signer")
    if bystander:
        add_review(first, bystander, "landmark", number=2)
    add_review(second_round(preprint), second, "important")
    return preprint


def shown(preprint):
    """What the evidence has of a candidate, but its names."""
    considered = candidates(now=NOW)
    issue = Issue(volume=1, number=1, title="Agents")
    evidence = issue_evidence(issue, considered, selected=[], code_version="1", now=NOW)
    assert disagreements(evidence) == []
    named = {one["preprint"]: one for one in evidence["candidates"]}
    found = named[preprint.identifier]
    return {name: found[name] for name in ("eligible", "checklist", "ratings", "score")}


def reviews_check(preprint):
    return candidates(now=NOW).of(preprint.pk).checks[0]


def significances(preprint):
    return [one.significance.slug for one in candidates(now=NOW).of(preprint.pk).ratings]


@pytest.mark.parametrize("has_bystander", [True, False])
def test_a_reviewer_of_both_rounds_looks_like_two_people(has_bystander):
    signer, bystander = UserFactory(), UserFactory() if has_bystander else None
    by_one = reviewed_twice(signer, bystander, second=signer)
    by_two = reviewed_twice(signer, bystander, second=UserFactory())
    assert shown(by_one) == shown(by_two)
    assert reviews_check(by_one).ok is has_bystander
    assert significances(by_one) == ["important"]
    assert shown(by_one)["score"]["overall"]["n"] == 1


def test_a_guest_of_both_rounds_looks_like_two_people():
    works = []
    for second in ("grace@example.org", "noor@example.org"):
        preprint = make_candidate(ratings=(("landmark", "solid"),))
        first = preprint.submissions.get().rounds.get()
        for opened, email in ((first, "grace@example.org"), (second_round(preprint), second)):
            ReviewFactory(
                round=opened,
                published=True,
                by_guest=True,
                confirmed_by="mailbox",
                invitation__email=email,
                number=7,
            )
        works.append(preprint)
    assert shown(works[0]) == shown(works[1])
    assert reviews_check(works[0]).ok


def test_one_reviewer_in_each_round_is_not_enough():
    preprint = make_candidate(ratings=(("useful", "solid"),))
    newest = second_round(preprint)
    add_review(newest, UserFactory())
    assert not reviews_check(preprint).ok
    add_review(newest, UserFactory(), number=2)
    assert reviews_check(preprint).ok


def test_a_round_without_published_reviews_leaves_the_ratings_of_the_one_before():
    preprint = make_candidate(ratings=(("landmark", "solid"), ("useful", "solid")))
    newest = second_round(preprint)
    ReviewFactory(round=newest, submitted=True)
    ReviewFactory(round=newest, published=True, confirmed_at=None, confirmed_by="")
    assert significances(preprint) == ["landmark", "useful"]
    assert reviews_check(preprint).ok
    add_review(newest, UserFactory(), "important", number=2)
    assert significances(preprint) == ["important"]
    assert reviews_check(preprint).ok


def test_an_author_of_the_work_counts_in_no_round():
    preprint = make_candidate(ratings=(("landmark", "solid"),))
    newest, author = second_round(preprint), UserFactory()
    for number, reviewer in enumerate((author, UserFactory()), start=1):
        add_review(newest, reviewer, number=number)
    assert reviews_check(preprint).ok
    Author.objects.filter(version__preprint=preprint).update(user=author)
    assert not reviews_check(preprint).ok
    assert significances(preprint) == ["useful"]
