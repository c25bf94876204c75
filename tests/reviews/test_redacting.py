"""A passage of a published text is redacted: what readers see, what is sealed and logged."""

import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from events.models import Event, PublicSalt
from events.outbox import work
from reviews import redaction_errors as errors
from reviews.interests import Interests
from reviews.models import Assessment, Response, Review, SealedOriginal
from reviews.services import reviewing
from reviews.services.editor_interests import keep_interests
from reviews.services.posting import publish_assessment
from reviews.services.redacting import (
    redact_assessment,
    redact_response,
    redact_review,
)
from reviews.services.redaction_steps import Passage, may_read, parts_for
from reviews.services.responding import post_response
from reviews.services.signing import sign_review
from reviews.services.withdrawing import withdraw_review
from tests.factories.accounts import UserFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.reviews.test_review_services import content
from tests.reviews.test_signing_later import log_holds, rewrite

pytestmark = pytest.mark.django_db
WORDS = "Dr Quenneville of Oslo"
REASON = "It named a person."
WEAKNESSES = (
    f"1. Section two is short.\n2. {WORDS} proved **more**.\n"
    "3. The third point. It has more words than the others."
)


def posted(*declared):
    """A posted round: a review with points, another one, an assessment and a response.

    declared: words of the second editor, and of others who decided on it.
    """
    of = RoundFactory()
    submission, author = of.submission, UserFactory(name="Aut Author")
    of.version.authors.update(user=author)
    writer = UserFactory(verified=True)
    written = ReviewFactory(round=of, reviewer=writer)
    reviewing.submit_review(
        written.pk, reviewer=writer, content=content(weaknesses=WEAKNESSES), now=NOW
    )
    accepted = {"status": "accepted", "accepted_at": NOW, "reviewer_number": 1}
    Review.objects.filter(pk=written.pk).update(**accepted)
    ReviewFactory(round=of, accepted=True, reviewer_number=2, weaknesses=WORDS)
    assessment = AssessmentFactory(
        round=of,
        text=f"It is solid. {WORDS} agrees.",
        state="approved",
        approved_by=submission.second_editor,
        approved_at=NOW,
    )
    for words in declared:
        is_first = words == declared[0]
        editor = submission.second_editor if is_first else UserFactory(editor=True)
        keep_interests(submission, editor, Interests(words=words), now=NOW)
    of.version.authors.update(user=None)
    publish_assessment(assessment.pk, editor=submission.editor, now=NOW)
    of.version.authors.update(user=author)
    response = post_response(
        of.pk,
        author=author,
        text=f"We thank {WORDS} for this.",
        interests=Interests.none(),
        now=NOW,
    )
    return Review.objects.get(pk=written.pk), assessment, response


def redact(review, *, editor=None, passage=WORDS, part="weaknesses", reason=REASON):
    editor = editor or review.round.submission.editor
    return redact_review(
        review.pk, editor=editor, passage=Passage(part, passage), reason=reason, now=NOW
    )


def page(address):
    return Client().get(address, follow=True).content.decode()


def parts_of(shown: str) -> list[str]:
    """The page of a review up to the authors' answer, and that."""
    parts = shown.split('<section class="reviews" id="responses"')
    assert len(parts) == 2
    return parts


def test_readers_see_a_mark_in_its_place_the_reason_and_the_points_as_they_were():
    review, _assessment, _response = posted()
    addresses = [review.point_url(number) for number in (1, 2, 3)]
    before, _answer = parts_of(page(review.get_absolute_url()))
    assert WORDS in before
    redact(review)
    after, answer = parts_of(page(review.get_absolute_url()))
    assert WORDS not in after
    assert WORDS in answer  # which is redacted by itself
    assert "[redacted] proved <strong>more</strong>" in after
    assert REASON in after
    assert [one.point_url(number) for one in [review] for number in (1, 2, 3)] == addresses
    for address in addresses:
        assert f'id="{address.partition("#")[2]}"' in after
    review.refresh_from_db()
    assert review.points[1].startswith("[redacted]")
    api = Client().get(f"/api/v1/reviews/{review.pk}/").json()
    assert WORDS not in str(api)
    assert api["redactions"] == [{"part": "weaknesses", "reason": REASON, "on": "2026-03-02"}]
    work_page = page(review.version.get_absolute_url())
    assert "A passage of a review was redacted" in work_page
    other = Review.objects.exclude(pk=review.pk).get()
    assert (other.weaknesses, other.redactions) == (WORDS, []), "another review stays"


