"""Which words lead to which public texts, and what never does."""

import pytest
from django.core.management import call_command

from accounts.models import Profile
from curation.models import Issue
from preprints.models import Preprint
from reviews.services.published_changes import change_published
from search.models import Document, StaleDocument, Word
from search.services import follow_events, learn_words
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.preprints import PreprintFactory, SubjectFactory, VersionFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ResponseFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW
from tests.search.finding import found, index

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(db):
    """Of a work that everything below belongs to."""
    work = PreprintFactory(subjects=[SubjectFactory()])
    return RoundFactory(submission=SubmissionFactory(preprint=work, accepted=True))


def test_every_kind_of_public_text_is_found_by_its_words(round_):
    work = round_.submission.preprint
    review = ReviewFactory(round=round_, published=True, weaknesses_html="<p>No quokka.</p>")
    assessment = AssessmentFactory(round=round_, published=True, text="A quokka of a result.")
    response = ResponseFactory(round=round_, text_html="<p>We added quokkas.</p>")
    entry = EntryFactory(preprint=work, recommendation_html="<p>Quokkas!</p>")
    issue = publish(entry.issue)
    index(work)
    assert found("quokka") == {
        ("review", review.pk),
        ("assessment", assessment.pk),
        ("response", response.pk),
        ("editorial", issue.pk),
    }
    assert found("axioms") == {("work", work.pk), ("review", review.pk)}


def test_nothing_is_found_that_not_everybody_may_read(round_):
    """The bystander: one published review, whose private part has the word, too."""
    public = ReviewFactory(
        round=round_,
        published=True,
        byline_name="Anonymous reviewer",
        recommendations_html="<p>quokka</p>",
        competing_interests="quokka",
        ai_use="quokka",
    )
    Profile.objects.filter(user=public.reviewer).update(handle="quokka", name="Quokka Quoll")
    word = {"summary_html": "<p>quokka</p>"}
    ReviewFactory(round=round_, **word)
    for status in ("submitted", "accepted"):
        ReviewFactory(round=round_, **{status: True}, **word)
    AssessmentFactory(round=round_, text="quokka")
    EntryFactory(preprint=round_.submission.preprint, recommendation_html="<p>quokka</p>")
    IssueFactory(number=2, editorial_html="<p>quokka</p>")
    VersionFactory(preprint=PreprintFactory(version=None), body_html="<p>quokka</p>")
    index(*Preprint.objects.all())
    assert found("quokka") == found("anonymous") == set()
    assert ("review", public.pk) in found("axioms")


def test_a_full_text_is_found_where_it_is_shown():
    shown, hidden = (
        VersionFactory(
            preprint=PreprintFactory(version=None, shows_full_text=is_shown),
            body_html="<p>The quokka&#x27;s <b>smile</b>.</p>",
        ).preprint
        for is_shown in (True, False)
    )
    index(shown, hidden)
    assert found("quokka smile") == {("work", shown.pk)}
    assert found("axioms") == {("work", shown.pk), ("work", hidden.pk)}
    Preprint.objects.filter(pk=shown.pk).update(shows_full_text=False)
    assert found("quokka") == set()


@pytest.mark.parametrize("make", [ReviewFactory, AssessmentFactory, ResponseFactory])
def test_a_text_that_changes_is_not_found_by_its_old_words_from_then_on(round_, make):
    published = {} if make is ResponseFactory else {"published": True}
    field = "summary_html" if make is ReviewFactory else "text_html"
    old, bystander = {field: "<p>quokka</p>"}, {field: "<p>quokka quoll</p>"}
    kind = make._meta.model._meta.model_name
    row = make(round=round_, **published, **old)
    other = make(round=RoundFactory(), **published, **bystander)
    index(round_.submission.preprint, other.version.preprint)
    assert found("quokka") == {(kind, row.pk), (kind, other.pk)}
    setattr(row, field, "<p>[redacted]</p>")
    change_published(row, [field])
    assert found("quokka") == {(kind, other.pk)}
    assert follow_events(now=NOW) > 0
    assert found("quokka") == {(kind, other.pk)}
    assert found("redacted") == {(kind, row.pk)}


