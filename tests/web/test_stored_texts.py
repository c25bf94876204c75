"""A text that somebody typed stands on every page as it was typed, never as a part of the page."""

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlencode

import lxml.html
import pytest
from django.apps import apps
from django.db import connection
from django.db.models import CharField, EmailField, F, Field, Model, SlugField, URLField, Value
from django.db.models.fields import TextField
from django.db.models.functions import Cast, Concat

from accounts.models import Pseudonym, RightsChange, SkeletonField
from drafts.models import Draft
from ingest.models import Harvest, ScheduledFetch, Source
from preprints.models import Location, Relation
from reviews.models import (
    Authorship,
    AuthorWishes,
    ConsentChange,
    EditorInterests,
    ForumClaim,
    KnownInterest,
    NamedReviewer,
    TriageProposal,
)
from tests.access.answers import Browsers
from tests.access.journal import Journal
from tests.access.made_journal import make_journal
from tests.access.requests import Request, get, path
from tests.access.sections import requests_of
from tests.access.table import FILE, read
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import AssessmentFactory, ResponseFactory, ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.reading.works import signed_review
from tests.reviews.public_texts import NOT_PUBLIC, public_names

pytestmark = pytest.mark.django_db
OURS = {"accounts", "curation", "events", "ingest", "preprints", "reviews", "search", "web"}
# It ends the value of an attribute, is an attribute where there is no quote, begins an element.
ELEMENT = """"' planted <planted>"""
# Who looks at a page, each of those whom it is open to; where none of them, anybody else.
PEOPLE = ["nobody", "author", "handling"]
NOT_TYPED = {
    "the number of an issue, made of two": {"IssueInterests.issue"},
    "an encoded password, which ends its sessions when it changes": {"User.password"},
    "a random value": {
        *(
            "Salt.value",
            "PublicSalt.value",
            "Invitation.nonce",
            "MailedLink.nonce",
            "ConsentRequest.nonce",
        ),
        "ForumClaim.nonce",
    },
    "what the journal itself signs": {
        *("Checkpoint.journal", "Checkpoint.head", "Checkpoint.public_key", "Checkpoint.signature"),
    },
    "a name in the code, and too short": {
        *(
            "Source.adapter",
            "FetchStop.source",
            "Lookup.source",
            "Shelved.source",
            "Location.source",
            "ScheduledFetch.source",
            "Relation.scheme",
        ),
        *("Event.kind", "Outbox.task", "Outbox.waits_for", "EditorDay.kind"),
        "SealedOriginal.part",
    },
    "a name of a fixed list": {"Profile.time_zone"},
    "made of the words of a reason, in letters and hyphens": {
        *("Submission.decline_code", "TriageProposal.code"),
    },
    "a part of an address": {"Draft.key", "SentForm.key"},
    "an ORCID iD, of which each character is checked": {
        *("Author.orcid", "Profile.orcid", "NamedReviewer.orcid"),
    },
    "a ROR ID, of which each character is checked": {"Profile.ror"},
}
NOT_SHOWN = {
    "its writer alone reads it, in the form": {"HeldResponse.competing_interests"},
    "only the API gives it": {"Version.licence", "Author.affiliation"},
    "what the journal itself asks": {
        *("Lookup.url", "Shelved.external_id"),
        *("ScheduledFetch.etag", "ScheduledFetch.last_modified"),
    },
    "only compared with what the profile says, which is shown": {"OrganisationLookup.typed"},
    "only a mail goes there": {"InvitationMail.email"},
    "kept for what a form of an old page sends": {
        *("RemovedEntry.section", "RemovedEntry.recommendation"),
        *("RemovedEntry.recommended_by_name",),
    },
    "shown in answer to a form alone: tests/reviews/test_redacting.py": {"SealedOriginal.text"},
    "nobody reads it but the one who loads the words": {"Vocabulary.source"},
    "counted by a search, which says the labels of these values": {
        *("Document.status", "Document.work_kind", "Document.source"),
    },
    "Markdown, which pages show as the HTML made of it": {
        *("Version.title", "Version.abstract", "Edit.title"),
        *("HeldResponse.text", "HeldResponse.html_prefix"),
        *("RevisionAnswer.text", "Appeal.text", "ReviewReply.text"),
        *("DraftAnswer.text", "ThreadEntry.text"),
    },
}

# Other rows have none, which a constraint says.
ONLY_WHERE = {
    "Revision.reason": {"decided_at__isnull": False},
    "Authorship.end_reason": {"ended_at__isnull": False},
    "Correction.note": {"decided_at__isnull": False},
    "Reopening.decision_reason": {"decided_at__isnull": False},
    "Assessment.early_reason": {"approved_at__isnull": False},
    "Assessment.asked_reason": {"withdrawal_asked_at__isnull": False},
    **{
        f"{kind}.withdrawal_reason": {"withdrawn_at__isnull": False}
        for kind in ("Review", "Assessment", "Response")
    },
}


