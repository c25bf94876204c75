"""The pages that refuse: the table looks at their status alone."""

import pytest

from tests.access.answers import Browser
from tests.access.people import ACCOUNTS, NOBODY, make_cast, sign_in
from tests.stored_rows import watching

pytestmark = pytest.mark.django_db
NOT_THEIRS = {person for person, roles in ACCOUNTS.items() if not roles}  # the editors' desk


def browser_of(person: str) -> Browser:
    client = Browser()
    if person != NOBODY:
        sign_in(client, make_cast()[person])
    return client


@pytest.mark.parametrize("person", [NOBODY, *ACCOUNTS])
def test_a_page_that_refuses_says_so_and_writes_nothing(person):
    client = browser_of(person)
    refusals = {"/nothing/here/": (404, "Page not found")}
    if person in NOT_THEIRS:
        refusals["/editor/"] = (403, "Not open to you")
    with watching() as watch:
        for url, (status, words) in refusals.items():
            answer = client.get(url)
            assert (answer.status_code, words in answer.content.decode()) == (status, True)
        assert watch.changed_tables() == set()


@pytest.mark.parametrize("person", [NOBODY, *ACCOUNTS])
def test_a_form_that_is_refused_comes_back_with_its_text_and_writes_nothing(person):
    client = browser_of(person)
    refusals = {"/nothing/here/": (404, "What you wrote this for is not here any more")}
    if person in NOT_THEIRS:
        refusals["/editor/submissions/1/decline/"] = (403, "This page is for the journal")
    typed = {"text": "All that I wrote about this work, and would not write again."}
    with watching() as watch:
        for url, (status, words) in refusals.items():
            answer = client.post(url, typed)
            page = answer.content.decode()
            assert answer.status_code == status
            assert words in page
            assert typed["text"] in page
        assert watch.changed_tables() == set()
