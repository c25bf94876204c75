from datetime import UTC, datetime

import pytest

from ingest.errors import ChallengePage, IngestError, UnexpectedAnswer
from ingest.parsing.limits import MOST_AUTHORS
from ingest.sources.arxiv.oai import OaiError, parse_page, parse_record
from preprints.record import RecordAuthor
from tests.ingest.arxiv_pages import listing, record, wrapped
from tests.ingest.mutations import broken
from tests.replay.arxiv_oai import CHAIN, RECORDED, SYNTHETIC, error, read

ONE = record("2503.90001")


def synthetic(name):
    return read(SYNTHETIC / f"present_{name}.xml")


def only(content):
    page = parse_page(content)
    assert page.rejected == []
    (found,) = page.records
    return found


def only_rejected(content):
    page = parse_page(content)
    assert page.records == []
    (rejected,) = page.rejected
    return rejected


def raw_with(old, new):
    assert old in ONE
    return listing(ONE.replace(old, new))


def names(found):
    return [author.name for author in found.authors]


def test_a_page_of_todays_server_in_arxiv_raw_is_read():
    page = parse_page(synthetic("arXivRaw_page1"))
    first, withdrawn, old = page.records
    assert page.token == (
        "verb%3DListRecords%26metadataPrefix%3DarXivRaw%26from%3D2025-03-11"
        "%26set%3Dsynthetic%26skip%3D1"
    )
    assert (page.expires, page.total) == ("2025-03-13T00:00:00Z", None)
    assert page.datestamps == ["2025-03-10", "2025-03-10", "2025-03-11"]
    assert names(first) == ["Ada B. Example", "Plato", "Reneé Sample Jr"]
    assert first.abstract == "We show that an example of $x < y$ holds & stands."
    assert first.categories == ("cs.AI", "cs.LG", "stat.ML")
    assert [r.external_id for r in first.relations] == [
        "10.5555/example.2025.1",
        "Journal of Examples 1 (2025) 1-12",
    ]
    assert withdrawn.comment == "5 pages"
    assert withdrawn.is_withdrawn is True
    assert [version.is_withdrawn for version in withdrawn.history] == [False, True]
    assert old.location.external_id == "math/0309999"
    assert [version.label for version in old.history] == [f"v{n}" for n in range(1, 12)]
    assert old.source_version == "v11"
    assert old.posted_at == datetime(2025, 3, 11, 6, 7, 8, tzinfo=UTC)
    assert old.abstract.split("\n\n")[1].startswith("The second one")


def test_the_last_page_of_todays_server_has_no_token():
    page = parse_page(synthetic("arXivRaw_page2"))
    small, beyond_ascii = page.records
    assert page.token == ""
    assert page.count == 3
    assert [ref.external_id for ref in page.deleted] == ["2503.99006"]
    assert small.is_withdrawn is False  # of one kilobyte, but HTML
    assert small.authors == (
        RecordAuthor("D. E. Example", affiliation="Example University, Town"),
        RecordAuthor("F. Sample", affiliation="Example University, Town; Example Labs"),
    )
    assert beyond_ascii.title == "Letters β beyond ASCII – in a Title"
    assert names(beyond_ascii) == ["Ö. Ünalan", "小明 王"]


def test_a_page_of_todays_server_in_format_arxiv_has_names_in_parts():
    page = parse_page(synthetic("arXiv_page1"))
    assert page.names() == {
        "2503.99001": [["Ada B. Example", ""], ["Plato", ""], ["Reneé Sample Jr.", ""]],
        "2503.99002": [["Bo Example", ""]],
        "math/0309999": [["Example Collaboration", ""], ["C. Sample III", ""]],
    }
    assert [r.source_version for r in page.records] == ["", "", ""]
    assert parse_page(synthetic("arXiv_page2")).records[0].source_version == "v1"


@pytest.mark.parametrize("name", ["arXiv_page1", "arXivRaw_page1"])
def test_a_class_of_the_acm_is_not_read_for_the_server_fills_it_wrongly(name):
    content = synthetic(name)
    assert b"<acm-class>68T05</acm-class>" in content
    page = parse_page(content)
    assert page.records
    assert "68T05" not in repr(page.records)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "<resumptionToken/>",
        "<resumptionToken cursor='2000' completeListSize='2265'></resumptionToken>",
        "<resumptionToken>\n   </resumptionToken>",
    ],
)
def test_a_list_has_an_end_in_each_of_its_forms(token):
    assert parse_page(listing(ONE, token=token)).token == ""


@pytest.mark.parametrize("size", ["", "many", "-1", "²", "1" * 5000])
def test_a_size_that_is_no_number_is_none(size):
    token = f"<resumptionToken completeListSize='{size}'>t</resumptionToken>"
    assert parse_page(listing(ONE, token=token)).total is None


