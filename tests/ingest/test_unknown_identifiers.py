"""What is said of a link that names no work: the identifier is wrong, or the link is not known."""

import pytest

from ingest.errors import LinkNotRecognised
from ingest.services.links import look_up_link
from tests.factories.accounts import UserFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db

NO_SUCH_ID = "arXiv has no work with this identifier. Please check it."

LISTS_WORKS = "This is a page of arXiv that lists works; paste the link of one work."


def message_for(text):
    with pytest.raises(LinkNotRecognised) as refused:
        look_up_link(text, asked_by=UserFactory(), now=NOW)
    return str(refused.value.message)


@pytest.mark.parametrize(
    "text", ["2399.99999", "arXiv:2613.12345", "https://arxiv.org/abs/2613.12345", " 9999.1234v2 "]
)
def test_an_identifier_of_arxiv_that_cannot_be_is_said_to_be_wrong(text):
    assert message_for(text) == NO_SUCH_ID


@pytest.mark.parametrize(
    "text",
    [
        "https://arxiv.org/list/cs.AI/recent",
        "export.arxiv.org/list/cs/new?skip=0",
        "https://arxiv.org/a/warner_s_1",
        "https://arxiv.org/search/?query=agents",
    ],
)
def test_a_list_of_works_at_arxiv_is_no_wrong_identifier(text):
    assert message_for(text) == LISTS_WORKS


@pytest.mark.parametrize("text", ["some words", "12.5", "larxiver"])
def test_other_texts_are_asked_for_the_address_of_the_work(text):
    assert "Please give the address of the work itself" in message_for(text)
