import pytest

from ingest.sources.base import Ref
from ingest.sources.recognise import recognise

NEW = ("2310.01405", None)
NEW_V2 = ("2310.01405", 2)
OLD = ("hep-th/9901001", None)
FORMS = {
    # bare
    "2310.01405": NEW,
    " 2310.01405\n": NEW,
    "2310.01405v2": NEW_V2,
    "2310.01405V2": NEW_V2,
    "2310.01405v12": ("2310.01405", 12),
    "2310.01405.": NEW,
    "(2310.01405)": NEW,
    "2310.01405v2.pdf": NEW_V2,
    "0704.0001": ("0704.0001", None),
    "1412.9999": ("1412.9999", None),
    "1501.00001": ("1501.00001", None),
    "hep-th/9901001": OLD,
    "hep-th/9901001v3": ("hep-th/9901001", 3),
    "HEP-TH/9901001": OLD,
    "math.GT/0309136": ("math/0309136", None),
    "math/0309136v1": ("math/0309136", 1),
    "cond-mat.mtrl-sci/0703772": ("cond-mat/0703772", None),
    "physics.acc-ph/9107001": ("physics/9107001", None),
    "cs.AI/0012010": ("cs/0012010", None),
    "alg-geom/9202004": ("alg-geom/9202004", None),
    "q-alg/9709040": ("q-alg/9709040", None),
    # with a prefix or a suffix
    "arXiv:2310.01405": NEW,
    "arxiv:2310.01405v2": NEW_V2,
    "ARXIV: 2310.01405": NEW,
    "arXiv 2310.01405": NEW,
    "arXiv:hep-th/9901001": OLD,
    "arXiv: hep-th/9901001": OLD,
    "oai:arXiv.org:2310.01405": NEW,
    "abs/2310.01405": NEW,
    "2310.01405 [cs.LG]": NEW,
    "arXiv:2310.01405v2 [cs.LG] 3 Oct 2023": NEW_V2,
    "2310.01405v2  [cond-mat.stat-mech]": NEW_V2,
    "arXiv preprint arXiv:2310.01405": NEW,
    "CoRR abs/2310.01405 (2023)": NEW,
    "[2310.01405] A Title": NEW,
    "[hep-th/9901001v3] A Title of 1999": ("hep-th/9901001", 3),
    "arXiv.2310.01405": NEW,
    "our work (arXiv:2310.01405v2 [cs.LG])": NEW_V2,
    "See https://arxiv.org/abs/2310.01405, which shows it.": NEW,
    "[A Title](https://arxiv.org/abs/2310.01405v2)": NEW_V2,
    '<a href="https://arxiv.org/abs/2310.01405">': NEW,
    # on arxiv.org
    "https://arxiv.org/abs/2310.01405": NEW,
    "http://arxiv.org/abs/2310.01405v2": NEW_V2,
    "HTTPS://ARXIV.ORG/ABS/2310.01405": NEW,
    "arxiv.org/abs/2310.01405": NEW,
    "www.arxiv.org/abs/2310.01405": NEW,
    "//arxiv.org/abs/2310.01405": NEW,
    "https://arxiv.org/abs/2310.01405/": NEW,
    "https://arxiv.org//abs/2310.01405": NEW,
    "https://arxiv.org:443/abs/2310.01405": NEW,
    "https://arxiv.org./abs/2310.01405": NEW,
    "https://arxiv.org/abs/arXiv:2310.01405": NEW,
    "https://arxiv.org/abs/2310.01405?context=cs.AI": NEW,
    "https://arxiv.org/abs/2310.01405?utm_source=twitter&utm_medium=social": NEW,
    "https://arxiv.org/abs/2310.01405#comments": NEW,
    "https://arxiv.org/abs/2310.01405%20": NEW,
    "https://arxiv.org/abs/hep-th/9901001v1": ("hep-th/9901001", 1),
    "https://arxiv.org/abs/hep-th%2F9901001": OLD,
    "https://arxiv.org/abs/math.GT/0309136": ("math/0309136", None),
    "https://arxiv.org/pdf/2310.01405": NEW,
    "https://arxiv.org/pdf/2310.01405.pdf": NEW,
    "https://arxiv.org/pdf/2310.01405v2.pdf#page=3": NEW_V2,
    "https://arxiv.org/pdf/hep-th/9901001.pdf": OLD,
    "https://arxiv.org/ps/2310.01405": NEW,
    "https://arxiv.org/src/2310.01405v2": NEW_V2,
    "https://arxiv.org/e-print/2310.01405": NEW,
    "https://arxiv.org/format/2310.01405": NEW,
    "https://arxiv.org/html/2310.01405v2#S3.F1": NEW_V2,
    "https://arxiv.org/html/2310.01405v2/extracted/1/fig.png": NEW_V2,
    "https://arxiv.org/listing/2310.01405": NEW,
    "https://arxiv.org/tb/2310.01405": NEW,
    "https://arxiv.org/trackback/2310.01405": NEW,
    "https://arxiv.org/bibtex/2310.01405": NEW,
    "https://arxiv.org/src/2310.01405v2/anc/table.csv": NEW_V2,
    "https://arxiv.org/abs/1902.02534": ("1902.02534", None),  # a page of it is recorded
    "https://arxiv.org/ftp/arxiv/papers/2310/2310.01405.pdf": NEW,
    "https://arxiv.org/ftp/hep-th/papers/9901/9901001.pdf": OLD,
    "http://arxiv.org/PS_cache/hep-th/pdf/9901/9901001v3.pdf": ("hep-th/9901001", 3),
    "http://arxiv.org/PS_cache/arxiv/pdf/2310/2310.01405v2.pdf": NEW_V2,
    # mirrors and other interfaces
    "https://export.arxiv.org/abs/2310.01405": NEW,
    "https://browse.arxiv.org/html/2310.01405v2": NEW_V2,
    "http://de.arxiv.org/abs/2310.01405": NEW,
    "http://cn.arxiv.org/pdf/2310.01405v2": NEW_V2,
    "http://lanl.arxiv.org/abs/hep-th/9901001": OLD,
    "http://xxx.lanl.gov/abs/hep-th/9901001": OLD,
    "http://xxx.itp.ac.cn/abs/hep-th/9901001": OLD,
    "http://xxx.soton.ac.uk/abs/hep-th/9901001": OLD,
    # other sites that show arXiv's works
    "https://ar5iv.org/abs/2310.01405": NEW,
    "https://ar5iv.org/html/2310.01405": NEW,
    "https://ar5iv.labs.arxiv.org/html/2310.01405": NEW,
    "https://www.alphaxiv.org/abs/2310.01405v2": NEW_V2,
    "https://alphaxiv.org/overview/2310.01405": NEW,
    "https://alphaxiv.org/zh/overview/2310.01405v2": NEW_V2,
    "https://www.alphaxiv.org/resources/2310.01405": NEW,
    "https://www.alphaxiv.org/audio/2310.01405": NEW,
    "https://ar5iv.labs.arxiv.org/html/hep-th/9901001": OLD,
    "https://huggingface.co/papers/2310.01405": NEW,
    "https://hf.co/papers/2310.01405": NEW,
    "https://scirate.com/arxiv/2310.01405": NEW,
    "https://scirate.com/arxiv/hep-th/9901001": OLD,
    "https://www.arxiv-vanity.com/papers/2310.01405/": NEW,
    "https://www.semanticscholar.org/arxiv/2310.01405": NEW,
    "https://api.semanticscholar.org/arXiv:2310.01405": NEW,
    "https://api.semanticscholar.org/graph/v1/paper/ARXIV:2310.01405": NEW,
    "https://api.semanticscholar.org/v1/paper/arXiv:2310.01405": NEW,
    # DOIs
    "10.48550/arXiv.2310.01405": NEW,
    "10.48550/ARXIV.2310.01405": NEW,
    "doi:10.48550/arxiv.2310.01405": NEW,
    "DOI: 10.48550/arXiv.2310.01405": NEW,
    "https://doi.org/10.48550/arXiv.2310.01405": NEW,
    "http://dx.doi.org/10.48550/arxiv.2310.01405": NEW,
    "https://doi.org/10.48550%2FarXiv.2310.01405": NEW,
    "https://doi.org/10.48550/arXiv.hep-th/9901001": OLD,
    "https://doi-org.library.example.edu/10.48550/arXiv.2310.01405": NEW,
    # an address within an address
    "https://web.archive.org/web/2023/https://arxiv.org/abs/2310.01405": NEW,
    # what word processors and telephones do to an identifier
    "2310.01405\u200b": NEW,
    "\ufeffarXiv:2310.01405": NEW,
    "2310\u00ad.01405": NEW,
    "hep\u2011th/9901001": OLD,
    "hep\u2013th/9901001": OLD,
    "arXiv：２３１０．０１４０５": NEW,
}


@pytest.mark.parametrize(("text", "expected"), FORMS.items(), ids=FORMS.keys())
def test_every_form_of_arxiv_link_is_recognised(text, expected):
    external_id, version = expected
    url = f"https://arxiv.org/abs/{external_id}"
    assert recognise(text) == Ref("arxiv", external_id, version, url)


def test_the_table_of_accepted_forms_is_long():
    assert len(FORMS) >= 110
