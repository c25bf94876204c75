"""What is expected of recorded files was read in them by eye, not by our parser."""

import copy
import json
from datetime import UTC, datetime

import pytest

from ingest.errors import NotAWork, UnexpectedAnswer
from ingest.sources.crossref import parse_crossref
from preprints.record import RecordAuthor, RecordLocation, RecordRelation
from tests.replay.arxiv import RECORDINGS

FOLDER = RECORDINGS / "crossref"
SAMPLE = json.loads((RECORDINGS / "synthetic" / "crossref" / "preprint.json").read_bytes())
FIRST_VERSION = RecordLocation(
    "doi", "10.5555/example.preprint/v1", "https://doi.org/10.5555/example.preprint/v1"
)


def recorded_work(name):
    return parse_crossref((FOLDER / name).read_bytes())


def sample_with(**changes):
    answer = copy.deepcopy(SAMPLE)
    answer["message"].update(changes)
    return parse_crossref(json.dumps(answer).encode())


def day(*parts):
    return datetime(*parts, tzinfo=UTC)


def test_a_preprint_has_all_its_fields():
    record = recorded_work("work_posted_content_biorxiv_10.1101_2020.12.01.406702.json")
    assert record.location == RecordLocation(
        "doi", "10.1101/2020.12.01.406702", "https://doi.org/10.1101/2020.12.01.406702"
    )
    assert record.title == (
        "Identification of a novel cationic glycolipid in Streptococcus agalactiae "
        "that contributes to brain entry and meningitis"
    )
    assert [author.name for author in record.authors] == [
        "Luke R. Joyce",
        "Haider S. Manzer",
        "Jéssica da C. Mendonça",
        "Ricardo Villarreal",
        "Prescilla E. Nagao",
        "Kelly S. Doran",
        "Kelli L. Palmer",
        "Ziqiang Guan",
    ]
    assert record.authors[0].orcid == "0000-0002-9346-671X"
    assert record.abstract.startswith("Bacterial membrane lipids are critical for membrane")
    assert "bacterium Streptococcus agalactiae (Group B Streptococcus, GBS)." in record.abstract
    assert record.abstract.endswith("lipids at the host-pathogen interface.")
    assert "\n" not in record.abstract
    assert record.posted_at == record.first_posted_at == day(2020, 12, 1)
    assert record.licence == "http://creativecommons.org/licenses/by-nc-nd/4.0/"
    assert record.categories == ("Microbiology",)
    assert (record.source_version, record.history, record.body_html) == ("", (), "")
    assert (record.other_locations, record.relations) == ((), ())
    assert record.is_withdrawn is False


def test_the_journals_version_of_a_preprint_is_a_relation():
    record = recorded_work("work_posted_content_10.1101_2024.04.01.587366.json")
    assert record.title == (
        "High-throughput screening of human genetic variants by pooled prime editing"
    )
    assert record.relations == (
        RecordRelation(
            "published-as",
            "doi",
            "10.1016/j.xgen.2025.100814",
            "https://doi.org/10.1016/j.xgen.2025.100814",
        ),
    )
    assert record.authors[-1] == RecordAuthor("Gregory M. Findlay", orcid="0000-0002-7767-8608")
    assert len(record.authors) == 6
    assert record.abstract.startswith("Understanding the effects of rare genetic variants")
    # Sent without blanks around what is in italics.
    assert "7,500 pegRNAs targeting SMARCB1 for editing activity" in record.abstract
    assert (record.categories, record.licence) == (("Genomics",), "")
    assert record.posted_at == day(2024, 4, 1)


def test_a_journal_article_is_a_work():
    record = recorded_work("work_10.1038_s42256-024-00832-8.json")
    assert record.location.external_id == "10.1038/s42256-024-00832-8"
    assert record.title == "Augmenting large language models with chemistry tools"
    assert record.authors[0] == RecordAuthor("Andres M. Bran")
    assert record.authors[5] == RecordAuthor("Philippe Schwaller", orcid="0000-0003-3046-6576")
    assert record.abstract.startswith("Large language models (LLMs) have shown")
    assert record.licence == "https://creativecommons.org/licenses/by/4.0"
    assert record.posted_at == day(2024, 5, 8)
    assert record.relations == ()


