"""Tags that HTML does not have, as in "vector<int>": a browser shows the words after them.

The sanitizer leaves out what bears a name of MathML or SVG outside a formula or drawing, with all
that stands in it. So such tags get a name before that no language has, which it only unwraps.
"""

import re

from text import mathml

_HTML_NAMES = (
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big "
    "blink blockquote body br button canvas caption center cite code col colgroup data datalist dd "
    "del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form "
    "frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe image img input ins kbd "
    "keygen label legend li link listing main map mark marquee math menu menuitem meta meter nav "
    "nobr noembed noframes noscript object ol optgroup option output p param picture plaintext pre "
    "progress q rb rp rt rtc ruby s samp script search section select slot small source span "
    "strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time "
    "title tr track tt u ul var video wbr xmp"
)
_HTML = frozenset(_HTML_NAMES.split())
_MATHML = _HTML | mathml.TAGS | {"annotation-xml"}
_NAME = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_MATHS = re.compile(r"<math(?=[\s/>])", re.IGNORECASE)
_MATHS_END = re.compile(r"</math(?=[\s/>])", re.IGNORECASE)
_NO_ELEMENT, _NO_FORMULA = "x-unknown", "mrow"


def with_plain_names(html: str) -> str:
    """The same HTML, each unknown element with a name that lets its contents stay.

    >>> with_plain_names("<p>a <eq>b</eq></p>")
    '<p>a <x-unknown>b</x-unknown></p>'
    """
    parts, position = [], 0
    while opened := _MATHS.search(html, position):
        closed = _MATHS_END.search(html, opened.end())
        end = closed.start() if closed else len(html)
        parts.append(_renamed(html[position : opened.start()], _HTML, _NO_ELEMENT))
        parts.append(_renamed(html[opened.start() : end], _MATHML, _NO_FORMULA))
        position = end
    return "".join([*parts, _renamed(html[position:], _HTML, _NO_ELEMENT)])


def _renamed(html: str, known: frozenset[str], name: str) -> str:
    def rename(match: re.Match[str]) -> str:
        return match[0] if match[2].lower() in known else f"<{match[1]}{name}"

    return _NAME.sub(rename, html)
