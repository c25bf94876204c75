"""Withdrawal said in words: the sentences are synthetic, in the manner of what people write."""

from datetime import UTC, datetime

import pytest

from ingest.parsing.withdrawals import says_withdrawn, titled_withdrawn, with_withdrawal
from preprints.record import Record, RecordAuthor, RecordLocation

OF_ITSELF = [
    "Paper has been withdrawn",
    "The paper is withdrawn since an improved version is in preparation",
    "Manuscript withdrawn, because results are incorrect",
    "withdrawn by arXiv admin due to authorship dispute",
    "Withdrawn: superseded by arXiv:1207.55890",
    "12 pages, 5 figures. The paper has been withdrawn due to an error",
    "Withdrawn",
    "withdrawn.",
    "WITHDRAWN",
    "[withdrawn]",
    "(Withdrawn)",
    "Paper withdrawn",
    "This version withdrawn by author",
    "Withdrawn by author. 12 pages",
    "20 pages, 3 figures, withdrawn by the authors due to an error in Lemma 2",
    "We withdraw this paper because of an error",
    "The authors have withdrawn this manuscript",
    "Author has withdrawn the paper due to an error",
    "I would like to withdraw this paper",
    "This submission has been removed by arXiv administrators because of copyright",
    "This paper has been retracted by the authors",
    "This article was retracted",
    "Retracted by the authors",
    "Please withdraw this paper",
    "Please note that this paper has been withdrawn",
    "Due to a mistake in section 3 this paper has been withdrawn",
    "This paper has been withdrawn by the author(s)",
    "This paper (arXiv:1234.5678) has been withdrawn",
    "paper has been withdrawn by the authors for further modification",
    "The authors withdraw this submission",
    "Withdrawn due to crucial error in eq. (3)",
    "submission has been withdrawn by arXiv administrators due to inappropriate content",
    "arXiv admin note: submission has been withdrawn by arXiv administrators due to a dispute",
    "arXiv admin comment: This version has been removed by arXiv administrators",
    "This paper has been withdrawn from arXiv by the authors",
    "This paper is being withdrawn due to an error",
    "This manuscript has now been withdrawn",
    "Withdrawn in favor of arXiv:1234.5678",
    "Cet article a été retiré par son auteur",
    "Article retiré par l'auteur",
    "Este artículo ha sido retirado por los autores",
    "Este artigo foi retirado pelo autor",
    "Dieser Artikel wurde vom Autor zurückgezogen",
    "Questo articolo è stato ritirato dagli autori",
    "Статья отозвана автором",
    "本文已被作者撤回",
    "论文已撤回",
    "Paper withdrawn due to an error; an improved version will be submitted to a journal",
    "This paper has been withdrawn, see arXiv:1111.1111 instead",
    "This preprint has been withdrawn at the request of the authors",
    "The submission was withdrawn by the authors",
    "This paper was withdrawn because the results follow from earlier work",
    "Withdrawn; replaced by arXiv:2001.00001",
    "Withdrawn for revision",
    "This paper has been withdrawn because it was accepted in a journal",
    "We have withdrawn this paper from arXiv",
    "Our paper has been withdrawn due to a bug in the code",
    "The author wishes to withdraw this article",
    "This work is withdrawn",
    "Withdrawn -- error in proof",
    "Submission withdrawn",
    "The authors decided to withdraw the paper",
    "Error found in Section 3, paper withdrawn",
    "There is a mistake in the proof. Withdrawn.",
    "Remove based on author's request",
    "Removed by arXiv administration. This article was plagiarised",
    "This paper has been superseded by arXiv:1234.5678, and is therefore withdrawn",
    "This is a term project report and has been withdrawn by the authors",
    "This paper has been withdrawn (error in Lemma 3)",
    "This paper contains errors and has been withdrawn",
    "This paper, submitted by mistake, has been withdrawn",
    "Este artículo ha sido retirado debido a un error",
    "Withdrawn pending revision",
    "The author regrets that this article has been withdrawn",
    "The publisher regrets that this article has been removed at the request of the author",
    "This article has been withdrawn at the request of the author(s) and/or editor",
    "This preprint is withdrawn",
    "This letter has been withdrawn",
    "This study has been withdrawn",
    "This survey has been withdrawn",
    "This thesis has been withdrawn",
    "This text has been withdrawn",
    "This chapter has been withdrawn",
    "This contribution has been withdrawn",
    "This comment has been withdrawn",
    "Publication withdrawn",
    "Author withdrew paper",
    "I'd like to withdraw this article",
    "The authors have requested that this preprint be withdrawn",
    "This paper had been withdrawn",
    "This paper will be withdrawn",
    "This paper should be withdrawn",
    "It has been withdrawn",
    "The paper contains an error and has been withdrawn",
    "The paper is wrong and is hence withdrawn",
    "This paper is wrong and is hence withdrawn",
    "arXiv:0801.0011 has been withdrawn",
    "v2: paper withdrawn",
    "v3: withdrawn due to error",
    "** withdrawn **",
    "Withdrawn upon request of the first author",
    "Withdrawn per author request",
    "paper withdrawn (see comments)",
    "Withdrawn 3 May 2010",
    "Paper withdrawn after error was found by a referee",
    "This paper has been withdrawn by the author, after an error was found during peer review",
    "v1: 12 pages; v2: withdrawn",
    "12 pages. It has been withdrawn",
    "Submitted to PRL; withdrawn due to an error in Lemma 2",
    "This paper has an error. It has been withdrawn",
    "Important: paper withdrawn",
    "EDIT: withdrawn",
    "This submission has been removed",
    "This paper has been deleted.",
    "Paper deleted by author",
    "We had to withdraw this paper",
    "We are forced to withdraw the paper",
    "The authors have chosen to withdraw this paper",
    "Has been withdrawn by the author",
    "This paper has been superseded and withdrawn",
    "9 pages, 2 figures withdrawn by the author",
]

