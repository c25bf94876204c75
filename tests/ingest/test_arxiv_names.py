import pytest

from ingest.sources.arxiv.names import authors_in_line, spoken_name

LINES = {
    "": [],
    "Plato": [("Plato", "")],
    "A. Example and B. Sample": [("A. Example", ""), ("B. Sample", "")],
    "A. Example, B. Sample, and\n  C. Test": [
        ("A. Example", ""),
        ("B. Sample", ""),
        ("C. Test", ""),
    ],
    "A. Example & B. Sample; C. Test": [("A. Example", ""), ("B. Sample", ""), ("C. Test", "")],
    "B. Alexander, C. Land, D. Andrade": [
        ("B. Alexander", ""),
        ("C. Land", ""),
        ("D. Andrade", ""),
    ],
    "A. Example, Jr., B. Sample III": [("A. Example Jr.", ""), ("B. Sample III", "")],
    r"J.\,B. Example, M. R{\"u}ger": [("J. B. Example", ""), ("M. Rüger", "")],
    r"X.~Vi\~nas, {\'A}. Nov\'ak (Universit\'e, Li\`ege)": [
        ("X. Viñas", ""),
        ("Á. Novák", "Université, Liège"),
    ],
    r"{\O}. {van der Berg}, \v{Z}. Mih\'alka, A. $\alpha_{1}$": [
        ("Ø. van der Berg", ""),
        ("Ž. Mihálka", ""),
        (r"A. $\alpha_{1}$", ""),
    ],
    "The Example Collaboration: A. Example, et al.": [
        ("The Example Collaboration", ""),
        ("A. Example", ""),
    ],
    "A. Example, and others": [("A. Example", "")],
    ": , A. Example, .": [("A. Example", "")],
    "A. Example (Uni and Labs, Town), B. Sample": [
        ("A. Example", "Uni and Labs, Town"),
        ("B. Sample", ""),
    ],
    "A. Example (Uni (North)), B. Sample": [("A. Example", "Uni (North)"), ("B. Sample", "")],
    "A. Example (1), B. Sample (1,2) ((1) Uni, Town, (2) Labs)": [
        ("A. Example", "Uni, Town"),
        ("B. Sample", "Uni, Town; Labs"),
    ],
    "A. Example (1) and B. Sample (2)((1)\n Uni; (2) Labs)": [
        ("A. Example", "Uni"),
        ("B. Sample", "Labs"),
    ],
    "A. Example (1), B. Sample (2)": [("A. Example", ""), ("B. Sample", "")],
    "A. Example, B. Sample, ((1) Uni)": [("A. Example", ""), ("B. Sample", "")],
    "A. Example (Uni, B. Sample": [("A. Example", "Uni, B. Sample")],
    "A. Example), B. Sample": [("A. Example)", ""), ("B. Sample", "")],
    "(Uni)": [],
}


@pytest.mark.parametrize(("line", "expected"), LINES.items(), ids=LINES.keys())
def test_a_line_of_authors_is_taken_apart(line, expected):
    assert [(author.name, author.affiliation) for author in authors_in_line(line)] == expected


@pytest.mark.parametrize(
    ("catalogued", "spoken"),
    {
        "Example, Ada B.": "Ada B. Example",
        "von Neumann-Cosel, P.": "P. von Neumann-Cosel",
        "Plato": "Plato",
        "Finger, Jr., M.": "M. Finger Jr.",
        "Finger, M., Jr.": "M. Finger Jr.",
        "Example Jr., Ada": "Ada Example Jr.",
        "Collaboration, for the Example": "for the Example Collaboration",
        ":": ":",
        "": "",
    }.items(),
)
def test_a_catalogued_name_is_spoken(catalogued, spoken):
    assert spoken_name(catalogued) == spoken
