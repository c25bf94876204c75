"""An author who responds declares competing interests as kinds with words; everybody reads them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from drafts.models import Draft
from events.sealing import seal_new_events
from events.verifying import verify_log
from reviews.interests import FIELDS, Interests
from reviews.models import HeldResponse, Response
from reviews.services import posting, responding
from tests.events.published import set_row
from tests.factories.accounts import UserFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
WORDS = "I own a share of the maker."
OWNER = Interests(("financial", "rival"), WORDS)
TYPED = {
    "interests_choice": "declared",
    "interest_rival": "on",
    "interest_financial": "on",
    "competing_interests": WORDS,
}
AS_READ = (
    "Paid by somebody who gains or loses by the result, or owns a part; "
    f"Competes with an author: for the result, a grant or a post. {WORDS}"
)


@pytest.fixture
def answered(client):
    """Assessed; its author is signed in."""
    answered = RoundFactory(state="assessed", submission__preprint__status="reviewed")
    ReviewFactory(round=answered, published=True)
    author = UserFactory()
    answered.version.authors.update(user=author)
    client.force_login(author)
    return answered


def page_of(answered):
    return reverse("reviews:respond", args=[answered.version.preprint_id])


def send(client, answered, **declared):
    """From a page that knows what was sent before."""
    draft = client.get(page_of(answered)).context["draft"]
    known = {"draft_revision": draft.revision, "draft_base": draft.base}
    return client.post(page_of(answered), {"text": "We agree.", **known, **declared})


def shown(client, answered):
    """What the form shows of interests: the choice, the ticks, the words."""
    form = client.get(page_of(answered)).context["form"]
    ticks = [FIELDS[name] for name in FIELDS if "checked" in str(form[name])]
    choice, words = form["interests_choice"].value(), form["competing_interests"].value()
    return choice or "", ticks, words or ""


def test_a_response_without_a_choice_or_with_words_alone_is_kept_and_not_posted(client, answered):
    assert send(client, answered).status_code == 422
    refused = send(client, answered, competing_interests=WORDS)
    assert refused.status_code == 422
    assert WORDS in refused.text
    assert not Response.objects.exists()
    assert send(client, answered, **TYPED).status_code == 302
    assert Response.objects.get().interests == OWNER


@pytest.mark.parametrize(
    ("interests", "read"),
    [
        (OWNER, AS_READ),
        (Interests.none(), "None."),
        (Interests((), "A friend."), "A friend."),  # from before there were kinds
    ],
)
def test_everybody_reads_them_and_the_log_holds_them(client, answered, interests, read):
    author = answered.version.authors.get().user
    texts = {"text": "We agree.", "interests": interests, "now": NOW}
    response = responding.post_response(answered.pk, author=author, **texts)
    seal_new_events()
    client.logout()
    page = client.get(answered.submission.preprint.get_absolute_url()).text
    assert f"Competing interests: {read}" in " ".join(page.split())
    answer = client.get(f"/api/v1/responses/{response.pk}/").json()
    assert (tuple(answer["interest_kinds"]), answer["competing_interests"]) == (
        interests.kinds,
        interests.words,
    )
    assert response.identifier not in verify_log(now=NOW).reason
    set_row(response, interest_kinds=["adviser"])
    assert response.identifier in verify_log(now=NOW).reason


def test_what_is_held_stands_in_the_form_and_is_posted_with_the_round(client):
    sent = RoundFactory(
        state="with-authors", sent_at=NOW, released_at=NOW, respond_until=NOW + timedelta(days=14)
    )
    second = sent.submission.second_editor
    AssessmentFactory(round=sent, state="approved", approved_by=second, approved_at=NOW)
    ReviewFactory(round=sent, accepted=True)
    author = UserFactory()
    sent.version.authors.update(user=author)
    client.force_login(author)
    assert send(client, sent, **TYPED).status_code == 302
    assert HeldResponse.objects.get().interests == OWNER
    assert shown(client, sent) == ("declared", ["financial", "rival"], WORDS)
    HeldResponse.objects.update(interest_kinds=[])  # as it was kept before there were kinds
    assert shown(client, sent) == ("declared", [], WORDS)
    send(client, sent, **{**TYPED, "interest_financial": ""})
    posting.post_due_round(sent.pk, now=sent.respond_until)
    assert Response.objects.get().interests == Interests(("rival",), WORDS)


def test_a_draft_from_before_there_were_kinds_keeps_its_words(client, answered):
    author = answered.version.authors.get().user
    key = responding.response_draft_key(answered)
    fields = {"text": "We agree.", "competing_interests": WORDS}
    Draft.objects.create(owner=author, key=key, fields=fields, saved_at=NOW)
    assert shown(client, answered) == ("", [], WORDS)
    client.post(reverse("drafts:save", args=[key]), {**fields, **TYPED, "draft_revision": "1"})
    assert shown(client, answered) == ("declared", ["financial", "rival"], WORDS)
