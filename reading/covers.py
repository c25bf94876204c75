"""The cover of an issue, drawn from the works in it: the same issue always has the same cover.

Every work is a ring. Its upper half carries the ticks of significance, its lower half those of
strength, the given term long and blue; its subject turns the ring. The widest ring is the first.
"""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass

SIZE = 600
OUTER, INNER = 282.0, 74.0
SWEEP = 150.0  # degrees of a half ring that carry ticks
INK, PENCIL = "#1e1b17", "#1c459f"


@dataclass(frozen=True, slots=True)
class Ring:
    """One work: places (counted from 0) of its terms on scales of so many, and its subject."""

    significance: int | None
    significances: int
    strength: int | None
    strengths: int
    subject: str


def cover_svg(rings: Sequence[Ring]) -> str:
    """Draw the rings, first one outermost; plain presentation attributes, so that any policy lets
    it pass."""
    gap = (OUTER - INNER) / max(len(rings), 1)
    tick = min(gap * 0.86, 40.0)
    parts = [_ring(ring, OUTER - place * gap, tick) for place, ring in enumerate(rings)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" fill="none" '
        f'stroke="{INK}">{"".join(parts)}</svg>'
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
        f'<circle cx="{SIZE // 2}" cy="{SIZE // 2}" r="{radius:.1f}" stroke-width="0.75" '
        f'stroke-opacity="0.55"/>'
    )
    return circle + "".join(marks)


def _ticks(start: float, count: int, chosen: int | None, radius: float, tick: float) -> list[str]:
    step = SWEEP / max(count - 1, 1)
    first = start + (180 - SWEEP) / 2
    marks = [
        _tick(first + place * step, radius, tick * 0.3, 'stroke-width="1"')
        for place in range(count)
        if place != chosen
    ]
    if chosen is not None:
        weight = f'stroke="{PENCIL}" stroke-width="{max(tick * 0.16, 2.5):.1f}"'
        marks.append(_tick(first + chosen * step, radius, tick, weight))
    return marks


def _tick(degrees: float, radius: float, length: float, weight: str) -> str:
    angle = math.radians(degrees)
    cosine, sine = math.cos(angle), math.sin(angle)
    outer = (SIZE / 2 + radius * cosine, SIZE / 2 + radius * sine)
    inner = (SIZE / 2 + (radius - length) * cosine, SIZE / 2 + (radius - length) * sine)
    return f'<path d="M{outer[0]:.1f} {outer[1]:.1f}L{inner[0]:.1f} {inner[1]:.1f}" {weight}/>'
