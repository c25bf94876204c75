"""Every form with a text: where it is not carried out, all that was typed stands on the answer.

A case gives who sends it, where to, what is typed, and the status. 422: the form is refused for
what is in it. 409: it is in order, but a service refuses it.
"""

from collections.abc import Callable
from html import unescape

import pytest
from django.urls import reverse
from factory import SelfAttribute

from drafts.models import Draft
from reviews.models import Assessment, Round, Submission
from tests.factories.reviews import InvitationFactory
from tests.factories.times import NOW
from tests.forms_with_texts import (
    DECLARED,
    TYPED,
    Sent,
    assessment,
    begin_issue,
    decline,
    decline_invitation,
    editor,
    editorial,
    feed,
    invite,
    invite_again,
    merge,
    pause,
    profile,
    recommendation,
    response,
    review,
    send_back,
    submit_found,
    submit_known,
    submit_link,
    submit_twice,
)
from tests.reviews.links import act_of, link_of

pytestmark = pytest.mark.django_db
LONG = TYPED + "x" * 60_001
APPROVED = {
    "state": "approved",
    "approved_by": SelfAttribute("round.submission.second_editor"),
    "approved_at": NOW,
}
CASES: list[tuple[str, Callable[[], Sent], int]] = [
    ("decline without a code", decline, 422),
    ("decline what is decided", lambda: decline(accepted=True), 409),
    ("invite without an address", invite, 422),
    ("invite in a closed round", lambda: invite("a@example.org", state="assessed"), 409),
    ("invite somebody who is invited", invite_again, 409),
    ("return with too long a comment", lambda: send_back(LONG), 422),
    ("return an older text", lambda: send_back(TYPED), 409),
    ("return what is approved", lambda: send_back(TYPED, **APPROVED), 409),
    ("decline an invitation at too great length", lambda: decline_invitation(LONG), 422),
    (
        "decline an invitation twice",
        lambda: decline_invitation(TYPED, state="declined", answered_at=NOW),
        409,
    ),
    (
        "suggest a work without interests",
        lambda: submit_known("reader", reason=TYPED),
        422,
    ),
    (
        "suggest a work without a reason",
        lambda: submit_known("reader", reason="", **DECLARED),
        409,
    ),
    ("submit a work twice", submit_twice, 409),
    ("submit a work that is not found yet", lambda: submit_found("waiting"), 422),
    ("submit a work that was not found", lambda: submit_found("failed"), 422),
    ("a link that leads nowhere", submit_link, 422),
    ("profile without a name", lambda: profile(name=""), 422),
    ("merge without a work", lambda: merge(TYPED + "x" * 300), 422),
    ("merge what is merged", lambda: merge(TYPED, is_done=True), 409),
    ("a feed without an address", feed, 422),
    ("pause with too long a reason", pause, 422),
    ("an issue with a taken number", begin_issue, 422),
    ("editorial without a title", lambda: editorial(""), 422),
    ("editorial over a newer one", lambda: editorial("After", seen="older"), 422),
    ("recommendation with too long a section", lambda: recommendation("x" * 101), 422),
    ("recommendation over a newer one", lambda: recommendation("A", seen="older"), 422),
    ("an unfinished review", review, 422),
    ("a review of a closed round", lambda: review(state="assessed"), 409),
    ("an unfinished assessment", assessment, 422),
    ("an unfinished response", response, 422),
    ("a second response", lambda: response(is_posted=True), 409),
    ("a response by no author", lambda: response(is_author=False), 409),
]


@pytest.mark.parametrize(
    ("make", "status"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_what_was_typed_stands_on_the_answer(client, make, status):
    sent = make()
    bystander = Draft.objects.create(
        owner=editor(),
        key=sent.draft_key or "review:1",
        fields={"text": "Somebody else's"},
        saved_at=NOW,
        revision=1,
    )
    if sent.by:
        client.force_login(sent.by)
    if sent.opens:
        client.get(sent.opens)
    answer = client.post(sent.to, sent.fields)
    page = unescape(answer.content.decode())
    assert answer.status_code == status
    for text in sent.fields.values():
        if len(str(text)) > 20:
            assert str(text) in page
    assert Draft.objects.get(pk=bystander.pk).fields == {"text": "Somebody else's"}
    assert "Somebody else's" not in page


SHORT = [case for case in CASES if case[0] in ("decline without a code", "return an older text")]
SHORT.append(("invite without an address", invite, 422))


@pytest.mark.parametrize("make", [case[1] for case in SHORT], ids=[c[0] for c in SHORT])
def test_a_refused_short_form_is_offered_again_to_its_writer_only(client, make):
    sent = make()
    client.force_login(sent.by)
    client.post(sent.to, sent.fields)
    draft = Draft.objects.get(key=sent.draft_key)
    assert draft.owner == sent.by
    assert TYPED in draft.fields.values()
    page = submission_page_of(sent)
    words = unescape(client.get(page).content.decode())
    assert TYPED in words
    assert "This is your text of" in words
    client.force_login(editor())
    assert TYPED not in unescape(client.get(page).content.decode())


def submission_page_of(sent: Sent) -> str:
    kind, number = sent.draft_key.split(":")
    submission_id = {
        "decline": lambda: int(number),
        "invite": lambda: Round.objects.get(pk=number).submission_id,
        "return": lambda: Assessment.objects.get(pk=number).round.submission_id,
    }[kind]()
    return reverse("reviews:submission", args=[submission_id])


def test_a_short_form_that_is_carried_out_keeps_no_draft(client):
    sent, other = decline(), decline()
    client.force_login(sent.by)
    for one in (sent, other):
        client.post(one.to, one.fields)
    client.post(sent.to, {**sent.fields, "ground": "other", "text": TYPED + " More."})
    assert [draft.key for draft in Draft.objects.all()] == [other.draft_key]


def test_a_short_form_does_not_replace_what_another_tab_wrote(client):
    sent = decline()
    client.force_login(sent.by)
    page = client.get(submission_page_of(sent)).context["decline_draft"]
    loaded = {"draft_revision": page.revision, "draft_base": page.base, "draft_owner": page.owner}
    client.post(sent.to, {**sent.fields, **loaded})
    newer = {**sent.fields, "ground": "other", "text": "Another text."}
    answer = client.post(sent.to, newer | loaded)
    words = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert TYPED in words
    assert "Another text." in words
    submission_id = int(sent.draft_key.split(":")[1])
    submission = Submission.objects.get(pk=submission_id)
    assert submission.state == "submitted"


def test_a_closed_link_shows_every_value_and_no_secret(client):
    one = InvitationFactory()
    client.get(link_of(one))
    one.nonce, one.token_hash = "newer", "0" * 64
    one.save()
    answer = client.post(act_of(one, "decline"), {"reason": "7", "name": "Y", "password": "hush"})
    words = unescape(answer.content.decode())
    assert answer.status_code == 410
    assert "<dd>7</dd>" in words
    assert "<dd>Y</dd>" in words
    assert "hush" not in words