OF_OTHER_THINGS = [
    "This paper was withdrawn from a journal after conditional acceptance",
    "Was submitted to and withdrawn from a conference",
    "Withdrawn from ICLR 2020",
    "Submitted to ICML 2015, withdrawn",
    "ICLR 2020 withdrawn submission",
    "Withdrawn from NeurIPS 2021 after reviews",
    "An earlier version of this paper has been withdrawn",
    "A previous version of this paper was withdrawn",
    "Supersedes the withdrawn paper arXiv:1234.5678",
    "Corrects the withdrawn paper",
    "This replaces arXiv:1005.1234 which has been withdrawn",
    "The previous version was withdrawn",
    "Paper submitted to PRL and withdrawn",
    "this paper has not been withdrawn",
    "A study of withdrawn papers",
    "Retracted papers on arXiv",
    "Comment on arXiv:1005.1234. The paper has been withdrawn",
    "Withdrawn from consideration at JMLR",
    "This paper was withdrawn by the authors from EMNLP 2019",
    "Paper withdrawn from IEEE Trans. on Signal Processing and re-submitted",
    "Drug withdrawal in rats",
    "Claim 3 of the paper is withdrawn",
    "Part of this paper has been withdrawn",
    "Section 5 has been removed",
    "We withdrew this paper from ICML and resubmitted it to NeurIPS",
    "Submitted to Phys. Lett. and withdrawn",
    "This paper was withdrawn by the journal",
    "This paper was previously withdrawn; now corrected",
    "Withdrawn at the rebuttal stage of ICLR",
    "The talk was withdrawn",
    "Withdrawn money and bank runs",
    "The proof of Theorem 2 in the first version was withdrawn",
    "We withdraw the claim of Theorem 2",
    "to replace the paper arXiv:1234.5678 withdrawn by the authors",
    "Accepted to ICML 2020, withdrawn by the authors",
    "This paper was submitted to PRL and has been withdrawn",
    "Section 5 of this paper, withdrawn in v2, was wrong",
    "Was accepted to AAAI; withdrawn due to travel restrictions",
    "Withdrawn by the authors after a year in review at Nature",
    "This paper was withdrawn after two years in review at Annals",
    "We withdrew our submission to ICLR",
    "This article was retracted by PLoS ONE; we disagree",
    "Figure 3 withdrawn",
    "v1: withdrawn; v2: corrected",
    "Supersedes an older note. It has been withdrawn",
    "Table 2 withdrawn",
    "We withdrew the submission at NeurIPS",
    "This paper was withdrawn while under review, during peer review",
    "Figures removed by the author",
    "Appendix removed by the authors",
    "12 pages, 2 figures removed by authors",
    "Two figures withdrawn",
    "Appendix withdrawn",
    "arXiv:0901.1234 is withdrawn and replaced by this paper",
    "The paper had been withdrawn; this version corrects the error",
    "This paper was withdrawn, but the error is now fixed",
    "Withdrawn in v2, corrected in v3",
    "This letter has been retracted by its sender; we analyse it.",
    "This document has been withdrawn by the FDA; we analyse the guidance.",
    "Zurückgezogen lebende Menschen werden befragt.",
    "この論文は撤回論文を分析する",
    "This article discusses why papers are withdrawn and retracted.",
    "This paper compares the citations of valid and retracted articles in PubMed.",
    "This paper presents a dataset of published and withdrawn preprints from arXiv.",
    "This paper examines preprints that were published and retracted.",
    "This report describes drugs approved and withdrawn by the FDA since 1990.",
    "This paper shows consent can be given and withdrawn at any time.",
    "This survey covers approved and withdrawn drugs.",
]