def test_its_writer_reads_on_their_own_pages_what_was_redacted_and_why(client):
    review, _assessment, response = posted()
    redact(review)
    editor = review.round.submission.editor
    passage = Passage("text", WORDS)
    redact_response(response.pk, editor=editor, passage=passage, reason="Another.", now=NOW)
    client.force_login(review.reviewer)
    note = "A passage of “Weaknesses” was redacted on 2 March 2026:"
    for address in (f"/reviews/{review.pk}/write/", "/me/"):
        shown = client.get(address).content.decode()
        assert note in shown, address
        assert REASON in shown
        assert "Another." not in shown
    client.force_login(response.author)
    work = response.version.preprint_id
    shown = client.get(reverse("reviews:respond", args=[work])).content.decode()
    assert "A passage of “Text” was redacted on 2 March 2026:" in shown
    assert "Another." in shown


def test_an_assessment_and_a_response_are_redacted_in_the_same_way():
    review, assessment, response = posted()
    managing = UserFactory(managing_editor=True)
    editor = review.round.submission.second_editor
    redact_response(
        response.pk, editor=editor, passage=Passage("text", WORDS), reason=REASON, now=NOW
    )
    redact_assessment(
        assessment.pk, editor=managing, passage=Passage("text", WORDS), reason=REASON, now=NOW
    )
    shown = page(review.version.get_absolute_url())
    assert "We thank [redacted] for this." in shown
    assert "It is solid. [redacted] agrees." in shown
    assert shown.count(REASON) == 2
    for kind in ("responses", "assessments"):
        assert WORDS not in str(Client().get(f"/api/v1/{kind}/").json())
    assert log_holds() is True


def test_what_a_signed_review_declares_and_tells_its_authors_is_redacted_too():
    review, assessment, response = posted()
    other = Review.objects.exclude(pk=review.pk).get()
    declared = {
        "competing_interests": f"{WORDS} is my friend of old.",
        "ai_use": "Bot of Dr X, once.",
    }
    rewrite(other, recommendations=f"Please do not ask {WORDS}.")
    rewrite(review, recommendations=f"Please do not ask {WORDS}.", **declared)
    with pytest.raises(errors.PassageNotFound):  # nobody but editors reads it while it is hidden
        redact(review, part="ai_use", passage="Dr X")
    review.refresh_from_db()
    sign_review(review.pk, reviewer=review.reviewer, now=NOW)
    redact(review, part="competing_interests")
    redact(review, part="ai_use", passage="Dr X", reason="Another.")
    redact(review, part="recommendations")
    review.refresh_from_db()
    assert review.recommendations == "Please do not ask [redacted]."
    assert "Quenneville" not in review.recommendations_html
    shown = page(review.get_absolute_url())
    assert "[redacted] is my friend of old." in shown
    assert "Bot of [redacted], once." in shown
    assert "A passage of “Use of AI” was redacted on 2 March 2026:" in shown
    api = Client().get(f"/api/v1/reviews/{review.pk}/").json()
    assert api["competing_interests"] == "[redacted] is my friend of old."
    parts = ["competing_interests", "ai_use", "recommendations"]
    assert [one["part"] for one in api["redactions"]] == parts
    other.refresh_from_db()
    assert (other.recommendations, other.redactions) == (f"Please do not ask {WORDS}.", [])
    managing, editor = UserFactory(managing_editor=True), review.round.submission.editor
    acts = ((assessment, redact_assessment, managing), (response, redact_response, editor))
    for row, act, by in acts:
        rewrite(row, competing_interests=f"{WORDS} pays all of us.")
        named = {"passage": Passage("competing_interests", WORDS), "reason": REASON}
        act(row.pk, editor=by, now=NOW, **named)
        row.refresh_from_db()
        assert row.competing_interests == "[redacted] pays all of us."
    assert log_holds() is True


