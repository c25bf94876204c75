"""Records to cite, with the names and titles that bibliographies get wrong."""

from dataclasses import replace
from datetime import date

from text.citations.names import cited_name, literal_name
from text.citations.record import CitationRecord, Cited

HARD_NAMES = {  # as BibTeX has them
    "Ludwig van Beethoven": "van Beethoven, Ludwig",
    "Juan de la Cruz Martínez": "de la Cruz Martínez, Juan",
    "José Ortega y Gasset": "Ortega y Gasset, José",
    "Guy Van den Broeck": "Van den Broeck, Guy",
    "Martin Luther King, Jr.": "King, Jr., Martin Luther",
    "Plato": "{Plato}",
    "so8res": "{so8res}",
    "daniel of the forum": "{daniel of the forum}",
    "Ann_Example": r"{Ann\_Example}",
    "ATLAS Collaboration": "{ATLAS Collaboration}",
    "Simon and Garfunkel": "{Simon and Garfunkel}",
    "The A & B Society": r"{The A \& B Society}",
    "Łukasz Żółć": "Żółć, Łukasz",
    "王 小明": "王, 小明",
    "محمد الخوارزمي": "الخوارزمي, محمد",
}
TITLE = r"The $L^{2}$ norm of Erd\H{o}s–Rényi graphs: 50\% & more of _all_ {cases} #1"
PLAIN = "The L^2 norm of Erdős–Rényi graphs: 50% & more of _all_ {cases} #1"

LETTERS = [f"Family{one}{other}" for one in "abcdefghijkl" for other in "abcdefghijklmnopqrstuvwxy"]

WORK = CitationRecord(
    cited=Cited.WORK,
    identifier="V12.2",
    url="https://journal.example/preprints/12/v2/",
    title=TITLE,
    plain_title=PLAIN,
    people=tuple(map(cited_name, HARD_NAMES)),
    issued=date(2015, 9, 21),
    publisher="arXiv",
    number="arXiv:1506.03379v2",
    eprint="1506.03379v2",
    notes=("arXiv:1506.03379v2 (21 September 2015).", "Reviewed in Verso, V12.2."),
)
REVIEW = replace(
    WORK,
    cited=Cited.REVIEW,
    identifier="V12.2.r1",
    url="https://journal.example/preprints/12/v2/reviews/1/",
    title="Review 1 of ‘Axioms’",
    plain_title="Review 1 of ‘Axioms’",
    people=(literal_name("Anonymous reviewer"),),
    issued=date(2026, 3, 2),
    publisher="Verso",
    number="V12.2.r1",
    eprint="",
    notes=("Review of arXiv:1506.03379v2.",),
    reviewed_title="Axioms",
    reviewed_people=(cited_name("Ada Example"),),
)
ISSUE = replace(
    WORK,
    cited=Cited.ISSUE,
    identifier="I1.2",
    url="https://journal.example/issues/1/2/",
    title="Verso, Volume 1, Issue 2: What agents want",
    plain_title="Verso, Volume 1, Issue 2: What agents want",
    people=(cited_name("Jane Doe"),),
    publisher="Verso",
    number="",
    eprint="",
    volume="1",
    issue="2",
    notes=(),
)
POST = replace(WORK, cited=Cited.POST, publisher="LessWrong", number="", eprint="", notes=())
BARE = replace(POST, people=(), issued=None, title="Untitled", plain_title="Untitled")
RETRACTED = replace(WORK, mark="RETRACTED", people=(cited_name("Ada Example"),))
MANY = replace(WORK, people=tuple(cited_name(f"Ann {letters}") for letters in LETTERS))
RECORDS = {
    "work": WORK,
    "review": REVIEW,
    "issue": ISSUE,
    "post": POST,
    "bare": BARE,
    "retracted": RETRACTED,
    "many": MANY,
}
