"""The changed words of one block, marked with `<ins>` and `<del>`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import accumulate, groupby, takewhile, zip_longest

from django.utils.translation import gettext as _

from text.comparing.blocks import Token, Wrap
from text.comparing.sequences import ComparisonBudget, Step, steps

Around = tuple[Wrap, ...]

_INSERTED, _DELETED = Wrap("ins", ""), Wrap("del", "")
_RESTYLED = Wrap("span", ' class="diff-restyled"')
_NOTE = Wrap("span", ' class="diff-note"')
_LEAST_KEPT = 0.2  # of the longer text's words; below it the new stands after the old
_LONGEST_ADDRESS = 60  # characters of it that are shown


@dataclass
class DiffWriter:
    """HTML with its elements opened and closed as the words' own formatting asks.

    has_changes: whether anything was marked. ids: those already given away.
    """

    ids: set[str]
    pieces: list[str] = field(default_factory=list)
    added: int = 0
    removed: int = 0
    has_changes: bool = False
    _open: Around = ()
    _space: str = ""

    def write(self, html: str, around: Around = (), space: str = "") -> None:
        """`space` after it is written where both it and what follows are: outside their marks."""
        if around is not self._open and around != self._open:
            self._go_to(around)
        elif self._space:
            self.pieces.append(self._space)
        self.pieces.append(html)
        self._space = space

    def kept(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            self.write(token.html, token.around, token.space)

    def marked(
        self,
        tokens: Sequence[Token],
        *,
        is_new: bool,
        lead: str = "",
        around: Around = (),
        has_space_outside: bool = False,
    ) -> None:
        """lead: a space before them, marked with them; around: of the word before."""
        mark = _INSERTED if is_new else _DELETED
        weight = sum(token.weight for token in tokens)
        self.added += weight if is_new else 0
        self.removed += 0 if is_new else weight
        self.has_changes = self.has_changes or bool(tokens or lead)
        if lead:
            first = tokens[0].around if tokens else around
            self.write(lead, (*_common(around, first), mark))
        for token, after in zip_longest(tokens, tokens[1:]):
            around = (*token.around, mark)
            if after is None and has_space_outside:
                self.write(token.html, around, token.space)
            elif after is None or after.around == token.around:
                self.write(token.html + token.space, around)
            else:
                self.write(token.html, around)
                self.write(token.space, (*_common(token.around, after.around), mark))

    def html(self) -> str:
        self._space = ""
        self._go_to(())
        return "".join(self.pieces)

    def _go_to(self, around: Around) -> None:
        same = len(_common(self._open, around))
        self.pieces += [f"</{wrap.name}>" for wrap in reversed(self._open[same:])]
        self.pieces.append(self._space)
        self.pieces += [f"<{wrap.name}{wrap.attributes}{self._id(wrap)}>" for wrap in around[same:]]
        self._open, self._space = around, ""

    def _id(self, wrap: Wrap) -> str:
        """An element that is opened again, after a change within it, has its id no more."""
        if not wrap.id or wrap.id in self.ids:
            return ""
        self.ids.add(wrap.id)
        return f' id="{escape(wrap.id)}"'


def _common(one: Around, other: Around) -> Around:
    """What both begin with."""
    pairs = zip(one, other, strict=False)
    return tuple(ours for ours, _theirs in takewhile(lambda pair: pair[0] == pair[1], pairs))


def write_changes(
    writer: DiffWriter,
    old: Sequence[Token],
    new: Sequence[Token],
    budget: ComparisonBudget,
    *,
    is_code: bool = False,
) -> None:
    found = steps([token.word for token in old], [token.word for token in new], budget)
    found = _readable(found, old, new)
    if not is_code:
        old, new = _with_open_ends(found, old, new)
    for step, after in zip_longest(found, found[1:]):
        old_part, new_part = old[step.old_from : step.old_to], new[step.new_from : step.new_to]
        if step.is_same:
            _write_same(writer, old_part, new_part, is_before_change=after is not None)
        else:
            before = (old[step.old_from - 1], new[step.new_from - 1]) if step.old_from else None
            _write_changed(writer, old_part, new_part, before)


def _with_open_ends(
    found: list[Step], old: Sequence[Token], new: Sequence[Token]
) -> tuple[Sequence[Token], Sequence[Token]]:
    """A block's last word has no space after it, but might as well: as suits the other text."""
    for step in found:
        ends_old, ends_new = step.old_to == len(old), step.new_to == len(new)
        if step.is_same and ends_old != ends_new:
            space = (new[step.new_to - 1] if ends_old else old[step.old_to - 1]).space
        elif not step.is_same:
            space = " "
        else:
            continue
        if ends_old and step.old_from < step.old_to:
            old = [*old[:-1], old[-1]._replace(space=space)]
        if ends_new and step.new_from < step.new_to:
            new = [*new[:-1], new[-1]._replace(space=space)]
    return old, new


