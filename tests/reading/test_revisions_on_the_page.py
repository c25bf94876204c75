"""The page of a work that was revised: what was declared, and each assessment with its version."""

import pytest

from reviews.models import Round
from reviews.services import revising
from tests.at_once.reviewing.assessments import proposal
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ResponseFactory, ReviewFactory
from tests.factories.times import DUE, NOW
from tests.reviews.posted import approve_and_post
from tests.reviews.revised import declared_revision, revised_work

pytestmark = pytest.mark.django_db
REASON = "Section two changes the result."


def page_of(client, revised, person=None):
    if person is not None:
        client.force_login(person)
    page = client.get(revised.preprint.get_absolute_url())
    assert page.status_code == 200
    return " ".join(page.content.decode().split())


def decide(revision, decision):
    revising.decide_revision(
        revision.pk,
        editor=revision.round.submission.editor,
        decision=decision,
        reason=REASON,
        due_on=DUE,
        now=NOW,
    )


def assess(opened):
    """A released round; one of the editors alone needs no release."""
    if opened.kind == Round.Kind.FULL:
        Round.objects.filter(pk=opened.pk).update(state="released", released_at=NOW)
    approve_and_post(proposal(opened, text="It holds now. The proof is complete.")())


def test_the_note_and_the_answers_are_public_and_the_reason_is_not(client):
    revised = revised_work()
    revision = revising.declare_revision(
        revised.newer.pk, author=revised.author, note="New proof.", answers={1: "Done."}, now=NOW
    )
    page = page_of(client, revised)
    assert "What changed in version 2, by" in page
    assert "New proof." in page
    assert "To review 1, Anonymous reviewer" in page
    assert "the editors decide what follows the revision, version 2." in page
    decide(revision, "full")
    page = page_of(client, revised)
    assert "version 2 is under review again." in page
    assert "The revision is reviewed again" in page
    for person in (UserFactory(), revised.review.reviewer, revised.author):
        assert REASON not in page_of(client, revised, person)


@pytest.mark.parametrize(("decision", "words"), [
    ("none", "the editors chose no new review of version 2."),
    ("editors", "the editors assess version 2 by themselves."),
])  # fmt: skip
def test_the_status_says_what_follows(client, decision, words):
    revised = revised_work()
    decide(declared_revision(revised), decision)
    page = page_of(client, revised)
    assert words in page
    assert "of version 1" in page, "the assessment says which version it is of"
    assert "/review/" not in page, "nobody volunteers"


def test_the_new_assessment_stands_above_the_old_one_and_each_names_its_version(client):
    revised = revised_work()
    decide(declared_revision(revised), "full")
    opened = revised.newer.rounds.get()
    assert f"/preprints/{revised.preprint.pk}/review/" in page_of(client, revised)
    ReviewFactory(round=opened, published=True)
    assess(opened)
    page = page_of(client, revised)
    new, old = (
        f'id="{version.identifier}.a1"' for version in (revised.newer, revised.round.version)
    )
    assert 0 < page.index(new) < page.index(old)
    assert (
        page.index("of version 2") < page.index("Earlier assessment") < page.index("of version 1")
    )


def test_a_response_to_the_first_assessment_is_none_to_the_second(client):
    revised = revised_work()
    ResponseFactory(round=revised.round, author=revised.author)
    assert "the authors have responded." in page_of(client, revised)
    decide(declared_revision(revised), "editors")
    assess(revised.newer.rounds.get())
    assert "not responded to the newest assessment yet." in page_of(client, revised)
    assert "/respond/" in page_of(client, revised, revised.author)


def test_an_author_is_offered_what_is_next(client):
    revised = revised_work()
    revise = f"/preprints/{revised.preprint.pk}/v2/revise/"
    assert revise in page_of(client, revised, revised.author)
    assert revise not in page_of(client, revised, UserFactory())
    declared_revision(revised)
    assert revise not in page_of(client, revised, revised.author)
