"""What an editor confirmed as "still so" is redacted with the declaration it was copied from."""

import pytest
from django.db import connection
from django.urls import reverse

from curation.services.declaring import declare_interests, publish_interests
from events.completeness import compare_with_published
from events.sealing import seal_new_events
from reviews.interests import Interests
from reviews.models import EditorInterests, IssueInterests, Reopening, SealedOriginal
from reviews.services.editor_interests import keep_interests
from reviews.services.later_versions import confirm_assessment
from reviews.services.redacting_issue_interests import redact_issue_interests
from reviews.services.redacting_later_words import redact_confirmation, redact_reopening
from reviews.services.redaction_steps import Passage
from reviews.services.reopened_assessments import decide_reopening, reopen_assessment
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import AssessmentFactory, RoundFactory
from tests.factories.times import DUE, NOW
from tests.reviews.selected import selected_work

pytestmark = pytest.mark.django_db
NAME = "Dr Quenneville"
SAID = Interests(("rival",), f"We want one grant, {NAME} and I.")
OTHERS = Interests(("personal",), f"A friend of {NAME}.")
REDACTED = "We want one grant, [redacted] and I."
REASON = "It named a person."


@pytest.fixture
def of():
    """A work of which its editor declared the same with all they did, and another editor in an
    issue in preparation; and another work of which the editor declared it."""
    of, elsewhere = selected_work(), selected_work()
    opened = reopen_assessment(
        of.submission.pk, editor=of.editor, reason="Figure 2.", interests=SAID, now=NOW
    )
    decide_reopening(
        of.submission.pk,
        editor=of.editor,
        decision="stands",
        due_on=DUE,
        seen=opened.pk,
        reason="It holds.",
        interests=SAID,
        now=NOW,
    )
    newer = VersionFactory(preprint=of.preprint, number=2)
    confirm_assessment(newer.pk, editor=of.editor, reason="As before.", interests=SAID, now=NOW)
    publish_declared(of, number=1)
    draft = in_draft(of, of.editor, SAID, number=2)
    declare_interests(
        draft.pk,
        declared={of.round.version_id: OTHERS},
        editor=UserFactory(editor=True, name="Bea Bystander"),
        now=NOW,
    )
    keep_interests(elsewhere.submission, of.editor, OTHERS, now=NOW)
    AssessmentFactory(
        round=RoundFactory(submission=of.submission, version=newer, number=2),
        written_by=of.editor,
        competing_interests=SAID.words,
    )
    return of


def in_draft(of, editor, interests, *, number):
    issue = IssueFactory(volume=9, number=number, editor=editor)
    EntryFactory(issue=issue, preprint=of.preprint, version=of.round.version)
    version = of.round.version_id
    declare_interests(issue.pk, declared={version: interests}, editor=editor, now=NOW)
    return issue


def publish_declared(of, *, number):
    issue = in_draft(of, of.editor, SAID, number=number)
    publish_interests(issue, list(issue.entries.all()), editor=of.editor, now=NOW)


def redact_where_it_was_opened(editor):
    passage = Passage("interests-1", NAME)
    redact_reopening(
        Reopening.objects.get().pk, editor=editor, passage=passage, reason=REASON, now=NOW
    )


def redact_where_it_was_confirmed(editor):
    (confirmed,) = Reopening.objects.get().assessment.confirmations.all()
    passage = Passage("interests-1", NAME)
    redact_confirmation(confirmed.pk, editor=editor, passage=passage, reason=REASON, now=NOW)


def redact_in_the_issue(editor):
    row = IssueInterests.objects.published().get(competing_interests=SAID.words)
    passage = Passage("competing_interests", NAME)
    redact_issue_interests(row.pk, editor=editor, passage=passage, reason=REASON, now=NOW)


def tables_with(words):
    """The names of all tables of the database in which a row holds them, and how many rows."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS t WHERE t::text LIKE %s', [f"%{words}%"]
            )
            if count := cursor.fetchone()[0]:
                found[table] = count
    return found


def made_by_factories():
    seal_new_events()
    return set(compare_with_published().unlogged)


@pytest.mark.parametrize(
    "redact", [redact_where_it_was_opened, redact_where_it_was_confirmed, redact_in_the_issue]
)
def test_no_table_holds_the_words_but_that_of_sealed_originals(of, redact):
    others = tables_with(OTHERS.words)
    assert others == {"reviews_issueinterests": 1, "reviews_editorinterests": 1}
    before = tables_with(SAID.words)
    assert before == {
        "reviews_assessment": 1,
        "reviews_confirmedassessment": 1,
        "reviews_editorinterests": 1,
        "reviews_issueinterests": 2,
        "reviews_reopening": 1,
    }
    unlogged = made_by_factories()
    redact(UserFactory(managing_editor=True))
    assert tables_with(SAID.words) == {"reviews_sealedoriginal": 4}
    assert tables_with(REDACTED) == before
    assert tables_with(OTHERS.words) == others
    assert {one.reason for one in SealedOriginal.objects.all()} == {REASON}
    assert made_by_factories() == unlogged, "the log holds each as it stands"


def test_readers_see_with_each_copy_that_it_was_redacted_and_why(client, of):
    redact_in_the_issue(UserFactory(managing_editor=True))
    reopening = Reopening.objects.get()
    parts = [one["part"] for one in reopening.redactions]
    assert parts == ["interests-1", "decision_interests-1"]
    assert [one["words"] for one in reopening.decision_interests] == [REDACTED]
    selected = of.preprint.entries.get(issue__state="published").issue.get_absolute_url()
    assert client.get(selected).text.count(REASON) == 2


def test_the_preview_lists_what_is_redacted_with_it_and_asks_for_nothing_twice(client, of):
    client.force_login(UserFactory(managing_editor=True))
    row = IssueInterests.objects.published().get(competing_interests=SAID.words)
    typed = {"part": "competing_interests", "passage": NAME, "reason": REASON}
    page = client.post(reverse("reviews:redact_declaration", args=[row.pk]), typed).text
    with_it, _own, apart = page.partition("in what the editor declared to the journal")
    assert "and it is replaced there with it" in with_it
    opened = reverse("reviews:redact_reopening", args=[Reopening.objects.get().pk])
    assert with_it.count(f'href="{opened}"') == 2
    assert "What readers will see" in with_it
    assert opened not in apart
    assert "is not replaced there" not in page
    assert EditorInterests.objects.filter(words=SAID.words).count() == 1, "shown, not done"


def test_a_work_of_which_nothing_else_is_declared_is_redacted_alone(client, of):
    alone = selected_work()
    reopened = reopen_assessment(
        alone.submission.pk,
        editor=UserFactory(editor=True),
        reason="Figure 2.",
        interests=SAID,
        now=NOW,
    )
    before = tables_with(SAID.words)
    managing = UserFactory(managing_editor=True)
    client.force_login(managing)
    typed = {"part": "interests-1", "passage": NAME, "reason": REASON}
    page = client.post(reverse("reviews:redact_reopening", args=[reopened.pk]), typed).text
    assert "with it:" not in page
    assert "to the journal: later" not in page
    redact_reopening(
        reopened.pk,
        editor=managing,
        passage=Passage("interests-1", NAME),
        reason=REASON,
        now=NOW,
    )
    after = {**before, "reviews_reopening": 1, "reviews_sealedoriginal": 1}
    assert tables_with(SAID.words) == after