def test_an_error_comes_with_its_code():
    with pytest.raises(OaiError, match="badArgument: Set does not exist") as caught:
        parse_page(error("badArgument", "Set does not exist"))
    assert caught.value.code == "badArgument"


@pytest.mark.parametrize("share", [0.02, 0.3, 0.5, 0.9, 0.999])
def test_a_truncated_page_is_no_short_page(share):
    content = read(RECORDED / CHAIN[2])
    with pytest.raises(UnexpectedAnswer):
        parse_page(content[: int(len(content) * share)])


def test_one_malformed_record_of_a_thousand_is_rejected_and_the_rest_is_read():
    content = read(RECORDED / CHAIN[0])
    broken = content.replace(b"<dc:date>2013-08-25</dc:date>", b"<dc:date>yesterday</dc:date>", 1)
    page = parse_page(broken)
    assert (len(page.records), page.count) == (999, 1000)
    (rejected,) = page.rejected
    assert rejected.external_id == "1308.5395"
    assert rejected.reason == "not a date: 'yesterday'"
    assert b"<dc:date>yesterday</dc:date>" in rejected.content
    with pytest.raises(UnexpectedAnswer, match="yesterday"):
        parse_record(rejected.content)
    mended = parse_record(rejected.content.replace(b"yesterday", b"2013-08-25"))
    assert mended == parse_page(content).records[1]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("<title>A Title</title>", "", "without a title"),
        ("<title>A Title</title>", "<title> \n </title>", "without a title"),
        ("A Title", "A" * 2001, "title is too long"),
        ("Ada B. Example", "", "without authors"),
        ("Ada B. Example", ": , .", "without authors"),
        ("Ada B. Example", "A B, " * (MOST_AUTHORS + 1), "list of authors is too long"),
        ("<id>2503.90001</id>", "<id>2503.90002</id>", "2503.90001 without and 2503.90002 within"),
        ("oai:arXiv.org:2503.90001", "oai:arXiv.org:2503.1", "not an identifier"),
        ("<identifier>oai:arXiv.org:2503.90001</identifier>", "", "not an identifier"),
        ('version="v1"', 'version="one"', "not a version: 'one'"),
        ('version="v1"', "", "not a version: ''"),
        ('version="v1"', f'version="v{"1" * 5000}"', "not a version"),
        ("10 Mar 2025", f"10 Mar {'2' * 30}", "not a date"),
        ("10 Mar 2025", f"10 Mar {'2' * 5000}", "not a date"),
        ("Mon, 10 Mar 2025 11:12:13 GMT", "2025-03-10", "not a date"),
        ("Mon, 10 Mar 2025 11:12:13 GMT", "Mon, 10 Mar 2025 11:12:13 EST", "not a date"),
        ("Mon, 10 Mar 2025 11:12:13 GMT", "Mon, 31 Feb 2025 11:12:13 GMT", "not a date"),
        ("<arXivRaw", "<unknown/><arXivRaw", "format we do not read"),
        ("<metadata>", "<metadata/><about>", "without metadata"),
    ],
)
def test_what_cannot_be_read_is_rejected_with_a_reason(old, new, reason):
    broken = ONE.replace(old, new).replace(
        "</metadata></record>", "</about></record>" if "<about>" in new else "</metadata></record>"
    )
    rejected = only_rejected(listing(broken))
    assert reason in rejected.reason
    assert rejected.content.startswith(b"<record")


def test_a_record_without_versions_is_rejected():
    start, end = ONE.index("<version"), ONE.index("</version>") + len("</version>")
    assert only_rejected(listing(ONE[:start] + ONE[end:])).reason == "a work without versions"


def test_versions_are_put_in_the_order_of_their_numbers():
    versions = "".join(
        f"<version version='v{number}'><date>Mon, 10 Mar 2025 11:12:{number:02} GMT</date>"
        "</version>"
        for number in (10, 2, 1)
    )
    found = only(raw_with('<version version="v1">', f'{versions}<version version="v3">'))
    assert [version.label for version in found.history] == ["v1", "v2", "v3", "v10"]
    assert found.source_version == "v10"
    assert found.first_posted_at.second == 1


@pytest.mark.parametrize(
    ("size", "kind", "expected"),
    [
        ("0kb", "I", True),
        ("1kb", "I", True),
        ("1kb", "AI", True),
        ("2kb", "I", False),
        ("0kb", "S", False),
        ("0kb", "", False),
    ],
)
def test_a_withdrawn_version_is_empty_and_to_be_ignored(size, kind, expected):
    source = f"<size>{size}</size><source_type>{kind}</source_type>"
    assert only(raw_with("<size>10kb</size>", source)).is_withdrawn is expected


