import pytest

from ingest.sources.recognise import recognise

ID = "uMQ3cqWDPHhjtiesc"
OTHER_TEXTS = [
    "",
    "   ",
    "hello",
    "0",
    "https://",
    "https://[",
    "http://[::1",
    # no such arXiv identifier
    "0808.05394",  # five digits before 2015
    "1501.1234",  # four digits since 2015
    "2313.01405",  # month 13
    "2300.01405",  # month 0
    "0703.0001",  # before the scheme began
    "2310.00000",
    "2310.014055",
    "12310.01405",
    "2310.01405v0",
    "2310.01405v",
    "2310.01405vv2",
    "2310,01405",
    "hep-th/0704001",  # the old scheme had ended
    "hep-th/9106001",  # nor had it begun
    "hep-th/9913001",
    "hep-th/9901000",
    "hep-xx/9901001",
    "math/030913",
    "10.48550/arXiv.2313.01405",
    "10.48550/arXiv.2310.014055",
    "٢٣١٠.٠١٤٠٥",
    # a number in a sentence
    "the value was 0704.0001 metres",
    "see 2310.01405 there",
    # elsewhere on arXiv
    "https://arxiv.org",
    "https://arxiv.org/list/cs.LG/2310",
    "https://arxiv.org/a/example_a_1",
    "https://arxiv.org/search/?query=2310.01405",
    "https://arxiv.org/abs/",
    "https://arxiv.org/abs/2313.01405",
    # with a user's name, another protocol
    "https://arxiv.org@example.org/abs/2310.01405",
    "ftp://arxiv.org/abs/2310.01405",
    "javascript:alert('arxiv.org/abs/2310.01405')",
    # no post on a forum
    ID,
    "https://www.lesswrong.com",
    "https://www.lesswrong.com/posts",
    f"https://www.lesswrong.com/posts/{ID[:-1]}/too-short",
    f"https://www.lesswrong.com/posts/{ID}x/too-long",
    f"https://www.lesswrong.com/editPost?postId={ID}",
    f"https://www.lesswrong.com/collaborateOnPost?postId={ID}&key=secret",
    f"https://www.lesswrong.com/users/{ID}",
    f"https://www.lesswrong.com/s/{ID}",
    "https://www.lesswrong.com/w/ai",
    "https://www.lesswrong.com/allPosts",
    "https://www.lesswrong.com/ea/rs/title",
    "https://forum.effectivealtruism.org/lw/jb/title",
    "https://forum.effectivealtruism.org/topics/ai-safety",
    "https://www.lesswrong.com/lw/Jb/capital",
]
# Elsewhere, or on a site whose name only looks like one we know: pages like any other.
PAGES = [
    "https://example.org/abs/2310.01405",
    "https://arxiv.org.example.org/abs/2310.01405",
    "https://notarxiv.org/abs/2310.01405",
    "https://huggingface.co/datasets/a/b",
    f"https://lesswrong.com.example.org/posts/{ID}",
    f"https://arbital.greaterwrong.com/posts/{ID}",
    "https://agentfoundations.org/item?id=1234",
]


@pytest.mark.parametrize("text", OTHER_TEXTS)
def test_a_text_that_names_no_work_is_refused(text):
    assert recognise(text) is None


@pytest.mark.parametrize("text", PAGES)
def test_a_page_elsewhere_is_no_work_of_a_source_we_know(text):
    assert recognise(text).source == "web"


def test_the_table_of_refused_forms_is_long():
    assert len(OTHER_TEXTS) >= 30
