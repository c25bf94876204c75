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


def _unknown(*known: str) -> re.Pattern[str]:
    names = "|".join(known)
    return re.compile(rf"<(/?)(?!(?:{names})(?:[\s/>]|\Z))[a-z][^\s/>]*", re.IGNORECASE | re.ASCII)


_NO_HTML = _unknown(*_HTML_NAMES.split())
_UNWRAPPED_MATHML = "annotation-xml maction mfenced mglyph mlongdiv mstack msgroup msrow msline"
_NO_MATHML = _unknown(*sorted(mathml.TAGS), *_UNWRAPPED_MATHML.split(), *_HTML_NAMES.split())
_MATHS = re.compile(r"<math(?=[\s/>])", re.IGNORECASE)
_MATHS_END = re.compile(r"</math(?=[\s/>])", re.IGNORECASE)
_UNWRAPPED, _GROUPED = r"<\1x-unknown", r"<\1mrow"


def with_plain_names(html: str) -> str:
    """The same HTML, each unknown element with a name that lets its contents stay.

    >>> with_plain_names("<p>a <eq>b</eq></p>")
    '<p>a <x-unknown>b</x-unknown></p>'
    """
    parts, position = [], 0
    while opened := _MATHS.search(html, position):
        closed = _MATHS_END.search(html, opened.end())
        end = closed.start() if closed else len(html)
        parts.append(_NO_HTML.sub(_UNWRAPPED, html[position : opened.start()]))
        parts.append(_NO_MATHML.sub(_GROUPED, html[opened.start() : end]))
        position = end
    return "".join([*parts, _NO_HTML.sub(_UNWRAPPED, html[position:])])
