"""Writes docs/reference/process.md and docs/images/process.svg from the table of moves
(`reviews/moves/`); with --check, says whether they are current.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from reviews.moves import MOVES, NEW, SAME, Move  # noqa: E402 - found by the line above

PAGE = ROOT / "docs/reference/process.md"
PICTURE = ROOT / "docs/images/process.svg"
# Pixels: of the picture, of a box, from one column or row of boxes to the next.
WIDTH, BOX_WIDTH, BOX_HEIGHT, COLUMN, ROW = 1242, 96, 32, 262, 52
LEFT, TOP, LANE_GAP = 340, 24, 30
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1f2937 }
  .thing { font-weight: 600; font-size: 15px }
  .act { font-size: 11px; fill: #4b5563; paint-order: stroke; stroke: #fff; stroke-width: 4px }
  rect { fill: #f3f4f6; stroke: #9ca3af }
  circle { fill: #6b7280 }
  .way { fill: none; stroke: #6b7280 }
  .head { fill: #6b7280 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e5e7eb } .act { fill: #cbd5e1; stroke: #0d1117 }
    rect { fill: #1f2937; stroke: #4b5563 }
    .way { stroke: #9ca3af } .head, circle { fill: #9ca3af }
  }
"""
HEAD = """\
# The review process

Made from the table of moves (`reviews/moves/`) by `scripts/draw_process.py`. The rules ask the same
table whether an act fits the state, and tests hold the services against it.

![The states of what is in the review process, and the acts between them](../images/process.svg)

“Stays” is an act that leaves the state as it was. Events are explained in
[The event log](event-log.md); what is promised here is mailed by `reviews/notifications.py`.
"""


def main() -> int:
    written = {PAGE: page(MOVES), PICTURE: picture(MOVES)}
    if sys.argv[1:] == ["--check"]:
        old = [file for file, text in written.items() if not _is(file, text)]
        for file in old:
            sys.stderr.write(f"{file.relative_to(ROOT)} is out of date: scripts/draw_process.py\n")
        return 1 if old else 0
    for file, text in written.items():
        file.write_text(text, encoding="utf-8")
    return 0


def _is(file: Path, text: str) -> bool:
    return file.exists() and file.read_text(encoding="utf-8") == text


def page(moves: Sequence[Move]) -> str:
    """A table for each thing, a row for each move."""
    return "\n".join([HEAD, *(part for thing in things(moves) for part in section(thing, moves))])


def things(moves: Sequence[Move]) -> list[str]:
    return list(dict.fromkeys(move.thing for move in moves))


def section(thing: str, moves: Sequence[Move]) -> Iterator[str]:
    yield f"## {thing.capitalize()}\n"
    yield "| Act | Who | From | To | Needs | Events | Mails |"
    yield "|---|---|---|---|---|---|---|"
    for move in moves:
        if move.thing == thing:
            yield row(move)
    yield ""


def row(move: Move) -> str:
    before = ", ".join(state or "–" for state in move.before)
    after = "stays" if move.after == SAME else move.after
    in_round = f"the round is {' or '.join(move.in_round)}" if move.in_round else ""
    cells = (
        f"`{move.act}`",
        move.who,
        before,
        after,
        "; ".join(filter(None, (in_round, move.needs))),
        named(move.events, move.events_where),
        named(move.mails, move.mails_where),
    )
    return f"| {' | '.join(cells)} |"


def named(always: Sequence[str], sometimes: Mapping[str, str]) -> str:
    names = [f"`{name}`" for name in always]
    names += [f"`{name}` if {when}" for name, when in sometimes.items()]
    return "; ".join(names)


def picture(moves: Sequence[Move]) -> str:
    """A lane for each thing; its states from left to right as they follow one another."""
    lanes, top = [], TOP
    for thing in things(moves):
        lane = Lane(thing, [move for move in moves if move.thing == thing], top)
        lanes.append(lane)
        top = lane.bottom + LANE_GAP
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" role="img">',
        "<title>The states of the review process, and the acts from one to the next</title>",
        f"<style>{STYLE}</style>",
        '<marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" '
        'orient="auto-start-reverse"><path class="head" d="M0 0 8 4 0 8z"/></marker>',
        *(part for lane in lanes for part in lane.drawn()),
    ]
    return "\n".join([*parts, "</svg>", ""])