def all_in(reasons: dict[str, set[str]]) -> set[str]:
    return set().union(*reasons.values())


def planted_text(name: str) -> str:
    """name: of the field, by which it is found again."""
    return f"{name} {ELEMENT}"


def typed_fields() -> Iterator[tuple[str, type[Model], Field]]:
    """All that hold plain text; what is rendered to HTML has tests/text."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields if model._meta.app_label in OURS else ():
            name = f"{model.__name__}.{field.name}"
            is_text = isinstance(field, CharField | TextField) and not field.choices
            is_made = isinstance(field, SlugField | SkeletonField) or field.primary_key
            is_rendered = name.endswith(("_html", "_hash"))
            if is_text and not (is_made or is_rendered) and name not in all_in(NOT_TYPED):
                yield name, model, field


def texts_to_plant() -> dict[tuple[type[Model], tuple], dict[str, Concat]]:
    """The new texts of the fields of a model, apart for each choice of its rows: one statement
    for all of them writes each row once."""
    found: dict[tuple[type[Model], tuple], dict[str, Concat]] = defaultdict(dict)
    for name, model, field in typed_fields():
        before = "https://example.org/" if isinstance(field, URLField) else ""
        after = "@example.org" if isinstance(field, EmailField) else ""
        parts = [Value(before + planted_text(name)), Cast(F("pk"), TextField()), Value(after)]
        chosen = (model, tuple(ONLY_WHERE.get(name, {}).items()))
        found[chosen][field.name] = Concat(*parts, output_field=TextField())
    return found


def plant() -> set[str]:
    """Put an element into each field of every row; the names of the fields."""
    planted = set()
    with connection.cursor() as cursor:  # also into what never changes once it is published
        cursor.execute("SET LOCAL session_replication_role = replica")
    for (model, only_where), texts in texts_to_plant().items():
        if model._base_manager.filter(**dict(only_where)).update(**texts):
            planted |= {f"{model.__name__}.{name}" for name in texts}
    return planted


def add_rows(journal: Journal) -> Iterator[tuple[Request, str]]:
    """What the journal of the access table is without, and the pages that show it."""
    cast, work, feed = journal.cast, journal.works["two versions"], journal.other["feed"]
    Pseudonym.objects.create(user=cast["reviewer"], name="Heron")
    published = {"kind": "published-as", "scheme": "doi", "external_id": "10.1234/a"}
    Relation.objects.create(preprint=work, **published, url="https://a.org/", first_seen_at=NOW)
    Source.objects.filter(pk=feed.pk).update(feeds_read_at=NOW, is_paused=False)
    failed = {"state": "failed", "started_at": NOW, "advanced_at": NOW, "ended_at": NOW}
    Harvest.objects.create(source=feed, **failed)
    ScheduledFetch.objects.create(source="zenodo", external_id="1", due_at=NOW, failed_at=NOW)
    ScheduledFetch.objects.create(source="zenodo", external_id="2", due_at=NOW, every_hours=24)
    open_form = f"review:{journal.reviews['draft'].pk}"
    Draft.objects.create(owner=cast["reviewer"], key=open_form, saved_at=NOW)
    post = PreprintFactory(version__abstract_html="", subjects=[journal.other["subject"]])
    post.current_version.authors.all().delete()
    work.current_version.authors.update(orcid="0000-0002-1825-0097")
    answered = journal.other["response"].round
    signed_review(answered, number=2, reviewer=cast["reviewer"])
    accepted = journal.rounds["none"].submission
    still_good = {"expires_at": NOW.replace(year=2999), "asked_at": NOW, "answered_at": NOW}
    ForumClaim.objects.update(outcome="away", message="Why.", **still_good)
    AuthorWishes.objects.create(submission=accepted, aspects="All.", sensitive_why="Harm.")
    named = {"stance": "opposed", "name": "Noor", "email": "n@example.org", "reason": "Why."}
    NamedReviewer.objects.create(submission=accepted, **named)
    editor = {"changed_by": cast["handling"], "changed_at": NOW}
    ConsentChange.objects.create(submission=accepted, consent="declined", reason="Why.", **editor)
    Authorship.objects.create(
        author=accepted.version.authors.earliest("position"), user=cast["reader"], ground="editor",
        confirmed_at=NOW, ended_at=NOW, ended_by=cast["handling"], end_reason="Another one.",
    )  # fmt: skip
    gone = RoundFactory(state="assessed", closed_at=NOW)
    why = {"withdrawn_at": NOW, "withdrawal_reason": "Why.", "withdrawn_by": cast["handling"]}
    ReviewFactory(round=gone, published=True, withdrawn_as="journal", **why)
    AssessmentFactory(round=gone, published=True, state="withdrawn", withdrawn_as="editors", **why)
    ResponseFactory(round=gone, withdrawn_as="author", **why)
    asked = AssessmentFactory(published=True, withdrawal_asked_at=NOW, asked_reason="Why.")
    asked.round.submission.editor = cast["handling"]
    asked.round.submission.save()
    RightsChange.objects.create(user=cast["reader"], changed_at=NOW, given=["x"], reason="Why.")
    proposed = journal.proposals["proposed"]
    TriageProposal.objects.filter(pk=proposed.pk).update(
        decision="decline", code="other", text="Why."
    )
    asked_person = journal.invitations["pending, link"]
    EditorInterests.objects.create(
        submission=asked_person.round.submission,
        editor=asked_person.round.submission.editor,
        words="A friend.",
        found="A work.",
        declared_at=NOW,
    )
    KnownInterest.objects.create(invitation=asked_person, found="A work.", reason="Why.")
    early = AssessmentFactory(
        round__released=True, state="approved", approved_by=UserFactory(), approved_at=NOW,
        answer_by=NOW.date(), early_reason="Why.",
    )  # fmt: skip
    early.round.submission.editor = cast["handling"]
    early.round.submission.save()
    pair = journal.other["candidate"]
    names = {"one": pair.one.identifier, "other": pair.other.identifier}
    yield get("reading:preprint", post.pk), "nobody"
    yield get("reviews:submit_preprint", post.pk), "author"
    yield get("reading:preprint", answered.version.preprint_id), "nobody"
    yield get("reading:person", cast["handling"].profile.handle), "nobody"
    yield get("reviews:authors", accepted.pk), "handling"
    yield get("reviews:submission", accepted.pk), "handling"
    yield get("reading:preprint", gone.version.preprint_id), "nobody"
    for assessment in (asked, early):
        yield get("reviews:submission", assessment.round.submission_id), "handling"
    yield get("reading:me"), "reviewer"
    yield get("reviews:submission", proposed.submission_id), "second"
    yield get("reviews:submission", journal.rounds["proposed"].submission_id), "second"
    yield Request("GET", f"{path('reviews:merge')}?{urlencode(names)}"), "handling"


def plant_in_json(journal: Journal) -> set[str]:
    """The same into texts within JSON that pages show."""
    Draft.objects.update(fields={"summary": planted_text("Draft.fields")})
    lookup = journal.other["lookup"]
    lookup.record["authors"][0]["name"] = planted_text("Lookup.record")
    lookup.save()
    declared = {"label": planted_text("Location.history"), "posted_at": NOW.isoformat()}
    Location.objects.update(history=[declared])
    return {"Draft.fields", "Lookup.record", "Location.history"}


DATA = {"application/json", "application/pdf", "application/zip", "text/csv", "text/markdown"}


def pages(journal: Journal) -> Iterator[tuple[Request, str]]:
    """Every page with people it is open to, as the access table says."""
    answers = read(FILE.read_text())
    for requests in requests_of(journal).values():
        for request in requests:
            if request.method == "GET" and not request.url.startswith(("/api/", "/feeds/")):
                open_to = [one for one, word in answers[request.key].items() if word == "ok"]
                for person in [one for one in PEOPLE if one in open_to] or open_to[-1:]:
                    yield request, person


@pytest.mark.long
def test_no_stored_text_becomes_a_part_of_a_page():
    journal = make_journal()
    asked, browsers = [*pages(journal), *add_rows(journal)], Browsers(journal)
    planted, shown, public = plant() | plant_in_json(journal), set(), set()
    for request, person in asked:
        if "issue.pdf" in request.url or "issue.epub" in request.url:
            continue  # made in the background of texts that are planted here
        browser = browsers.of(person)
        if request.opens:
            browser.get(request.opens)
        answer = browser.get(request.url)
        assert answer.status_code == 200, (request, person)
        if answer["Content-Type"].partition(";")[0] in DATA:  # which no browser reads as a page
            continue
        content = answer.content.decode()
        assert "<planted" not in content, (request, person)
        page = lxml.html.fromstring(content.encode() or b"<p>")
        assert not page.xpath("//@planted"), (request, person)
        words = " ".join([page.text_content(), *page.xpath("//@*")])
        shown_here = {name for name in planted if planted_text(name) in words}
        shown |= shown_here
        public |= shown_here if person == "nobody" and not request.opens else set()
    fields = {name for name, _model, _field in typed_fields()}
    assert fields - shown == all_in(NOT_SHOWN), "what no page shows is not tried"
    assert planted - fields <= shown
    assert public.isdisjoint(NOT_PUBLIC), "no text of its people alone is on an open page"
    assert "Review.withdrawal_reason" in public & public_names()