def test_an_article_names_the_places_of_its_authors():
    record = recorded_work("work_journal_article_elife_10.7554_elife.01567.json")
    assert record.title.startswith("Automated quantitative histology reveals vascular")
    assert record.authors[3] == RecordAuthor(
        "Ioannis Xenarios",
        affiliation="Vital-IT, Swiss Institute of Bioinformatics, Lausanne, Switzerland",
    )
    assert len(record.authors) == 5
    assert record.posted_at == day(2014, 2, 11)
    assert record.licence == "http://creativecommons.org/licenses/by/3.0/"
    assert record.relations == ()  # its reviews and data are other things


def test_a_blog_post_with_a_doi_is_a_work_without_a_section():
    record = recorded_work("work_blog_post_rogue_scholar_10.53731_ybhah-9jy85.json")
    assert record.location.external_id == "10.53731/ybhah-9jy85"
    assert record.title == "The rise of the (science) newsletter"
    assert record.authors == (RecordAuthor("Martin Fenner", orcid="0000-0003-1419-2405"),)
    assert record.posted_at == day(2023, 10, 4)
    assert record.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert record.categories == ()
    assert record.abstract.startswith("Newsletters have been around forever")


def test_a_sparse_record_of_which_only_the_year_is_known_is_a_work():
    record = recorded_work("work_journal_page.json")
    assert record.location.external_id == "10.4202/app.01105.2023"
    assert record.title == "Novel pneumatic features in the ribs of Brachiosaurus altithorax"
    assert record.authors == (RecordAuthor("Mike Taylor"), RecordAuthor("Mathew Wedel"))
    assert record.posted_at == day(2023, 1, 1)
    assert (record.abstract, record.licence) == ("", "")


def test_a_review_is_refused_as_a_work():
    with pytest.raises(NotAWork, match="peer-review") as caught:
        recorded_work("work_peer_review_elife_10.7554_elife.55167.sa2.json")
    assert "review of another work" in str(caught.value.message)


@pytest.mark.parametrize(
    ("name", "reason"),
    {
        # A new kind may be a text or not: the editors read of it, nothing is guessed.
        "work_unknown_type.json": "type 'something-unknown'",
        "agency_look_up.json": "'work-agency', not a work",
        "query_no_result.json": "'work-list', not a work",
        "http404_arxiv_doi_not_in_crossref.txt": "Crossref's JSON",
        # Crossref's XML is never asked for.
        "unixref_preprint_10.1002-essoar.10511074.2.xml": "Crossref's JSON",
        "unixref_preprint_10.31223-X55K7G.xml": "Crossref's JSON",
        "unixref_preprint_10.31223-X5FW25.xml": "Crossref's JSON",
    }.items(),
)
def test_another_answer_is_refused_by_name(name, reason):
    with pytest.raises(UnexpectedAnswer, match=reason):
        recorded_work(name)


def test_every_recorded_file_is_looked_at():
    assert len([path for path in FOLDER.iterdir() if path.name != "README.md"]) == 14


