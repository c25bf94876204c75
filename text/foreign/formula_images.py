"""TeX of formulas that a page shows as pictures, or has a script draw."""

import json
import re
from urllib.parse import parse_qs, unquote, unquote_plus, urlsplit

from lxml.html import HtmlElement

from text.marks import without_long_rows
from text.tree import classes_of

# Where pictures of formulas are drawn: the host, and where in the address their TeX stands.
_QUERY_NAMES = {
    "chart.googleapis.com": "chl", "chart.apis.google.com": "chl",
    "render.githubusercontent.com": "math", "math.now.sh": "from",
}  # fmt: skip
_IN_PATH = re.compile(r"/(?:svg|png|gif)(?:/b)?/(.+)")
_PATH_HOSTS = frozenset({"i.upmath.me", "tex.s2cms.ru", "math.vercel.app"})
_CLASSES = frozenset(
    {"latex", "tex", "mathtex", "ql-img-inline-formula", "ql-img-displayed-equation"}
    | {"mwe-math-fallback-image-inline", "mwe-math-fallback-image-display", "mimetex", "tex2jax"}
)
_DISPLAY_CLASSES = frozenset({"ql-img-displayed-equation", "mwe-math-fallback-image-display"})
_LAYOUT = re.compile(
    r"^(?:\s|\\(?:dpi\{[0-9]{1,4}\}|(?:bg|fg)_\w{1,20}|inline|fn_\w{1,10}|(?:tiny|small|large|Large"
    r"|LARGE|huge)(?![a-zA-Z])))+"
)
_WHOLE_GROUP = re.compile(r"^\{\s*\\(?:displaystyle|textstyle)\b(.*)\}$", re.DOTALL)
_LOOKS_LIKE_TEX = re.compile(r"[\\^_={}<>+]|^\S$")


def tex_of_image(image: HtmlElement) -> str | None:
    """None for a picture of anything else; what is said of a photograph is no TeX."""
    tex = _tex_of_address(image.get("src") or image.get("data-src") or "")
    if tex is None and not classes_of(image).isdisjoint(_CLASSES):
        words = (image.get(name) for name in ("data-latex", "alt", "title"))
        tex = next((one for one in words if one and _LOOKS_LIKE_TEX.search(one)), None)
    if tex is None:
        return None
    tex = _LAYOUT.sub("", tex).strip().strip("$").strip()
    whole = _WHOLE_GROUP.match(tex)
    return (whole[1] if whole else tex).strip() or None


def is_display_image(image: HtmlElement) -> bool:
    return not classes_of(image).isdisjoint(_DISPLAY_CLASSES)


def tex_of_attributes(element: HtmlElement) -> str | None:
    """TeX that an empty element carries for a script: Substack's and Quill's formulas."""
    if element.get("data-value") and "ql-formula" in classes_of(element):
        return element.get("data-value")
    try:
        attributes = json.loads(element.get("data-attrs") or "{}")
    except (ValueError, RecursionError):
        return None
    tex = attributes.get("persistentExpression") if isinstance(attributes, dict) else None
    return tex if isinstance(tex, str) else None


def _tex_of_address(address: str) -> str | None:
    try:
        parts = urlsplit(without_long_rows(address.strip()))  # it normalizes hosts
    except ValueError:
        return None
    host = (parts.hostname or "").lower()
    if host.endswith(("wp.com", "wordpress.com")) and parts.path.endswith("latex.php"):
        return next(iter(parse_qs(parts.query).get("latex", [])), None)
    if host.endswith("codecogs.com") and parts.query and "eqneditor" not in parts.path:
        return unquote(parts.query.partition("&bg=")[0]).replace("&space;", " ")
    if host in ("zhihu.com", "www.zhihu.com") and parts.path == "/equation":
        return next(iter(parse_qs(parts.query).get("tex", [])), None)
    if name := _QUERY_NAMES.get(host, ""):
        asked = parse_qs(parts.query)
        is_formula = name != "chl" or asked.get("cht") == ["tx"]
        return next(iter(asked.get(name, [])), None) if is_formula else None
    if host == "math.vercel.app" and (tex := parse_qs(parts.query).get("from")):
        return tex[0]
    if host in _PATH_HOSTS and (match := _IN_PATH.fullmatch(parts.path)):
        return unquote(match[1])
    is_script = parts.path.endswith(("/mimetex.cgi", "/mathtex.cgi"))
    return unquote_plus(parts.query) if is_script and parts.query else None