MARKED_TITLES = [
    "RETRACTED: X is Y",
    "Retracted: X is Y",
    "RETRACTED ARTICLE: X",
    "[Retracted] X",
    "[RETRACTED ARTICLE] X",
    "(Withdrawn) X",
    "[Withdrawn] X",
    "WITHDRAWN: X",
    "Withdrawn: X is Y",
    "WITHDRAWN – X is Y",
    "X is Y (Retracted)",
    "X is Y [RETRACTED]",
    "X is Y (Retracted article)",
    "X is Y (Withdrawn by the authors)",
    "X is Y — RETRACTED",
    "RETRACTED CHAPTER: X",
    "Retracted Article: X",
    "WITHDRAWN AS DUPLICATE: X",
    "Temporarily removed: X",
    "【撤稿】X",
    "RETRACTED. X",
    "[This article has been retracted] X",
    "Article retracted: X",
    "{RETRACTED} X",
    "Retracted: mTOR signalling",
    "Retracted: p53 and lagoons",
    "RETRACTED—On lagoons",
    "Retracted – On lagoons",
]

OTHER_TITLES = [
    "Retraction notice to “X is Y”",
    "Retraction Note: X",
    "Retraction: X is Y",
    "Retraction of “X”",
    "Retraction note to: RETRACTED ARTICLE: X",
    "Retracted articles and their citations",
    "Retracted science and the retraction index",
    "Withdrawal of antidepressants",
    "Comment on: X is Y (Retracted)",
    "Correction to: X [Retracted]",
    "Withdrawn children in school",
    "Statement of Retraction: X",
    "Expression of concern: X",
    "False-name-proofness with Bid Withdrawal",
    "Computing the Fréchet Distance with a Retractable Leash",
    "Removed: a history",
    "Withdrawn: on leaving an experiment",
    "RETRACTED ARTICLES and how they are cited",
    "Continued citation of a paper [retracted in 2015]",
    "A paper (withdrawn since 2015)",
    "Papers that are withdrawn (retracted)",
    "On being withdrawn (withdrawn)",
]

LONG = "We count the lagoons of a coast and compare them with older maps. " * 5


@pytest.mark.parametrize("text", OF_ITSELF)
def test_a_work_that_says_it_is_withdrawn_is_marked(text):
    assert says_withdrawn("", text)
    assert says_withdrawn(text, "")


