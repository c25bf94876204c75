"""Lighthouse gives the pages that readers come to first full marks."""

import json
import os
import shutil
import subprocess
import sys

import httpx
import pytest

LEAST = 0.99
JUDGED = ("accessibility", "best-practices", "seo")
# What was searched is kept from search engines on purpose, as is every list of hits elsewhere.
SKIPPED = {"search": "is-crawlable"}
PRINTED = "performance"  # two shared cores are too noisy to refuse anything


@pytest.fixture(scope="module")
def addresses(demo_journal):
    with httpx.Client(base_url=demo_journal.address, trust_env=False) as api:
        entry = api.get("/api/v1/preprints/", params={"status": "selected"}).json()["results"][-1]
    preprint = f"/preprints/{entry['id']}/"
    return {
        "home": "/",
        "preprint": preprint,
        "issue": "/issues/1/2/",
        "search": "/search/?q=agents",
    }


@pytest.mark.parametrize("name", ["home", "preprint", "issue", "search"])
def test_a_page_has_full_marks(demo_journal, addresses, tools, tmp_path, capsys, name):
    report = judge(
        demo_journal.address + addresses[name], tools, tmp_path / "report.json", SKIPPED.get(name)
    )
    scores = {key: report["categories"][key]["score"] for key in (*JUDGED, PRINTED)}
    with capsys.disabled():
        sys.stdout.write(
            "".join(f"{key} {score:.2f}  " for key, score in scores.items()) + name + "\n"
        )
    assert all(scores[key] >= LEAST for key in JUDGED), failed_audits(report)


def judge(address, tools, file, skipped):
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    chromium = next(filter(None, map(shutil.which, names)), "")
    subprocess.run(
        [
            *("node", tools / "lighthouse" / "cli" / "index.js", address, "--quiet"),
            *(
                "--chrome-flags=--headless --no-sandbox",
                f"--only-categories={','.join((*JUDGED, PRINTED))}",
            ),
            *((f"--skip-audits={skipped}",) if skipped else ()),
            *("--output=json", f"--output-path={file}"),
        ],
        env={**os.environ, "CHROME_PATH": chromium},
        timeout=300,
        check=True,
    )
    return json.loads(file.read_text())


def failed_audits(report):
    return {
        name: audit.get("details", {}).get("items")
        for name, audit in report["audits"].items()
        if audit["score"] is not None and audit["score"] < 1
    }
