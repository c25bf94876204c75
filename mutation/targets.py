"""Which files are mutated: where decisions are made, what is written and who may see it."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ["reviews", "curation", "drafts", "events", "accounts", "api", "interop", "preprints"]
# Forms, pages and the shape of answers are HTTP and words: their tests read what comes out.
LEFT_OUT = re.compile(
    r"(^|/)(migrations|management|views)/|(^|/)feeds/(atom|json_feed|rss|html|xml|views)\.py$"
    r"|(^|/)(__init__|apps|urls|feed_urls|views|viewsets|forms|admin|admin_pages"
    r"|errors|fields|serializers|renderers|placeholders|pictures)\.py$"
    r"|(^|/)\w+_forms\.py$"
)


class UnknownAppError(ValueError):
    """`ONLY` names something that is not mutated."""


def files(only: list[str], root: Path = ROOT) -> list[str]:
    """The paths, from the root, of the modules to be mutated; `only` names apps or such paths."""
    found = [
        path
        for app in APPS
        for file in sorted((root / app).rglob("*.py"))
        if not LEFT_OUT.search(path := str(file.relative_to(root)))
    ]
    if unknown := [name for name in only if name not in [*APPS, *found]]:
        raise UnknownAppError(
            f"ONLY takes {', '.join(APPS)} or single files of them (reviews/rules.py), not "
            f"{', '.join(unknown)}. Folders, forms, views and the like are not among them."
        )
    return [path for path in found if not only or {path, path.split("/")[0]} & set(only)]


def queryset_methods(root: Path = ROOT) -> frozenset[str]:
    """The names of the journal's own links of a query (`visible_to`, `public` …)."""
    method = re.compile(r"def (\w+)\(self[^)]*\)\s*->\s*[\"']?(?:\w*QuerySet|Self)\b")
    names: set[str] = set()
    for app in APPS:
        for file in (root / app).rglob("*.py"):
            if "QuerySet(" in (text := file.read_text()):
                names |= set(method.findall(text))
    return frozenset(names - {"get_queryset"})
