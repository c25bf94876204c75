"""EPUBCheck, of the W3C, finds nothing in the EPUB of any issue; the PDF says what it is."""

import io
import json
import os
import subprocess
import zipfile

import httpx
import pytest
from pypdf import PdfReader

PATIENCE_SECONDS = 300  # it takes ten seconds of a free core
WORK = "from events.outbox import work; work()"  # a journal to look at has no worker
WAITS = httpx.codes.SERVICE_UNAVAILABLE


@pytest.fixture(scope="module")
def files(demo_journal) -> dict[str, bytes]:
    """Of each issue, by its file's name."""
    found = {}
    with httpx.Client(base_url=demo_journal.address, trust_env=False, timeout=60) as client:
        issues = client.get("/api/v1/issues/").json()["results"]
        for issue in issues:
            for form in ("pdf", "epub"):
                address = f"/issues/{issue['volume']}/{issue['number']}/issue.{form}"
                answer = client.get(address)
                if answer.status_code == WAITS:
                    demo_journal.manage("shell", "-v0", "-c", WORK)
                    answer = client.get(address)
                answer.raise_for_status()
                found[f"{issue['volume']}-{issue['number']}.{form}"] = answer.content
    return found


def messages_about(file) -> list[str]:
    command = ["java", "-jar", os.environ["EPUBCHECK_JAR"], file, "--json", "-", "--quiet"]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
    )
    report = done.stdout[done.stdout.index("{") : done.stdout.rindex("}") + 1]
    return [
        f"{one['severity']} {one['ID']}: {one['message']} "
        + ", ".join(f"{at['path']}:{at['line']}" for at in one["locations"][:3])
        for one in json.loads(report)["messages"]
    ]


def test_epubcheck_finds_nothing_in_any_issue(files, tmp_path):
    books = {name: content for name, content in files.items() if name.endswith(".epub")}
    assert len(books) >= 2
    for name, content in books.items():
        file = tmp_path / name
        file.write_bytes(content)
        assert messages_about(file) == [], name


def test_an_error_is_found(files, tmp_path):
    whole = zipfile.ZipFile(io.BytesIO(files["1-2.epub"]))
    broken = tmp_path / "broken.epub"
    with whole, zipfile.ZipFile(broken, "w") as written:
        for part in whole.infolist():
            content = whole.read(part)
            if part.filename == "EPUB/about.xhtml":
                content = content.replace(b"<h1>", b"<h1><li>A</li>", 1)
            written.writestr(part, content)
    assert any("about.xhtml" in message for message in messages_about(broken))


def test_a_pdf_has_a_title_a_language_bookmarks_and_links(files):
    documents = [PdfReader(io.BytesIO(files[name])) for name in files if name.endswith(".pdf")]
    assert len(documents) >= 2
    for document in documents:
        assert "Volume 1, Issue" in document.metadata.title
        assert document.root_object["/Lang"] == "en"
        assert document.root_object["/MarkInfo"]["/Marked"]
        assert len(document.outline) >= 4
        links = [
            one
            for page in document.pages
            for one in page.get("/Annots", [])
            if one.get_object()["/Subtype"] == "/Link"
        ]
        assert len(links) > len(document.pages)
