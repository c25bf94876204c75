import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from curation import errors
from curation.models import Entry, Issue
from curation.published import entry_personal, entry_public, issue_public, issue_public_before
from curation.services.building import add_entry, save_entry
from curation.services.publishing import publish_issue
from drafts.models import Draft
from events import outbox
from events.commitments import commitment
from events.completeness import compare_with_published
from events.models import Event, Outbox
from reviews.models import Review
from tests.curation.works import declare, fill, make_candidate, make_editor, write_editorial
from tests.events.published import salted, set_row
from tests.factories.accounts import UserFactory
from tests.factories.curation import IssueFactory
from tests.factories.preprints import VersionFactory
from tests.factories.reviews import AssessmentFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


@pytest.fixture
def issue(editor):
    """An issue with one entry, ready to be published."""
    issue = IssueFactory(editor=editor)
    fill(issue, editor, make_candidate(submitter=UserFactory(email="author@example.org")))
    return write_editorial(issue, editor)


def test_publishing_makes_the_issue_public_with_its_evidence(issue, editor):
    publish_issue(issue.pk, editor=editor, now=LATER)
    published = Issue.objects.published().get()
    assert (published.published_at, published.evidence["made_at"]) == (LATER, LATER.isoformat())
    assert published.editorial_html == "<p>We looked for <strong>promises</strong>.</p>\n"


def test_the_works_become_selected_for_the_issue(issue, editor):
    publish_issue(issue.pk, editor=editor, now=LATER)
    preprint = issue.entries.get().preprint
    assert (preprint.status, preprint.selected_for) == ("selected", "Volume 1, Issue 1")
    assert preprint.status_at == LATER


def test_the_works_are_locked_in_order_before_anything_is_read_of_them(issue, editor):
    """What changes a work meanwhile waits, and two issues with works in common do not deadlock."""
    with CaptureQueriesContext(connection) as queries:
        publish_issue(issue.pk, editor=editor, now=LATER)
    first = next(q["sql"] for q in queries if 'FROM "preprints_preprint"' in q["sql"])
    assert first.endswith('ORDER BY "preprints_preprint"."id" ASC FOR UPDATE')


def test_one_public_event_is_about_the_issue_and_one_about_each_work(issue, editor):
    publish_issue(issue.pk, editor=editor, now=LATER)
    preprint = issue.entries.get().preprint
    of_work, of_issue = Event.objects.public().filter(kind="issue.published")
    assert (of_issue.subject, of_issue.preprint_id) == ("I1.1", None)
    assert of_issue.data == {
        "issue": "Volume 1, Issue 1",
        "url": "/issues/1/1/",
        "row": f"issue {issue.pk}",
        "hash": salted(of_issue, issue_public(Issue.objects.get(pk=issue.pk))),
        "versions": [f"V{preprint.pk}.1"],
    }
    assert (of_work.subject, of_work.preprint_id) == (f"V{preprint.pk}.1", preprint.pk)
    entry = issue.entries.get()
    assert entry_personal(entry) == (entry.recommended_by_name, str(editor.pk))
    assert of_work.data == {
        "issue": "Volume 1, Issue 1",
        "url": "/issues/1/1/",
        "row": f"entry {entry.pk}",
        "hash": salted(of_work, entry_public(entry)),
        "personal": commitment(of_work.salt.value, entry_personal(entry)),
    }
    assert issue.get_absolute_url() == "/issues/1/1/"


