"""The rows of saved texts on "My work" name the work, lead to the form and say what is next."""

from html import unescape

import lxml.html
import pytest

from drafts.form_kinds import kind_names
from drafts.models import Draft
from preprints.models import Preprint
from reading.selectors.saved_drafts import TARGETS, WORDS
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.reviews import (
    AssessmentFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return UserFactory(editor=True)


def keep(owner, key):
    Draft.objects.create(owner=owner, key=key, fields={"text": "Begun."}, saved_at=NOW)


def rows(client, person):
    client.force_login(person)
    page = lxml.html.fromstring(client.get("/me/").content.decode())
    return page.xpath('//section[@aria-labelledby="drafts"]//li')


def only_row(client, person):
    (row,) = rows(client, person)
    words = " ".join(row.text_content().split())
    links = [one.get("href") for one in row.findall(".//a")]
    assert any("/me/drafts/" in one for one in links)
    return words, [one for one in links if "/me/drafts/" not in one]


def test_every_kind_of_form_has_its_words_and_leads_to_what_it_is_for():
    """A new kind would be "A form" here that cannot be sent any more, whatever is so."""
    assert TARGETS.keys() == kind_names()
    assert WORDS.keys() == kind_names()


def test_a_review_names_its_work(client):
    review = ReviewFactory()
    keep(review.reviewer, f"review:{review.pk}")
    words, links = only_row(client, review.reviewer)
    assert words.startswith(f"A review: {review.version.title_plain}")
    assert "Finish it and submit it." in words
    assert links == [f"/reviews/{review.pk}/write/"]


def titled(title, *path):
    """The argument of a factory for the title of its work."""
    return {"__".join([*path, "preprint", "version", "title"]): title}


def test_forms_about_a_work_lead_to_it(client, editor):
    """One person's forms of every kind, each with its work."""
    opened = RoundFactory(submission__editor=editor, **titled("Opened", "submission"))
    submission = SubmissionFactory(**titled("Submitted"))
    assessment = AssessmentFactory(
        round__submission__second_editor=editor, **titled("Proposed", "round", "submission")
    )
    assessed = RoundFactory(state="assessed", closed_at=NOW, **titled("Assessed", "submission"))
    issue = IssueFactory(title="Trust & <care>", number=7)
    entry = EntryFactory(issue=issue, **titled("Chosen"))
    expected = {
        f"assessment:{opened.pk}": (opened.version, f"/editor/rounds/{opened.pk}/assessment/"),
        f"invite:{opened.pk}": (opened.version, f"/editor/submissions/{opened.submission_id}/"),
        f"decline:{submission.pk}": (submission.version, f"/editor/submissions/{submission.pk}/"),
        f"return:{assessment.pk}": (
            assessment.version,
            f"/editor/submissions/{assessment.round.submission_id}/",
        ),
        f"response:{assessed.pk}": (
            assessed.version,
            f"/preprints/{assessed.submission.preprint_id}/respond/",
        ),
        f"issue:{issue.pk}": (issue, f"/editor/issues/{issue.pk}/"),
        f"entry:{entry.pk}": (entry.version, f"/editor/issues/{issue.pk}/#entry-{entry.pk}"),
    }
    for key in expected:
        keep(editor, key)
    shown = {}
    for row in rows(client, editor):
        link, text = (one.get("href") for one in row.findall(".//a"))
        shown[unescape(text).split("/")[-2]] = (" ".join(row.text_content().split()), link)
    titles = {about.title for about, _url in expected.values()}
    assert titles == {"Opened", "Submitted", "Proposed", "Assessed", "Trust & <care>", "Chosen"}
    assert shown.keys() == expected.keys()
    for key, (about, url) in expected.items():
        words, link = shown[key]
        assert link == url
        assert about.title in words
        others = titles - {about.title}
        if key.startswith("entry:"):
            others -= {issue.title}  # it may name its issue
        assert [title for title in others if title in words] == [], key
        assert "cannot be sent" not in words


def test_a_form_that_is_closed_says_so_and_leads_to_the_text_alone(client, editor):
    submission = SubmissionFactory(accepted=True)
    keep(editor, f"decline:{submission.pk}")
    words, links = only_row(client, editor)
    assert submission.version.title_plain in words
    assert "It cannot be sent any more." in words
    assert links == []


@pytest.mark.parametrize(
    ("status", "round_state", "said"),
    [
        ("withdrawn", "open", "It cannot be sent while the work is withdrawn."),
        ("retracted", "open", "It cannot be sent any more."),
        ("withdrawn", "withdrawn", "It cannot be sent any more."),
    ],
)
def test_a_review_of_a_work_that_may_come_back_waits_for_it(client, status, round_state, said):
    review = ReviewFactory(round=RoundFactory(state=round_state))
    Preprint.objects.filter(pk=review.version.preprint_id).update(status=status)
    keep(review.reviewer, f"review:{review.pk}")
    words, links = only_row(client, review.reviewer)
    assert said in words
    assert links == []


def test_what_is_gone_or_published_is_still_a_row(client, editor):
    entry = EntryFactory()
    publish(entry.issue)
    for key in (f"entry:{entry.pk}", "review:999", "entry:999", "issue:999"):
        keep(editor, key)
    found = rows(client, editor)
    assert len(found) == 4
    assert all("It cannot be sent any more." in row.text_content() for row in found)


def test_a_title_is_shown_to_who_may_see_it_only(client):
    """An issue in preparation is the editors'; another's review is not named."""
    issue, review = IssueFactory(title="Still a secret"), ReviewFactory()
    person = UserFactory()
    keep(person, f"issue:{issue.pk}")
    keep(person, f"review:{review.pk}")
    words = " ".join(row.text_content() for row in rows(client, person))
    assert "Still a secret" not in words
    assert review.version.title_plain not in words
    assert "cannot be sent" in words


def test_the_page_asks_as_often_for_many_drafts(client, django_assert_max_num_queries):
    person = UserFactory()
    for _ in range(8):
        review = ReviewFactory(reviewer=person)
        keep(person, f"review:{review.pk}")
    client.force_login(person)
    with django_assert_max_num_queries(11):
        assert client.get("/me/").status_code == 200


def test_the_page_of_texts_that_were_replaced_says_how_long_they_are_kept(client, editor):
    entry = EntryFactory()
    client.force_login(editor)
    for key, is_said in (
        (f"replacedentry:{entry.pk}", True),
        (f"replacedissue:{entry.issue_id}", True),
        (f"entry:{entry.pk}", False),
    ):
        keep(editor, key)
        page = " ".join(client.get(f"/me/drafts/{key}/").content.decode().split())
        assert ("longer than 2 MB, the oldest are deleted" in page) == is_said
