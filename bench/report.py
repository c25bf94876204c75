"""Metrics, the table people read and the file programs read (`var/bench.json`)."""

import json
import os
import platform
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Metric:
    """`beside` is the peer's value from the same run; `target` is for `ratio` where there is one,
    for `value` otherwise."""

    name: str
    value: float
    unit: str
    beside: float | None = None
    beside_what: str = ""
    ratio: float | None = None
    target: float | None = None
    ok: bool | None = None


def at_least(name: str, value: float, unit: str, beside: float, what: str, target: float) -> Metric:
    """A rate that must reach a share of its peer's."""
    ratio = value / beside if beside else 0.0
    return Metric(name, value, unit, beside, what, ratio, target, ratio >= target)


def at_most(
    name: str, value: float, unit: str, target: float, beside: float | None = None, what: str = ""
) -> Metric:
    """A cost with an upper limit of its own."""
    ratio = value / beside if beside else None
    return Metric(name, value, unit, beside, what, ratio, target, value <= target)


def table(metrics: list[Metric]) -> str:
    rows = [("metric", "value", "unit", "beside", "what", "ratio", "target", "")]
    for one in metrics:
        verdict = "" if one.ok is None else "ok" if one.ok else "MISSED"
        numbers = (_short(one.value), one.unit, _short(one.beside), one.beside_what)
        rows.append((one.name, *numbers, _short(one.ratio), _short(one.target), verdict))
    widths = [max(len(row[column]) for row in rows) for column in range(8)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _short(number: float | None) -> str:
    if number is None:
        return "–"
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def write(file: Path, metrics: list[Metric], *, load: str, scale: str) -> None:
    report = {
        "metrics": {one.name: _rounded(one) for one in metrics},
        "machine": {**machine(), "load": load, "scale": scale},
        "git": _git(file.parent.parent),
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(report, indent=2) + "\n")


def _rounded(metric: Metric) -> dict[str, object]:
    values = asdict(metric)
    values.pop("name")
    return {
        key: round(value, 4) if isinstance(value, float) else value for key, value in values.items()
    }


def machine() -> dict[str, object]:
    return {
        "cores": os.cpu_count(),
        "processor": _processor(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load_average": os.getloadavg()[0],
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if "model name" in line), "")


def _git(folder: Path) -> str:
    asked = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.strip()
