"""Writes docs/reference/mails.md from the table of mails (`mails/kinds.py`); with --check, says
whether it is current.
"""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journal.settings")

import django  # noqa: E402 - needs the line above

django.setup()

from mails.kind import TO_WORDS, MailKind, To  # noqa: E402 - needs the apps
from mails.kinds import MAIL_KINDS  # noqa: E402 - needs the apps

PAGE = ROOT / "docs/reference/mails.md"
HEAD = """\
# Mails

Every kind of mail that the journal sends. Made from the table of kinds (`mails/kinds.py`) by
`scripts/list_mails.py`; tests hold the code against the table. How they are sent, and what happens
when the mail server is away: [Mails](../explanation/mails.md).

“Choice” says whether people can have a kind at once, once a day or not at all: at `/me/mails/`, or
by the link in each such mail. Where nothing is chosen a kind comes at once, or as is said there.
Of a subject with conditions, all cases are shown. Each subject begins with the journal's name in
brackets.
"""
SUBJECT = re.compile(r"{% block subject %}(.*?){% endblock %}", re.DOTALL)
OTHERWISE = re.compile(r"{% (?:elif .*?|else|plural) %}", re.DOTALL)
TAG = re.compile(r"{%.*?%}|{#.*?#}", re.DOTALL)
TRANSLATE = re.compile(r'{% translate "(.*?)".*?%}')
VALUE = re.compile(r"{{ *(\w+).*?}}")


def main() -> int:
    text = page()
    if sys.argv[1:] == ["--check"]:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            sys.stderr.write(f"{PAGE.relative_to(ROOT)} is out of date: scripts/list_mails.py\n")
            return 1
        return 0
    PAGE.write_text(text, encoding="utf-8")
    return 0


def page() -> str:
    return "\n".join([HEAD, *(line for part in To for line in section(part))])


def section(part: To) -> Iterator[str]:
    """A table of the kinds whose first recipient this is."""
    yield f"## {TO_WORDS[part]}\n"
    yield "| Kind | When | Subject | Its link | Choice | Promised by |"
    yield "|---|---|---|---|---|---|"
    for kind in MAIL_KINDS.values():
        if kind.to[0] == part:
            yield row(kind)
    yield ""


def row(kind: MailKind) -> str:
    also = "".join(f"; also {TO_WORDS[one].lower()}" for one in kind.to[1:])
    cells = (
        f"`{kind.name}`",
        f"{kind.when}{also}",
        " / ".join(subjects(kind.template)),
        kind.link,
        choice(kind),
        ", ".join(f"`{name}`" for name in kind.promised_by),
    )
    return f"| {' | '.join(map(str, cells))} |"


def choice(kind: MailKind) -> str:
    if not kind.is_optional:
        return "always"
    return "yes; else once a day" if kind.is_daily else "yes"


def subjects(template: str) -> list[str]:
    """The subject in each case, values by their names; "" for what the sign-in package says."""
    file = ROOT / "templates" / template
    if file.suffix:
        (source,) = SUBJECT.findall(file.read_text(encoding="utf-8"))
    else:
        file = file.with_name(f"{file.name}_subject.txt")
        source = file.read_text(encoding="utf-8") if file.exists() else "(django-allauth's own)"
    cases = [plain(case) for case in OTHERWISE.split(source)]
    return list(dict.fromkeys(filter(None, cases)))


def plain(source: str) -> str:
    words = VALUE.sub(r"‹\1›", TAG.sub("", TRANSLATE.sub(r"\1", source)))
    return " ".join(words.split())


if __name__ == "__main__":
    sys.exit(main())
