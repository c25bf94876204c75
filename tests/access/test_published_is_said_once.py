"""Which states are public is said by the models: whoever asks, asks `published()`, `is_published`
or `PUBLIC`. A state that is named elsewhere as the public one would be a second definition.
"""

import re

from tests.covered_lines import ROOT

FOLDERS = ("accounts", "api", "curation", "interop", "preprints", "reading", "reviews", "search")
# The models define it, services set it, and rules say how it is reached.
DEFINE_AND_SET = ("models.py", "models/", "services/", "rules.py")
SECOND_DEFINITION = re.compile(
    r"""(?:status|state)\s*(?:=|==|!=)\s*["']published["']|(?:=|==|!=)\s*\w+\.(?:State|Status)\.PUBLISHED"""
)


def sources():
    for folder in FOLDERS:
        for file in [
            *(ROOT / folder).rglob("*.py"),
            *(ROOT / "templates" / folder).rglob("*.html"),
        ]:
            name = file.relative_to(ROOT).as_posix()
            is_exempt = name.partition("/")[2].startswith(DEFINE_AND_SET)
            if not is_exempt and "/migrations/" not in name:
                yield name, file.read_text()


def test_nothing_but_the_models_says_which_states_are_public():
    named = [
        f"{name}: {match[0]}"
        for name, text in sources()
        for match in SECOND_DEFINITION.finditer(text)
    ]
    assert named == []


def test_a_second_definition_would_be_found():
    assert SECOND_DEFINITION.search("WHERE r.status = 'published' AND")
    assert SECOND_DEFINITION.search('filter(issue__state="published")')
    assert SECOND_DEFINITION.search("if issue.state == Issue.State.PUBLISHED:")
    assert not SECOND_DEFINITION.search("Review.objects.published()")