def test_what_is_recommended_to_the_authors_is_shown_to_the_two_editors_alone(client):
    review, _assessment, _response = posted()
    other = Review.objects.exclude(pk=review.pk).get()
    for one in (review, other):
        rewrite(one, recommendations=f"Please ask {WORDS} about {one.pk}.")
    address = reverse("reviews:redact_review", args=[review.pk])
    sent = {"part": "recommendations", "passage": WORDS, "reason": REASON}
    client.force_login(managing := UserFactory(managing_editor=True))
    shown = client.get(address).text
    assert f"2. {WORDS} proved" in shown, "another part stays"
    assert "Please ask" not in shown
    assert client.post(address, sent).status_code == 422
    elsewhere = client.post(address, {**sent, "part": "weaknesses"}).text
    assert f"{other.identifier}, Weaknesses" in elsewhere
    assert "Recommendations to the authors" not in elsewhere
    with pytest.raises(errors.NotYoursToRedact):
        redact(review, editor=managing, part="recommendations")
    client.force_login(review.round.submission.second_editor)
    assert "Please ask" in client.get(address).text
    elsewhere = client.post(address, {**sent, "part": "weaknesses"}).text
    assert f"{other.identifier}, Recommendations to the authors" in elsewhere
    redact(review, part="recommendations")


def test_who_is_no_editor_any_more_reads_no_recommendations_though_the_work_names_them():
    review, _assessment, _response = posted()
    rewrite(review, recommendations=f"Please ask {WORDS}.")
    submission = review.round.submission
    Role.objects.filter(user=submission.second_editor).delete()
    for editor, reads in ((submission.editor, True), (submission.second_editor, False)):
        person = User.objects.get(pk=editor.pk)
        assert may_read(review, "recommendations", person) is reads
        shown = parts_for(review, person)
        assert ("recommendations" in shown, "weaknesses" in shown) == (reads, True)


def test_the_log_holds_it_as_it_stands_then_also_redacted_twice_signed_and_withdrawn():
    review, _assessment, _response = posted()
    assert log_holds() is True
    redact(review)
    assert log_holds() is True
    event = Event.objects.get(kind="review.redacted")
    assert (event.is_public, set(event.data)) == (
        True,
        {"review", "row", "hash", "personal", "original", "sealed"},
    )
    assert REASON not in str(event.data)
    redact(review, passage="The third point.")
    sign_review(review.pk, reviewer=review.reviewer, now=NOW)
    assert log_holds() is True
    with transaction.atomic():
        withdraw_review(review.pk, by=review.reviewer, reason="An error.", now=NOW)
        assert log_holds() is True
        transaction.set_rollback(True)
    for change in (
        {"weaknesses": WEAKNESSES},
        {"redactions": []},
        {"redactions": [{"part": "weaknesses", "reason": "None.", "on": "2026-03-02"}]},
    ):
        with transaction.atomic():
            rewrite(review, **change)
            assert "not in it as they stand" in str(log_holds()), change
            transaction.set_rollback(True)
    assert log_holds() is True


