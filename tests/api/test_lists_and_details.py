import pytest
from django.conf import settings

from events.services import NamedSubject, record_event
from reviews.models import ConfirmedAssessment, Review
from reviews.published import review_key
from reviews.services import revising
from tests.api.conftest import LISTS
from tests.factories.accounts import UserFactory
from tests.factories.preprints import LocationFactory, PreprintFactory, VersionFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ReviewFactory,
    RevisionFactory,
    RoundFactory,
)
from tests.factories.times import DUE, NOW
from tests.reviews.revised import revised_work
from tests.rewriting import rewriting

SITE = "http://127.0.0.1:8000"


@pytest.mark.django_db
@pytest.mark.parametrize("name", LISTS)
def test_a_detail_says_all_that_its_list_says(get, client, everything_published, name):
    row = get(f"{name}/")["results"][0]
    assert row["api_url"].startswith(f"{SITE}/api/v1/{name}/")
    detail = client.get(row["api_url"].removeprefix(SITE)).json()
    assert {key: detail[key] for key in row} == row


@pytest.mark.django_db
def test_the_index_names_every_list(get):
    assert set(get("")) == {*LISTS, "search", "schema", "docs"}
    assert get("")["reviews"] == f"{SITE}/api/v1/reviews/"


@pytest.mark.django_db
def test_a_preprint_shows_its_current_version_and_all_places(get):
    preprint = PreprintFactory()
    VersionFactory(preprint=preprint, number=2, title="Axioms, revised")
    LocationFactory(
        preprint=preprint, source="lesswrong", external_id="abc", is_canonical=False,
        url="https://www.lesswrong.com/posts/abc",
    )  # fmt: skip
    shown = get(f"preprints/{preprint.pk}/")
    assert shown["title"] == "Axioms, revised"
    assert shown["authors"] == ["Ada Example"]
    assert shown["version"] == 2
    assert [version["number"] for version in shown["versions"]] == [1, 2]
    assert shown["source"] == "arxiv"
    assert [place["source"] for place in shown["locations"]] == ["arxiv", "lesswrong"]
    assert shown["posted_at"] == "2026-01-05T18:00:00Z"
    assert shown["page"] == f"{SITE}/preprints/{preprint.pk}/"


@pytest.mark.django_db
def test_terms_have_their_place_on_the_scale(get, everything_published):
    assert get("assessments/")["results"][0]["strength"] == {
        "term": "solid",
        "word": "Solid",
        "rank": 3,
        "of": 6,
        "definition": "Methods, data and analyses broadly support the claims with only minor "
        "weaknesses.",
    }


@pytest.mark.django_db
def test_identifiers_name_preprint_version_and_document(get, everything_published):
    version = everything_published.version
    name = f"V{version.preprint_id}.{version.number}"
    assert get("versions/")["results"][0]["identifier"] == name
    assert get("reviews/")["results"][0]["identifier"] == f"{name}.r1"
    assert get("assessments/")["results"][0]["identifier"] == f"{name}.a1"
    assert get("assessments/")["results"][0]["number"] == 1
    assert get("responses/")["results"][0]["identifier"] == f"{name}.p1"


@pytest.mark.django_db
def test_a_revision_gives_note_answers_and_decision_but_not_why(get, client):
    review = ReviewFactory(published=True)
    revision = RevisionFactory(round=review.round, decided=True, reason="Between ourselves.")
    revision.answers.create(review=review, text="*Done*.", text_html="<p>Done</p>")
    shown = get(f"revisions/{revision.pk}/")
    number = review.version.preprint_id
    assert shown["identifier"] == f"V{number}.2.c"
    assert shown["version"]["number"] == 2
    assert shown["note"] == {
        "markdown": "Section two is new.",
        "html": "<p>Section two is new.</p>",
    }
    answer = {"review": review.pk, "markdown": "*Done*.", "html": "<p>Done</p>"}
    assert shown["answers"] == [answer]
    assert (shown["follow_up"], shown["round"]) == ("none", 1)
    for address in (f"/api/v1/revisions/{revision.pk}/", "/api/v1/revisions/"):
        assert "Between ourselves" not in client.get(address).content.decode()


@pytest.mark.django_db
def test_an_assessment_names_the_later_versions_it_was_confirmed_for(get):
    assessment, bystander = AssessmentFactory(published=True), AssessmentFactory(published=True)
    preprint = assessment.version.preprint
    ConfirmedAssessment.objects.create(
        assessment=assessment,
        version=VersionFactory(preprint=preprint, number=2),
        editor=UserFactory(editor=True),
        reason="Only spelling changed.",
        confirmed_at=NOW,
    )
    shown = get(f"assessments/{assessment.pk}/")["confirmed_for"]
    assert [(row["version"], row["number"], row["reason"]) for row in shown] == [
        (f"V{preprint.pk}.2", 2, "Only spelling changed.")
    ]
    assert get(f"assessments/{bystander.pk}/")["confirmed_for"] == []


@pytest.mark.django_db
def test_a_review_gives_its_public_parts_as_markdown_and_html(get):
    review = ReviewFactory(published=True, weaknesses="*One*.", weaknesses_html="<p>One</p>")
    shown = get(f"reviews/{review.pk}/")
    assert shown["parts"]["weaknesses"] == {"markdown": "*One*.", "html": "<p>One</p>"}
    assert set(shown["parts"]) == {"summary", "strengths", "weaknesses", "evidence"}
    assert shown["significance"]["term"] == "important"
    assert shown["confidence"] == 4


