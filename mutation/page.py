"""The page of results, in Markdown."""

from collections import Counter

from mutation.results import Result


def score(results: list[Result]) -> float:
    """Percent of the mutants that are not equivalent which made a test fail."""
    counted = [result for result in results if result.outcome != "equivalent"]
    killed = sum(not result.survived for result in counted)
    return 100 * killed / len(counted) if counted else 100.0


def summary(results: list[Result]) -> str:
    """A table by app."""
    rows = [
        "| App | Faults | Noticed | Survived | Equivalent | Score |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    apps = sorted({result.app for result in results})
    for app in [*apps, ""]:
        own = [result for result in results if app in ("", result.app)]
        survived = sum(result.survived for result in own)
        equivalent = sum(result.outcome == "equivalent" for result in own)
        noticed = len(own) - survived - equivalent
        cells = [app or "**all**", len(own), noticed, survived, equivalent, f"{score(own):.1f} %"]
        rows.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(rows)


def page(results: list[Result], *, seed: int, only: str) -> str:
    ordered = sorted(results, key=lambda result: (result.path, result.line, result.occurrence))
    survivors = [result for result in ordered if result.survived]
    equivalents = [result for result in ordered if result.outcome == "equivalent"]
    outcomes = Counter(result.outcome for result in results)
    parts = [
        "# Single faults and the tests that notice them",
        f"{len(results)} faults, seed {seed}"
        + (f", only {only}" if only else "")
        + ". "
        + ", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common())
        + ".",
        summary(results),
        "Killed: a test failed. Crash: nothing could run with the fault, which is noticed, too. "
        "Survived, no test: nobody noticed.",
        "## Survivors",
        *(survivor(result) for result in survivors),
        *(["## Equivalent"] if equivalents else []),
        *(f"{heading(result)}\n\n{result.reason}\n\n{fenced(result)}" for result in equivalents),
    ]
    return "\n\n".join(parts) + "\n"


def survivor(result: Result) -> str:
    if result.outcome == "no test":
        tests = "No test runs it."
    else:
        tests = f"{result.ran} tests passed, of {result.covering} that run it"
        tests += f" ({result.files})." if result.files else "."
    return f"{heading(result)}\n\n{tests}\n\n{fenced(result)}"


def heading(result: Result) -> str:
    return f"### {result.path}:{result.line} {result.function} ({result.operator})"


def fenced(result: Result) -> str:
    return f"```diff\n{result.diff}\n```"
