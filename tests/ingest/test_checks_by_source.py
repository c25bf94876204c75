"""What a source changes of a submitted work is found by its id, while all harvests are paused.

What is answered the first time is recorded, or a synthetic sample where nothing was recorded; what
is answered later is made here of it, and so synthetic.
"""

import copy
from datetime import timedelta

import pytest
from django.utils import timezone

from ingest.harvests.scheduled_fetches import run_scheduled_fetches
from ingest.harvests.submitted_works import schedule_submitted_works
from ingest.http.client import SourceClient
from ingest.http.pacing import SharedHosts
from ingest.models import Harvest, Host, ScheduledFetch, Source
from preprints.models import Location
from tests.factories.preprints import PreprintFactory, VersionFactory
from tests.factories.times import NOW
from tests.ingest.checked_works import check_all, labels, make_due, submitted
from tests.replay import arxiv, biorxiv, crossref, forums, openreview, osf, web, zenodo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("replay")]

ARXIV_ID = "1605.08386"  # recorded
POSTS = forums.posts
SYNTHETIC = web.SYNTHETIC
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _harvested_once():
    """Every source was started once and then paused, so that nothing else of it is fetched."""
    for source in Source.objects.all():
        Harvest.objects.create(source=source, state="done", started_at=NOW, advanced_at=NOW)


@pytest.fixture
def arxiv_says(monkeypatch):
    """Let arXiv have the recorded work, and this as its second version."""
    first = arxiv.entries()[ARXIV_ID]

    def says(*replaced: tuple[bytes, bytes]) -> None:
        second = first.replace(b"1605.08386v1", b"1605.08386v2")
        for old, new in replaced:
            assert old in second
            second = second.replace(old, new)
        found = {**arxiv.entries(), ARXIV_ID: second, f"{ARXIV_ID}v2": second}
        monkeypatch.setattr(arxiv, "entries", lambda: found)

    return says


def test_a_second_version_at_arxiv(arxiv_says):
    preprint, other = submitted(f"arXiv:{ARXIV_ID}"), submitted("arXiv:1707.08567", "listed")
    arxiv_says((b"<title>Heat-bath", b"<title>More heat-bath"))
    assert check_all() == {"arxiv": 1}
    preprint.refresh_from_db()
    assert labels(preprint) == ["v1", "v2"]
    assert preprint.current_version.title.startswith("More heat-bath random walks")
    assert labels(other) == ["v1"]


def test_a_withdrawal_at_arxiv_and_a_version_after_it(arxiv_says):
    preprint = submitted(f"arXiv:{ARXIV_ID}", "under-review")
    notice = b"<summary>This paper has been withdrawn by the authors.</summary><was>"
    arxiv_says((b"<summary>", notice), (b"</summary>\n", b"</was>\n"))
    check_all()
    preprint.refresh_from_db()
    assert preprint.status == "withdrawn"
    arxiv_says((b"1605.08386v2", b"1605.08386v3"))
    check_all()
    preprint.refresh_from_db()
    assert (preprint.status, labels(preprint)) == ("under-review", ["v1", "v2", "v3"])


def test_a_second_version_at_zenodo(monkeypatch):
    preprint = submitted("https://zenodo.org/records/8120771")
    second = copy.deepcopy(zenodo.zenodo_records()["8120771"])
    second["id"] = 900000000091
    second["metadata"]["title"] += ", revised"
    second["metadata"]["relations"]["version"][0]["index"] = 1
    monkeypatch.setattr(zenodo, "zenodo_records", lambda: {"900000000091": second})
    check_all()
    preprint.refresh_from_db()
    assert labels(preprint) == ["v1", "v2"]
    assert preprint.current_version.title.endswith(", revised")


def changed_sample(monkeypatch, route, name, change):
    """Let a route answer with this sample changed."""
    load = route.load

    def changed(path):
        sample = load(path)
        if path.name == name:
            change(sample)
        return sample

    monkeypatch.setattr(route, "load", changed)


def test_a_second_version_at_the_osf(monkeypatch):
    preprint = submitted("https://osf.io/preprints/psyarxiv/xyz22")

    def change(sample):
        sample["data"]["id"] = "xyz22_v2"
        sample["data"]["attributes"]["version"] = 2
        sample["data"]["attributes"]["title"] = "A Second Thought"

    changed_sample(monkeypatch, osf, "first_version.json", change)
    check_all()
    preprint.refresh_from_db()
    assert labels(preprint) == ["v1", "v2"]
    assert preprint.current_version.title == "A Second Thought"