def test_anybody_checks_the_evidence_and_a_change_of_it_is_noticed(issue, editor, client):
    publish_issue(issue.pk, editor=editor, now=LATER)
    issue.refresh_from_db()
    shown = client.get("/issues/1/1/evidence.json").json()
    written = json.dumps(shown, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    event = Event.objects.get(kind="issue.published", subject="I1.1")
    assert event.data["hash"] == salted(event, (issue.title, issue.editorial, written))
    assert "I1.1" not in compare_with_published().unlogged
    candidate = {**shown["candidates"][0], "is_selected": False}
    set_row(issue, evidence={**shown, "candidates": [candidate]})
    assert "I1.1" in compare_with_published().unlogged
    before = salted(event, issue_public_before(issue))
    set_row(event, payload_format=4, data={**event.data, "hash": before})
    assert "I1.1" not in compare_with_published().unlogged


def test_the_authors_side_is_notified_once(issue, editor, mailoutbox):
    make_candidate(submitter=UserFactory(email="of-another-work@example.org"))
    publish_issue(issue.pk, editor=editor, now=LATER)
    outbox.work()
    (mail,) = mailoutbox
    assert mail.to == ["author@example.org"]
    assert "Selected for Volume 1, Issue 1: Axioms for careful agents" in mail.subject
    assert "Edda Editor recommends it" in mail.body
    assert "/issues/1/1/" in mail.body


def test_a_published_issue_is_not_published_again(issue, editor):
    publish_issue(issue.pk, editor=editor, now=LATER)
    with pytest.raises(errors.IssuePublished):
        publish_issue(issue.pk, editor=editor, now=LATER)


def test_a_reader_publishes_nothing(issue):
    with pytest.raises(errors.NotAnEditor):
        publish_issue(issue.pk, editor=UserFactory(), now=LATER)


@pytest.mark.parametrize(
    "change",
    [
        lambda: Issue.objects.update(title="Another"),
        lambda: Issue.objects.update(evidence={}),
        lambda: Issue.objects.update(state="draft"),
        lambda: Issue.objects.all()._raw_delete("default"),
        lambda: Entry.objects.update(recommendation="Another"),
        lambda: Entry.objects.update(position=9),
        lambda: Entry.objects.all()._raw_delete("default"),
    ],
)
def test_the_database_refuses_every_change_of_what_is_published(issue, editor, change):
    publish_issue(issue.pk, editor=editor, now=LATER)
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        change()


def test_the_database_refuses_to_add_to_a_published_issue(issue, editor):
    entry = issue.entries.get()
    publish_issue(issue.pk, editor=editor, now=LATER)
    entry.pk, entry.preprint = None, make_candidate()
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        entry.save(force_insert=True)


def test_an_entry_without_a_recommendation_stops_it_and_nothing_is_changed(issue, editor):
    add_entry(issue.pk, preprint_id=make_candidate().pk, editor=editor, now=NOW)
    with pytest.raises(errors.NoRecommendation):
        publish_issue(issue.pk, editor=editor, now=LATER)
    assert not Issue.objects.published().exists()
    assert not Event.objects.filter(kind="issue.published").exists()
    assert issue.entries.first().preprint.status == "listed"


def test_a_work_that_lost_its_place_on_the_checklist_stops_it(issue, editor):
    preprint = issue.entries.get().preprint
    preprint.status = "retracted"
    preprint.save()
    with pytest.raises(errors.NotEligible, match="retracted"):
        publish_issue(issue.pk, editor=editor, now=LATER)


def test_a_newer_reviewed_version_has_to_be_added_anew(issue, editor):
    preprint = issue.entries.get().preprint
    second = VersionFactory(preprint=preprint, number=2)
    submission = preprint.submissions.get()
    again = submission.rounds.create(
        version=second, number=2, state="assessed", opened_at=NOW, respond_until=NOW
    )
    AssessmentFactory(round=again, published=True, published_at=NOW - timedelta(days=20))
    with pytest.raises(errors.NewerVersion):
        publish_issue(issue.pk, editor=editor, now=LATER)


def test_a_recommendation_by_somebody_found_to_be_an_author_stops_it(issue, editor):
    author = issue.entries.get().version.authors.get()
    author.user = editor
    author.save()
    with pytest.raises(errors.RecommendedOwnWork):
        publish_issue(issue.pk, editor=editor, now=LATER)


def test_an_issue_in_the_making_loses_a_work_that_another_issue_published(issue, editor):
    other = IssueFactory(number=2, editor=editor)
    fill(other, editor, issue.entries.get().preprint)
    write_editorial(other, editor)
    publish_issue(issue.pk, editor=editor, now=LATER)
    with pytest.raises(errors.NotEligible, match="in an issue before"):
        publish_issue(other.pk, editor=editor, now=LATER)


def test_text_typed_but_not_saved_stops_it(issue, editor):
    entry = issue.entries.get()
    draft = Draft.objects.create(
        owner=editor,
        key=f"entry:{entry.pk}",
        fields={"section": entry.section, "recommendation": "Better words.", "seen": "x"},
        saved_at=NOW,
    )
    with pytest.raises(errors.UnsavedText):
        publish_issue(issue.pk, editor=editor, now=LATER)
    draft.fields["recommendation"] = entry.recommendation + "\r\n"
    draft.save()
    assert publish_issue(issue.pk, editor=editor, now=LATER).state == "published"


def test_the_evidence_lists_every_candidate_considered(issue, editor):
    not_taken, not_ready = make_candidate(), make_candidate(assessed_at=NOW)
    evidence = publish_issue(issue.pk, editor=editor, now=LATER).evidence
    selected = issue.entries.get().preprint
    assert {
        (one["preprint"], one["selected"], one["eligible"]) for one in evidence["candidates"]
    } == {
        (f"V{selected.pk}", True, True),
        (f"V{not_taken.pk}", False, True),
        (f"V{not_ready.pk}", False, False),
    }
    assert evidence["issue"] == {"volume": 1, "number": 1, "title": issue.title}
    assert evidence["code_version"] == settings.VERSION
    assert evidence["parameters"]["lowest_strength"] == "solid"


def test_the_evidence_has_ratings_without_reviewers(issue, editor):
    evidence = publish_issue(issue.pk, editor=editor, now=LATER).evidence
    (candidate,) = evidence["candidates"]
    assert [rating["reviewer"] for rating in candidate["ratings"]] == ["reviewer 1", "reviewer 2"]
    assert candidate["ratings"][0]["significance"] == {"term": "fundamental", "rank": 4, "of": 5}
    assert candidate["score"]["overall"]["n"] == 2


def test_no_reviewer_can_be_found_in_the_evidence_events_or_mail(issue, editor, mailoutbox):
    reviewers = [review.reviewer for review in Review.objects.select_related("reviewer__profile")]
    publish_issue(issue.pk, editor=editor, now=LATER)
    outbox.work()
    public_texts = json.dumps([Issue.objects.get().evidence, list(Event.objects.values("data"))])
    public_texts += "".join(mail.subject + mail.body for mail in mailoutbox)
    for reviewer in reviewers:
        for name in (reviewer.email, reviewer.profile.name, reviewer.profile.handle):
            assert name not in public_texts


def test_two_reviews_by_one_person_carry_no_common_label(issue, editor):
    """The same reviewer of two works, signed once and anonymous once, is not linked."""
    first = issue.entries.get().version.reviews.order_by("number").first()
    other = make_candidate(ratings=(("useful", "solid"), ("landmark", "compelling")))
    Review.objects.filter(version__preprint=other, number=1).update(reviewer=first.reviewer)
    evidence = publish_issue(issue.pk, editor=editor, now=LATER).evidence
    labels = [[row["reviewer"] for row in one["ratings"]] for one in evidence["candidates"]]
    assert labels == [["reviewer 1", "reviewer 2"]] * 2


def test_every_entry_is_recommended_by_the_one_who_signed_it(issue, editor):
    other = make_editor("Otto Other")
    entry = add_entry(issue.pk, preprint_id=make_candidate().pk, editor=editor, now=NOW)
    save_entry(entry.pk, editor=other, section="Trust", recommendation="Read it slowly.", now=NOW)
    for one in (editor, other):
        declare(issue, one)
    publish_issue(issue.pk, editor=editor, now=LATER)
    names = issue.entries.order_by("position").values_list("recommended_by_name", flat=True)
    assert list(names) == ["Edda Editor", "Otto Other"]
    assert Outbox.objects.filter(task="curation.notify_authors_of_selection").count() == 2
