"""A text that somebody typed stands on every page as it was typed, never as a part of the page."""

import lxml.html
import pytest
from django.db.models import F, Value
from django.db.models.fields import TextField
from django.db.models.functions import Cast, Concat
from django.test import Client
from django.urls import reverse

from accounts.models import Profile, Pseudonym
from curation.models import Entry, Issue
from preprints.models import Subject
from reviews.models import Assessment, Invitation, Response, Review, Submission
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, publish
from tests.factories.reviews import InvitationFactory, ReviewFactory, SubmissionFactory
from tests.factories.times import NOW
from tests.reading.works import open_round, reviewed_round, signed_review
from tests.reviews.links import link_of

pytestmark = pytest.mark.django_db
# Every stored plain text that a page of this test shows; rendered HTML has tests/text.
PLANTED = {
    Profile: ["name", "affiliation", "bio"],
    Pseudonym: ["name"],
    Submission: ["reason", "competing_interests", "decline_text"],
    Invitation: ["name", "message", "reason"],
    Review: ["byline_name", "competing_interests", "ai_use"],
    Assessment: ["competing_interests"],
    Response: ["author_name", "competing_interests"],
    Issue: ["title"],
    Entry: ["section", "first_sentence", "recommended_by_name"],
    Subject: ["name", "description"],
}


def plant() -> set[str]:
    """Put an element into each field of every row; the element as it is typed."""
    typed = set()
    for model, fields in PLANTED.items():
        for field in fields:
            begin = f"<b id=planted>{model.__name__}.{field} "
            parts = Value(begin), Cast(F("pk"), TextField()), Value("</b>")
            planted = Concat(*parts, output_field=TextField())
            assert model.objects.update(**{field: planted}), (model, field)
            typed.add(begin)
    return typed


def pages() -> list[tuple[Client, str]]:
    """Of one work with its reviews, an issue, and what its editors, reviewers and authors see."""
    opened = reviewed_round(kind="theory")
    work, submission = opened.submission.preprint, opened.submission
    writer = UserFactory()
    Pseudonym.objects.create(user=writer, name="Heron")
    own = signed_review(opened, number=3, reviewer=writer)
    entry = EntryFactory(preprint=work, version=opened.version)
    declined = InvitationFactory(round=opened, state="declined", answered_at=NOW, reason="No.")
    running = open_round()
    invited = InvitationFactory(round=running, email="second@example.org", message="Please.")
    draft = ReviewFactory(round=running, reviewer=writer)
    refused = SubmissionFactory(state="declined", decline_code="other", decline_text="No.")
    refused.editor = submission.editor
    refused.save()
    anybody, guest, editor, author, reviewer = (Client() for _ in range(5))
    editor.force_login(submission.editor)
    author.force_login(refused.submitter)
    reviewer.force_login(writer)
    return [
        *((anybody, reverse(f"reading:{name}")) for name in ("home", "preprints", "issues")),
        (anybody, work.get_absolute_url()),
        (anybody, opened.version.get_absolute_url()),
        (anybody, own.get_absolute_url()),
        (anybody, entry.issue.get_absolute_url()),
        (anybody, entry.issue.editor.profile.get_absolute_url()),
        (anybody, reverse("reading:subject", args=[work.subjects.get().slug])),
        (anybody, reverse("reading:review_requests")),
        (guest, link_of(invited)),
        (editor, reverse("reviews:desk")),
        (editor, reverse("reviews:submission", args=[submission.pk])),
        (editor, reverse("reviews:submission", args=[refused.pk])),
        (editor, reverse("reviews:sent_invitation", args=[declined.pk])),
        (author, reverse("reading:me")),
        (reviewer, reverse("reading:me")),
        (reviewer, reverse("reviews:write_review", args=[draft.pk])),
        (reviewer, reverse("accounts:profile")),
    ]


def test_no_stored_text_becomes_a_part_of_a_page():
    asked = pages()
    typed, shown = plant(), set()
    publish(Issue.objects.get())  # whose texts do not change any more
    for client, url in asked:
        answer = client.get(url, follow=True)
        assert answer.status_code == 200, url
        page = lxml.html.fromstring(answer.content.decode())
        assert [found.text_content() for found in page.xpath('//*[@id="planted"]')] == [], url
        words = page.text_content() + " ".join(page.xpath("//input/@value"))
        shown |= {text for text in typed if text in words}
    assert typed - shown == set(), "a text that no page shows is not tried"
