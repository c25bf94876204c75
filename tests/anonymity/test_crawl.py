"""Nothing that the journal says names a hidden reviewer or shows a private text."""

import pytest

from tests.anonymity.addresses import page_addresses
from tests.anonymity.crawl import crawl
from tests.anonymity.roles import ROLES, client_of, editors_pages
from tests.anonymity.samples import FIRST_ID
from tests.anonymity.search import leaks_in, leaks_in_log

FEWEST_ANSWERS = 250  # a crawl that finds fewer addresses searches nothing worth its name


@pytest.fixture(scope="module")
def same_for_all():
    """The addresses that were asked for all roles by one."""
    return set()


@pytest.mark.parametrize("role", ROLES)
def test_no_answer_and_no_log_line_names_a_hidden_reviewer(world, log_lines, role, same_for_all):
    leaks, answers = crawl(role, world, same_for_all=same_for_all)
    assert not leaks, "\n".join(sorted({str(leak) for leak in leaks}))
    assert len(answers) > FEWEST_ANSWERS
    leaks = leaks_in_log(log_lines, answers, world)
    assert not leaks, leaks


def test_every_address_is_crawled(world):
    """Raises NoSample for a page whose address needs an argument that nobody has named yet."""
    assert f"/preprints/{world.work_id}/" in page_addresses(world)


def test_no_mail_names_a_hidden_reviewer_to_anybody_else(world):
    known = {one.email: key for key, one in world.hidden.items()}
    two_editors = {world.people[role].email for role in ("handling editor", "second editor")}
    talking = {known_as.email for known_as in world.hidden.values() if known_as.reads_thread}
    read = 0
    for sent in world.mails:
        (recipient,) = sent.recipients()
        role = "author" if recipient == world.people["author"].email else "a recipient"
        text = sent.message().as_string().replace(recipient, "")
        leaks = [
            leak
            for leak in leaks_in(text, role=role, where=sent.subject, world=world)
            if recipient not in two_editors
            and known.get(recipient, "nobody") not in leak.what
            and not (recipient in talking and "zzprivate-thread-" in leak.what)
        ]
        assert not leaks, (recipient, [str(leak) for leak in leaks], text)
        read += 1
    assert read > 8


def test_the_two_editors_do_see_who_reviews(world):
    """Otherwise the crawl would find nothing because nothing is there."""
    page = editors_pages(world)[0]
    for role in ("handling editor", "second editor"):
        text = client_of(role, world).get(page).content.decode()
        for key in ("anonymous", "pseudonymous", "submitted", "guest"):
            assert world.hidden[key].name in text
        assert "zzprivate-interests-anonymous" in text
    for role in ("uninvolved editor", "managing editor"):
        text = client_of(role, world).get(page).content.decode()
        assert "zztrace-anonymous" in text
        assert "Quenneville" not in text


def test_signed_reviews_of_hidden_reviewers_are_public(world):
    page = client_of("signed out", world).get(f"/preprints/{world.work_id + 1}/")
    for key in ("anonymous", "pseudonymous"):
        assert world.hidden[key].name in page.content.decode()


def test_each_secret_is_a_word_of_its_own(world):
    words = [secret.word for secret in world.secrets]
    assert len(words) == len(set(words)) > 20
    assert str(FIRST_ID + 1) in words
