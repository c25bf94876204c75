"""What a person's public page lists, and what it says about their ORCID iD."""

import lxml.html
import pytest
from allauth.socialaccount.models import SocialAccount

from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory, publish
from tests.factories.preprints import PreprintFactory
from tests.reading.works import reviewed_round, signed_review

pytestmark = pytest.mark.django_db
OWN_ID, OTHER_ID = "0000-0002-1825-0097", "0000-0001-5109-3700"
NOT_VERIFIED = "not verified"


def person_page(client, person):
    answer = client.get(person.profile.get_absolute_url())
    assert answer.status_code == 200
    return lxml.html.fromstring(answer.content.decode())


def listed(page) -> dict[str, list[str]]:
    """The addresses of each section, by its heading."""
    return {
        section.findtext(".//h2"): section.xpath(".//h3/a/@href")
        for section in page.xpath('//main//section[contains(@class, "section")]')
    }


def test_an_editors_page_lists_what_is_published_and_nothing_that_is_being_made(client):
    editor, colleague = UserFactory(editor=True), UserFactory(editor=True)
    published = IssueFactory(number=1, title="Agents that choose", editor=editor)
    own = EntryFactory(issue=published)
    EntryFactory(issue=published, recommended_by=colleague, position=2)
    publish(published)
    others = IssueFactory(number=2, title="The colleague's", editor=colleague)
    signed = EntryFactory(issue=others, recommended_by=editor, recommendation="Signed elsewhere.")
    EntryFactory(issue=others, position=2)
    publish(others)
    for number, made_by in ((3, editor), (4, colleague)):
        draft = IssueFactory(number=number, title=f"Draft title {number}", editor=made_by)
        EntryFactory(issue=draft, recommended_by=editor, first_sentence="Draft recommendation.")
    page = person_page(client, editor)
    assert listed(page) == {
        "Issues edited": [published.get_absolute_url()],
        "Recommendations": [
            signed.version.get_absolute_url(),
            own.version.get_absolute_url(),
        ],
    }
    words = page.text_content()
    assert "Agents that choose" in words
    assert "Draft title" not in words
    assert "Draft recommendation" not in words
    draft.editor = editor
    publish(draft)
    words = person_page(client, editor).text_content()
    assert "Draft title 4" in words, "what leaked would be seen here"
    assert "Draft recommendation" in words


def test_a_reviewers_page_lists_their_own_works_and_signed_reviews(client):
    person = UserFactory()
    work, _other = PreprintFactory(), PreprintFactory()
    work.current_version.authors.update(user=person)
    opened = reviewed_round()
    own = signed_review(opened, number=3, reviewer=person)
    signed_review(opened, number=4, reviewer=UserFactory())
    assert listed(person_page(client, person)) == {
        "Works": [work.get_absolute_url()],
        "Signed reviews": [own.get_absolute_url()],
    }


@pytest.mark.parametrize(
    ("provider", "signed_in_with", "typed", "is_verified"),
    [
        ("orcid", OWN_ID, OWN_ID, True),
        ("orcid", OWN_ID, OTHER_ID, False),
        ("github", OTHER_ID, OTHER_ID, False),
        ("", "", OTHER_ID, False),
    ],
)
def test_an_id_is_verified_where_the_person_signed_in_with_that_very_id(
    client, provider, signed_in_with, typed, is_verified
):
    person, holder = UserFactory(editor=True), UserFactory(editor=True)
    if provider:
        SocialAccount.objects.create(user=person, provider=provider, uid=signed_in_with)
    if signed_in_with != typed:  # its holder is known here, which makes it nobody else's
        SocialAccount.objects.create(user=holder, provider="orcid", uid=typed)
    type(person.profile).objects.filter(user=person).update(orcid=typed)
    publish(EntryFactory(issue__editor=person).issue)
    page = person_page(client, person)
    (link,) = page.xpath(f'//a[@href="https://orcid.org/{typed}"]')
    assert ("me" in link.get("rel").split()) is is_verified
    assert (NOT_VERIFIED not in page.text_content()) is is_verified