class Lane:
    """The drawing of one thing: its boxes, and the arrows between them."""

    def __init__(self, thing: str, moves: Sequence[Move], top: int) -> None:
        self.thing = thing
        self.acts: dict[tuple[str, str], list[str]] = defaultdict(list)
        for move in moves:
            for before in move.before:
                if move.after not in (SAME, before):
                    self.acts[before, move.after].append(move.act)
        self.columns = self._columns()
        self.bottom = top + max(map(len, self.columns[1:])) * ROW - (ROW - BOX_HEIGHT)
        self.places = {
            state: (LEFT + (number - 1) * COLUMN, top + position * ROW)
            for number, states in enumerate(self.columns)
            for position, state in enumerate(states)
        }

    def _columns(self) -> list[list[str]]:
        """The states by how many acts lead to them at least."""
        columns, known = [[NEW]], {NEW}
        while columns[-1]:
            following = [to for before, to in self.acts if before in columns[-1]]
            columns.append([state for state in dict.fromkeys(following) if state not in known])
            known.update(columns[-1])
        return columns[:-1]

    def drawn(self) -> Iterator[str]:
        x, y = self.places[NEW]
        middle = self.places[self.columns[1][0]][1] + BOX_HEIGHT // 2
        yield f'<text class="thing" x="16" y="{middle + 5}">{self.thing}</text>'
        yield f'<circle cx="{x + BOX_WIDTH - 40}" cy="{middle}" r="5"/>'
        for (before, after), acts in self.acts.items():
            yield from self._arrow(before, after, ", ".join(dict.fromkeys(acts)))
        for state, (x, y) in self.places.items():
            if state != NEW:
                yield f'<rect x="{x}" y="{y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="6"/>'
                yield (
                    f'<text x="{x + BOX_WIDTH // 2}" y="{y + 21}" text-anchor="middle">'
                    f"{escape(state)}</text>"
                )

    def _column(self, state: str) -> int:
        return next(n for n, states in enumerate(self.columns) if state in states)

    def _arrow(self, before: str, after: str, label: str) -> Iterator[str]:
        half = BOX_HEIGHT // 2
        (x, y), (to_x, to_y) = self.places[before], self.places[after]
        step = self._column(after) - self._column(before)
        if step > 0:
            start = (x + BOX_WIDTH - (34 if before == NEW else 0), y + half)
            end = (to_x, to_y + half)
            bend = start[0] + 24
            way = f"M{start[0]} {start[1]}C{bend} {start[1]} {bend} {end[1]} {end[0]} {end[1]}"
            yield from _labelled(way, label, end[0] - 12, end[1] - 5, "end")
        elif step == 0:
            side = x + BOX_WIDTH
            bulge, shift = (side + 30, 0) if to_y > y else (side + 60, 18)
            way = (
                f"M{side} {y + half}C{bulge} {y + half} {bulge} {to_y + half} {side} {to_y + half}"
            )
            yield from _labelled(way, label, bulge - 2, (y + to_y) // 2 + half + shift, "start")
        else:
            low, center = y + half + 8, to_x + BOX_WIDTH // 2
            way = f"M{x} {low}C{x - 90} {low} {center} {low} {center} {to_y + BOX_HEIGHT}"
            yield from _labelled(way, label, center + 10, low + 14, "start")


def _labelled(way: str, label: str, x: int, y: int, anchor: str) -> Iterator[str]:
    yield f'<path class="way" d="{way}" marker-end="url(#head)"/>'
    yield f'<text class="act" x="{x}" y="{y}" text-anchor="{anchor}">{escape(label)}</text>'


if __name__ == "__main__":
    sys.exit(main())