@pytest.mark.parametrize("text", OF_OTHER_THINGS)
def test_a_sentence_about_something_else_withdraws_nothing(text):
    assert not says_withdrawn("", text)
    assert not says_withdrawn(text, "")


@pytest.mark.parametrize("title", MARKED_TITLES)
def test_a_title_with_the_mark_of_a_withdrawal_counts(title):
    assert titled_withdrawn(title.replace("X", "Lagoons of the coast"))


@pytest.mark.parametrize("title", OTHER_TITLES)
def test_a_title_about_withdrawals_or_of_a_notice_does_not_count(title):
    assert not titled_withdrawn(title.replace("X", "Lagoons of the coast"))


@pytest.mark.parametrize(
    ("abstract", "expected"),
    {
        f"{LONG}This paper has been withdrawn by the authors due to an error.": True,
        f"This paper has been withdrawn. Abstract: {LONG}": True,
        f"Paper withdrawn by the author. {LONG}": True,
        f"{LONG}In 1998 a paper caused alarm. The paper was retracted in 2010.": False,
        f"Withdrawn in 2004, the drug had been taken by many. {LONG}": False,
        f"{LONG}We ask whether this paper has been withdrawn.": False,
        f"bioRxiv has withdrawn this manuscript owing to an error in the data. {LONG}": True,
        f"medRxiv has removed this preprint because it was posted twice. {LONG}": True,
        f"bioRxiv has removed this article from its site because of copyright. {LONG}": True,
        f"Research Square has withdrawn this preprint. {LONG}": True,
        f"The full text of this preprint is withdrawn by the authors for now. {LONG}": True,
        f"[Withdrawn] {LONG}": True,
        f"{LONG}(The paper has been withdrawn by the author.)": True,
        f"The report was retracted by the Lancet in 2010, yet it is cited. {LONG}": False,
        f"The document was withdrawn by the government in 2003. {LONG}": False,
        f"We examine how often this paper is withdrawn in simulation. {LONG}": False,
        f"This study was withdrawn early because of toxicity. {LONG}": False,
        f"The study was withdrawn because of toxicity. {LONG}": False,
        f"{LONG}This survey was withdrawn before it was sent.": False,
        f"This study has been withdrawn by the authors. {LONG}": True,
        LONG: False,
    }.items(),
)
def test_past_its_first_words_an_abstract_counts_only_where_it_says_this_paper(abstract, expected):
    assert says_withdrawn(abstract, "") is expected


@pytest.mark.parametrize(
    "text",
    [
        "this paper and " * 7_000 + "withdrawn",
        "12 pages, " * 10_000 + "withdrawn x",
        "this paper (" * 8_000 + "withdrawn",
        "retracted" + " " * 50_000 + "x",
        "withdrawn " + "a." * 50_000,
        "the paper is " * 7_000 + "withdrawn",
        "withdrawn " + "* " * 50_000,
        "v1: " * 20_000 + "withdrawn",
        "how a a " * 10_000 + "withdrawn",
        "the author " * 9_000 + "withdrew",
    ],
)
def test_no_text_makes_reading_it_slow(text):
    assert says_withdrawn(text, text) in (True, False)


def test_a_record_is_marked_by_its_title_its_abstract_or_its_comment():
    when = datetime(2024, 3, 5, tzinfo=UTC)
    place = RecordLocation("doi", "10.5555/1", "https://doi.org/10.5555/1")

    def record(**changes):
        fields = {"location": place, "title": "On lagoons", "authors": (RecordAuthor("A"),)}
        return Record(**{**fields, "posted_at": when, "first_posted_at": when, **changes})

    assert with_withdrawal(record(title="RETRACTED: On lagoons")).is_withdrawn
    assert with_withdrawal(record(abstract="This paper has been withdrawn.")).is_withdrawn
    assert with_withdrawal(record(comment="withdrawn by the author")).is_withdrawn
    assert with_withdrawal(record(is_withdrawn=True)).is_withdrawn
    assert with_withdrawal(record()) == record()
