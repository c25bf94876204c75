"""Two long forum posts, one an edit of the other, always the same; for the metric `text.diff`."""

import random
import re
from itertools import accumulate

from text.sanitize import sanitize

WORDS = 100_000
SYLLABLES = [*re.findall("..", "bacedifoguhalimaneporasitovewaxiyozu"), "stra", "tion", "ment"]
FORMULA = (
    '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><msub><mi>{0}</mi>'
    "<mn>{1}</mn></msub></mrow>"
    '<annotation encoding="application/x-tex">{0}_{{{1}}}</annotation></semantics></math>'
)


class Author:
    """Writes paragraphs in words of its own, the frequent ones often, as people do."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.words = [
            "".join(self.chance.choices(SYLLABLES, k=self.chance.randint(1, 4)))
            for _ in range(8_000)
        ]
        self.sums = list(accumulate(1 / (rank + 2) for rank in range(len(self.words))))

    def some_words(self, count: int) -> list[str]:
        return self.chance.choices(self.words, cum_weights=self.sums, k=count)

    def sentence(self) -> str:
        words = self.some_words(self.chance.randint(6, 24))
        at = self.chance.randrange(len(words))
        extra = self.chance.random()
        if extra < 0.2:
            words[at] = FORMULA.format(self.chance.choice("abcxyz"), self.chance.randint(1, 40))
        elif extra < 0.3:
            words[at] = f'<a href="https://example.org/{words[at]}">{words[at]}</a>'
        elif extra < 0.5:
            words[at] = f"<em>{words[at]}</em>"
        return " ".join(words).capitalize() + "."

    def block(self) -> str:
        kind = self.chance.random()
        text = " ".join(self.sentence() for _ in range(self.chance.randint(2, 7)))
        if kind < 0.05:
            return f"<h3>{' '.join(self.some_words(5))}</h3>"
        if kind < 0.12:
            return f"<ul>{''.join(f'<li>{self.sentence()}</li>' for _ in range(5))}</ul>"
        if kind < 0.16:
            return f"<blockquote><p>{text}</p></blockquote>"
        if kind < 0.18:
            row = "<tr>" + "".join(f"<td>{word}</td>" for word in self.some_words(4)) + "</tr>"
            return f'<div class="table-scroll"><table><tbody>{row * 6}</tbody></table></div>'
        return f"<p>{text}</p>"

    def blocks(self, words: int) -> list[str]:
        found, count = [], 0
        while count < words:
            found.append(self.block())
            count += found[-1].count(" ")
        return found

    def edited(self, blocks: list[str]) -> list[str]:
        """Some words changed in each eighth block; here and there one left out, put in or moved."""
        edited: list[str] = []
        for block in blocks:
            kind = self.chance.random()
            if kind < 0.125:
                old, new = self.some_words(2)
                edited.append(block.replace(f" {old} ", f" {new} "))
            elif kind < 0.15:
                edited.insert(self.chance.randrange(len(edited) + 1), block)
            elif kind < 0.17:
                edited += [block, self.block()]
            elif kind > 0.02 + 0.17:
                edited.append(block)
        return edited


def make_pair(words: int = WORDS) -> tuple[str, str]:
    """The older and the newer post: of 100,000 words each, 600 kB of text and more of HTML."""
    author = Author(7)
    blocks = author.blocks(words)
    return sanitize("\n".join(blocks)), sanitize("\n".join(author.edited(blocks)))


def make_hard_pairs(length: int = WORDS) -> dict[str, tuple[str, str]]:
    """Pairs of so many words that leave a comparison little to hold on to."""
    one, other = Author(8), Author(9)
    words, others = one.some_words(length), other.some_words(length)
    shuffled = sorted(words, key=lambda _: one.chance.random())
    edited = [one.some_words(1)[0] if at % 9 == 0 else word for at, word in enumerate(words)]
    ours, theirs = "\n".join(one.blocks(length)), "\n".join(other.blocks(length))
    same, changed = "<p>The same short line.</p>", "<p>A changed short line.</p>"
    return {
        "everything rewritten": (ours, "\n".join(one.blocks(length))),
        "two unrelated texts": (ours, theirs),
        "identical short paragraphs": (same * (length // 5), (same * 3 + changed) * (length // 20)),
        "one huge paragraph, edited": (_paragraph(words), _paragraph(edited)),
        "one huge paragraph, rewritten": (_paragraph(words), _paragraph(others)),
        "one huge paragraph, shuffled": (_paragraph(words), _paragraph(shuffled)),
        "blocks within blocks": (_nested(ours, "old"), _nested(theirs, "new")),
    }


def _paragraph(words: list[str]) -> str:
    return f"<p>{' '.join(words)}</p>"


def _nested(html: str, word: str) -> str:
    """Each level beside a line of its own, so that none is left by a glance."""
    for level in range(30):
        html = f"<blockquote><p>{word} line {level}</p><div>{html}</div></blockquote>"
    return html
