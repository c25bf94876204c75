"""The table of kinds against the code: each mail that is sent has its row, each row is sent."""

import inspect
import re
from pathlib import Path

import pytest
from django.conf import settings

from events.models import Outbox
from events.outbox import HANDLERS
from mails.kind import To
from mails.kinds import MAIL_KINDS, kinds_for
from mails.models import Mail
from mails.promising import NOBODY_KNOWN, Recipient, promise_mail

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
OURS = ("accounts", "curation", "following", "ingest", "mails", "reviews")
SOURCES = {
    path: path.read_text()
    for app in OURS
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
}
SENDS = "send_promised_mail("


def test_each_template_of_a_mail_has_its_row():
    files = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.glob("*/mail/*.txt")}
    rows = [kind.template for kind in MAIL_KINDS.values() if kind.template.endswith(".txt")]
    assert len(rows) == len(set(rows))
    assert set(rows) == files


def test_each_row_is_promised_by_our_code_and_sent_by_handlers_that_exist():
    """Mails of the sign-in package are named by its templates (`KINDS` of the adapter)."""
    tables = set((ROOT / "mails").glob("*kinds.py"))
    code = "".join(text for path, text in SOURCES.items() if path not in tables)
    ours = [kind for kind in MAIL_KINDS.values() if kind.template.endswith(".txt")]
    assert [kind.name for kind in ours if f'"{kind.name}"' not in code] == []
    handlers = {name for kind in MAIL_KINDS.values() for name in kind.promised_by}
    assert handlers - HANDLERS.keys() == set()
    assert all(kind.promised_by for kind in MAIL_KINDS.values())


def test_nothing_is_mailed_past_the_table():
    """Mails are made in `mails/sending.py`, and those of the sign-in package in its adapter."""
    makers = re.compile(r"mail_message\(|EmailMessage\(|send_mass_mail|mail\.send_mail\(")
    found = {str(path.relative_to(ROOT)) for path, text in SOURCES.items() if makers.search(text)}
    assert found == {"accounts/adapters.py", "mails/sending.py"}


def test_each_handler_that_mails_is_promised_with_a_row_of_the_mail():
    """With `promise` alone nobody would see the mail wait, nor could it be stopped."""
    mailing = {name for name, one in HANDLERS.items() if SENDS in inspect.getsource(one)}
    assert {"reviews.send_mail", "curation.send_mail", "mails.send_digest"} <= mailing
    plain = re.compile(r'\bpromise\(\s*"([\w.]+)"')
    promised = {name for text in SOURCES.values() for name in plain.findall(text)}
    assert "reviews.notify_editor_of_review" in promised, "the search finds what is there"
    assert mailing & promised == set()


@pytest.mark.django_db
def test_a_kind_without_a_row_cannot_be_promised():
    with pytest.raises(LookupError):
        promise_mail("unheard_of", "reviews.send_mail", to=NOBODY_KNOWN)
    assert not Outbox.objects.exists()


@pytest.mark.django_db
def test_a_promised_mail_says_for_whom_and_about_what_but_nothing_of_it():
    to = Recipient("review", 7)
    row = promise_mail("review_received", "reviews.send_mail", to=to, submission_id=3, about=1)
    assert list(Mail.objects.values()) == [
        {
            "promise_id": row.pk,
            "kind": "review_received",
            "recipient_kind": "review",
            "recipient_id": 7,
            "submission_id": 3,
            "digest_id": None,
            "stopped_at": None,
        }
    ]
    assert row.arguments == {"about": 1}


def test_mails_about_signing_in_and_invitations_cannot_be_turned_off():
    always = {name for name, kind in MAIL_KINDS.items() if not kind.is_optional}
    about_accounts = {name for name, kind in MAIL_KINDS.items() if kind.to == (To.ACCOUNT,)}
    assert about_accounts - {"digest"} <= always
    assert {"invitation", "is_this_your_review", "keep_account", "round_closed"} <= always
    assert not {"review_published", "submission_received"} & always


def test_a_kind_that_several_get_stands_in_the_first_part_alone():
    parts = kinds_for([To.REVIEWER, To.EDITOR])
    found = [
        part for part, kinds in parts.items() for one in kinds if one.name == "response_posted"
    ]
    assert found == [To.REVIEWER]
