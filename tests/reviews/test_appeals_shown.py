"""What is shown and mailed of an appeal, and to whom."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events.models import Event
from events.outbox import work
from reviews.models import Appeal, Submission
from reviews.services import appealing, ending
from tests.events.published import salted, set_row
from tests.factories.accounts import UserFactory
from tests.factories.times import NOW
from tests.reviews.appeals import (
    WHY,
    appeal_assessment,
    appeal_decline,
    appeal_refusal,
    decide,
    declined,
    refused,
)
from tests.reviews.links import link_of, links_in
from tests.reviews.revised import revised_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_editor_triages")]

OF_ALL_MAILS = ("/mail-off/", "/me/mails/")


@pytest.fixture
def free():
    """An editor who has no part in anything."""
    return UserFactory(editor=True, email="free@example.org", name="Free Editor")


def test_everybody_reads_why_an_appeal_against_an_assessment_was_decided(client, free):
    revised, bystander = revised_work(), revised_work()
    client.force_login(revised.author)
    link = reverse("reviews:appeal_assessment", args=[revised.assessment.pk])
    own_page = reverse("reviews:own_work", args=[revised.newer.preprint_id])
    assert f'href="{link}"' in client.get(own_page).content.decode()
    appeal = appeal_assessment(revised)
    appealing.take_appeal(appeal.pk, editor=free, now=NOW)
    client.force_login(free)
    help_text = "Everybody reads it, beside the assessment."
    assert help_text in client.get(reverse("reviews:appeal", args=[appeal.pk])).content.decode()
    client.logout()
    work = revised.preprint.get_absolute_url()
    waits = client.get(work).text
    assert "appealed against this assessment" in waits
    assert "dismissed the appeal" not in waits
    reason = "Both terms lie between those of the reviewers."
    appealing.dismiss_appeal(appeal.pk, editor=free, reason=reason, now=NOW)
    page = client.get(work).content.decode()
    assert "dismissed the appeal on" in page
    assert reason in page
    other = client.get(bystander.preprint.get_absolute_url()).content.decode()
    assert "appealed against" not in other
    event = Event.objects.get(kind="assessment.appeal_decided")
    assert event.data["hash"] == salted(event, (reason,))


def test_why_another_appeal_was_decided_is_not_promised_to_everybody(client, free):
    appeal = appeal_decline(declined())
    appealing.take_appeal(appeal.pk, editor=free, now=NOW)
    client.force_login(free)
    page = client.get(reverse("reviews:appeal", args=[appeal.pk])).content.decode()
    assert "Whoever appealed reads it, and the editors." in page


def test_whoever_decides_does_not_learn_who_the_reviewer_is(client, free):
    review = refused(reviewer__name="Hidden Hilda", reviewer__email="hilda@example.org")
    appeal = appeal_refusal(review)
    client.force_login(free)
    page = reverse("reviews:appeal", args=[appeal.pk])
    client.post(reverse("reviews:take_appeal", args=[appeal.pk]))
    shown = client.get(page).content.decode() + client.get("/editor/").content.decode()
    assert "It is rude." in shown
    assert "section two" in shown
    assert "The work states four axioms." in shown
    for secret in ("Hilda", "hilda@", review.reviewer.profile.handle):
        assert secret not in shown
    sent = {"outcome": "dismissed", "reason": "It is *rude*.", "interests_choice": "none"}
    answer = client.post(page, sent)
    assert answer.url == page


def test_a_guest_appeals_by_the_link_and_sees_how_it_stands(client, free):
    review = refused(by_guest=True)
    page = reverse("reviews:appeal_refusal", args=[review.pk])
    assert client.get(page).status_code == 302
    client.get(link_of(review.invitation))
    assert client.post(page, {"text": WHY}).url == page
    assert "Waiting for an editor who is not involved" in client.get(page).content.decode()
    decide(Appeal.objects.get(), free, appealing.dismiss_appeal)
    assert "Dismissed" in client.get(page).content.decode()


def test_an_appeal_that_waits_is_seen_by_who_waits_for_it(client, free):
    """On the page of the submission and on My work; by everybody where the decision is public."""
    revised, submission, private = revised_work(), declined(), declined()
    set_row(private, is_decline_public=False)  # from before declines were public
    due = NOW + timedelta(days=28)
    until = f"{due.day} {due:%B %Y}"
    for appeal, is_public in (
        (appeal_assessment(revised), True),
        (appeal_decline(submission), True),
        (appeal_decline(private), False),
    ):
        pages = [reverse("reviews:own_submission", args=[appeal.work_id]), "/me/"]
        if appeal.assessment:
            pages.append(reverse("reviews:own_work", args=[appeal.work.preprint_id]))
        client.force_login(appeal.by)
        for page in pages:
            assert until in client.get(page).text, page
            assert "Nothing is waited for" not in client.get(page).text
        client.logout()
        public = appeal.work.preprint.get_absolute_url()
        assert (until in client.get(public).text) is is_public
        decide(appeal, free, appealing.dismiss_appeal)
        assert until not in client.get(public).text


@pytest.mark.parametrize(
    ("act", "status", "words"),
    [
        (appealing.uphold_appeal, "submitted", "An appeal was upheld"),
        (appealing.dismiss_appeal, "declined", "was dismissed"),
    ],
)
def test_what_comes_of_an_appeal_against_published_reasons_is_public(
    client, free, act, status, words
):
    """The reasons stay readable; of a decline that nobody else knows of, nothing is public."""
    submission, private = declined(), declined()
    set_row(private, is_decline_public=False)
    for one in (submission, private):
        one.version.authors.update(user=one.submitter)
    ending.publish_reasons(submission.pk, author=submission.submitter, now=NOW)
    for one in (submission, private):
        decide(appeal_decline(one), free, act)
    events = Event.objects.filter(kind="submission.appeal_decided", is_public=True)
    outcome = "upheld" if status == "submitted" else "dismissed"
    assert [event.data for event in events] == [{"submission": submission.pk, "outcome": outcome}]
    submission.preprint.refresh_from_db()
    assert submission.preprint.status == status
    page = client.get(submission.preprint.get_absolute_url()).text
    assert words in page
    assert "Too short." in page
    assert ("this decision does not stand" in page) is (status == "submitted")
    hidden = client.get(private.preprint.get_absolute_url()).text
    assert "Too short." not in hidden
    assert words not in hidden


def test_the_mails_lead_whoever_appealed_to_the_appeal_and_editors_to_the_submission(
    free, mailoutbox
):
    submission, review, revised = declined(), refused(), revised_work()
    pages = {}
    for appeal, name, about in (
        (appeal_decline(submission), "appeal_decline", submission.pk),
        (appeal_refusal(review), "appeal_refusal", review.pk),
        (appeal_assessment(revised), "appeal_assessment", revised.assessment.pk),
    ):
        pages[appeal.by.email] = {reverse(f"reviews:{name}", args=[about])}
        decide(appeal, free, appealing.dismiss_appeal)
        for editor in (appeal.work.editor, appeal.work.second_editor):
            if editor:
                page = reverse("reviews:submission", args=[appeal.work_id])
                pages[editor.email] = {page}
    decliner = Submission.objects.get(pk=submission.pk).editor
    pages[decliner.email] = {reverse("reviews:submission", args=[submission.pk])}
    while work():
        pass
    found = {}
    for one in mailoutbox:
        if "ppeal" in one.subject and one.to[0] in pages:
            links = [link for link in links_in(one) if not link.startswith(OF_ALL_MAILS)]
            found.setdefault(one.to[0], set()).update(links)
    assert found == pages


def test_the_page_of_a_submission_says_how_its_appeals_stand(client, free):
    """Of a refused review its two editors alone; what was written is for who decides."""
    review = refused()
    submission = review.round.submission
    appeal = appeal_refusal(review)
    page = reverse("reviews:submission", args=[submission.pk])
    waits = "Waiting for an editor who is not involved"
    for editor, is_shown in ((submission.editor, True), (UserFactory(editor=True), False)):
        client.force_login(editor)
        text = client.get(page).text
        assert ("Against a refused review" in text and waits in text) is is_shown
        assert WHY not in text
    decide(appeal, free, appealing.dismiss_appeal)
    client.force_login(submission.editor)
    text = client.get(page).text
    assert "Dismissed" in text
    assert "It does." in text
