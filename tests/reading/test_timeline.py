"""The public story of a preprint: each kind of event in words, newest first."""

from datetime import timedelta

import pytest

from events.models import Event
from events.services import NamedSubject, record_event
from reading.timeline_words import SENTENCES, timeline
from tests.factories.preprints import PreprintFactory
from tests.factories.times import NOW

# In the order of a work's life.
SHOWN = [
    ("preprint.listed", {}, "Listed here"),
    ("version.edited", {"words": 1}, "Edited: 1 word"),
    ("version.edited", {"words": 9}, "Edited: 9 words"),
    ("submission.received", {}, "Submitted for review"),
    ("submission.accepted", {}, "Sent for review"),
    (
        "submission.lapsed",
        {"reason": "no-reviewer", "invited": 5, "declined": 3, "agreed": 0},
        "Lapsed: nobody had agreed to review it (5 invited, 3 declined, 0 agreed)",
    ),
    (
        "submission.lapsed",
        {"reason": "no-decision", "invited": 0, "declined": 0, "agreed": 0},
        "Lapsed: the editors had not decided whether to send it for review",
    ),
    ("submission.reopened", {}, "Reopened by an editor"),
    (
        "submission.paused",
        {"because": "withdrawn", "waiting": True},
        "Its review stopped: the work was withdrawn where it was posted",
    ),
    (
        "submission.resumed",
        {"days": 40, "waiting": True},
        "The work is back: its review goes on, with each day 40 days later",
    ),
    (
        "submission.resumed",
        {"days": 1, "waiting": True},
        "The work is back: its review goes on, with each day a day later",
    ),
    ("submission.resumed", {"days": 0, "waiting": True}, "The work is back: its review goes on"),
    ("round.released", {"reviews": 1}, "1 review is in"),
    ("round.released", {"reviews": 3}, "3 reviews are in"),
    ("round.reopened", {}, "The round is open again: none of its reviews is left"),
    (
        "round.lapsed",
        {"round": 2, "reason": "no-reviewer", "invited": 2, "declined": 1, "agreed": 0},
        "The new round of review ended without a review (2 invited, 1 declined, 0 agreed); what is "
        "public stays",
    ),
    ("round.assessed_anew", {"round": 2}, "The two editors assess the work anew"),
    ("round.continued", {"round": 2}, "The editors look for reviewers again"),
    ("round.sent_to_authors", {}, "The authors read the reviews and the assessment first"),
    ("submission.consent_changed", {"consent": "agreed"}, "The authors agreed to the review"),
    ("submission.withdrawn", {"reviews": 0}, "The submission was withdrawn"),
    (
        "submission.withdrawn",
        {"reviews": 2},
        "The submission was withdrawn; 2 reviews had come in",
    ),
    (
        "submission.ended",
        {"reviews": 0, "because": "retracted"},
        "The editors ended the submission: the work was retracted where it was posted",
    ),
    (
        "submission.ended",
        {"reviews": 2, "because": "withdrawn"},
        "The editors ended the submission: the work was withdrawn where it was posted; 2 reviews "
        "had come in",
    ),
    (
        "round.ended",
        {"round": 2, "because": "retracted"},
        "The editors ended a round of review: the work was retracted where it was posted",
    ),
    (
        "submission.reasons_published",
        {},
        "An author published why the editors did not take it up for review",
    ),
    ("submission.declined", {}, "The editors did not take it up for review"),
    ("review.published", {"byline": "Heron"}, "Review published: Heron"),
    ("review.published", {"byline": "Egret"}, "Review published: Egret"),
    ("assessment.published", {}, "Assessment published"),
    (
        "revision.redacted",
        {"revision": "V7.2"},
        "A passage of what the authors say of the revision was redacted",
    ),
    ("corrections.redacted", {}, "A passage of a correction was redacted"),
    (
        "assessment.appeal_redacted",
        {},
        "A passage of why an appeal was decided so was redacted",
    ),
    *(
        (kind, {}, "A passage of what editors said of the assessment later was redacted")
        for kind in (
            "assessment.confirmation_redacted",
            "reopening.reason_redacted",
            "reopening.decision_redacted",
        )
    ),
    (
        "submission.reasons_redacted",
        {},
        "A passage of why the work was declined was redacted",
    ),
    ("response.posted", {"by": "Ada"}, "Ada responded to the reviews"),
    ("revision.declared", {"by": "Ada"}, "Ada declared this version the revision"),
    (
        "revision.decided",
        {"decision": "none"},
        "The editors decided: no new review of the revision",
    ),
    (
        "revision.decided",
        {"decision": "editors", "round": 2},
        "The editors assess the revision by themselves",
    ),
    ("revision.decided", {"decision": "full", "round": 2}, "The revision is reviewed again"),
    (
        "assessment.reopened",
        {"cause": "new-version"},
        "A version newer than the selected one: the editors look again",
    ),
    (
        "reopening.decided",
        {"decision": "stands"},
        "The editors looked again: the assessment stands",
    ),
    (
        "assessment.confirmed",
        {},
        "The editors confirmed that the earlier assessment holds for this version",
    ),
    ("review.signed", {"review": "V1.1.r1"}, "Its reviewer signed V1.1.r1"),
    (
        "review.withdrawn",
        {"review": "V1.1.r1", "withdrawn_as": "reviewer"},
        "A review was withdrawn by its reviewer",
    ),
    (
        "response.tombstone_redacted",
        {"response": "V1.1.p1"},
        "A passage of why a text was withdrawn was redacted",
    ),
    (
        "review.tombstone_redacted",
        {"review": "V1.1.r1"},
        "A passage of why a text was withdrawn was redacted",
    ),
    (
        "assessment.tombstone_redacted",
        {"assessment": "V1.1.a1"},
        "A passage of why a text was withdrawn was redacted",
    ),
    (
        "review.redacted",
        {"review": "V1.1.r1"},
        "A passage of a review was redacted",
    ),
    (
        "response.redacted",
        {"response": "V1.1.p1"},
        "A passage of the response was redacted",
    ),
    (
        "assessment.redacted",
        {"assessment": "V1.1.a1"},
        "A passage of the assessment was redacted",
    ),
    (
        "assessment.withdrawn",
        {"assessment": "V1.1.a1", "withdrawn_as": "editors"},
        "The assessment was withdrawn by the editors of the work",
    ),
    (
        "response.withdrawn",
        {"response": "V1.1.p1", "withdrawn_as": "journal"},
        "The response was withdrawn by the journal, for cause",
    ),
    (
        "assessment.appeal_decided",
        {"outcome": "upheld"},
        "An appeal against the assessment was upheld",
    ),
    (
        "assessment.appeal_decided",
        {"outcome": "dismissed"},
        "An appeal against the assessment was dismissed",
    ),
    (
        "submission.appeal_decided",
        {"outcome": "upheld"},
        "An appeal was upheld: the editors decide anew whether it is reviewed",
    ),
    (
        "submission.appeal_decided",
        {"outcome": "dismissed"},
        "An appeal against the decision not to review it was dismissed",
    ),
    ("version.final", {}, "Declared final by an author"),
    (
        "issue.interests_redacted",
        {},
        "A passage of what an editor of an issue declared was redacted",
    ),
    ("issue.published", {"issue": "Volume 1, Issue 2"}, "Selected for Volume 1, Issue 2"),
    ("version.seen", {"number": 2}, "Version 2 appeared"),
    ("preprint.merged", {"merged": "V9", "kept": "V3"}, "V9 was merged into V3: they are one work"),
    (
        "preprint.separated",
        {"merged": "V9", "kept": "V3"},
        "The merge of V9 and V3 was undone: they are two works",
    ),
    ("location.gone", {"source": "ea-forum"}, "No longer at EA Forum"),
    ("location.back", {"source": "elsewhere"}, "Back at elsewhere"),
    ("preprint.withdrawn", {"source": "osf"}, "Withdrawn at its source"),
    ("preprint.returned", {"source": "osf"}, "Back at its source, and no longer withdrawn"),
    ("preprint.retracted", {"source": "osf"}, "Retracted, as OSF Preprints says"),
]


