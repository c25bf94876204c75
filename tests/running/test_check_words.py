"""`make check` refuses a model or package that nobody explains, and a name with a retired word."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GLOSSARY = """
| bird | flies | `birds/models.py` (`Bird`) |

`birds/` has birds.

## Retired words

Not used for anything new.

`errand hand_in likeness told`
"""
MODELS = """
from django.db import models


class Animal(models.Model):
    class Meta:
        abstract = True


class Bird(models.Model):
    pass
"""


@pytest.fixture
def project(tmp_path):
    """A small project in which everything is explained."""
    (tmp_path / "docs/reference").mkdir(parents=True)
    (tmp_path / "docs/reference/words.md").write_text(GLOSSARY)
    (tmp_path / "birds").mkdir()
    (tmp_path / "birds/__init__.py").touch()
    (tmp_path / "birds/models.py").write_text(MODELS)
    return tmp_path


def check(*folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ROOT / "scripts/check_words.py", *folder]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_project_in_which_everything_is_explained_is_allowed(project):
    assert (check(project).stderr, check(project).returncode) == ("", 0)


@pytest.mark.parametrize(
    ("file", "text", "refusal"),
    [
        ("fish/__init__.py", "", "fish/ has no line in docs/reference/words.md"),
        (
            "fish/pond.py",
            "class Bird: ...\n",
            "pond.py: Bird is the name of a class of birds/models",
        ),
        (
            "birds/models.py",
            MODELS.replace("class Bird", "class Nest"),
            "birds/models.py: Nest has no line",
        ),
        ("birds/rules.py", "errand_day = 1\n", "birds/rules.py:1: errand_day has the retired word"),
        ("birds/rules.py", "class BirdErrand: ...\n", "BirdErrand has the retired word 'errand'"),
        ("birds/rules.py", "def hand_in_egg(): ...\n", "hand_in_egg has the retired word"),
        (
            "tests/test_it.py",
            "def fly(errand): ...\n",
            "tests/test_it.py:1: errand has the",
        ),
        ("birds/rules.py", "class BirdErrands: ...\n", "BirdErrands has the retired word 'errand'"),
        ("birds/rules.py", "hand_ins = 1\n", "hand_ins has the retired word 'hand_in'"),
        ("birds/rules.py", "likenesses = 1\n", "likenesses has the retired word 'likeness'"),
        (
            "birds/rules.py",
            "fly(\n    to=1, errand=2)\n",
            "rules.py:2: errand has the retired word",
        ),
        ("birds/rules.py", "from nest import errand as e\n", "birds/rules.py:1: errand has the"),
        ("birds/rules.py", "import nest as errand\n", "birds/rules.py:1: errand has the"),
        ("birds/rules.py", "import nest.errand_days\n", "1: nest.errand_days has the retired"),
        (
            "birds/rules.py",
            "from nest.errands import fly\n",
            "1: nest.errands has the retired word",
        ),
        ("birds/errands.py", "", "birds/errands.py has the retired word 'errand' in its name"),
        ("birds/errand/rules.py", "", "birds/errand/rules.py has the retired word 'errand'"),
        ("tests/test_errands.py", "", "tests/test_errands.py has the retired word 'errand'"),
        ("static/bird-errand.js", "", "static/bird-errand.js has the retired word 'errand'"),
        ("templates/told.html", "", "templates/told.html has the retired word 'told' in its name"),
        ("static/fly.js", "const birdErrand = 1;\n", "const birdErrand = 1; has the retired word"),
        ("static/fly.js", "\nfly(`hand-in`);\n", "static/fly.js:2: fly(`hand-in`); has the"),
        ("templates/bird.html", "<p>Hand\tin  eggs</p>\n", "has the retired word 'hand_in'"),
        ("templates/bird.html", "<p>Hand-ins</p>\n", "has the retired word 'hand_in'"),
        ("templates/bird.html", "{{ bird.errand }}\n", "templates/bird.html:1: {{ bird.errand }}"),
        ("birds/templates/mail.txt", "An errand.\n", "birds/templates/mail.txt:1: An errand. has"),
    ],
)
def test_what_nobody_explains_is_refused(project, file, text, refusal):
    (project / file).parent.mkdir(parents=True, exist_ok=True)
    (project / file).write_text(text)
    outcome = check(project)
    assert outcome.returncode == 1
    assert refusal in outcome.stderr
    assert len(outcome.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("birds/migrations/0001_errand.py", "errand = 1\n"),
        ("tests/test_it.py", "def test_an_errand_is_run(): ...\n"),
        ("birds/rules.py", '"""An errand."""\n\nerrandsman = handing = fly(**all_of)\n'),
        ("templates/bird.html", "<p>Errandsmen at hand. In eggs, hand-inside</p>\n"),
        ("docs/bird.html", "<p>An errand</p>\n"),
        ("tests/recordings/templates/bird.html", "<p>An errand</p>\n"),
        ("node_modules/bird.js", "errand();\n"),
        ("fish/pond.py", "class _Bird: ...\n"),
        ("fish/errors.py", "class Bird(Exception): ...\n"),
    ],
)
def test_past_migrations_sentences_and_other_words_are_free(project, file, text):
    (project / file).parent.mkdir(parents=True, exist_ok=True)
    (project / file).write_text(text)
    assert check(project).stderr == ""


def test_a_file_that_the_glossary_names_must_exist(project):
    (project / "birds/models.py").unlink()
    assert "names birds/, " not in check(project).stderr
    (project / "docs/reference/words.md").write_text(f"`fish/rules.py` and {GLOSSARY}")
    assert "names fish/rules.py, which does not exist" in check(project).stderr


def test_a_glossary_without_retired_words_is_no_glossary(project):
    glossary = project / "docs/reference/words.md"
    glossary.write_text(GLOSSARY.replace("## Retired words", "## Former words"))
    assert "lists no retired words" in check(project).stderr


def test_our_own_words_are_explained():
    assert check().stderr == ""


def test_make_check_asks():
    steps = (ROOT / "scripts/check").read_text()
    assert re.search(r"^step .* scripts/check_words\.py$", steps, re.MULTILINE)
