"""The cover of an issue, drawn from the works in it: the same issue always has the same cover.

Every work is a ring. One half carries the ticks of significance, the other those of strength; from
the lowest tick an arc runs to the given term, which is long and blue. The subject turns the ring.
The widest ring is the first work.
"""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass

VIEW_BOX = 600  # the picture's own units; static/css says how large it is shown
OUTER, INNER = 296.0, 64.0
SWEEP = 150.0  # degrees of a half ring that carry ticks
TEXT_COLOUR, ACCENT_COLOUR = "#1e1b17", "#1c459f"  # as by day in static/css/base.css


@dataclass(frozen=True, slots=True)
class Ring:
    """One work: positions (from 0) of its terms on scales of so many ticks, and its subject."""

    significance: int | None
    significances: int
    strength: int | None
    strengths: int
    subject: str


def cover_svg(rings: Sequence[Ring]) -> str:
    """Draw the rings, first one outermost; plain presentation attributes, so that any policy lets
    it pass."""
    gap = (OUTER - INNER) / max(len(rings), 1)
    tick = min(gap * 0.8, 34.0)
    parts = [_ring(ring, OUTER - position * gap, tick) for position, ring in enumerate(rings)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {VIEW_BOX} {VIEW_BOX}" fill="none" '
        f'stroke="{TEXT_COLOUR}">{"".join(parts)}</svg>'
    )


def turn(subject: str) -> float:
    """How far a subject turns its ring, in degrees; stable over machines and years."""
    digest = hashlib.sha256(subject.encode()).digest()
    return int.from_bytes(digest[:2]) / 65536 * 360


def _ring(ring: Ring, radius: float, tick: float) -> str:
    start = turn(ring.subject)
    marks = [
        *_ticks(start, ring.significances, ring.significance, radius, tick),
        *_ticks(start + 180, ring.strengths, ring.strength, radius, tick),
    ]
    circle = (
        f'<circle cx="{VIEW_BOX // 2}" cy="{VIEW_BOX // 2}" r="{radius:.1f}" stroke-width="0.75" '
        f'stroke-opacity="0.55"/>'
    )
    return circle + "".join(marks)


def _ticks(start: float, count: int, chosen: int | None, radius: float, tick: float) -> list[str]:
    step = SWEEP / max(count - 1, 1)
    first = start + (180 - SWEEP) / 2
    marks = [
        _tick(first + position * step, radius, tick * 0.34, 'stroke-width="1.5"')
        for position in range(count)
        if position != chosen
    ]
    if chosen is not None:
        last = first + chosen * step
        weight = f'stroke="{ACCENT_COLOUR}" stroke-width="{max(tick * 0.24, 4):.1f}"'
        marks += [_arc(first, last, radius), _tick(last, radius, tick, weight)]
    return marks


def _arc(first: float, last: float, radius: float) -> str:
    (x1, y1), (x2, y2) = _point(first, radius), _point(last, radius)
    return f'<path d="M{x1} {y1}A{radius:.1f} {radius:.1f} 0 0 1 {x2} {y2}" stroke-width="3"/>'


def _tick(degrees: float, radius: float, length: float, weight: str) -> str:
    (x1, y1), (x2, y2) = _point(degrees, radius + 1.5), _point(degrees, radius - length)
    return f'<path d="M{x1} {y1}L{x2} {y2}" {weight}/>'


def _point(degrees: float, radius: float) -> tuple[str, str]:
    angle = math.radians(degrees)
    x, y = VIEW_BOX / 2 + radius * math.cos(angle), VIEW_BOX / 2 + radius * math.sin(angle)
    return f"{x:.1f}", f"{y:.1f}"
