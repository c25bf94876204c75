"""Sentences in templates: every value in them is there when they are shown."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"
SENTENCE = re.compile(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate", re.DOTALL)


def unknown_values(template: str) -> list[str]:
    """Values that Django shows as nothing: within a sentence it takes plain names only."""
    bodies = [match.group(1) for match in SENTENCE.finditer(template)]
    values = [value.strip() for body in bodies for value in re.findall(r"{{(.*?)}}", body)]
    return [value for value in values if not value.isidentifier()]


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.*")), ids=lambda path: path.name)
def test_no_sentence_has_a_value_that_is_left_blank(template):
    assert unknown_values(template.read_text()) == []


def test_a_value_that_would_be_left_blank_is_found():
    sentence = "{% blocktranslate %}Version {{ round.version.number }}.{% endblocktranslate %}"
    assert unknown_values(sentence) == ["round.version.number"]
    assert unknown_values("{% blocktranslate %}Version {{ number }}.{% endblocktranslate %}") == []
