"""A formula as a line of plain text, for search, tooltips and page titles."""

import re

_GREEK_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi chi psi omega varepsilon vartheta varphi Gamma Delta Theta Lambda Xi Pi Sigma "
    "Upsilon Phi Psi Omega"
)
_GREEK_LETTERS = "αβγδεζηθικλμνξπρστυφχψωεϑφΓΔΘΛΞΠΣΥΦΨΩ"
_GREEK = dict(zip(_GREEK_NAMES.split(), _GREEK_LETTERS, strict=True))
_SIGNS = {
    "times": "×", "cdot": "·", "pm": "±", "mp": "∓", "to": "→", "rightarrow": "→", "infty": "∞",
    "leftarrow": "←", "Rightarrow": "⇒", "mapsto": "↦", "le": "≤", "leq": "≤", "geq": "≥",
    "ge": "≥", "neq": "≠", "ne": "≠", "approx": "≈", "sim": "∼", "simeq": "≃", "equiv": "≡",
    "propto": "∝", "ll": "≪", "gg": "≫", "in": "∈", "subset": "⊂", "subseteq": "⊆", "cup": "∪",
    "cap": "∩", "setminus": "∖", "otimes": "⊗", "oplus": "⊕", "partial": "∂", "nabla": "∇",
    "sum": "∑", "prod": "∏", "int": "∫", "forall": "∀", "exists": "∃", "ell": "ℓ", "hbar": "ℏ",
    "dots": "…", "ldots": "…", "cdots": "…", "circ": "°", "prime": "′", "ast": "*", "star": "⋆",
    "langle": "⟨", "rangle": "⟩", "mid": "|", "perp": "⊥", "parallel": "∥", "lesssim": "≲",
    "gtrsim": "≳", "odot": "⊙", "dagger": "†", "sqrt": "√", "quad": " ", "qquad": " ",
    "left": "", "right": "", "big": "", "Big": "", "displaystyle": "", "rm": "", "bf": "", "it": "",
    "cal": "", "limits": "",
}  # fmt: skip
SIGNS = _GREEK | _SIGNS
_FONT = re.compile(
    r"\\(?:math(?:rm|bf|bb|cal|frak|scr|sf|it|tt)|text(?:rm|bf|it|sc|sf)?|mbox|operatorname\*?|bm"
    r"|boldsymbol)\s*\{([^{}]*)\}"
)
_COMMAND = re.compile(r"\\([a-zA-Z]+)[ \t]?")
_SPACE = re.compile(r"\\[,;:! ]|~")
_LONE_GROUP = re.compile(r"(?<=[_^])\{(\w{1,3})\}")


def plain_formula(tex: str) -> str:
    r"""Signs we know become Unicode, everything else stays as it was written.

    >>> plain_formula(r"\alpha_{2} \to \mathcal{O}(n^{k+1})")
    'α_2 →O(n^{k+1})'
    """
    text = _FONT.sub(r"\1", tex)
    text = _COMMAND.sub(_sign, text)
    text = _SPACE.sub(" ", text)
    text = _LONE_GROUP.sub(r"\1", text)
    return " ".join(text.replace(r"\{", "{").replace(r"\}", "}").split())


def _sign(match: re.Match[str]) -> str:
    return SIGNS.get(match[1], match.group())
