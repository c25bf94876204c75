"""What authors wrote before their round went back to its editors is not posted by itself."""

from datetime import timedelta

import pytest
from django.urls import reverse

from reviews.interests import Interests
from reviews.models import Assessment, Correction, HeldResponse, Response, Review, Round
from reviews.selectors.held import held_round
from reviews.services import posting
from reviews.services.reopening import reopen_without_review
from reviews.services.responding import hold_response
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW
from tests.reviews.test_corrections import POST_BY, answer, ask, author_of, with_authors

pytestmark = pytest.mark.django_db
AGAIN = NOW + timedelta(days=3)
TO_FIRST, TO_SECOND = "To the first review.", "To the second review."


def hold(sent, text, *, now):
    author = author_of(sent)
    return hold_response(sent.pk, author=author, text=text, interests=Interests.none(), now=now)


@pytest.fixture
def sent_again():
    """Its only review was disowned after the authors had written, and another one has come."""
    opened = with_authors()
    first = opened.reviews.get()
    hold(opened, TO_FIRST, now=NOW)
    answer(ask(opened))
    ask(opened, review_id=first.pk, point=1)
    Review.objects.filter(pk=first.pk).update(status="disowned")
    opened.refresh_from_db()
    assert reopen_without_review(opened, now=NOW)
    assert (opened.sent_at, opened.respond_until, opened.post_by) == (None, None, None)
    ReviewFactory(round=opened, accepted=True, reviewer_number=2)
    Round.objects.filter(pk=opened.pk).update(state="released", released_at=NOW)
    second = opened.submission.second_editor
    approved = {"state": "approved", "approved_at": NOW, "approved_by": second}
    Assessment.objects.filter(round=opened).update(**approved)
    editor = opened.submission.editor
    return posting.send_to_authors(opened.assessment.pk, editor=editor, now=AGAIN)


def post(sent):
    other = with_authors()
    hold(other, "Of another work.", now=NOW)
    posting.post_due_rounds(now=POST_BY + timedelta(days=30))
    assert Response.objects.get(round=other).text == "Of another work."
    return list(Response.objects.filter(round=sent).values_list("text", flat=True))


def test_nothing_of_it_is_waited_for_or_posted_and_the_author_keeps_the_text(client, sent_again):
    held = held_round(sent_again, author_of(sent_again))
    assert held.response.is_to_earlier_texts
    assert not held.waits_for_editors
    words = "Texts that were written anew: this is not posted"
    assert [shown.about for shown in held.corrections] == [words] * 2
    assert post(sent_again) == []
    assert not Correction.objects.posted().exists()
    client.force_login(author_of(sent_again))
    page = client.get(reverse("reviews:respond", args=[sent_again.version.preprint_id]))
    assert TO_FIRST in page.text


@pytest.mark.parametrize("text", [TO_FIRST, TO_SECOND])
def test_what_the_author_keeps_again_is_posted_changed_or_not(sent_again, text):
    hold(sent_again, text, now=AGAIN)
    assert not HeldResponse.objects.get(round=sent_again).is_to_earlier_texts
    asked = ask(sent_again, wrong="Of the second review.", now=AGAIN)
    assert post(sent_again) == [text]
    assert list(Correction.objects.posted()) == [asked]
