"""What an editor's page of a submission knows, for each editor and state; cards of works."""

from dataclasses import asdict
from datetime import timedelta

import pytest

from ingest.models import Lookup
from ingest.record_json import record_to_json
from preprints.models import Preprint
from preprints.record import Record, RecordAuthor, RecordLocation
from reviews.selectors.submission import submission_page
from reviews.selectors.work_card import card_of_lookup, card_of_preprint
from tests.factories.accounts import UserFactory
from tests.factories.preprints import LocationFactory, PreprintFactory, VersionFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW, POSTED

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def seen_by(person, submission):
    page = submission_page(submission, person)
    names = ("is_handling", "is_second", "is_involved", "may_triage", "may_assess")
    return {name for name in names if getattr(page, name)}


@pytest.fixture
def opened():
    """Beside another round of another work, which has reviews and invitations of its own."""
    other = RoundFactory()
    ReviewFactory(round=other, published=True)
    InvitationFactory(round=other)
    return RoundFactory()


def test_the_two_editors_see_the_whole_round_and_another_editor_what_is_public(opened):
    submission = opened.submission
    published = ReviewFactory(round=opened, published=True)
    submitted = ReviewFactory(round=opened, submitted=True)
    ReviewFactory(round=opened)
    later = InvitationFactory(round=opened, email="later@example.org", invited_at=LATER)
    first = InvitationFactory(round=opened, email="first@example.org")
    assessment = AssessmentFactory(round=opened)
    for editor in (submission.editor, submission.second_editor):
        page = submission_page(submission, editor)
        assert (page.submission, page.round) == (submission, opened)
        assert set(page.reviews) == {published, submitted}
        assert page.invitations == [first, later]
        assert page.assessment == assessment
        assert (page.still_writing, page.unread) == (1, 1)
        assert page.has_accepted_review
    page = submission_page(submission, UserFactory(editor=True))
    assert (page.reviews, page.invitations, page.assessment) == ([published], [], None)
    assert (page.still_writing, page.unread) == (0, 0)


@pytest.mark.parametrize("role", ["editor", "second_editor", "another editor"])
def test_an_assessment_being_written_is_shown_to_the_two_editors_alone(role):
    proposed = AssessmentFactory(round=RoundFactory())
    submission = proposed.round.submission
    person = getattr(submission, role, None) or UserFactory(editor=True)
    shown = None if role == "another editor" else proposed
    assert submission_page(submission, person).assessment == shown


def test_the_newest_round_is_shown(opened):
    type(opened).objects.filter(pk=opened.pk).update(state="assessed", closed_at=NOW)
    second = RoundFactory(submission=opened.submission, version=opened.version, number=2)
    assert submission_page(opened.submission, opened.submission.editor).round == second


def test_without_a_round_there_is_nothing_to_read_yet():
    waiting = SubmissionFactory()
    page = submission_page(waiting, UserFactory(editor=True))
    assert (page.round, page.reviews, page.invitations) == (None, [], [])
    assert (page.assessment, page.still_writing, page.unread) == (None, 0, 0)
    assert not page.has_accepted_review


def test_nobody_counts_as_still_writing_before_there_is_an_assessment(opened):
    ReviewFactory(round=opened)
    page = submission_page(opened.submission, opened.submission.editor)
    assert page.still_writing == 0


def test_each_editor_may_do_their_part(opened):
    submission = opened.submission
    ReviewFactory(round=opened, accepted=True)
    assert "may_assess" not in seen_by(submission.editor, submission)
    type(opened).objects.filter(pk=opened.pk).update(state="released", released_at=NOW)
    assert seen_by(submission.editor, submission) == {"is_handling", "is_involved", "may_assess"}
    assert seen_by(submission.second_editor, submission) == {"is_second", "is_involved"}
    assert seen_by(UserFactory(editor=True), submission) == set()


def test_any_editor_but_an_author_of_the_work_may_decide_what_waits():
    waiting, author = SubmissionFactory(), UserFactory(editor=True)
    waiting.version.authors.update(user=author)
    assert seen_by(UserFactory(editor=True), waiting) == {"may_triage"}
    assert seen_by(author, waiting) == seen_by(waiting.submitter, waiting) == set()


def test_an_editor_handles_a_work_only_once_it_is_accepted():
    editor = UserFactory(editor=True)
    declined = SubmissionFactory(
        state="declined", decline_code="other", decline_text="No", editor=editor
    )
    assert seen_by(editor, declined) == {"is_involved"}


@pytest.mark.parametrize(
    ("state", "may_assess"),
    [
        (None, True),
        ("proposed", True),
        ("returned", True),
        ("approved", False),
        ("published", False),
    ],
)
def test_an_assessment_is_written_until_it_is_approved(opened, state, may_assess):
    type(opened).objects.filter(pk=opened.pk).update(state="released", released_at=NOW)
    ReviewFactory(round=opened, accepted=True)
    approval = {"approved_by": opened.submission.second_editor, "approved_at": NOW}
    fields = approval if state in ("approved", "published") else {}
    if state:
        AssessmentFactory(round=opened, state=state, published_at=NOW, **fields)
    assert ("may_assess" in seen_by(opened.submission.editor, opened.submission)) is may_assess