@pytest.mark.django_db
def test_only_a_signed_review_leads_to_a_person(get):
    ReviewFactory(published=True)
    signed = ReviewFactory(published=True, byline_kind="signed", byline_name="Ada")
    named, anonymous = get("reviews/")["results"]
    assert named["person"]["handle"] == signed.reviewer.profile.handle
    assert named["byline"] == "Ada"
    assert anonymous["person"] is None
    assert anonymous["byline"] == "Anonymous reviewer"


@pytest.mark.django_db
def test_a_pseudonym_is_shown_and_leads_to_nobody(get):
    review = ReviewFactory(published=True, byline_kind="pseudonym", byline_name="Ockham")
    shown = get(f"reviews/{review.pk}/")
    assert (shown["byline"], shown["person"]) == ("Ockham", None)


@pytest.mark.django_db
def test_a_list_names_a_hundred_authors_and_a_detail_all(get):
    version = PreprintFactory().current_version
    for position in range(2, 122):
        version.authors.create(position=position, name=f"Author {position}")
    for name in ("preprints", "versions"):
        row = get(f"{name}/")["results"][0]
        assert row["authors"][:2] == ["Ada Example", "Author 2"]
        assert len(row["authors"]) == 100
        assert len(get(f"{name}/{row['id']}/")["authors"]) == 121


@pytest.mark.django_db
@pytest.mark.parametrize(("may_be_shown", "shown"), [(True, "<p>The post.</p>"), (False, None)])
def test_a_posts_text_is_given_only_where_it_may_be_shown(get, may_be_shown, shown):
    preprint = PreprintFactory(shows_full_text=may_be_shown, version=None)
    version = VersionFactory(preprint=preprint, body_html="<p>The post.</p>")
    assert get(f"versions/{version.pk}/")["body_html"] == shown


@pytest.mark.django_db
def test_an_issue_gives_its_entries_in_order_with_the_recommendations(get, everything_published):
    issue = get("issues/")["results"][0]
    detail = get(f"issues/{issue['id']}/")
    assert [entry["position"] for entry in detail["entries"]] == [1]
    assert detail["entries"][0]["recommended_by_name"] == "Editor Example"
    assert detail["evidence_url"] == f"{SITE}/issues/1/1/evidence.json"
    assert issue["pdf_url"] == f"{SITE}/issues/1/1/issue.pdf"
    assert issue["epub_url"] == f"{SITE}/issues/1/1/issue.epub"


@pytest.mark.django_db
def test_an_event_carries_its_seal(get, everything_published):
    event = get("events/")["results"][0]
    assert event["seal"]["position"] == 1
    assert len(event["seal"]["chain_hash"]) == 64


@pytest.mark.django_db
def test_events_name_people_beside_what_is_sealed(get):
    """A name is looked up in its row, and changes with it; earlier events hold it themselves."""
    review = ReviewFactory(published=True, byline_kind="pseudonym", byline_name="Heron")
    bystander = ReviewFactory(published=True, byline_kind="pseudonym", byline_name="Stork")
    event, hidden = (
        record_event(
            "review.published",
            about=NamedSubject(one.version.identifier),
            now=NOW,
            data={"review": one.identifier, "row": review_key(one)},
        )
        for one in (review, ReviewFactory(submitted=True, byline_name="Not Yet Public"))
    )
    earlier = record_event(
        "response.posted", about=NamedSubject("V1.1"), now=NOW, data={"by": "Ada Earlier"}
    )
    other = record_event("preprint.listed", about=NamedSubject("V1"), now=NOW)
    events = {each["id"]: each for each in get("events/")["results"]}
    names = {pk: events[pk]["name"] for pk in (event.pk, hidden.pk, earlier.pk, other.pk)}
    assert names == {event.pk: "Heron", hidden.pk: "", earlier.pk: "Ada Earlier", other.pk: ""}
    assert "Heron" not in str(events[event.pk]["data"])
    assert {each["format"] for each in events.values()} == {5}
    with rewriting():
        Review.objects.filter(pk=review.pk).update(byline_name="Egret")
    assert get(f"events/{event.pk}/")["name"] == "Egret"
    assert bystander.byline_name not in str(events)


@pytest.mark.django_db
def test_a_version_says_what_was_declared_of_it_and_not_why_something_follows(get):
    revised = revised_work()
    assert get(f"versions/{revised.newer.pk}/")["revision"] is None
    revision = revising.declare_revision(
        revised.newer.pk, author=revised.author, note="New *proof*.", answers={1: "Yes."}, now=NOW
    )
    revising.decide_revision(
        revision.pk,
        editor=revised.round.submission.editor,
        decision="editors",
        reason="For the authors alone.",
        due_on=DUE,
        now=NOW,
    )
    shown = get(f"versions/{revised.newer.pk}/")
    assert "For the authors alone." not in str(shown)
    assert shown["revision"] == {
        "declared_at": "2026-03-02T09:30:00Z",
        "identifier": f"V{revised.preprint.pk}.2.c",
        "author_name": revised.author.profile.name,
        "note": {"markdown": "New *proof*.", "html": "<p>New <em>proof</em>.</p>\n"},
        "answers": [{"review": revised.review.pk, "markdown": "Yes.", "html": "<p>Yes.</p>\n"}],
        "follow_up": "editors",
        "licence": settings.JOURNAL_LICENCE_URL,
    }
    assert get(f"versions/{revised.round.version_id}/")["revision"] is None


@pytest.mark.django_db
def test_an_assessment_says_whether_the_editors_wrote_it_alone(get):
    opened = RoundFactory(kind="editors", state="assessed", closed_at=NOW)
    AssessmentFactory(round=opened, published=True)
    AssessmentFactory(published=True)
    rows = get("assessments/")["results"]
    assert {row["is_by_editors_alone"] for row in rows} == {True, False}