def test_a_plain_statement_withdraws_the_newest_version_too():
    found = only(raw_with("An abstract.", "This paper has been withdrawn by the author"))
    assert found.is_withdrawn is True
    assert [version.is_withdrawn for version in found.history] == [True]


def test_unescaped_markup_in_a_title_does_not_cut_it():
    assert only(raw_with("A Title", "A Title of H<sub>2</sub>O")).title == "A Title of H2O"


def test_a_licence_that_is_no_address_is_left_out():
    licence = "<license>ask the authors</license><abstract>"
    assert only(raw_with("<abstract>", licence)).licence == ""


def test_arxivs_own_doi_is_no_publication():
    dois = "<doi>10.48550/arXiv.2503.90001 https://doi.org/10.5555/A(1):2&lt;3&gt;</doi><abstract>"
    (relation,) = only(raw_with("<abstract>", dois)).relations
    assert relation.external_id == "10.5555/a(1):2<3>"
    assert relation.url == "https://doi.org/10.5555/a(1):2%3C3%3E"


def test_a_doi_that_is_none_is_left_out():
    found = only(raw_with("<abstract>", "<doi>to appear</doi><abstract>"))
    assert found.relations == ()


def test_comments_and_unknown_fields_do_no_harm():
    found = only(raw_with("<title>", "<!-- a --><new-field>x</new-field><?php y?><title>"))
    assert found.title == "A Title"


def test_control_characters_are_dropped():
    content = raw_with("A Title", "A\x01 &#7;Title&#127;").replace(
        b"An abstract", b"An\x00 abstract"
    )
    found = only(content)
    assert (found.title, found.abstract) == ("A Title", "An abstract.")


def test_a_wrong_declaration_of_the_charset_does_not_bend_letters():
    head = "<?xml version='1.0' encoding='ISO-8859-1'?>"
    content = listing(record("2503.90001", title="Größe"), head=head)
    assert only(content).title == "Größe"


def test_what_really_is_in_another_charset_is_read_as_declared():
    head = "<?xml version='1.0' encoding='ISO-8859-1'?>"
    content = listing(record("2503.90001", title="Größe"), head=head)
    assert only(content.decode().encode("latin-1")).title == "Größe"


def test_a_page_in_an_older_charset_is_read():
    content = listing(record("2503.90001", title="Größe")).decode().encode("latin-1")
    assert only(content).title == "Größe"


BOMB = """<!DOCTYPE OAI-PMH [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">
<!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;"><!ENTITY h "&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;">]>"""


@pytest.mark.parametrize("title", ["&h;", "<x y='&h;'/>", "plain"])
def test_a_document_type_is_refused_with_and_without_a_bomb(title):
    with pytest.raises(UnexpectedAnswer):
        parse_page(listing(record("2503.90001", title=title), head=BOMB))


def test_a_file_named_by_an_entity_is_never_read():
    head = '<!DOCTYPE OAI-PMH [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    with pytest.raises(UnexpectedAnswer, match="document type"):
        parse_page(listing(record("2503.90001", title="&file;"), head=head))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Rate exceeded.",
        b"{}",
        b"<OAI-PMH/>",
        b"<feed/>",
        b"<OAI-PMH><ListSets/></OAI-PMH>",
        b"\xff\xfe\x00",
        b"<a>" * 100_000,
    ],
)
def test_an_answer_that_is_no_list_is_refused(content):
    with pytest.raises(UnexpectedAnswer):
        parse_page(content)


def test_a_page_for_people_is_a_challenge():
    with pytest.raises(ChallengePage):
        parse_page(b"<html><body>Retry after 20 seconds</body></html>")


def test_a_deleted_record_cannot_be_read_again():
    deleted = ONE.replace("<header>", '<header status="deleted">')
    assert parse_page(listing(deleted)).records == []
    with pytest.raises(UnexpectedAnswer, match="deleted"):
        parse_record(deleted.encode())


def test_the_format_arxiv_old_is_rejected_by_its_name():
    rejected = only_rejected(listing(wrapped("2503.90001", "<arXivOld/>")))
    assert "arXivOld" in rejected.reason


@pytest.mark.parametrize("name", ["arXiv_page1", "arXivRaw_page1"])
def test_any_bytes_of_a_page_may_be_broken(name):
    content = synthetic(name)
    outcomes = set()
    for mutated in broken(content, times=600, seed=20250312):
        try:
            page = parse_page(mutated)
        except IngestError as error:
            outcomes.add(type(error).__name__)
        else:
            assert all(found.title and found.authors for found in page.records)
            assert len(page.records) + len(page.rejected) + len(page.deleted) == page.count
            outcomes.add("rejected" if page.rejected else "records")
    assert {"records", "rejected", "UnexpectedAnswer"} <= outcomes
