"""Markdown as the text of a mail: words without marks, links with their address."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from text.markdown.render import markdown_tokens, plain_inline
from text.plain import collapse_space

_LIST_ENDS = ("bullet_list_close", "ordered_list_close")


def mail_text(source: str, *, site_url: str = "") -> str:
    """Paragraphs, lists and quotations as people type them in mails; formulas as signs. site_url:
    of the journal, before paths of it.

    >>> mail_text("It is **new**, see [here](https://x.org):\\n\\n1. a\\n2. b")
    'It is new, see here (https://x.org):\\n\\n1. a\\n\\n2. b'
    """
    return "\n\n".join(filter(None, _blocks(markdown_tokens(source), site_url)))


def _blocks(tokens: Sequence[Token], site_url: str) -> Iterator[str]:
    numbers: list[int] = []  # of the next item, one for each list; 0 in a list without numbers
    bullet, quotes = "", 0
    for token in tokens:
        if token.type == "bullet_list_open":
            numbers.append(0)
        elif token.type == "ordered_list_open":
            numbers.append(int(token.attrGet("start") or 1))
        elif token.type in _LIST_ENDS:
            numbers.pop()
        elif token.type == "list_item_open":
            bullet = "  " * (len(numbers) - 1) + (f"{numbers[-1]}. " if numbers[-1] else "- ")
            numbers[-1] += numbers[-1] > 0
        elif token.type in ("blockquote_open", "blockquote_close"):
            quotes += token.nesting
        elif token.type in ("inline", "maths_block", "fence", "code_block"):
            yield _block(token, bullet, quotes, site_url)
            bullet = " " * len(bullet)
        if token.type == "list_item_close":
            bullet = ""


def _block(token: Token, bullet: str, quotes: int, site_url: str) -> str:
    if token.type in ("fence", "code_block"):
        # "-- " with its space begins a signature, which mail programs hide.
        lines = [line.rstrip() for line in token.content.rstrip("\n").split("\n")]
    else:
        children = [token] if token.children is None else token.children
        lines = [collapse_space(line) for line in _inline(children, site_url).split("\n")]
    if not any(lines):
        return ""
    begins = [bullet, *[" " * len(bullet)] * (len(lines) - 1)]
    return "\n".join(
        "> " * quotes + begin + line for begin, line in zip(begins, lines, strict=True)
    )


def _inline(tokens: Sequence[Token], site_url: str) -> str:
    words: list[str] = []
    links: list[tuple[str, int]] = []  # address, and where its words begin
    for token in tokens:
        if token.type == "link_open":
            links.append((str(token.attrGet("href") or ""), len(words)))
        elif token.type == "link_close":
            address, begin = links.pop()
            if address.startswith("/"):
                address = site_url + address
            if "".join(words[begin:]).strip() not in (address, address.removeprefix("mailto:")):
                words.append(f" ({address})")
        elif token.type in ("softbreak", "hardbreak"):
            words.append("\n")
        else:
            words.append(plain_inline(token))
    return "".join(words)
