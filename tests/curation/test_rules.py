from dataclasses import replace
from datetime import timedelta

import pytest

from curation import errors, rules
from curation.placeholders import find_placeholder
from curation.rules import CandidateState, Check, PlannedEntry
from tests.factories.times import NOW

ELIGIBLE = CandidateState(
    status="reviewed",
    is_withdrawn=False,
    consent="agreed",
    reviewers_by_round=[[1, 2]],
    involved_ids=[8, 9],
    assessed_at=NOW - timedelta(days=1),
    respond_until=NOW,
    strength_rank=3,
    bar_rank=3,
    has_response=False,
    was_selected=False,
)
HELD = (Check("reviews", True, "It has reviews."),)
LACKING = (Check("reviews", False, "It needs reviews."), Check("consent", True, "Agreed."))
READY = PlannedEntry(
    title="Axioms",
    checks=HELD,
    is_current=True,
    section="",
    recommendation="Read it slowly.",
    is_own_work=False,
)


def missing_of(state: CandidateState) -> list[str]:
    return [check.name for check in rules.checklist(state, now=NOW) if not check.ok]


def test_a_work_that_fulfils_everything_is_eligible():
    assert rules.is_eligible(rules.checklist(ELIGIBLE, now=NOW))


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"reviewers_by_round": [[1]]}, "reviews"),
        ({"reviewers_by_round": [[1, 1]]}, "reviews"),
        ({"reviewers_by_round": [[1, 9]]}, "reviews"),
        ({"reviewers_by_round": [[1], [2]]}, "reviews"),
        ({"strength_rank": 2}, "strength"),
        ({"bar_rank": None}, "strength"),
        ({"respond_until": NOW + timedelta(seconds=1)}, "response"),
        ({"respond_until": None}, "response"),
        ({"status": "withdrawn"}, "standing"),
        ({"status": "retracted"}, "standing"),
        ({"is_withdrawn": True}, "standing"),
        ({"consent": "asked"}, "consent"),
        ({"consent": ""}, "consent"),
        ({"was_selected": True}, "unselected"),
    ],
)
def test_each_thing_that_is_missing_is_named(change, missing):
    assert missing_of(replace(ELIGIBLE, **change)) == [missing]


def test_without_an_assessment_of_the_current_version_strength_and_response_are_missing_too():
    state = replace(ELIGIBLE, assessed_at=None, strength_rank=None, bar_rank=None)
    assert missing_of(state) == ["assessment", "strength", "response"]


def test_an_answer_of_the_authors_ends_their_time():
    state = replace(ELIGIBLE, respond_until=NOW + timedelta(days=1), has_response=True)
    assert missing_of(state) == []


@pytest.mark.parametrize("rounds", [[[1, 2], [1]], [[3], [1, 2]], [[1, 2], [9]]])
def test_one_round_with_enough_reviewers_is_enough_whatever_the_others_have(rounds):
    assert missing_of(replace(ELIGIBLE, reviewers_by_round=rounds)) == []


def test_a_check_says_how_it_stands():
    before = rules.checklist(ELIGIBLE, now=NOW)[-1].sentence
    after = rules.checklist(replace(ELIGIBLE, was_selected=True), now=NOW)[-1].sentence
    assert [before, after] == [
        "It has not been in an issue before.",
        "It has been in an issue before.",
    ]


def test_no_sentence_counts_the_reviewers():
    one = rules.checklist(replace(ELIGIBLE, reviewers_by_round=[[1]]), now=NOW)[0]
    none = rules.checklist(replace(ELIGIBLE, reviewers_by_round=[]), now=NOW)[0]
    assert one == none


def test_a_work_is_not_added_twice():
    with pytest.raises(errors.AlreadyInIssue):
        rules.check_can_add(title="Axioms", checks=HELD, is_in_issue=True, is_own_work=False)


def test_a_work_that_is_not_eligible_is_refused_with_what_is_missing():
    with pytest.raises(errors.NotEligible) as refused:
        rules.check_can_add(title="Axioms", checks=LACKING, is_in_issue=False, is_own_work=False)
    assert str(refused.value) == "“Axioms” is not eligible. It needs reviews."


def test_an_editor_does_not_add_their_own_work():
    with pytest.raises(errors.OwnWork):
        rules.check_can_add(title="Axioms", checks=HELD, is_in_issue=False, is_own_work=True)


