"""arXiv's sets, as people name them and as OAI-PMH does: cs.LG is cs:cs:LG there.

Source: https://arxiv.org/category_taxonomy. A category with two names (cs.IT, math.IT) is a set
under both.
"""

from django.utils.translation import gettext as _

from ingest.errors import IngestError
from ingest.sources.arxiv.feeds import category_of

# fmt: off
_CATEGORIES = {  # by group and archive; an archive without any is itself a category
    "cs": {
        "cs": (
            "AI AR CC CE CG CL CR CV CY DB DC DL DM DS ET FL GL GR GT HC IR IT LG LO MA MM MS NA "
            "NE NI OH OS PF PL RO SC SD SE SI SY"
        ),
    },
    "econ": {"econ": "EM GN TH"},
    "eess": {"eess": "AS IV SP SY"},
    "math": {
        "math": (
            "AC AG AP AT CA CO CT CV DG DS FA GM GN GR GT HO IT KT LO MG MP NA NT OA OC PR QA RA "
            "RT SG SP ST"
        ),
    },
    "physics": {
        "astro-ph": "CO EP GA HE IM SR",
        "cond-mat": (
            "dis-nn mes-hall mtrl-sci other quant-gas soft stat-mech str-el supr-con"
        ),
        "gr-qc": "", "hep-ex": "", "hep-lat": "", "hep-ph": "", "hep-th": "", "math-ph": "",
        "nlin": "AO CD CG PS SI",
        "nucl-ex": "", "nucl-th": "",
        "physics": (
            "acc-ph ao-ph app-ph atm-clus atom-ph bio-ph chem-ph class-ph comp-ph data-an ed-ph "
            "flu-dyn gen-ph geo-ph hist-ph ins-det med-ph optics plasm-ph pop-ph soc-ph space-ph"
        ),
        "quant-ph": "",
    },
    "q-bio": {"q-bio": "BM CB GN MN NC OT PE QM SC TO"},
    "q-fin": {"q-fin": "CP EC GN MF PM PR RM ST TR"},
    "stat": {"stat": "AP CO ME ML OT TH"},
}
# fmt: on


def _names() -> dict[str, str]:
    """Sets by all their names in lower case; a group's bare name is the group's."""
    sets = [
        found
        for group, archives in _CATEGORIES.items()
        for archive, categories in archives.items()
        for found in (
            f"{group}:{archive}",
            *(f"{group}:{archive}:{category}" for category in categories.split()),
        )
    ]
    groups = list(_CATEGORIES)
    return {name.lower(): one for one in sets for name in (category_of(one), one)} | {
        group: group for group in groups
    }


_SETS = _names()


def read_set(text: str) -> str:
    """The set of OAI-PMH that is meant. Raises IngestError for one that arXiv does not have."""
    name = "".join(text.split()).lower()
    if name not in _SETS:
        raise IngestError(f"no set of arXiv's: {text:.100}")
    return _SETS[name]


def as_typed(name: str) -> str:
    """A set as people write it, where that is read as the same set."""
    short = category_of(name)
    return short if _SETS.get(short.lower()) == name else name


def in_words(name: str) -> str:
    return category_of(name) if ":" in name else _("all of %s") % name
