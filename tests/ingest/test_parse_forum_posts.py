import json
from datetime import UTC, datetime

import pytest

from ingest.errors import UnexpectedAnswer
from ingest.sources.forummagnum import ALIGNMENT_FORUM, EA_FORUM, LESSWRONG, find_post
from preprints.record import RecordAuthor, RecordLocation
from tests.replay.forums import SAMPLES

CC_BY = "https://creativecommons.org/licenses/by/4.0/"
ANONYMOUS = RecordAuthor("[anonymous]")


def read(name):
    return find_post((SAMPLES / f"{name}.json").read_bytes())


def test_a_post_has_all_its_fields():
    record = LESSWRONG.parse_post(read("lesswrong/rich_text"))
    post_id, slug = "SyntheticRich0001", "a-claim-with-footnotes"
    assert record.location == RecordLocation(
        "lesswrong", post_id, f"https://www.lesswrong.com/posts/{post_id}/{slug}"
    )
    assert record.title == "A Claim, with Footnotes"
    assert record.authors == (RecordAuthor("Ada Example"),)
    assert record.first_posted_at == datetime(2023, 5, 2, 12, tzinfo=UTC)
    assert record.posted_at == datetime(2023, 6, 1, 8, tzinfo=UTC)
    assert record.categories == ("AI", "Corrigibility")
    assert (record.abstract, record.source_version, record.licence) == ("", "", "")
    assert record.is_withdrawn is False


@pytest.mark.parametrize(
    "piece",
    [
        r'aria-label="\alpha_1 &lt; \beta"',
        'data-footnote-id="abc123"',
        'id="fnabc123"',
        "<th>Model</th>",
        '<td style="text-align:right">0.93</td>',
        "<pre><code>def f(x):\n    return x &lt; 1</code></pre>",
    ],
)
def test_the_body_keeps_maths_footnotes_tables_and_code(piece):
    assert piece in LESSWRONG.parse_post(read("lesswrong/rich_text")).body_html


def test_a_post_of_the_alignment_forum_stands_on_lesswrong_too():
    post = read("lesswrong/rich_text")
    path = "posts/SyntheticRich0001/a-claim-with-footnotes"
    lesswrong = RecordLocation(
        "lesswrong", "SyntheticRich0001", f"https://www.lesswrong.com/{path}"
    )
    alignment_forum = RecordLocation(
        "alignment-forum", "SyntheticRich0001", f"https://www.alignmentforum.org/{path}"
    )
    record = LESSWRONG.parse_post(post)
    assert (record.location, record.other_locations) == (lesswrong, (alignment_forum,))
    record = ALIGNMENT_FORUM.parse_post(post)
    assert (record.location, record.other_locations) == (alignment_forum, (lesswrong,))


def test_a_post_that_is_on_lesswrong_only_is_not_said_to_be_elsewhere():
    post = read("lesswrong/plain")
    for forum in (LESSWRONG, ALIGNMENT_FORUM):
        record = forum.parse_post(post)
        assert record.location.source == "lesswrong"
        assert record.other_locations == ()


def test_coauthors_count_once_they_have_confirmed():
    record = EA_FORUM.parse_post(read("ea-forum/coauthors"))
    # Cy has not confirmed; Dee's account is deleted.
    assert record.authors == (RecordAuthor("Ada Example"), RecordAuthor("Ben Example"), ANONYMOUS)


def test_coauthors_without_any_statuses_have_all_confirmed():
    post = read("ea-forum/coauthors") | {"coauthorStatuses": None}
    names = [author.name for author in EA_FORUM.parse_post(post).authors]
    assert names == ["Ada Example", "Ben Example", "Cy Example", "[anonymous]"]


@pytest.mark.parametrize("name", ["anonymous", "hidden_author"])
def test_an_author_who_is_deleted_or_hidden_is_anonymous(name):
    assert LESSWRONG.parse_post(read(f"lesswrong/{name}")).authors == (ANONYMOUS,)


def test_a_user_without_a_display_name_is_called_by_the_other_one():
    post = read("lesswrong/plain") | {"user": {"username": "ada", "displayName": None}}
    assert LESSWRONG.parse_post(post).authors == (RecordAuthor("ada"),)


def test_the_ea_forum_licenses_what_was_posted_since_december_2022():
    assert EA_FORUM.parse_post(read("ea-forum/coauthors")).licence == CC_BY
    assert EA_FORUM.parse_post(read("ea-forum/before_the_licence")).licence == ""


def test_a_link_post_says_where_it_leads():
    record = LESSWRONG.parse_post(read("lesswrong/link_post"))
    assert record.comment == "https://arxiv.org/abs/2401.01012"


def test_a_crosspost_stands_on_both_forums():
    record = EA_FORUM.parse_post(read("ea-forum/crosspost_to_lesswrong"))
    assert record.location.external_id == "SyntheticCross002"
    assert record.other_locations == (
        RecordLocation(
            "lesswrong", "SyntheticCross001", "https://www.lesswrong.com/posts/SyntheticCross001"
        ),
    )


def test_an_edit_before_the_posting_does_not_make_the_version_older_than_the_post():
    contents = {"html": "<p>x</p>", "editedAt": "2023-04-30T00:00:00.000Z"}
    record = LESSWRONG.parse_post(read("lesswrong/plain") | {"contents": contents})
    assert record.posted_at == record.first_posted_at == datetime(2023, 5, 2, 12, tzinfo=UTC)


def test_a_title_that_is_zero_is_a_title():
    assert LESSWRONG.parse_post(read("lesswrong/plain") | {"title": "0"}).title == "0"


def test_nul_characters_and_lone_surrogates_are_dropped():
    post = read("lesswrong/plain") | {
        "title": "A\x00 \ud800Title ",
        "contents": {"html": "<p>\x00text\udfff</p>", "editedAt": None},
        "tags": [{"name": "A\x00I"}, {"name": "\x00"}, {"name": None}],
    }
    content = json.dumps({"data": {"post": {"result": post}}}).encode()
    record = LESSWRONG.parse_post(find_post(content))
    assert record.title == "A Title"
    assert record.body_html == "<p>text</p>"
    assert record.categories == ("AI",)


def test_a_slug_that_is_none_is_left_out_of_the_address():
    record = LESSWRONG.parse_post(read("lesswrong/plain") | {"slug": "../../x"})
    assert record.location.url == "https://www.lesswrong.com/posts/SyntheticPlain001"


def test_an_address_that_could_not_be_stored_is_not_taken():
    with pytest.raises(UnexpectedAnswer, match="address is too long"):
        LESSWRONG.parse_post(read("lesswrong/plain") | {"slug": "a" * 1_000})