@pytest.mark.parametrize("missing", ["published review", "open round"])
def test_an_assessment_needs_an_open_round_with_a_published_review(opened, missing):
    fields = {"submitted": True} if missing == "published review" else {"published": True}
    ReviewFactory(round=opened, **fields)
    if missing == "open round":
        type(opened).objects.filter(pk=opened.pk).update(state="assessed", closed_at=NOW)
    assert "may_assess" not in seen_by(opened.submission.editor, opened.submission)


# --- Where the version is ------------------------------------------------------------------------


@pytest.mark.parametrize("is_known", [True, False])
def test_the_place_of_the_version_is_named_or_the_works_main_place_where_it_is_not_known(is_known):
    preprint = PreprintFactory(location=None, version=None)
    other = LocationFactory(preprint=preprint, is_canonical=False, external_id="2601.90001")
    main = LocationFactory(preprint=preprint, external_id="2601.90002")
    VersionFactory(preprint=preprint, location=other if is_known else None)
    page = submission_page(SubmissionFactory(preprint=preprint), UserFactory(editor=True))
    expected = (other, "arXiv:2601.90001v1") if is_known else (main, "arXiv:2601.90002v1")
    assert (page.location, page.source_reference) == expected


@pytest.mark.parametrize(
    ("source", "words"),
    [("arxiv", "arXiv:x1, version of 5 January 2026"), ("lesswrong", "as of 2 March 2026")],
)
def test_a_version_without_a_name_of_its_own_is_named_by_its_day(source, words):
    preprint = PreprintFactory(location=None, version=None)
    LocationFactory(preprint=preprint, source=source, external_id="x1")
    VersionFactory(preprint=preprint, source_version="")
    page = submission_page(SubmissionFactory(preprint=preprint), UserFactory(editor=True))
    assert page.source_reference.endswith(words)


# --- Cards ---------------------------------------------------------------------------------------

CARD = {
    "title_html": "<i>Axioms</i>",
    "author_line": "Ada Example",
    "posted_at": POSTED,
    "version": "v2",
    "abstract_html": "<p>We state four.</p>",
    "opening": "We state",
    "is_withdrawn": True,
}


def test_the_card_of_a_stored_work_shows_its_newest_version():
    preprint = PreprintFactory()
    VersionFactory(
        preprint=preprint,
        number=2,
        title_html="<i>Axioms</i>",
        abstract_html="<p>We state four.</p>",
        opening="We state",
        is_withdrawn=True,
    )
    LocationFactory(preprint=preprint, is_canonical=False, url="https://example.org/copy")
    place = preprint.locations.get(is_canonical=True)
    card = card_of_preprint(Preprint.objects.get(pk=preprint.pk))
    newest = preprint.versions.get(number=2)
    where = {"source_name": "arXiv", "url": place.url, "shown": str(newest.pk)}
    assert asdict(card) == CARD | where
    lookup = Lookup(preprint=Preprint.objects.get(pk=preprint.pk), record=None)
    assert card_of_lookup(lookup) == card


def card_of(**fields):
    """The card of a forum's post that was only found."""
    record = Record(
        location=RecordLocation("lesswrong", "x1", "https://example.org/posts/x1"),
        title="On $x$",
        authors=(RecordAuthor("Ada Example"), RecordAuthor("Noor Example")),
        posted_at=POSTED,
        first_posted_at=POSTED,
        **fields,
    )
    return card_of_lookup(Lookup(record=record_to_json(record)))


def test_the_card_of_a_work_that_was_found_shows_the_same():
    card = card_of(abstract="Four *axioms*.", source_version="v3", is_withdrawn=True)
    assert "<math" in card.title_html
    assert "Four" in card.abstract_html
    assert asdict(card) == {
        "title_html": card.title_html,
        "author_line": "Ada Example, Noor Example",
        "posted_at": POSTED,
        "source_name": "LessWrong",
        "url": "https://example.org/posts/x1",
        "version": "v3",
        "abstract_html": card.abstract_html,
        "opening": "",
        "is_withdrawn": True,
        "shown": "record",
    }


def test_the_card_of_a_post_shows_its_first_words_where_it_has_no_abstract():
    body = "<p>" + "word " * 200 + "</p>"
    shown, with_abstract = card_of(body_html=body), card_of(body_html=body, abstract="Four.")
    assert (shown.abstract_html, shown.is_withdrawn) == ("", False)
    assert shown.opening.split()[:3] == ["word"] * 3
    assert 100 < len(shown.opening.split()) <= 121
    assert with_abstract.opening == ""


def test_a_work_that_is_not_found_yet_has_no_card():
    assert card_of_lookup(Lookup(record=None)) is None