def test_a_withdrawal_at_the_osf(monkeypatch):
    preprint = submitted("https://osf.io/preprints/psyarxiv/xyz22", "reviewed")

    def change(sample):
        sample["data"]["attributes"]["date_withdrawn"] = "2026-11-20T10:00:00"

    changed_sample(monkeypatch, osf, "first_version.json", change)
    check_all()
    preprint.refresh_from_db()
    assert (preprint.status, preprint.status_before_withdrawal) == ("withdrawn", "reviewed")


def test_another_title_at_openreview(monkeypatch):
    preprint = submitted("https://openreview.net/forum?id=SyntheticA_1")

    def change(sample):
        sample["notes"][0]["content"]["title"]["value"] = "Learning from Somebody"

    changed_sample(monkeypatch, openreview, "submission.json", change)
    check_all()
    preprint.refresh_from_db()
    assert preprint.current_version.title == "Learning from Somebody"
    assert preprint.versions.count() == 2


DOI = "10.5555/example.preprint/v2"


def test_a_doi_whose_record_names_a_newer_one(monkeypatch):
    """The newer one has a record of its own, which is fetched, too."""
    preprint = submitted(f"https://doi.org/{DOI}")
    known = crossref.works()[DOI]
    newer = known.replace(b"Preprint\\/v2", b"Preprint\\/v3").replace(b"On the Weight", b"Weight")
    older = known.replace(b"preprint\\/v1", b"preprint\\/v3")
    assert known not in (newer, older)
    works = {DOI: older, "10.5555/example.preprint/v3": newer}
    monkeypatch.setattr(crossref, "works", lambda: works)
    check_all()
    check_all()
    preprint.refresh_from_db()
    assert labels(preprint) == ["v2", "v3"]
    assert preprint.current_version.title.startswith("Weight of Examples")


def test_a_doi_whose_record_has_another_abstract(monkeypatch):
    preprint = submitted(f"https://doi.org/{'10.53731/ybhah-9jy85'}")
    known = crossref.works()["10.53731/ybhah-9jy85"]
    title = preprint.current_version.title
    assert title.encode() in known
    works = {"10.53731/ybhah-9jy85": known.replace(title.encode(), title.encode() + b" Again")}
    monkeypatch.setattr(crossref, "works", lambda: works)
    check_all()
    preprint.refresh_from_db()
    assert preprint.current_version.title == f"{title} Again"


def test_another_version_at_biorxiv(monkeypatch):
    doi = "10.1101/2023.02.30.900001"
    preprint = submitted(f"https://doi.org/{doi}")
    known = biorxiv.rows("biorxiv")
    newest = next(row for row in known if (row["doi"], row["version"]) == (doi, "10"))
    next_one = newest | {"version": "11", "title": "An Eleventh Title", "date": "2023-10-01"}
    monkeypatch.setattr(biorxiv, "rows", lambda server: [*known, next_one])
    check_all()
    preprint.refresh_from_db()
    assert labels(preprint) == ["v10", "v11"]
    assert preprint.current_version.title == "An Eleventh Title"


def test_an_edit_of_a_post(serve_posts):
    post = copy.deepcopy(POSTS("lesswrong")["SyntheticPlain001"])
    serve_posts("lesswrong", post)
    preprint = submitted("https://www.lesswrong.com/posts/SyntheticPlain001")
    title = preprint.current_version.title
    post["title"] = f"{title}, Edited"
    check_all()
    preprint.refresh_from_db()
    assert preprint.current_version.title == f"{title}, Edited"
    assert preprint.versions.count() == 2


@pytest.fixture
def page(monkeypatch, tmp_path):
    """A page that can be changed: the synthetic one with Highwire's tags."""
    (tmp_path / "web").mkdir()
    path = tmp_path / "web" / "highwire.html"
    path.write_bytes((web.SYNTHETIC / "web" / "highwire.html").read_bytes())
    monkeypatch.setattr(web, "SYNTHETIC", tmp_path)
    return path