def test_the_database_permits_no_other_way():
    review, assessment, response = posted()
    redact(review)
    for row, change in (
        (Review.objects.filter(pk=review.pk), {"weaknesses": "Else."}),
        (Review.objects.filter(pk=review.pk), {"redactions": []}),
        (Response.objects.filter(pk=response.pk), {"redactions": [{}]}),
        (Assessment.objects.filter(pk=assessment.pk), {"redactions": [{}]}),
        (SealedOriginal.objects.all(), {"text": "Else."}),
        (PublicSalt.objects.all(), {"value": "Else."}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            row.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        SealedOriginal.objects.all().delete()


def test_what_is_refused_changes_nothing():
    review, assessment, response = posted()
    submission = review.round.submission
    for error, changed in (
        (errors.PassageNotFound, {"passage": "Nobody wrote this."}),
        (errors.PassageNotFound, {"passage": "  "}),
        (errors.PassageNotFound, {"passage": WORDS, "part": "summary"}),
        (errors.PassageOverPoints, {"passage": f"1. Section two is short.\n2. {WORDS}"}),
        (errors.RedactionReasonMissing, {"reason": " "}),
        (errors.NotYoursToRedact, {"editor": UserFactory(editor=True)}),
        (errors.NotYoursToRedact, {"editor": review.reviewer}),
    ):
        with pytest.raises(error):
            redact(review, **changed)
    with pytest.raises(errors.NotYoursToRedact):
        redact_assessment(
            assessment.pk,
            editor=submission.editor,
            passage=Passage("text", WORDS),
            reason=REASON,
            now=NOW,
        )
    review.version.authors.update(user=submission.editor)
    with pytest.raises(errors.NotYoursToRedact):
        redact_response(
            response.pk,
            editor=submission.editor,
            passage=Passage("text", WORDS),
            reason=REASON,
            now=NOW,
        )
    review.refresh_from_db()
    assert review.weaknesses == WEAKNESSES
    assert not SealedOriginal.objects.exists()
    with pytest.raises(errors.NothingToRedact):
        redact(ReviewFactory(submitted=True, weaknesses=f"{WORDS} errs in all of it."))


def test_the_page_keeps_what_was_typed_and_says_who_may(client):
    review, _assessment, _response = posted()
    address = f"/{review.identifier}/redact/"
    client.force_login(UserFactory(editor=True))
    refused = client.get(address, follow=True)
    assert refused.status_code == 403
    assert "one of the two editors of the work" in refused.content.decode()
    client.force_login(review.round.submission.editor)
    shown = client.get(address, follow=True)
    assert f"2. {WORDS} proved **more**." in shown.content.decode(), "to be copied"
    typed = {"part": "weaknesses", "passage": "Not there", "reason": REASON}
    to = reverse("reviews:redact_review", args=[review.pk])
    again = client.post(to, typed)
    assert again.status_code == 422
    assert "Not there" in again.content.decode()
    sent = {**typed, "passage": "dr  quenneville\nOF Oslo", "any_case": "on"}
    shown = client.post(to, sent).content.decode()
    assert "1 place is replaced" in shown
    assert "2. [redacted] proved **more**." in shown
    for name in ("V{0}.1.r2, Weaknesses", "V{0}.1.a1, Text", "V{0}.1.p1, Text"):
        assert name.format(review.version.preprint_id) in shown, "where it stands, too"
    assert not SealedOriginal.objects.exists()
    (seen,) = re.findall(r'name="seen" value="(\w+)"', shown)
    done = client.post(to, {**sent, "seen": seen}, follow=True)
    assert "[redacted] proved" in done.content.decode()
    late = client.post(to, {**sent, "passage": "The third point.", "seen": seen})
    assert "Somebody has redacted this text meanwhile" in late.content.decode()
    assert SealedOriginal.objects.count() == 1


def test_its_writer_gets_a_mail_with_the_reason_and_not_the_passage(mailoutbox):
    review, _assessment, _response = posted()
    work()
    mailoutbox.clear()
    redact(review)
    work()
    (sent,) = mailoutbox
    assert sent.to == [review.reviewer.email]
    assert REASON in sent.body
    assert "Quenneville" not in sent.message().as_string()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM events_outbox WHERE arguments::text LIKE '%Quenn%'")
        assert cursor.fetchone() == (0,)
