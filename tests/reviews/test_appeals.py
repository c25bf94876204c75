"""One appeal per decision, by whom it concerns, decided by an editor who is not involved."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events.models import Event
from events.outbox import work
from reviews import appeal_errors, errors, reply_errors
from reviews.lapse_rules import Wait
from reviews.models import Appeal, Review, Round, Submission
from reviews.policies import current_policy
from reviews.services import appealing, ending, handing_over, replying, submissions, withdrawing
from reviews.services.lapsing import wait_of
from tests.events.published import salted
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import ReviewFactory, SubmissionFactory
from tests.factories.times import NOW
from tests.reviews.desks import desk_of
from tests.reviews.links import link_of, links_in
from tests.reviews.outcomes import new_mails
from tests.reviews.revised import declared_revision, revised_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_editor_triages")]
WHY = "It overlooks *section two*."


@pytest.fixture
def free():
    """An editor who has no part in anything."""
    return UserFactory(editor=True, email="free@example.org", name="Free Editor")


def declined(editor=None):
    one = SubmissionFactory(preprint=PreprintFactory(status="submitted"))
    editor = editor or UserFactory(editor=True)
    return submissions.decline_submission(
        one.pk, editor=editor, code="other", text="Too short.", now=NOW
    )


def refused(**fields):
    review = ReviewFactory(submitted=True, **fields)
    editor = review.round.submission.editor
    return replying.refuse_review(review.pk, editor=editor, reason="It is rude.", now=NOW)


OF_ALL_MAILS = ("/mail-off/", "/me/mails/")


def appeal_decline(submission, by=None):
    by = by or submission.submitter
    return appealing.appeal_decline(submission.pk, by=by, text=WHY, now=NOW)


def appeal_refusal(review):
    return appealing.appeal_refusal(review.pk, by=review.reviewer, text=WHY, now=NOW)


def appeal_assessment(revised):
    by = revised.author
    return appealing.appeal_assessment(revised.assessment.pk, by=by, text=WHY, now=NOW)


def decide(appeal, editor, act=appealing.uphold_appeal):
    appealing.take_appeal(appeal.pk, editor=editor, now=NOW)
    return act(appeal.pk, editor=editor, reason="It does.", now=NOW)


def test_an_upheld_appeal_has_the_work_decided_on_again(free, mailoutbox):
    submission = declined()
    other = declined()
    decliner = Submission.objects.get(pk=submission.pk).editor
    Submission.objects.update(submitted_at=NOW - timedelta(days=400))
    new_mails(mailoutbox)
    appeal = appeal_decline(submission)
    mailed = [(to, subject.partition(":")[0]) for to, subject in new_mails(mailoutbox)]
    assert ("free@example.org", "An appeal waits for an editor") in mailed
    receipt = (submission.submitter.email, "Your appeal has arrived")
    assert [one for one in mailed if one[0] == receipt[0]] == [receipt]
    decide(appeal, free)
    now = Submission.objects.select_related("preprint").get(pk=submission.pk)
    assert (now.state, now.editor, now.second_editor) == ("submitted", None, None)
    assert now.decided_at is None
    assert now.preprint.status == "submitted"
    assert Submission.objects.get(pk=other.pk).state == "declined"
    wait = wait_of(now, policy=current_policy())
    assert wait == Wait("no-decision", NOW, current_policy().lapse_without_answer_days)
    mailed = {(to, subject.partition(":")[0]) for to, subject in new_mails(mailoutbox)}
    assert mailed == {
        (submission.submitter.email, "The appeal is upheld"),
        (decliner.email, "The appeal is upheld"),
    }


def test_a_later_decline_can_be_appealed_and_whoever_declined_before_does_not_decide(client, free):
    submission = declined()
    first = Submission.objects.get(pk=submission.pk).editor
    decide(appeal_decline(submission), free)
    later = UserFactory(editor=True)
    again = {"editor": later, "code": "other", "text": "Still too short."}
    submissions.decline_submission(submission.pk, now=NOW + timedelta(days=3), **again)
    client.force_login(submission.submitter)
    page = client.get(reverse("reviews:appeal_decline", args=[submission.pk]))
    assert page.context["form"] is not None
    assert "upheld" not in page.text
    appeal = appeal_decline(submission)
    assert Appeal.objects.filter(work=submission).count() == 2
    for editor in (first, later):
        assert not desk_rows(editor)
        with pytest.raises(appeal_errors.EditorIsInvolved):
            appealing.take_appeal(appeal.pk, editor=editor, now=NOW)
    with pytest.raises(appeal_errors.AppealedAlready):
        appeal_decline(submission)
    decide(appeal, UserFactory(editor=True), appealing.dismiss_appeal)
    with pytest.raises(appeal_errors.AppealedAlready):
        appeal_decline(submission)


@pytest.mark.parametrize("is_involved", [True, False])
def test_where_the_managing_editors_are_involved_other_editors_hear_of_it(
    free, mailoutbox, is_involved
):
    managing = UserFactory(managing_editor=True, email="managing@example.org")
    submission = declined(managing if is_involved else None)
    new_mails(mailoutbox)
    appeal_decline(submission)
    editors = {free.email, managing.email, submission.editor.email}
    asked = {to for to, _ in new_mails(mailoutbox)} & editors
    assert asked == {free.email if is_involved else managing.email}


def test_a_dismissed_appeal_leaves_the_decision(free):
    submission = declined()
    appeal = decide(appeal_decline(submission), free, appealing.dismiss_appeal)
    assert Submission.objects.get(pk=submission.pk).state == "declined"
    assert (appeal.state, appeal.reason_html) == ("dismissed", "<p>It does.</p>\n")
    with pytest.raises(appeal_errors.AppealedAlready):
        appeal_decline(submission)
    for act in (appealing.uphold_appeal, appealing.dismiss_appeal):
        with pytest.raises(appeal_errors.AppealIsDecided):
            act(appeal.pk, editor=free, reason="Again.", now=NOW)


def test_an_upheld_appeal_gives_a_refused_review_back_to_its_editor(free):
    review = refused()
    decide(appeal_refusal(review), free)
    assert Review.objects.get(pk=review.pk).status == "submitted"
    assert list(Event.objects.filter(kind__startswith="appeal.", is_public=True)) == []
    with pytest.raises(reply_errors.RefusedBefore):
        replying.refuse_review(
            review.pk, editor=review.round.submission.editor, reason="Still.", now=NOW
        )


def test_an_upheld_appeal_has_the_editors_assess_the_work_anew(client, free):
    revised = revised_work()
    decide(appeal_assessment(revised), free)
    opened = Round.objects.get(submission=revised.round.submission, state="open")
    assert (opened.number, opened.kind, opened.version) == (2, "editors", revised.round.version)
    assert Appeal.objects.get().assessment.state == "published"
    page = client.get(revised.preprint.get_absolute_url()).content.decode()
    assert "An appeal against the assessment was upheld" in page


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


def test_no_second_round_opens_beside_what_is_under_way(free):
    revised = revised_work()
    declared_revision(revised)
    decide(appeal_assessment(revised), free)
    assert not Round.objects.filter(state="open").exists()


def test_only_whom_it_concerns_appeals(free):
    submission, review, revised = declined(), refused(), revised_work()
    author = UserFactory()
    submission.version.authors.update(user=author)
    for act, pk in (
        (appealing.appeal_decline, submission.pk),
        (appealing.appeal_refusal, review.pk),
        (appealing.appeal_assessment, revised.assessment.pk),
    ):
        for person in (UserFactory(), free, revised.round.submission.editor):
            with pytest.raises(appeal_errors.NotYourDecision):
                act(pk, by=person, text=WHY, now=NOW)
    with pytest.raises(appeal_errors.AppealWithoutText):
        appealing.appeal_decline(submission.pk, by=author, text=" ", now=NOW)
    assert appeal_decline(submission, by=author).by == author


def test_there_is_no_appeal_where_nothing_was_decided():
    waiting, review, revised = SubmissionFactory(), ReviewFactory(submitted=True), revised_work()
    cause = {"by": UserFactory(managing_editor=True), "reason": "An error.", "now": NOW}
    withdrawing.withdraw_assessment(revised.assessment.pk, **cause)
    for appeal in (
        lambda: appeal_decline(waiting),
        lambda: appeal_refusal(review),
        lambda: appeal_assessment(revised),
    ):
        with pytest.raises(appeal_errors.NothingToAppeal):
            appeal()


def involved(appeal):
    """Editors with a part in the work, by what it is."""
    work = appeal.work
    author, reviewer = UserFactory(editor=True), UserFactory(editor=True)
    work.version.authors.update(user=author)
    ReviewFactory(round__submission=work, reviewer=reviewer)
    return {"handles": work.editor, "wrote": author, "reviewed": reviewer}


def test_no_editor_decides_who_has_a_part_in_the_work(free):
    appeal = appeal_decline(declined())
    submitted = Appeal.objects.select_related("work__editor", "work__version").get()
    for editor in involved(submitted).values():
        with pytest.raises(appeal_errors.EditorIsInvolved):
            appealing.take_appeal(appeal.pk, editor=editor, now=NOW)
        assert not desk_rows(editor)
    with pytest.raises(errors.NotAnEditor):
        appealing.take_appeal(appeal.pk, editor=UserFactory(), now=NOW)
    assert desk_rows(free)
    with pytest.raises(appeal_errors.AppealNotTaken):
        appealing.uphold_appeal(appeal.pk, editor=free, reason="It does.", now=NOW)
    appealing.take_appeal(appeal.pk, editor=free, now=NOW)
    other = UserFactory(editor=True)
    with pytest.raises(appeal_errors.AppealIsTaken):
        appealing.take_appeal(appeal.pk, editor=other, now=NOW)
    with pytest.raises(appeal_errors.AppealNotTaken):
        appealing.dismiss_appeal(appeal.pk, editor=other, reason="No.", now=NOW)
    assert not desk_rows(other)


def test_whoever_has_been_an_editor_of_the_work_decides_none_of_its_appeals(client, free):
    review = refused()
    work, replaced = review.round.submission, UserFactory(editor=True)
    Submission.objects.filter(pk=work.pk).update(second_editor=replaced)
    managing = UserFactory(managing_editor=True)
    handing_over.hand_over(
        work.pk, place="second_editor", to=UserFactory(editor=True), by=managing, now=NOW
    )
    earlier = SubmissionFactory(
        preprint=work.preprint,
        state="declined",
        decided_at=NOW,
        decline_code="other",
        decline_text="Short",
        second_editor=UserFactory(editor=True),
    )
    appeal = appeal_refusal(review)
    for editor in (replaced, earlier.second_editor):
        client.force_login(editor)
        assert client.get(reverse("reviews:appeal", args=[appeal.pk])).status_code == 404
        assert not desk_rows(editor)
        with pytest.raises(appeal_errors.EditorIsInvolved):
            appealing.take_appeal(appeal.pk, editor=editor, now=NOW)
    assert desk_rows(free)
    appealing.take_appeal(appeal.pk, editor=free, now=NOW)


def desk_rows(editor):
    groups = {group.name: group.rows for group in desk_of(editor).groups}
    return groups.get("appeals", [])


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
    answer = client.post(page, {"outcome": "dismissed", "reason": "It is *rude*."})
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


def test_an_upheld_appeal_joins_what_somebody_else_submitted_meanwhile(client, free):
    submission = declined()
    submission.version.authors.update(user=submission.submitter)
    ending.publish_reasons(submission.pk, author=submission.submitter, now=NOW)
    appeal = appeal_decline(submission)
    later = SubmissionFactory(preprint=submission.preprint, is_author=False)
    decide(appeal, free)
    assert Appeal.objects.get().state == "upheld"
    assert Event.objects.get(kind="appeal.upheld").data["joined"] == later.pk
    states = Submission.objects.order_by("pk").values_list("state", "reasons_published_at")
    assert list(states) == [("declined", NOW), ("submitted", None)]
    client.force_login(submission.submitter)
    page = client.get(reverse("reviews:appeal_decline", args=[submission.pk])).text
    assert "the later submission goes on in place of this one" in page
    assert "this decision does not stand" in client.get(submission.preprint.get_absolute_url()).text


def test_who_suggested_a_work_uses_up_no_appeal_of_its_authors(client, free):
    submission, author = declined(), UserFactory()
    Submission.objects.filter(pk=submission.pk).update(is_author=False)
    page = reverse("reviews:appeal_decline", args=[submission.pk])
    client.force_login(submission.submitter)
    with pytest.raises(appeal_errors.NotYourDecision):
        appeal_decline(submission)
    assert client.get(page).status_code == 403
    submission.version.authors.update(user=author)
    Submission.objects.filter(pk=submission.pk).update(is_author=True)
    with pytest.raises(appeal_errors.NotYourDecision):  # says to be an author; another one is
        appeal_decline(submission)
    own = reverse("reviews:own_submission", args=[submission.pk])
    assert page not in client.get(own).text
    assert appeal_decline(submission, by=author).state == "waiting"
    assert client.get(page).status_code == 200  # how it stands


def test_an_appeal_that_waits_is_seen_by_who_waits_for_it(client, free):
    """On the page of the submission and on My work; by everybody where the decision is public."""
    revised, submission, private = revised_work(), declined(), declined()
    submission.version.authors.update(user=submission.submitter)
    ending.publish_reasons(submission.pk, author=submission.submitter, now=NOW)
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


def test_who_only_says_to_be_an_author_does_not_use_up_the_authors_appeal(client, free):
    submission, author = declined(), UserFactory()
    page = reverse("reviews:appeal_decline", args=[submission.pk])
    first = appeal_decline(submission)
    assert first.is_by_claimant
    with pytest.raises(appeal_errors.AppealedAlready):
        appeal_decline(submission)
    submission.version.authors.update(user=author)
    client.force_login(author)
    assert "File the appeal" in client.get(page).text
    own = appeal_decline(submission, by=author)
    assert not own.is_by_claimant
    with pytest.raises(appeal_errors.AppealedAlready):
        appeal_decline(submission, by=author)
    assert client.get(page).context["appeal"] == own
    client.force_login(submission.submitter)
    assert client.get(page).context["appeal"] == first
    decide(own, free)
    assert Submission.objects.get(pk=submission.pk).state == "submitted"
    decide(first, free)  # what it asks for is so already
    assert Event.objects.filter(kind="appeal.upheld").latest("pk").data["joined"] == submission.pk
    assert Submission.objects.get(pk=submission.pk).state == "submitted"


def test_an_author_confirmed_after_their_own_appeal_has_had_it(client):
    submission = declined()
    appeal_decline(submission)
    submission.version.authors.update(user=submission.submitter)
    with pytest.raises(appeal_errors.AppealedAlready):
        appeal_decline(submission)