@pytest.mark.parametrize(("kind", "fact", "words"), SHOWN)
def test_each_public_event_is_shown_in_words(kind, fact, words):
    (item,) = timeline([Event(kind=kind, subject="V1", at=NOW, data=fact)])
    assert item.words == words


def test_every_kind_of_event_that_is_shown_is_tried():
    assert sorted(SENTENCES) == sorted({kind for kind, _fact, _words in SHOWN})


def happen(preprint, kind, fact, *, hours):
    at = NOW + timedelta(hours=hours)
    record_event(kind, about=NamedSubject(str(preprint), preprint.pk), now=at, data=fact)


def moments_of(client, preprint):
    page = client.get(preprint.get_absolute_url()).context["page"]
    return [(item.words, item.at) for item in page.timeline_items]


@pytest.mark.django_db
def test_a_work_shows_its_whole_life_newest_first(client):
    """Two events of each hour: of one moment, the one that was recorded later is newer."""
    preprint, other = PreprintFactory(), PreprintFactory()
    happen(other, "version.seen", {"number": 7}, hours=1)
    Event.objects.create(
        kind="review.published",
        subject=str(preprint),
        preprint_id=preprint.pk,
        at=NOW + timedelta(hours=1),
        is_public=False,
        data={"byline": "Private"},
    )
    for location, (kind, fact, _words) in enumerate(SHOWN):
        happen(preprint, kind, fact, hours=location // 2)
    expected = [
        (words, NOW + timedelta(hours=location // 2))
        for location, (_kind, _fact, words) in enumerate(SHOWN)
    ]
    posted = ("Posted", preprint.first_posted_at)
    assert moments_of(client, preprint) == [*expected[::-1], posted]
    assert [words for words, _at in moments_of(client, other)] == ["Version 7 appeared", "Posted"]


@pytest.mark.django_db
def test_of_more_events_than_are_shown_the_newest_are(client):
    preprint = PreprintFactory()
    for number in range(1, 82):
        happen(preprint, "version.seen", {"number": number}, hours=number)
    shown = [words for words, _at in moments_of(client, preprint)]
    newest = [f"Version {number} appeared" for number in range(81, 1, -1)]
    assert shown == [*newest, "Posted"]


def test_texts_of_later_versions_say_which():
    events = [
        Event(kind=kind, subject="V7", at=NOW, data=data)
        for kind, data in (
            ("assessment.published", {"assessment": "V7.2.a1"}),
            ("review.published", {"review": "V7.2.r1", "byline": "Heron"}),
            ("assessment.published", {"assessment": "V7.1.a1"}),
        )
    ]
    assert [item.words for item in timeline(events)] == [
        "Assessment published (version 2)",
        "Review published: Heron (version 2)",
        "Assessment published",
    ]
