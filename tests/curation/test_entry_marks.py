"""What has become of a work since it was selected stands beside its entry, which never changes."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from curation.models import Entry, Issue
from curation.selectors.marks import marks_of
from events.outbox import work
from mails.models import Mail
from preprints.models import Preprint
from reading.selectors.me import my_page
from reviews import reopening_errors
from reviews.models import Reopening, Round, Submission
from reviews.selectors.author_waiting import Reader, author_waiting
from reviews.services.reopened_assessments import (
    decide_reopening,
    reopen_assessment,
    reopen_selected_work,
)
from reviews.services.withdrawing import withdraw_assessment
from tests.factories.accounts import UserFactory
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import AssessmentFactory, term
from tests.factories.times import DUE, NOW
from tests.reviews.selected import selected_work

pytestmark = pytest.mark.django_db
WHY = "Figure 2 does not show what the text says."
HOLDS = "The figure is a detail."
LATER = NOW + timedelta(days=30)
DAY = "1 April 2026"
WAITS = (
    f"Its assessment is being looked at again since {DAY}; the editor who handles the work is to "
    "decide what follows by 8 April 2026."
)


@pytest.fixture
def of():
    return selected_work()


def decide(of, decision="stands", now=LATER):
    return decide_reopening(
        of.submission.pk,
        editor=of.editor,
        decision=decision,
        reason=HOLDS,
        due_on=DUE,
        seen=Reopening.objects.of_submission(of.submission).order_by("pk").last().pk,
        now=now,
    )


def sentences(of):
    return [(mark.what, mark.outcome) for mark in marks_of([of.preprint.pk])[of.preprint.pk]]


def words_at(client, url):
    page = re.sub(r"<[^>]*>", " ", unescape(client.get(url).text))
    return " ".join(page.split())


def everywhere(client, of):
    """What readers see of it: on the issue's page, the work's, and in the feed of issues."""
    issue = Issue.objects.get(entries__preprint=of.preprint)
    pages = (issue.get_absolute_url(), of.preprint.get_absolute_url(), "/feeds/issues.atom")
    return [words_at(client, url) for url in pages]


def test_it_is_shown_wherever_the_entry_is_and_changes_nothing_of_it(client, of):
    before = list(Entry.objects.values()), list(Issue.objects.values())
    evidence = reverse("reading:evidence", args=[8, 1])
    published = client.get(evidence).json()
    issue_id = Issue.objects.get().pk
    assert all("Since publication" not in words for words in everywhere(client, of))
    reopen_assessment(of.submission.pk, editor=of.editor, reason=WHY, now=LATER)
    for words in everywhere(client, of):
        assert f"An editor asked to look again at its assessment, and wrote: {WHY}" in words
        assert WAITS in words
    decide(of)
    for words in everywhere(client, of):
        assert f"The assessment stands, {DAY}." in words
        assert HOLDS in words
    (entry,) = client.get(f"/api/v1/issues/{issue_id}/").json()["entries"]
    (mark,) = entry["since_publication"]
    assert (mark["cause"], mark["reason"]) == ("editor", WHY)
    assert (mark["decision"], mark["decision_reason"], mark["round"]) == ("stands", HOLDS, None)
    shown = client.get(evidence).json()
    (added,) = shown.pop("since_publication")
    assert (added["preprint"], added["decision_reason"]) == (of.preprint.identifier, HOLDS)
    assert shown == published
    assert (list(Entry.objects.values()), list(Issue.objects.values())) == before


def test_each_cause_and_outcome_has_its_words(of):
    VersionFactory(preprint=of.preprint, number=2, seen_at=LATER)
    reopen_selected_work(of.preprint.pk, now=LATER)
    assert sentences(of) == [("Version 2 has appeared since.", WAITS)]
    decide(of, "editors")
    assert sentences(of)[0][1] == f"It is being reviewed again since {DAY}."
    again = Round.objects.get(number=2)
    Round.objects.filter(pk=again.pk).update(state="assessed", closed_at=LATER)
    weak = term("strength", "incomplete")
    AssessmentFactory(round=again, published=True, published_at=LATER, strength=weak)
    assert sentences(of)[0][1] == f"It was assessed again on {DAY}."
    reopen_selected_work(of.preprint.pk, now=LATER)
    Preprint.objects.filter(pk=of.preprint.pk).update(status="withdrawn")
    reopen_selected_work(of.preprint.pk, now=LATER)
    name = f"{of.preprint.identifier}.2.a1"
    assert sentences(of)[1:] == [
        (f"A later assessment, {name}, finds the evidence weaker than an issue asks for.", WAITS),
        (f"Withdrawn where it was posted, as noticed on {DAY}.", WAITS),
    ]


def test_the_issue_keeps_the_terms_it_was_published_with(client, of):
    page = Issue.objects.get().get_absolute_url()
    assert "Solid" in words_at(client, page)
    again = Round.objects.create(
        submission=of.submission,
        version=of.assessment.version,
        number=2,
        state="assessed",
        opened_at=LATER,
    )
    other = term("strength", "inadequate")
    AssessmentFactory(round=again, published=True, published_at=LATER, strength=other)
    assert "Inadequate" not in words_at(client, page)


def withdraw(of):
    cause = {"by": UserFactory(managing_editor=True), "reason": "The data are made up."}
    withdraw_assessment(of.assessment.pk, now=LATER, **cause)
    while work():
        pass


def test_a_withdrawn_assessment_stands_beside_the_entry_and_so_does_a_later_retraction(of):
    bystander = selected_work()
    withdraw(of)
    name = of.assessment.identifier
    withdrawn = f"Its assessment, {name}, was withdrawn."
    assert sentences(of) == [(withdrawn, f"It is being reviewed again since {DAY}.")]
    assert marks_of([bystander.preprint.pk]) == {}
    Preprint.objects.filter(pk=of.preprint.pk).update(status="retracted")
    reopen_selected_work(of.preprint.pk, now=LATER)
    reopen_selected_work(of.preprint.pk, now=LATER)
    retracted = f"Retracted where it was posted, as noticed on {DAY}."
    assert {what for what, _outcome in sentences(of)} == {withdrawn, retracted}
    assert len(sentences(of)) == 2
    with pytest.raises(reopening_errors.NothingStands):
        decide(of, "stands")
    decide(of, "ended")
    ended = f"Nothing follows, as it was retracted, {DAY}."
    assert dict(sentences(of))[retracted] == ended


def leave(of, status, at):
    Preprint.objects.filter(pk=of.preprint.pk).update(status=status, status_at=at)
    reopen_selected_work(of.preprint.pk, now=at)
    while work():
        pass


def test_an_assessment_withdrawn_before_the_selection_stands_beside_no_entry(of):
    """The one that the work was selected with came after it; that of the bystander as well, but
    both after its selection."""
    bystander = selected_work()
    for one, days in ((of, -3), (bystander, 3)):
        selected = {"status": "selected", "status_at": one.preprint.status_at}
        withdrawn_at = one.preprint.status_at + timedelta(days=days)
        cause = {"by": UserFactory(managing_editor=True), "reason": WHY, "now": withdrawn_at}
        withdraw_assessment(one.assessment.pk, **cause)
        newer = Round.objects.get(submission=one.submission, number=2)
        Round.objects.filter(pk=newer.pk).update(state="assessed", closed_at=NOW)
        published_at = withdrawn_at + timedelta(days=1)
        AssessmentFactory(round=newer, published=True, number=2, published_at=published_at)
        Preprint.objects.filter(pk=one.preprint.pk).update(**selected)
        reopen_selected_work(one.preprint.pk, now=LATER)
    assert [one.cause for one in Reopening.objects.all()] == [Reopening.Cause.WITHDRAWAL]
    assert set(marks_of([of.preprint.pk, bystander.preprint.pk])) == {bystander.preprint.pk}


def test_a_retraction_after_a_decided_withdrawal_is_looked_at_by_itself(of, client):
    bystander = selected_work()
    leave(bystander, "withdrawn", LATER)
    leave(of, "withdrawn", LATER)
    decide(of, "ended")
    ended = f"Nothing follows, as it was withdrawn, {DAY}."
    withdrawn = (f"Withdrawn where it was posted, as noticed on {DAY}.", ended)
    assert sentences(of) == [withdrawn]
    while work():
        pass
    Mail.objects.all().delete()
    retracted_at = LATER + timedelta(days=30)
    for _twice in range(2):
        leave(of, "retracted", retracted_at)
    waits = WAITS.replace("8 April", "8 May").replace(DAY, "1 May 2026")
    retracted = "Retracted where it was posted, as noticed on 1 May 2026."
    assert sentences(of) == [withdrawn, (retracted, waits)]
    kinds = Mail.objects.values_list("kind", flat=True)
    assert set(kinds) == {"assessment_reopened_editors", "assessment_reopened"}
    client.force_login(of.editor)
    desk = words_at(client, reverse("reviews:desk"))
    assert "The work was retracted where it was posted" in desk
    author = author_waiting(of.submission, Reader(is_author=True), now=retracted_at)
    (own,) = my_page(of.author, now=retracted_at).own_preprints
    assert own.waiting.words == author.words
    assert author.words.endswith("Why: The work was retracted where it was posted.")
    decide(of, "ended", now=retracted_at)
    again = "Nothing follows, as it was retracted, 1 May 2026."
    assert sentences(of) == [withdrawn, (retracted, again)]
    assert [cause for cause, _outcome in sentences(bystander)] == [withdrawn[0]]


def test_no_day_is_promised_that_waits_for_the_work_to_come_back(of):
    bystander = selected_work()
    for one in (of, bystander):
        reopen_assessment(one.submission.pk, editor=one.editor, reason=WHY, now=LATER)
    Submission.objects.filter(pk=of.submission.pk).update(paused_at=LATER)
    assert [outcome for _what, outcome in sentences(of)] == [WAITS.partition(";")[0] + "."]
    assert [outcome for _what, outcome in sentences(bystander)] == [WAITS]
    leave(of, "withdrawn", LATER)
    assert sentences(of)[-1] == (f"Withdrawn where it was posted, as noticed on {DAY}.", WAITS)


def test_nothing_ends_for_a_work_that_is_still_there(of):
    reopen_assessment(of.submission.pk, editor=of.editor, reason=WHY, now=LATER)
    with pytest.raises(reopening_errors.WorkIsThere):
        decide(of, "ended")