def test_an_issue_with_everything_has_no_problems():
    assert (
        rules.publishing_problems([READY], title="Agents", editorial="Why.", has_unsaved_text=False)
        == []
    )


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"checks": LACKING}, errors.NotEligible),
        ({"is_current": False}, errors.NewerVersion),
        ({"recommendation": " "}, errors.NoRecommendation),
        ({"recommendation": "Read it. [To be written: why.]"}, errors.EntryHasPlaceholder),
        ({"section": "TBD"}, errors.EntryHasPlaceholder),
        ({"is_own_work": True}, errors.RecommendedOwnWork),
    ],
)
def test_each_problem_of_an_entry_stops_the_publication(change, problem):
    with pytest.raises(problem, match="Axioms"):
        rules.check_can_publish(
            state="draft",
            entries=[replace(READY, **change)],
            title="Agents",
            editorial="Why.",
            has_unsaved_text=False,
        )


def test_an_issue_needs_an_editorial_entries_and_saved_text():
    problems = rules.publishing_problems([], title="Agents", editorial="  ", has_unsaved_text=True)
    assert [type(problem) for problem in problems] == [
        errors.UnsavedText,
        errors.NoEditorial,
        errors.NoEntries,
    ]


@pytest.mark.parametrize(
    ("title", "editorial"),
    [
        ("Agents", "Three works.\n\n[To be written: a paragraph on failure.]"),
        ("Untitled TODO", "Why."),
    ],
)
def test_an_issue_with_a_placeholder_is_not_published(title, editorial):
    problems = rules.publishing_problems(
        [READY], title=title, editorial=editorial, has_unsaved_text=False
    )
    assert [type(problem) for problem in problems] == [errors.EditorialHasPlaceholder]
    with pytest.raises(errors.EditorialHasPlaceholder, match=r"To be written: a para|TODO"):
        rules.check_can_publish(
            state="draft", entries=[READY], title=title, editorial=editorial, has_unsaved_text=False
        )


PLACEHOLDERS = [
    "[To be written: why these works]",
    "[to be added]",
    "[ TODO ]",
    "[TBD]",
    "[tk: the number of reviews]",
    "[?]",
    "[Add the numbers here]",
    "[Insert your text here]",
    "[To be written: a paragraph that was never closed",
    "Some words. TODO say why.",
    "FIXME",
    "XXX",
    "Lorem ipsum dolor sit amet",
    "By {{ name }}.",
    "Three works by ____.",
    "The reason is ???",
]
FINISHED = [
    "We looked for **promises**. [Their axioms](https://example.org) hold.",
    "The authors’ [to-do lists](https://example.org) of agents.",
    "The code has a `TODO` and the matrix $[x, ???]$ is theirs.",
    "```\n# TODO: later\n```",
    "A method to be written about. What is to come? Nothing[^1].\n\n[^1]: A note.",
    "[Add a link](https://example.org/add)",
    "[write]: https://example.org",
    "Interval [0, 1] and set [a, b].",
    "Why? Because!! Really??",
    "“Agents […] choose [to be precise, they optimise]”, the authors write [sic].",
    "One part.\n\n____\n\nAnother part.",
]


@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_a_placeholder_is_found(text):
    assert find_placeholder(f"The first words. {text}")


@pytest.mark.parametrize("text", FINISHED)
def test_a_finished_text_has_none(text):
    assert find_placeholder(text) == ""


@pytest.mark.parametrize(
    ("sections", "refused"),
    [
        (["", ""], []),
        (["Foundations", "Foundations"], []),
        (["", "Foundations"], []),
        (["Foundations", ""], [1]),
        (["Foundations", " ", "Trust", ""], [1, 3]),
    ],
)
def test_an_entry_without_a_section_does_not_stand_under_another_ones(sections, refused):
    entries = [
        replace(READY, title=f"Work {place}", section=name) for place, name in enumerate(sections)
    ]
    problems = rules.publishing_problems(
        entries, title="Agents", editorial="Why.", has_unsaved_text=False
    )
    assert [type(problem) for problem in problems] == [errors.NoSection] * len(refused)
    for problem, place in zip(problems, refused, strict=True):
        assert f"“Work {place}” has no section and would stand under “" in str(problem)


def test_a_published_issue_is_not_published_again():
    with pytest.raises(errors.IssuePublished):
        rules.check_can_publish(
            state="published",
            entries=[READY],
            title="Agents",
            editorial="Why.",
            has_unsaved_text=False,
        )


def test_the_first_issue_is_volume_1_number_1():
    assert rules.next_number([]) == (1, 1)
