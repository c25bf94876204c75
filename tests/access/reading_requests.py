"""Pages to read, the API and the feeds: open to everybody, or not there."""

from collections.abc import Iterator

from tests.access.journal import Journal
from tests.access.requests import NOTHING, Request, get, post


def pages(journal: Journal) -> Iterator[Request]:
    work = journal.works["two versions"]
    review = journal.reviews["published"]
    location = work.locations.get()
    yield get("healthz")
    yield get("readyz")
    pages = ("home", "preprints", "review_requests", "issues", "about", "patterns", "me")
    for name in (
        *pages,
        "search",
        "suggestions",
        "log",
        "log_keys",
        "statistics",
        "statistics_table",
    ):
        yield get(f"reading:{name}")
    yield get("picture", f"{'0' * 64}.webp", state="not there")
    yield get("reading:preprint", work.pk)
    yield get("reading:version", work.pk, 1)
    yield get("reading:review", review.version.preprint_id, 1, review.number, state="published")
    yield get("reading:review", review.version.preprint_id, 1, 2, state="not published")
    of_version = (review.version.preprint_id, review.version.number)
    for name in ("proof", "proof_json", "proof_pdf"):
        yield get(f"reading:{name}", *of_version, state="reviewed")
        yield get(f"reading:{name}", work.pk, 1, state="not reviewed")
    yield get("reading:side_by_side", *of_version, state="no full text")
    yield get("reading:dossier", review.version.preprint_id, "json", state="reviewed")
    yield get("reading:verify")
    yield post("reading:verify", fields={"statement": "{}"}, effect=NOTHING)
    yield get("reading:compare", work.pk, 1, 2)
    yield get("reading:compare_edit", work.pk, 1)
    yield get("reading:by_id", "arxiv", location.external_id)
    yield get("reading:by_identifier", review.identifier, state="published")
    yield get("reading:by_identifier", f"{review.version.identifier}.r2", state="not published")
    yield get("reading:people")
    yield get("reading:person", journal.cast["author"].profile.handle, state="known by an act")
    yield get("reading:person", journal.cast["reader"].profile.handle, state="reader")
    yield get("reading:subjects")
    yield get("reading:subject", journal.other["subject"].slug)
    for state in ("published", "draft"):
        number = journal.issues[state].number
        for name in ("issue", "cover", "evidence"):
            yield get(f"reading:{name}", 1, number, state=state)
        yield get("reading:issue_file", 1, number, "pdf", state=state)
    yield get("reading:checkpoint", journal.other["checkpoint"].links, state="signed")
    yield get("reading:checkpoint", journal.other["checkpoint"].links + 1, state="not signed")
    draft = journal.issues["draft"].pk
    yield get("reading:issue_preview", draft)
    yield get("reading:preview_cover", draft)


def api(journal: Journal) -> Iterator[Request]:
    for name in ("root", "schema", "docs"):
        yield get(f"api:{name}")
    work = journal.works["two versions"]
    rows = {
        "preprint": {"": work.pk},
        "version": {"": work.current_version_id},
        "review": {state: journal.reviews[state].pk for state in ("draft", "submitted")},
        "assessment": {state: one.pk for state, one in journal.assessments.items()},
        "response": {"": journal.other["response"].pk},
        "correction": {"waiting": journal.other["correction, waiting"].pk},
        "revision": {"": journal.revisions["waiting"].pk},
        "issue": {state: journal.issues[state].pk for state in ("draft", "published")},
        "subject": {"": journal.other["subject"].slug},
        "person": {
            "known by an act": journal.cast["author"].profile.handle,
            "reader": journal.cast["reader"].profile.handle,
        },
        "event": {kind: journal.other[f"{kind} event"].pk for kind in ("public", "private")},
    }
    signed = journal.other["checkpoint"].links
    rows["checkpoint"] = {"": signed}
    rows["link"] = {"signed": signed, "not signed": signed + 1}
    rows["review"]["published"] = journal.reviews["published"].pk
    for thing, ids in rows.items():
        yield get(f"api:{thing}-list")
        for state, pk in ids.items():
            yield get(f"api:{thing}-detail", pk, state=state)
    yield get("/api/v1/search/?q=agents")
    yield get("/api/v1/no/such/thing/")
    yield Request("POST", "/api/v1/no/such/thing/")


def feeds(journal: Journal) -> Iterator[Request]:
    yield get("feeds:journal", "preprints", "atom")
    yield get("feeds:subject", journal.other["subject"].slug, "atom")
    yield get("feeds:preprint", journal.works["two versions"].pk, "atom")
    yield get("/feeds/search.atom?q=agents")
    yield get("feeds:person", journal.cast["author"].profile.handle, "atom")
    yield get("sitemaps:robots")
    yield get("sitemaps:index")
    yield get("sitemaps:file", "reviews", 1)
