from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from events.models import Outbox
from events.outbox import work
from ingest.errors import SourceUnavailable, WorkNotFound
from ingest.models import Lookup
from ingest.services import links as ingest_services
from preprints.models import Preprint
from preprints.record import Record, RecordAuthor, RecordLocation
from preprints.services import store_record
from reviews.models import Policy, Submission
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.reviews import SubmissionFactory

pytestmark = pytest.mark.django_db
LINK = "https://arxiv.org/abs/1605.08386"
RECORD = Record(
    location=RecordLocation("arxiv", "1605.08386", LINK),
    title="Heat-bath random walks with $n$ bases",
    authors=(RecordAuthor("Caprice Stanley"), RecordAuthor("Tobias Windisch")),
    posted_at=datetime(2016, 5, 26, tzinfo=UTC),
    first_posted_at=datetime(2016, 5, 26, tzinfo=UTC),
    abstract="Graphs on lattice points are studied.",
    source_version="v1",
)
REVISED = datetime(2017, 1, 5, tzinfo=UTC)
CONFIRMATION = {"role": "author", "reason": "", "interests_choice": "none"}


@pytest.fixture
def person(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def arxiv(monkeypatch):
    """What the source answers; set `.answer` to a record or an error."""

    class Source:
        answer: Record | Exception = RECORD

    def fetch(ref):
        if isinstance(Source.answer, Exception):
            raise Source.answer
        return Source.answer

    monkeypatch.setattr(ingest_services, "fetch_record", fetch)
    return Source


@pytest.fixture
def listed():
    """The work in its second version, for which nobody has asked for a review."""
    record = replace(RECORD, source_version="v2", title="Walks")
    return store_record(record, now=REVISED).preprint


def paste(client, link=LINK):
    return client.post(reverse("reviews:submit"), {"link": link})


def test_the_box_takes_a_link_from_elsewhere(client):
    answer = client.get(reverse("reviews:submit"), {"link": LINK})
    assert f'value="{LINK}"' in answer.content.decode()


def test_a_link_survives_the_sign_in(client):
    answer = paste(client)
    assert answer.status_code == 302
    assert "1605.08386" in answer.url
    assert answer.url.startswith("/accounts/login/")


@pytest.mark.usefixtures("person")
def test_an_unknown_link_is_explained_and_kept(client):
    answer = paste(client, "my paper on my home page")
    words = answer.content.decode()
    assert "We do not recognise this link" in words
    assert "my paper on my home page" in words


@pytest.mark.usefixtures("person")
def test_a_link_is_looked_up_shown_confirmed_and_submitted(client, arxiv):
    page = paste(client).url
    assert "Looking it up" in client.get(page).content.decode()
    work()
    words = client.get(page).content.decode()
    assert "<math" in words
    assert "Caprice Stanley" in words
    assert not Preprint.objects.exists(), "nothing is listed before it is confirmed"
    answer = client.post(page, CONFIRMATION)
    preprint = Preprint.objects.get()
    assert answer.url == preprint.get_absolute_url()
    assert preprint.status == "submitted"
    assert Submission.objects.get().is_author


@pytest.mark.usefixtures("person")
def test_waiting_asks_again_with_and_without_a_script(client, arxiv):
    page = paste(client).url
    words = client.get(page).content.decode()
    assert "hx-trigger" in words
    assert '<noscript><meta http-equiv="refresh"' in words
    fragment = client.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment


@pytest.mark.usefixtures("person")
@pytest.mark.parametrize(
    ("error", "said"),
    [
        (WorkNotFound(), str(WorkNotFound.message)),
        (SourceUnavailable(), "We will ask again automatically"),
    ],
)
def test_what_went_wrong_is_said_and_the_link_kept(client, arxiv, error, said):
    arxiv.answer = error
    page = paste(client).url
    work()
    words = client.get(page).content.decode()
    assert said in words
    assert LINK in words


@pytest.mark.usefixtures("person")
def test_confirming_twice_makes_one_submission(client, arxiv):
    page = paste(client).url
    work()
    client.post(page, CONFIRMATION)
    client.post(page, CONFIRMATION)
    assert Submission.objects.count() == 1
    assert Preprint.objects.count() == 1


@pytest.mark.usefixtures("person")
def test_a_reader_who_gives_no_reason_keeps_what_was_typed(client, arxiv):
    page = paste(client).url
    work()
    declared = {
        "interests_choice": "declared",
        "interest_other": "on",
        "competing_interests": "Mine",
    }
    answer = client.post(page, {**CONFIRMATION, "role": "reader", **declared})
    words = answer.content.decode()
    assert "Please say in a sentence or two" in words
    assert "Mine" in words
    assert not Preprint.objects.exists()


@pytest.mark.usefixtures("person")
def test_a_known_work_leads_to_its_page(client):
    preprint = PreprintFactory(status="under-review")
    place = preprint.locations.get()
    words = client.get(paste(client, f"arXiv:{place.external_id}").url).content.decode()
    assert preprint.get_absolute_url() in words
    assert "This work has already been submitted" in words


@pytest.mark.parametrize("is_own", [True, False])
def test_of_a_known_work_its_submitter_reads_when_they_submitted_it(client, person, is_own):
    preprint = PreprintFactory(status="submitted")
    SubmissionFactory(preprint=preprint, **({"submitter": person} if is_own else {}))
    declined = {"state": "declined", "decline_code": "other", "decline_text": "No."}
    SubmissionFactory(preprint=preprint, submitter=person, **declined)
    SubmissionFactory(submitter=person)  # another work
    place = preprint.locations.get()
    for page in (
        paste(client, f"arXiv:{place.external_id}").url,
        reverse("reviews:submit_preprint", args=[preprint.pk]),
    ):
        words = " ".join(client.get(page).content.decode().split())
        assert words.count("This work has already been submitted") == 2, "on the tab, too"
        assert ("You submitted it on" in words) == is_own


@pytest.mark.usefixtures("person")
def test_of_a_work_that_is_not_listed_no_version_is_called_listed(client, arxiv):
    arxiv.answer = replace(RECORD, source_version="v3")
    page = paste(client, f"{LINK}v1").url
    work()
    words = " ".join(client.get(page).content.decode().split())
    assert "You named version 1, but version 3 is the one that arXiv gives." in words
    assert "listed here" not in words


@pytest.mark.usefixtures("person")
def test_a_listed_work_can_be_submitted_from_its_page(client):
    preprint = PreprintFactory()
    url = reverse("reviews:submit_preprint", args=[preprint.pk])
    assert "Ask for a review" in client.get(url).content.decode()
    assert client.post(url, CONFIRMATION).url == preprint.get_absolute_url()
    assert "already" in client.post(url, CONFIRMATION).content.decode()


def test_somebody_elses_lookup_is_not_shown(client, person):
    paste(client)
    client.force_login(UserFactory())
    lookup = Lookup.objects.get()
    assert client.get(reverse("reviews:submit_found_work", args=[lookup.pk])).status_code == 404


@pytest.mark.usefixtures("person")
def test_too_many_links_in_an_hour_are_put_off(client, monkeypatch):
    monkeypatch.setattr(ingest_services, "LOOKUPS_A_PERSON", 1)
    paste(client)
    assert "wait a little" in paste(client, "arXiv:1605.08387").content.decode()


def page_words(client, url, **headers):
    return " ".join(client.get(url, headers=headers).content.decode().split())


@pytest.mark.usefixtures("person")
def test_the_waiting_page_names_the_source_and_the_work(client):
    words = page_words(client, paste(client).url)
    assert "We are asking arXiv for 1605.08386." in words


@pytest.mark.usefixtures("person")
def test_a_source_that_does_not_answer_is_named_and_asked_again(client, arxiv):
    arxiv.answer = SourceUnavailable("down")
    page = paste(client).url
    work()
    words = page_words(client, page)
    assert "arXiv does not answer" in words
    assert "could not find" not in words
    assert 'hx-trigger="every 5s"' in words
    assert '<meta http-equiv="refresh" content="15">' in words
    lookup = Lookup.objects.get()
    assert (lookup.state, lookup.tries, lookup.is_away) == ("failed", 1, True)

    arxiv.answer = RECORD
    Lookup.objects.update(next_try_at=lookup.answered_at)
    Outbox.objects.filter(done_at=None).update(due_at=lookup.answered_at)
    work()
    words = page_words(client, page)
    assert "Is this the work?" in words
    assert "does not answer" not in words
    assert 'http-equiv="refresh"' not in words


@pytest.mark.usefixtures("person")
def test_it_is_not_asked_for_ever(client, arxiv):
    arxiv.answer = SourceUnavailable("down")
    page = paste(client).url
    work()
    Lookup.objects.update(
        tries=ingest_services.MOST_TRIES, next_try_at=Lookup.objects.get().created_at
    )
    Outbox.objects.filter(done_at=None).update(due_at=Lookup.objects.get().created_at)
    work()
    words = page_words(client, page)
    assert "arXiv does not answer" in words
    assert "Try again" in words
    assert "hx-trigger" not in words
    assert not Outbox.objects.filter(done_at=None, task="ingest.answer_lookup").exists()


@pytest.mark.usefixtures("person")
def test_a_work_that_is_not_there_is_not_asked_for_again(client, arxiv):
    arxiv.answer = WorkNotFound("none")
    page = paste(client).url
    work()
    words = page_words(client, page)
    assert "We could not find it" in words
    assert "hx-trigger" not in words
    assert Lookup.objects.get().next_try_at is None


@pytest.mark.usefixtures("person")
def test_the_page_says_that_reviews_are_of_the_version_that_was_named(client, arxiv):
    arxiv.answer = replace(RECORD, source_version="v2")
    page = paste(client, "arXiv:1605.08386v2").url
    work()
    sentence = "You named version 2: it is shown here, and reviews will be about it."
    assert sentence in page_words(client, page)
    client.post(page, CONFIRMATION)
    assert Submission.objects.get().version.source_version == "v2"


@pytest.mark.usefixtures("person")
def test_without_a_named_version_the_page_says_which_one_was_read(client, arxiv):
    arxiv.answer = replace(RECORD, source_version="v3")
    page = paste(client).url
    work()
    assert "This is version 3. Reviews will be about it." in page_words(client, page)


@pytest.mark.usefixtures("person")
def test_of_a_listed_work_an_older_version_that_was_named_is_not_the_one_reviewed(client, listed):
    page = paste(client, "arXiv:1605.08386v1").url
    words = page_words(client, page)
    assert "You named version 1, but version 2 is the newest one listed here." in words
    assert "It is shown, and reviews will be about it." in words
    client.post(page, CONFIRMATION)
    assert Submission.objects.get().version == listed.current_version


@pytest.mark.usefixtures("person")
def test_of_a_listed_work_a_newer_version_that_was_named_is_fetched_and_reviewed(
    client, listed, arxiv
):
    other = PreprintFactory()
    arxiv.answer = replace(RECORD, title="Walks, revised", source_version="v3", posted_at=REVISED)
    page = paste(client, "arXiv:1605.08386v3").url
    assert "We are asking arXiv" in page_words(client, page)
    work()
    words = page_words(client, page)
    assert "You named version 3: it is shown here" in words
    assert "Walks, revised" in words
    assert "already listed here" in words
    client.post(page, CONFIRMATION)
    submission = Submission.objects.get()
    assert submission.preprint == listed
    assert submission.version.source_version == "v3"
    assert set(Preprint.objects.all()) == {listed, other}


@pytest.mark.usefixtures("person")
def test_a_newer_version_of_a_submitted_work_leads_to_its_page_at_once(client, listed):
    Preprint.objects.filter(pk=listed.pk).update(status="under-review")
    words = page_words(client, paste(client, "arXiv:1605.08386v3").url)
    assert "This work has already been submitted" in words
    assert "You named" not in words


@pytest.mark.usefixtures("person")
def test_the_page_of_a_listed_work_says_which_version_reviews_will_be_of(client, listed):
    words = page_words(client, reverse("reviews:submit_preprint", args=[listed.pk]))
    assert "This is version 2. Reviews will be about it." in words


@pytest.mark.usefixtures("person")
def test_how_soon_the_editors_decide_is_said_as_it_is_set(client, listed):
    Policy.objects.update(triage_days=10)
    page = reverse("reviews:submit_preprint", args=[listed.pk])
    answer = client.post(page, CONFIRMATION, follow=True)
    assert "The editors will decide within 10 days;" in answer.content.decode()
    assert "Within 10 days the editors decide whether" in page_words(client, "/about/")