def _write_changed(
    writer: DiffWriter,
    old: Sequence[Token],
    new: Sequence[Token],
    before: tuple[Token, Token] | None,
) -> None:
    """The space after a word stays outside its mark where both texts have one there; a space
    before, that only one text has, goes into its mark.
    """
    around = before[1].around if before else ()
    old_space, new_space = (before[0].space, before[1].space) if before else (" ", " ")
    writer.marked(
        old,
        is_new=False,
        lead="" if new_space else old_space,
        around=around,
        has_space_outside=bool(new_space),
    )
    writer.marked(
        new,
        is_new=True,
        lead="" if old_space else new_space,
        around=around,
        has_space_outside=bool(old[-1].space if old else old_space),
    )


def _write_same(
    writer: DiffWriter, old: Sequence[Token], new: Sequence[Token], *, is_before_change: bool
) -> None:
    """The new words; marked where only their formatting differs, or where their link leads."""
    last = new[-1]
    pairs = zip(old, new, strict=True)
    for (was, now), run in groupby(pairs, key=_links):
        space = ""
        for before, after in run:
            _write_one(writer, before, after, is_before_change and after is last)
            space = after.space and before.space
        if was != now:
            writer.has_changes = True
            _write_link_note(writer, was, now, space)


def _links(pair: tuple[Token, Token]) -> tuple[str, str]:
    old, new = pair
    if old.full == new.full:
        return "", ""
    return _link(old), _link(new)


def _link(token: Token) -> str:
    return next((wrap.href for wrap in token.around if wrap.href), "")


def _write_one(writer: DiffWriter, old: Token, new: Token, is_before_change: bool) -> None:
    if old.full == new.full:
        writer.write(new.html, new.around, new.space)
        return
    is_restyled = _style(old) != _style(new)
    around = (*new.around, _RESTYLED) if is_restyled else new.around
    writer.has_changes = True
    if old.space == new.space:
        writer.write(new.html, around, new.space)
    else:
        writer.write(new.html, around)
        if not is_before_change:
            writer.write(" ", (*around, _DELETED if old.space else _INSERTED))


def _style(token: Token) -> list[tuple[str, str]]:
    return [(wrap.name, wrap.href or wrap.attributes) for wrap in token.around]


def _write_link_note(writer: DiffWriter, was: str, now: str, space: str) -> None:
    """What became of a link, after its words; space: what they end with."""
    words = _("link changed") if was and now else _("link removed") if was else _("link added")
    writer.write(f"{'' if space else ' '}[{escape(words)}", (_NOTE,))
    if was not in ("", "#"):
        shown = was if len(was) <= _LONGEST_ADDRESS else was[: _LONGEST_ADDRESS - 1] + "…"
        writer.write(escape(_(", before: ")), (_NOTE,))
        writer.write(escape(shown), (_NOTE, Wrap("a", f' href="{escape(was)}"')))
    writer.write("]", (_NOTE,), space)


def _readable(found: list[Step], old: Sequence[Token], new: Sequence[Token]) -> list[Step]:
    """Without the words that two unlike texts happen to share."""
    old_sums = [0, *accumulate(token.weight for token in old)]
    new_sums = [0, *accumulate(token.weight for token in new)]

    def weight(step: Step) -> int:
        """Words of the longer side."""
        return max(
            old_sums[step.old_to] - old_sums[step.old_from],
            new_sums[step.new_to] - new_sums[step.new_from],
        )

    kept: list[Step] = []
    for step in _slid(found, old, new):
        kept.append(step)
        while len(kept) >= 3 and not step.is_same and _is_chance(*map(weight, kept[-3:])):
            first, last = kept[-3], kept[-1]
            kept[-3:] = [Step(False, first.old_from, last.old_to, first.new_from, last.new_to)]
    same = sum(weight(step) for step in kept if step.is_same)
    if same < _LEAST_KEPT * max(old_sums[-1], new_sums[-1]):
        return [Step(False, 0, len(old), 0, len(new))]
    return kept


def _is_chance(changed: int, same: int, changed_after: int) -> bool:
    """Whether few words stayed the same between many that did not."""
    return 2 * same <= min(changed, changed_after)


def _slid(found: list[Step], old: Sequence[Token], new: Sequence[Token]) -> list[Step]:
    """What was put in or left out ends with its full stop rather than begins with the one before.

    "One. Two." with "Three." put in between is the same as ". Three" put in after "One".
    """
    slid = list(found)
    for at in range(1, len(slid) - 1):
        while by := _can_slide(slid[at], slid[at + 1], old, new):
            before, step, after = slid[at - 1 : at + 2]
            slid[at - 1 : at + 2] = [
                _moved(before, 0, by),
                _moved(step, by, by),
                _moved(after, by, 0),
            ]
    return slid


def _can_slide(step: Step, after: Step, old: Sequence[Token], new: Sequence[Token]) -> int:
    is_put_in, is_left_out = step.old_from == step.old_to, step.new_from == step.new_to
    if step.is_same or is_put_in == is_left_out or after.old_to - after.old_from < 2:
        return 0
    tokens, start, end = (
        (new, step.new_from, step.new_to) if is_put_in else (old, step.old_from, step.old_to)
    )
    return int(not tokens[start].weight and tokens[start].word == tokens[end].word)


def _moved(step: Step, start: int, end: int) -> Step:
    return Step(
        step.is_same,
        step.old_from + start,
        step.old_to + end,
        step.new_from + start,
        step.new_to + end,
    )
