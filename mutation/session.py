"""One run: draw, choose the tests, run them, write down what became of each mutant."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from mutation import equivalent, page, pool, recording, results, workspace
from mutation.choose import PATIENCE, Choice, choose
from mutation.coverage_map import CoverageMap
from mutation.mutants import Change, Mutant, change, draw, mutants_of
from mutation.results import Result
from mutation.targets import APPS, ROOT, files

LONGEST_NAME = 100  # of a file of results, where many files are asked for


class WrongSettingError(ValueError):
    """A setting in the environment that makes no run."""


@dataclass(frozen=True)
class Options:
    only: list[str]
    sample: int
    seed: int
    again: bool  # only the survivors of the last run
    processes: int

    @property
    def name(self) -> str:
        chosen = "-".join(self.only).replace("/", ".")
        if len(chosen) > LONGEST_NAME:
            chosen = hashlib.sha256(chosen.encode()).hexdigest()[:16]
        return "-".join([*([chosen] if chosen else []), str(self.sample), str(self.seed)])


@dataclass(frozen=True)
class Planned:
    mutant: Mutant
    source: str
    change: Change


def run(options: Options) -> list[Result]:
    """Returns all results, those of an earlier run that was killed as well."""
    files(options.only)  # before tests are recorded, which takes long
    folder = workspace.HOME / "results"
    before = results.read(folder / f"{options.name}.last")
    if options.again and not before:
        raise WrongSettingError("AGAIN=1 needs an earlier run with the same ONLY, SAMPLE and SEED.")
    covered = recording.load()
    stamp = workspace.fingerprint([*APPS, "tests", "mutation"])[:12]
    file = folder / f"{options.name}-{stamp}{'-again' if options.again else ''}"
    plans = survivors(before) if options.again else drawn(options)
    known = {(result.key, result.occurrence): result for result in results.read(file)}
    listed = equivalent.load()
    tasks: dict[int, tuple[Planned, Choice]] = {}
    for number, plan in enumerate(plans):
        found = plan.change
        key = (plan.mutant.path, plan.mutant.function, found.before, found.after)
        if (key, plan.mutant.occurrence) in known:
            continue
        if key in listed:
            results.add(file, result_of(plan, "equivalent", reason=listed[key].reason))
            continue
        original = (ROOT / plan.mutant.path).read_text()
        patience = PATIENCE if options.again else 1
        choice = choose(plan.mutant, found, original, covered, patience=patience)
        if choice.tests:
            tasks[number] = plan, choice
        else:
            results.add(file, result_of(plan, "no test"))
    if tasks:
        run_tasks(tasks, file, covered, options)
    return write_down(results.read(file), options, folder)


def drawn(options: Options) -> list[Planned]:
    """The sample; a place where a fault changes nothing, or cannot be read, is replaced."""
    every = [mutant for path in files(options.only) for mutant in mutants_of(path, ROOT)]
    plans: list[Planned] = []
    for mutant in draw(every, len(every), options.seed):
        if len(plans) == options.sample:
            break
        if plan := planned(mutant):
            plans.append(plan)
    return plans


def planned(mutant: Mutant) -> Planned | None:
    source = mutant.source(ROOT)
    if source is None:
        return None
    original = (ROOT / mutant.path).read_text()
    return Planned(mutant, source, change(original, source, mutant.path))


def survivors(last: list[Result]) -> list[Planned]:
    """The same faults in today's code."""
    wanted = {result.key for result in last if result.survived}
    operators = {(result.path, result.operator) for result in last if result.survived}
    plans = []
    for path in sorted({path for path, _operator in operators}):
        for mutant in mutants_of(path, ROOT):
            if (path, mutant.operator) not in operators or not (plan := planned(mutant)):
                continue
            if (path, mutant.function, plan.change.before, plan.change.after) in wanted:
                plans.append(plan)
    return plans


def run_tasks(
    tasks: dict[int, tuple[Planned, Choice]],
    file: Path,
    covered: CoverageMap,
    options: Options,
) -> None:
    test_files = sorted(
        {test.split("::")[0] for _p, choice in tasks.values() for test in choice.tests}
    )
    work = {
        number: pool.Task(
            plan.mutant.path,
            plan.source,
            choice.tests,
            sum(covered.seconds[test] for test in choice.tests),
            choice.is_imported,
        )
        for number, (plan, choice) in tasks.items()
    }
    with tqdm(total=len(tasks), unit="fault", disable=None) as bar:

        def done(number: int, answer: dict[str, object]) -> None:
            plan, choice = tasks[number]
            counts = {"chosen": len(choice.tests), "covering": choice.covering}
            results.add(file, result_of(plan, **answer, **counts, files=choice.files))
            bar.update()

        pool.run_all(work, test_files, done, options.processes)


def result_of(plan: Planned, outcome: str, **more: object) -> Result:
    mutant, found = plan.mutant, plan.change
    return Result(
        path=mutant.path,
        line=mutant.line,
        operator=mutant.operator,
        occurrence=mutant.occurrence,
        function=mutant.function,
        before=found.before,
        after=found.after,
        diff=found.diff,
        outcome=outcome,
        **more,  # type: ignore[arg-type]
    )


def write_down(found: list[Result], options: Options, folder: Path) -> list[Result]:
    """The page, and what the next run with `AGAIN=1` begins with."""
    if options.again:
        fresh = {result.key: result for result in found}
        last = results.read(folder / f"{options.name}.last")
        found = [fresh.get(result.key, result) for result in last]
    last_file = folder / f"{options.name}.last"
    last_file.unlink(missing_ok=True)
    for result in found:
        results.add(last_file, result)
    text = page.page(found, seed=options.seed, only=",".join(options.only))
    (workspace.HOME / "result.md").write_text(text)
    return found


def options_from_environment() -> Options:
    return Options(
        only=[name.strip() for name in os.environ.get("ONLY", "").split(",") if name.strip()],
        sample=number("SAMPLE", 300, least=1),
        seed=number("SEED", 1, least=0),
        again=bool(os.environ.get("AGAIN")),
        processes=number("TEST_PROCESSES", 2, least=1),
    )


def number(name: str, default: int, *, least: int) -> int:
    """A setting of the environment; the default where it is not set or empty."""
    text = os.environ.get(name) or str(default)
    if not text.isdecimal() or int(text) < least:
        raise WrongSettingError(f"{name} must be a whole number from {least} on, not {text!r}.")
    return int(text)
