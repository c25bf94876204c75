import pytest
from django.urls import reverse

from preprints.models import Author
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory
from tests.factories.times import NOW
from tests.reading.works import reviewed_round

pytestmark = pytest.mark.django_db


def shown(client, thing) -> str:
    response = client.get(thing.get_absolute_url())
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_assessment_stands_above_the_abstract_with_both_scales(client):
    page = shown(client, reviewed_round().submission.preprint).partition("<main")[2]
    assert page.index("An important result with solid support.") < page.index("four axioms")
    assert "in the middle of five" in page
    assert "Significance of findings" in page
    assert "Methods, data and analyses broadly support the claims" in page


def test_the_status_is_a_plain_sentence(client):
    page = shown(client, reviewed_round().submission.preprint)
    assert "Two reviews and an assessment are public; the authors have responded." in page


def test_three_thousand_authors_are_not_three_thousand_names(client):
    preprint = PreprintFactory(version=None)
    version = VersionFactory(preprint=preprint, author_count=3000)
    Author.objects.bulk_create(
        Author(version=version, position=position, name=f"Person {position:04}")
        for position in range(2, 3001)
    )
    page = shown(client, preprint)
    assert "Person 0030" in page
    assert "Person 0031" not in page
    assert "and 2,970 more" in page


def test_an_older_version_says_so_and_shows_what_is_about_it(client):
    opened = reviewed_round()
    newer = VersionFactory(preprint=opened.submission.preprint, number=2, abstract="New words.")
    older_page = shown(client, opened.version)
    assert "You are reading version 1, which is not the current one." in older_page
    assert "Review 1" in older_page
    newer_page = shown(client, newer)
    assert "Review 1" not in newer_page
    assert "Its reviews are about another version." in newer_page


def test_reviews_of_an_older_version_are_marked_on_the_current_one(client):
    opened = reviewed_round()
    VersionFactory(preprint=opened.submission.preprint, number=2)
    page = shown(client, opened.submission.preprint)
    assert "A newer version has appeared since the reviews. They are about version 1." in page
    assert page.count("</a> · about version 1 </p>") == 1, "a response"
    assert page.count('<span class="meta">of version 1</span> </h3>') == 2, "two reviews"
    older = shown(client, opened.version)
    assert "about version" not in older
    assert "of version 1</span> </h3>" not in older


def test_a_post_is_shown_in_full_only_where_that_is_allowed(client):
    preprint = PreprintFactory(version=None)
    VersionFactory(
        preprint=preprint,
        abstract="",
        abstract_html="",
        body_html="<p>The whole post.</p>",
        opening="Only the beginning.",
    )
    page = shown(client, preprint)
    assert "Only the beginning." in page
    assert "The whole post." not in page
    preprint.shows_full_text = True
    preprint.save()
    assert "The whole post." in shown(client, preprint)


@pytest.mark.parametrize(
    ("status", "act"),
    [("listed", "submit"), ("under-review", "review"), ("reviewed", None)],
)
def test_what_anyone_may_do_depends_on_the_status(client, status, act):
    preprint = PreprintFactory(status=status)
    if status == "under-review":
        RoundFactory(submission__preprint=preprint)
    page = shown(client, preprint)
    for name in ("submit", "review", "respond"):
        link = f'href="/preprints/{preprint.pk}/{name}/"'
        assert (link in page) == (name == act)


def test_an_author_is_asked_to_answer_until_answered(client):
    opened = RoundFactory(submission__preprint__status="reviewed", state="assessed")
    ReviewFactory(round=opened, published=True)
    AssessmentFactory(round=opened, published=True)
    author = UserFactory()
    opened.version.authors.update(user=author)
    respond = f'href="/preprints/{opened.submission.preprint.pk}/respond/"'
    assert respond not in shown(client, opened.submission.preprint)
    client.force_login(author)
    assert respond in shown(client, opened.submission.preprint)
    opened.responses.create(
        version=opened.version, author=author, author_name="A", number=1, text="x", posted_at=NOW
    )
    assert respond not in shown(client, opened.submission.preprint)


def test_editors_find_the_way_to_their_desk(client):
    submission = reviewed_round().submission
    desk = f'href="/editor/submissions/{submission.pk}/"'
    assert desk not in shown(client, submission.preprint)
    client.force_login(UserFactory(editor=True))
    assert desk in shown(client, submission.preprint)


def test_a_selected_work_says_why_and_by_whom(client):
    opened = reviewed_round()
    issue = IssueFactory()
    EntryFactory(issue=issue, preprint=opened.submission.preprint, version=opened.version)
    assert "Read it for the second axiom." not in shown(client, opened.submission.preprint)
    publish(issue)
    page = shown(client, opened.submission.preprint)
    assert "Read it for the second axiom." in page
    assert "Recommended by Editor Example" in page


@pytest.mark.parametrize("path", ["/preprints/999/", "/preprints/999/v1/", "/people/nobody/"])
def test_what_does_not_exist_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_a_review_is_found_only_at_its_own_address(client):
    review = reviewed_round().reviews.first()
    other = PreprintFactory()
    assert client.get(review.get_absolute_url()).status_code == 200
    for preprint_id, number, review_number in (
        (other.pk, 1, 1),
        (review.version.preprint_id, 1, 9),
    ):
        url = reverse("reading:review", args=[preprint_id, number, review_number])
        assert client.get(url).status_code == 404


def test_code_is_coloured_in_the_text_and_in_reviews(client):
    code = '<pre><code class="language-python">return 1</code></pre>'
    preprint = PreprintFactory(version=None, shows_full_text=True)
    version = VersionFactory(preprint=preprint, body_html=code)
    opened = RoundFactory(submission__preprint=preprint, version=version)
    review = ReviewFactory(round=opened, published=True, weaknesses_html=code)
    keyword = '<span class="code-keyword">return</span>'
    assert shown(client, preprint).count(keyword) == 2
    assert shown(client, review).count(keyword) == 1