def test_the_sample_has_all_its_fields():
    record = sample_with()
    assert record.location == RecordLocation(
        "doi", "10.5555/example.preprint/v2", "https://doi.org/10.5555/example.preprint/v2"
    )
    assert record.title == "On the Weight of Examples in CO2: A Synthetic Study"
    assert record.authors == (
        RecordAuthor(
            "Ada B. Example Jr.",
            orcid="0000-0002-1825-0097",
            affiliation="University of Example; Example Labs",
        ),
        RecordAuthor("Mononym"),
        RecordAuthor("The Example Collaboration"),
    )
    assert record.abstract == (
        "Background\n\nWe weigh examples & count 10⁶ of them.\n\n"
        "Results\n\nAll $\\alpha_n < 1$ hold."
    )
    assert record.posted_at == day(2024, 3, 1)
    assert record.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert record.categories == ("Examples of Everything",)
    (relation,) = record.relations
    assert (relation.kind, relation.external_id) == ("published-as", "10.5555/example.article")
    assert (record.source_version, record.other_locations) == ("v2", (FIRST_VERSION,))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"posted": {"date-parts": [[2024]]}}, day(2024, 1, 1)),
        ({"posted": {"date-parts": [[2024, 3, 5]]}}, day(2024, 3, 5)),
        ({"posted": {"date-parts": [[2024, None, None]]}}, day(2024, 1, 1)),
        ({"posted": None, "published-online": {"date-parts": [[2023, 7]]}}, day(2023, 7, 1)),
        ({"posted": {"date-parts": [[None]]}}, day(2024, 3, 1)),  # from "issued"
        ({"posted": {}, "issued": {"date-parts": []}, "published": None}, day(2024, 3, 6)),
    ],
)
def test_a_work_was_posted_on_the_first_day_given(changes, expected):
    record = sample_with(**changes)
    assert record.posted_at == record.first_posted_at == expected


@pytest.mark.parametrize(
    "parts",
    [
        *([[2024, 13]], [[2024, 2, 30]], [["2024"]], [[0]], [[True]], [2024], 2024, [[10**30]]),
        *([[1, 1, 1]], [[1970, 1, 1]], [[1900, 1, 1]], [[2199, 5, 6]], [[9999, 12, 31]]),
    ],
)
def test_another_date_is_taken_for_an_impossible_day(parts):
    assert sample_with(posted={"date-parts": parts}).posted_at == day(2024, 3, 1)  # "issued"


def test_a_work_without_any_date_is_refused():
    with pytest.raises(UnexpectedAnswer, match="without a date"):
        sample_with(**dict.fromkeys(["posted", "issued", "published", "created"]))


@pytest.mark.parametrize("titles", [[], None, [""], [None], ["<i></i>"]])
def test_a_work_without_a_title_is_refused(titles):
    with pytest.raises(UnexpectedAnswer, match="without a title"):
        sample_with(title=titles)


def test_a_title_of_zero_is_a_title():
    assert sample_with(title=["0"], subtitle=[]).title == "0"


def test_a_subtitle_already_in_the_title_is_not_repeated():
    assert sample_with(title=["A: b c"], subtitle=["B c"]).title == "A: b c"


def test_a_work_need_not_name_its_authors():
    assert sample_with(author=[]).authors == ()
    assert sample_with(author=None).authors == ()


def test_three_thousand_authors_are_all_kept():
    people = [{"given": f"A{number}", "family": "Example"} for number in range(3000)]
    assert sample_with(author=people).authors[2999] == RecordAuthor("A2999 Example")


def test_more_authors_than_any_work_has_are_refused():
    with pytest.raises(UnexpectedAnswer, match="authors"):
        sample_with(author=[{"family": "Example"}] * 10_001)


def test_a_very_long_name_is_cut():
    (author,) = sample_with(
        author=[{"family": "x" * 9999, "affiliation": [{"name": "y" * 9999}]}]
    ).authors
    assert (len(author.name), len(author.affiliation)) == (500, 500)


@pytest.mark.parametrize(
    ("licences", "expected"),
    [
        ([("tdm", "https://creativecommons.org/licenses/by/4.0/")], ""),
        ([("vor", "https://example.org/terms")], "https://example.org/terms"),
        (
            [("am", "https://example.org/am"), ("vor", "https://example.org/vor")],
            "https://example.org/vor",
        ),
        (
            [("unspecified", "http://creativecommons.org/licenses/by/4.0/")],
            "http://creativecommons.org/licenses/by/4.0/",
        ),
        ([("vor", "CC BY")], ""),
        ([("vor", "https://example.org/" + "x" * 400)], ""),
        ([], ""),
    ],
)
def test_the_licence_is_that_of_the_text_people_read(licences, expected):
    terms = [{"content-version": text, "URL": address} for text, address in licences]
    assert sample_with(license=terms).licence == expected
