"""What `make mutate` says of settings that make no run, before it records anything."""

import pytest

from mutation import recording, results, session, workspace
from mutation.results import Result
from mutation.session import WrongSettingError, options_from_environment
from mutation.targets import UnknownAppError

SETTINGS = ("ONLY", "SAMPLE", "SEED", "AGAIN", "TEST_PROCESSES")


@pytest.fixture(autouse=True)
def environment(monkeypatch, tmp_path):
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(workspace, "HOME", tmp_path)
    monkeypatch.setattr(recording, "load", lambda: pytest.fail("recorded"))
    return monkeypatch.setenv


def test_without_settings_three_hundred_faults_are_drawn_from_all():
    options = options_from_environment()
    assert (options.only, options.sample, options.seed) == ([], 300, 1)
    assert (options.again, options.processes) == (False, 2)


@pytest.mark.parametrize(
    ("name", "text", "least"),
    [
        ("SAMPLE", "x", 1),
        ("SAMPLE", "0", 1),
        ("SAMPLE", "-1", 1),
        ("SEED", "-1", 0),
        ("SEED", "1.5", 0),
        ("TEST_PROCESSES", "0", 1),
    ],
)
def test_a_number_that_makes_no_run_is_refused_by_its_name(environment, name, text, least):
    environment(name, text)
    words = f"{name} must be a whole number from {least} on, not '{text}'."
    with pytest.raises(WrongSettingError, match=words):
        options_from_environment()


def test_blanks_between_names_do_not_matter(environment):
    environment("ONLY", "reviews, curation/rules.py ,")
    assert options_from_environment().only == ["reviews", "curation/rules.py"]


@pytest.mark.parametrize("name", ["nothing", "reviews/services", "reviews/forms.py"])
def test_what_is_not_mutated_is_refused_before_anything_is_recorded(environment, name):
    environment("ONLY", f"reviews,{name}")
    with pytest.raises(UnknownAppError, match=f"not {name}"):
        session.run(options_from_environment())


def test_survivors_need_a_run_before_and_its_page_stays(environment, tmp_path):
    page = tmp_path / "result.md"
    page.write_text("an hour's work")
    of_other_seed = Result(
        path="reviews/rules.py", line=1, operator="x", occurrence=0, function="f",
        before="a", after="b", diff="", outcome="survived",
    )  # fmt: skip
    results.add(tmp_path / "results" / "300-1.last", of_other_seed)
    environment("AGAIN", "1")
    environment("SEED", "2")
    with pytest.raises(WrongSettingError, match="needs an earlier run"):
        session.run(options_from_environment())
    assert page.read_text() == "an hour's work"
