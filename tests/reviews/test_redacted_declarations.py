"""What an editor declared is redacted where it was declared, too: it is published again later."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from reviews.interests import Interests
from reviews.models import EditorInterests, Submission
from reviews.other_interests import interests_of_decline, other_interests
from reviews.services.editor_interests import keep_interests
from reviews.services.redacting import redact_assessment
from reviews.services.redaction_steps import Passage
from tests.factories.accounts import UserFactory
from tests.factories.reviews import AssessmentFactory, RoundFactory
from tests.factories.times import NOW
from tests.reviews.test_redacting import REASON, WORDS, posted
from tests.reviews.test_signing_later import log_holds

pytestmark = pytest.mark.django_db
GRANT = f"A grant with {WORDS}."
REDACTED = "A grant with [redacted]."
OTHER = f"A bet with {WORDS}."


def redacted(assessment, part):
    passage, editor = Passage(part, WORDS), UserFactory(managing_editor=True)
    redact_assessment(assessment.pk, editor=editor, passage=passage, reason=REASON, now=NOW)


def declared(submission):
    return dict(submission.editors_interests.values_list("editor", "words"))


def published_next(submission):
    later = RoundFactory(submission=submission, version=submission.version, number=2)
    next_one = AssessmentFactory(round=later, written_by=UserFactory(editor=True))
    lists = (other_interests(next_one), interests_of_decline(submission))
    return [sorted({one["words"] for one in of} - {""}) for of in lists]


@pytest.mark.parametrize(
    ("entry", "after"), [(1, [OTHER, REDACTED]), (2, ["A bet with [redacted].", GRANT])]
)
def test_a_redacted_declaration_is_published_redacted_ever_after(entry, after):
    _review, assessment, _response = posted(GRANT, OTHER)
    submission, elsewhere = assessment.round.submission, posted(GRANT)[1].round.submission
    of_another_work = declared(elsewhere)
    redacted(assessment, f"other-{entry}")
    assert sorted(declared(submission).values()) == after, "the other editor's stays"
    assert declared(elsewhere) == of_another_work
    assert published_next(submission) == [after, after]
    seen = Client()
    seen.force_login(UserFactory(editor=True))
    page = seen.get(reverse("reviews:submission", args=[submission.pk])).text
    assert after[0] in page
    assert (GRANT in page, OTHER in page) == (entry == 2, entry == 1)
    assert log_holds() is True


def test_what_the_second_says_by_now_and_what_the_writer_declared_are_redacted_each_by_itself():
    _review, assessment, _response = posted(GRANT)
    submission, second = assessment.round.submission, assessment.approved_by
    by_writer = AssessmentFactory(
        round=RoundFactory(submission=submission, version=submission.version, number=2),
        published=True,
        competing_interests=f"One of my grants is with {WORDS}.",
    )
    mine = Interests(words=f"I wrote a grant with {WORDS}.")
    keep_interests(submission, second, Interests(words=f"Two grants: {WORDS}."), now=NOW)
    keep_interests(submission, by_writer.written_by, mine, now=NOW)
    redacted(assessment, "other-1")
    assert declared(submission) == {
        second.pk: "Two grants: [redacted].",
        by_writer.written_by_id: mine.words,
    }
    redacted(by_writer, "competing_interests")
    assert declared(submission)[by_writer.written_by_id] == "I wrote a grant with [redacted]."


def test_the_page_says_where_else_an_editor_declares_it():
    _review, assessment, _response = posted(GRANT, OTHER)
    submission, managing = assessment.round.submission, UserFactory(managing_editor=True)
    said_anew = EditorInterests.objects.get(submission=submission, words=OTHER)
    EditorInterests.objects.filter(pk=said_anew.pk).update(words=f"By now: {WORDS}.")
    client = Client()
    client.force_login(managing)
    typed = {"part": "other-2", "passage": WORDS, "reason": REASON}
    address = reverse("reviews:redact_assessment", args=[assessment.pk])
    page = client.post(address, typed).text
    place = reverse("reviews:submission", args=[submission.pk])
    name = said_anew.editor.profile.name
    assert f'<a href="{place}">What {name} declares' in page
    assert "in what the editor declared to the journal" not in page
    page = client.post(address, {**typed, "part": "other-1"}).text
    assert "in what the editor declared to the journal" in page
    assert page.count(f'<a href="{place}">What ') == 1, "of the one that is not redacted with it"


NOT_POSTED = "The assessment that is not posted yet"


@pytest.mark.parametrize(
    ("who", "names_it"),
    [("editor", True), ("second_editor", True), ("managing", False), ("managing_and_editor", True)],
)
def test_the_preview_tells_what_stands_in_an_assessment_that_is_not_posted_to_its_editors_alone(
    who, names_it
):
    review, assessment, _response = posted(GRANT)
    submission = assessment.round.submission
    managing = UserFactory(managing_editor=True)
    if who == "managing_and_editor":
        Submission.objects.filter(pk=submission.pk).update(second_editor=managing)
    later = RoundFactory(submission=submission, version=submission.version, number=2)
    AssessmentFactory(
        round=later,
        written_by=submission.editor,
        text=f"Sound, as {WORDS} says.",
        competing_interests=f"{WORDS} lent me a boat.",
    )
    client = Client()
    client.force_login(managing if who.startswith("managing") else getattr(submission, who))
    typed = {"part": "weaknesses", "passage": WORDS, "reason": REASON}
    page = client.post(reverse("reviews:redact_review", args=[review.pk]), typed).text
    assert "What readers will see" in page
    assert (NOT_POSTED in page) is names_it
    assert f'{submission.pk}/">What {submission.second_editor.profile.name} declares' in page


def test_a_managing_editor_cannot_try_which_words_stand_in_what_is_not_posted():
    _review, assessment, _response = posted(GRANT)
    submission = assessment.round.submission
    later = RoundFactory(submission=submission, version=submission.version, number=2)
    client = Client()
    client.force_login(UserFactory(managing_editor=True))
    address = reverse("reviews:redact_assessment", args=[assessment.pk])
    pages = []
    for said in ("Nothing.", f"Sound, as {WORDS} says."):
        draft = AssessmentFactory(round=later, text=said, competing_interests=said)
        typed = {"part": "text", "passage": WORDS, "reason": REASON}
        pages.append(client.post(address, typed).text.partition("What readers will see")[2])
        draft.delete()
    assert without_tokens(pages[0]) == without_tokens(pages[1]) != ""


def without_tokens(page):
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', "", page)