def test_a_merged_work_is_not_found_from_then_on_and_again_once_that_is_undone():
    kept, merged = PreprintFactory(), PreprintFactory()
    index(kept, merged)
    Preprint.objects.filter(pk=merged.pk).update(merged_into=kept)
    assert found("axioms") == {("work", kept.pk)}
    follow_events(now=NOW)
    assert not Document.objects.filter(preprint_id=merged.pk).exists()
    Preprint.objects.filter(pk=merged.pk).update(merged_into=None)
    follow_events(now=NOW)
    assert found("axioms") == {("work", kept.pk), ("work", merged.pk)}


def test_words_are_found_without_accents_in_any_form_and_formulas_as_they_are_written():
    version = VersionFactory(
        title="A $\\varepsilon$-net of Poincaré",
        title_plain="A ε-net of Poincaré",
        abstract="Résumé: we use $\\mathcal{O}(n)$ balls.",
        author_line="A, B, C, D (+2)",
        author_count=6,
    )
    version.authors.create(position=6, name="Žofie Nováková")
    index(version.preprint)
    work = {("work", version.preprint_id)}
    for words in ("poincare", "Poincaré", "ε-net", "varepsilon", "resume", "using balls"):
        assert found(words) == work, words
    assert found("novakova", config="verso_names") == work
    assert found("mercator") == set()


def test_a_document_says_what_its_work_is_like(round_):
    work = round_.submission.preprint
    earlier = AssessmentFactory(round=round_, published=True)
    entry = EntryFactory(preprint=work)
    publish(entry.issue)
    index(work)
    document = Document.objects.get(kind="assessment", object_id=earlier.pk)
    assert (document.status, document.work_kind, document.source) == ("listed", "theory", "arxiv")
    assert document.subject_ids == list(work.subjects.values_list("pk", flat=True))
    assert document.significance_id == earlier.significance_id
    assert document.issue_id == entry.issue_id
    marks = {word.split("'")[1] for word in str(document.words).split() if word.startswith("'=")}
    reached = [
        f"={term.vocabulary.scale}:{lower.pk}"
        for term in (earlier.significance, earlier.strength)
        for lower in term.vocabulary.terms.filter(rank__lte=term.rank)
    ]
    assert len(reached) > 2
    assert marks == {
        "=assessed",
        "=kind:assessment",
        "=status:listed",
        "=work:theory",
        "=source:arxiv",
        f"=year:{work.first_posted_at.year}",
        f"=subject:{document.subject_ids[0]}",
        f"=issue:{entry.issue_id}",
        *reached,
    }


def test_a_whole_index_can_be_made_anew(round_, capsys):
    work, other = round_.submission.preprint, PreprintFactory()
    ReviewFactory(round=round_, published=True)
    publish(EntryFactory(preprint=work).issue)
    index(work, other)
    before = set(Document.objects.values_list("kind", "object_id", "words"))
    Document.objects.filter(preprint_id=work.pk).delete()
    Document.objects.filter(preprint_id=other.pk).update(words="'old':1")
    Document.objects.create(
        kind="work", object_id=0, preprint_id=0, at=NOW, year=2026, indexed_at=NOW
    )
    call_command("rebuild_search")
    assert set(Document.objects.values_list("kind", "object_id", "words")) == before
    assert capsys.readouterr().out == "2 works indexed.\n"
    assert StaleDocument.objects.count() == 0
    assert Issue.objects.published().count() == 1


def test_the_words_of_works_are_learned_once():
    VersionFactory(title_plain="Quokkas, 7 of them, x86", abstract="naïve $\\alpha$")
    assert learn_words() == 1
    assert learn_words() == 0
    words = set(Word.objects.values_list("word", flat=True))
    assert words == {"quokkas", "them", "naive", "alpha", "ada", "example"}
