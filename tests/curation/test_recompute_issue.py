import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from curation.selectors.evidence import disagreements
from curation.services.publishing import publish_issue
from tests.curation.works import fill, make_candidate, write_editorial
from tests.factories.curation import IssueFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def evidence(editor):
    """The evidence of a published issue, as it is downloaded."""
    issue = IssueFactory(editor=editor)
    fill(issue, editor, make_candidate())
    make_candidate(ratings=(("useful", "compelling"), ("landmark", "solid"), ("useful", "solid")))
    write_editorial(issue, editor)
    publish_issue(issue.pk, editor=editor, now=NOW)
    issue.refresh_from_db()
    return json.loads(json.dumps(issue.evidence))


@pytest.fixture
def recompute(tmp_path, capsys):
    def run(evidence):
        file = tmp_path / "evidence.json"
        file.write_text(evidence if isinstance(evidence, str) else json.dumps(evidence))
        call_command("recompute_issue", str(file))
        return capsys.readouterr().out

    return run


def test_the_evidence_of_an_issue_comes_out_the_same(evidence, recompute):
    assert recompute(evidence) == "2 candidates recomputed, all agree.\n"


def test_the_evidence_is_read_from_standard_input_in_one_line(evidence, monkeypatch, capsys):
    written = json.dumps(evidence).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(written)))
    call_command("recompute_issue", "-")
    assert capsys.readouterr().out == "2 candidates recomputed, all agree.\n"


def test_the_evidence_names_every_number_of_an_estimate(evidence):
    for candidate in evidence["candidates"]:
        for part in ("significance", "strength", "overall"):
            assert set(candidate["score"][part]) == {"n", "raw", "shrunken", "spread"}


def change_score(evidence):
    evidence["candidates"][1]["score"]["overall"]["shrunken"] += 0.01


def change_rating(evidence):
    evidence["candidates"][1]["ratings"][0]["strength"]["rank"] = 6


def change_selection(evidence):
    evidence["candidates"][0]["eligible"] = False


def change_mean(evidence):
    evidence["parameters"]["journal_mean"]["strength"] = 0.1


def change_check(evidence):
    for one in evidence["candidates"]:
        one["checklist"][0]["ok"] = one["eligible"] = False


def change_response(evidence):
    evidence["candidates"][0]["response"]["until"] = (NOW + timedelta(seconds=1)).isoformat()


def test_evidence_of_the_first_format_comes_out_the_same(evidence, recompute):
    evidence["format"] = 1
    for candidate in evidence["candidates"]:
        del candidate["response"]
    assert recompute(evidence) == "2 candidates recomputed, all agree.\n"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (change_response, "the checklist says otherwise of the response"),
        (change_score, "the score differs"),
        (change_rating, "the score differs"),
        (change_selection, "the checklist says otherwise"),
        (change_mean, "the journal's mean differs"),
        (change_check, "selected without being eligible"),
    ],
)
def test_a_changed_file_does_not_agree(evidence, recompute, change, said, capsys):
    change(evidence)
    with pytest.raises(CommandError, match="does not agree"):
        recompute(evidence)
    assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    "words", ["", "[]", "{}", '{"format": 9}', '{"format": 1, "candidates": 3}']
)
def test_another_file_is_not_taken_for_evidence(recompute, words):
    with pytest.raises(CommandError, match="not the evidence"):
        recompute(words)


def test_a_missing_file_is_said_in_one_line(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("recompute_issue", str(tmp_path / "nothing.json"))


def test_a_candidate_that_is_not_eligible_and_not_selected_agrees(evidence, recompute):
    not_chosen = evidence["candidates"][1]
    not_chosen["checklist"][0]["ok"] = not_chosen["eligible"] = False
    assert not not_chosen["selected"]
    assert recompute(evidence) == "2 candidates recomputed, all agree.\n"


def test_a_response_without_an_assessment_closes_no_time_to_respond(evidence, recompute):
    """As of a work whose assessment was withdrawn after its authors had responded."""
    not_chosen = evidence["candidates"][1]
    not_chosen |= {"assessment": None, "eligible": False}
    not_chosen["response"] = {"responded": True, "until": None}
    for check in not_chosen["checklist"]:
        check["ok"] = check["ok"] and check["name"] not in ("assessment", "response")
    assert recompute(evidence) == "2 candidates recomputed, all agree.\n"
    for check in not_chosen["checklist"]:
        check["ok"] = check["ok"] or check["name"] == "response"
    name = not_chosen["version"]
    assert disagreements(evidence) == [f"{name}: the checklist says otherwise of the response"]


@pytest.mark.parametrize(
    ("by", "is_same"), [(0.0, True), (5e-10, True), (-5e-10, True), (2e-9, False), (-2e-9, False)]
)
def test_the_last_digits_of_another_machine_are_no_difference(evidence, by, is_same):
    score = evidence["candidates"][0]["score"]["overall"]
    for name in ("raw", "shrunken"):
        score[name] += by
    name = evidence["candidates"][0]["version"]
    assert disagreements(evidence) == ([] if is_same else [f"{name}: the score differs"])


def change_count(score):
    score["overall"]["n"] += 1


def change_to_nothing(score):
    score["strength"]["raw"] = None


def change_to_words(score):
    score["significance"]["spread"] = "0.25"


def leave_out(score):
    del score["overall"]["spread"]


def add(score):
    score["overall"]["low"] = 0.0


@pytest.mark.parametrize(
    "change", [change_count, change_to_nothing, change_to_words, leave_out, add]
)
def test_every_number_of_every_candidate_is_compared(evidence, change):
    for candidate in evidence["candidates"]:
        change(candidate["score"])
    names = [candidate["version"] for candidate in evidence["candidates"]]
    assert disagreements(evidence) == [f"{name}: the score differs" for name in names]


def test_a_work_without_a_rating_that_counts_has_a_score_without_numbers(evidence):
    candidate = evidence["candidates"][1]
    candidate["ratings"] = []
    nothing = {"n": 0, "raw": None, "spread": None}
    means = evidence["parameters"]["journal_mean"]
    overall = (means["significance"] + means["strength"]) / 2
    candidate["score"] = {
        name: {**nothing, "shrunken": mean} for name, mean in {**means, "overall": overall}.items()
    }
    assert disagreements(evidence) == []
    candidate["score"]["overall"]["raw"] = 0.0
    assert disagreements(evidence) == [f"{candidate['version']}: the score differs"]