def test_a_page_that_is_changed(page, replay):
    preprint = submitted(f"{replay.address}/web/highwire.html")
    page.write_text(page.read_text().replace("Cooling of Samples", "Cooling of Nothing"))
    check_all()
    preprint.refresh_from_db()
    assert preprint.current_version.title.startswith("Cooling of Nothing")


def test_a_page_that_is_unchanged_is_not_sent_again(page, replay):
    preprint = submitted(f"{replay.address}/web/highwire.html")
    check_all()
    replay.requests.clear()
    assert check_all() == {"web": 1}
    assert [request.headers.get("if-none-match") is not None for request in replay.requests] == [
        True
    ]
    assert preprint.versions.count() == 1


def test_a_page_that_is_gone_is_marked_after_a_day_and_comes_back(page, replay):
    preprint = submitted(f"{replay.address}/web/highwire.html")
    check_all()  # from then on it is only sent if it has changed
    content = page.read_bytes()
    page.unlink()
    check_all()
    assert Location.objects.get().gone_since is None
    check_all(days=1)
    assert Location.objects.get().gone_since is not None
    page.write_bytes(content)
    check_all(days=1)
    assert Location.objects.get().gone_since is None
    assert preprint.versions.count() == 1


@pytest.mark.parametrize("name", ["highwire.html", "preview_only.html"])
def test_of_a_feeds_entry_the_page_only_says_that_it_is_there(page, replay, name):
    """Its text came with the feed; of the two pages one names its authors."""
    (page.parent / name).write_bytes((SYNTHETIC / "web" / name).read_bytes())
    entry = PreprintFactory(status="submitted", version=None)
    url = f"{replay.address}/web/{name}"
    entry.locations.update(source="web", external_id=url.removeprefix("http://"), url=url)
    VersionFactory(preprint=entry, location=entry.locations.get(), body_html="<p>A text.</p>")
    schedule_submitted_works(now=NOW)
    check_all()
    checked = ScheduledFetch.objects.get()
    assert (checked.attempts, checked.last_error, entry.versions.count()) == (0, "", 1)
    assert checked.checked_at is not None
    (page.parent / name).unlink()
    check_all()
    check_all(days=1)
    assert Location.objects.get().gone_since is not None


def test_the_pages_of_a_site_wait_as_long_as_it_asks(page, replay):
    """Those of other sites do not, nor do people who paste a link of it."""
    submitted(f"{replay.address}/web/highwire.html")
    site = replay.address.removeprefix("http://")
    for name in (f"{site}/web/other.html", "example.org/"):
        other = PreprintFactory(status="submitted")
        other.locations.update(source="web", external_id=name, url=f"http://{name}")
    schedule_submitted_works(now=NOW)
    make_due()
    elsewhere = ScheduledFetch.objects.get(external_id="example.org/")
    ScheduledFetch.objects.filter(pk=elsewhere.pk).update(due_at=timezone.now() + HOUR)
    replay.fail(status=503, headers={"Retry-After": "10800"})
    with SourceClient(hosts=SharedHosts()) as client:
        run_scheduled_fetches(client)
    assert len(replay.requests) == 2  # the submission's, and one check
    here = ScheduledFetch.objects.exclude(pk=elsewhere.pk)
    assert min(one.due_at for one in here) > timezone.now() + 2.9 * HOUR
    elsewhere.refresh_from_db()
    assert elsewhere.due_at < timezone.now() + 1.1 * HOUR
    assert not Host.objects.filter(closed_until__isnull=False).exists()


def test_a_page_for_people_is_left_alone_for_hours(page, replay):
    submitted(f"{replay.address}/web/highwire.html")
    replay.fail(status=429, headers={"Content-Type": "text/html"}, body=b"<!doctype html>")
    check_all()
    assert ScheduledFetch.objects.get().due_at > timezone.now() + 5.9 * HOUR


def test_a_host_that_is_away_rests_after_three_failures_and_no_work_is_lost(replay):
    for link in ("arXiv:1605.08386", "arXiv:1707.08567"):
        submitted(link)
    asked = len(replay.requests)
    replay.fail(times=9, status=503)
    for _check in range(5):
        check_all()
    assert len(replay.requests) - asked == 3
    assert Host.objects.get(key="arxiv").closed_until > timezone.now()
    assert not Location.objects.filter(gone_since__isnull=False).exists()
    assert not ScheduledFetch.objects.filter(failed_at__isnull=False).exists()
