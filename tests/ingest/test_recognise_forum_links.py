import pytest

from ingest.sources.recognise import recognise

ID = "uMQ3cqWDPHhjtiesc"
SLUG = "agi-ruin-a-list-of-lethalities"
FORMS = {
    f"https://www.lesswrong.com/posts/{ID}/{SLUG}": ("lesswrong", ID),
    f"https://www.lesswrong.com/posts/{ID}": ("lesswrong", ID),
    f"https://www.lesswrong.com/posts/{ID}/": ("lesswrong", ID),
    f"https://lesswrong.com/posts/{ID}/{SLUG}": ("lesswrong", ID),
    f"http://lesswrong.com/posts/{ID}/{SLUG}": ("lesswrong", ID),
    f"lesswrong.com/posts/{ID}/{SLUG}": ("lesswrong", ID),
    f"www.lesswrong.com/posts/{ID}": ("lesswrong", ID),
    f"https://WWW.LessWrong.com/posts/{ID}": ("lesswrong", ID),
    f"https://www.lesserwrong.com/posts/{ID}/{SLUG}": ("lesswrong", ID),
    f"https://www.lesswrong.com/posts/{ID}/{SLUG}?commentId=Fj4gbQ3uTqjEYMrzQ": ("lesswrong", ID),
    f"https://www.lesswrong.com/posts/{ID}/{SLUG}#Fj4gbQ3uTqjEYMrzQ": ("lesswrong", ID),
    f"https://www.lesswrong.com/posts/{ID}/{SLUG}/comment/Fj4gbQ3uTqjEYMrzQ": ("lesswrong", ID),
    f"https://www.lesswrong.com/posts/{ID}/{SLUG}#Section_B": ("lesswrong", ID),
    f"https://www.lesswrong.com/posts/{ID}/{SLUG}?utm_source=x&fbclid=y": ("lesswrong", ID),
    f"https://www.lesswrong.com/s/NtJJDnjDoNGLtJ3RP/p/{ID}": ("lesswrong", ID),
    f"https://www.lesswrong.com/sequences/NtJJDnjDoNGLtJ3RP/p/{ID}": ("lesswrong", ID),
    f"https://www.lesswrong.com/g/NtJJDnjDoNGLtJ3RP/p/{ID}": ("lesswrong", ID),
    f"https://www.lesswrong.com/events/{ID}/a-meetup": ("lesswrong", ID),  # refused with words
    f"https://www.lesswrong.com/compare/post/{ID}/{SLUG}": ("lesswrong", ID),
    f"https://www.lesswrong.com//posts/{ID}": ("lesswrong", ID),
    f"https://www.greaterwrong.com/posts/{ID}/{SLUG}": ("lesswrong", ID),
    f"https://greaterwrong.com/posts/{ID}/{SLUG}/comment/Fj4gbQ3uTqjEYMrzQ": ("lesswrong", ID),
    f"https://www.lesswrong.com/posts/slug/{SLUG}": ("lesswrong", f"slug:{SLUG}"),
    "https://www.lesswrong.com/lw/jb/applause_lights/": ("lesswrong", "legacy:jb"),
    "http://lesswrong.com/lw/jb/": ("lesswrong", "legacy:jb"),
    "lesswrong.com/lw/jb/applause_lights/1abc": ("lesswrong", "legacy:jb"),
    "http://lesswrong.com/r/discussion/lw/jb/applause_lights/": ("lesswrong", "legacy:jb"),
    "https://www.greaterwrong.com/lw/jb/applause_lights/": ("lesswrong", "legacy:jb"),
    f"https://www.alignmentforum.org/posts/{ID}/{SLUG}": ("alignment-forum", ID),
    f"alignmentforum.org/posts/{ID}": ("alignment-forum", ID),
    f"https://www.alignmentforum.org/s/NtJJDnjDoNGLtJ3RP/p/{ID}": ("alignment-forum", ID),
    f"https://forum.effectivealtruism.org/posts/{ID}/{SLUG}": ("ea-forum", ID),
    f"forum.effectivealtruism.org/posts/{ID}": ("ea-forum", ID),
    f"https://forum-bots.effectivealtruism.org/posts/{ID}/{SLUG}": ("ea-forum", ID),
    f"https://ea.greaterwrong.com/posts/{ID}/{SLUG}": ("ea-forum", ID),
    "https://forum.effectivealtruism.org/ea/rs/title/": ("ea-forum", "legacy:rs"),
    "http://effective-altruism.com/ea/rs/title/": ("ea-forum", "legacy:rs"),
    f"https://forum.effectivealtruism.org/posts/slug/{SLUG}": ("ea-forum", f"slug:{SLUG}"),
    f"https://www.lesswrong.com/posts/{ID[:9]}\u200b{ID[9:]}": ("lesswrong", ID),
}


@pytest.mark.parametrize(("text", "expected"), FORMS.items(), ids=FORMS.keys())
def test_every_form_of_forum_link_is_recognised(text, expected):
    ref = recognise(text)
    assert (ref.source, ref.external_id, ref.version) == (*expected, None)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (f"greaterwrong.com/posts/{ID}/x", f"https://www.lesswrong.com/posts/{ID}"),
        (f"alignmentforum.org/posts/{ID}/x", f"https://www.alignmentforum.org/posts/{ID}"),
        (f"ea.greaterwrong.com/posts/{ID}", f"https://forum.effectivealtruism.org/posts/{ID}"),
        ("lesswrong.com/r/lesswrong/lw/jb/x/", "https://www.lesswrong.com/lw/jb"),
        ("lesswrong.com/posts/slug/a-b", "https://www.lesswrong.com/posts/slug/a-b"),
    ],
)
def test_the_address_of_a_post_is_made_by_us_not_taken_over(text, url):
    assert recognise(text).url == url


@pytest.mark.parametrize(
    "address",
    [
        "https://www.lesswrong.com/rationality",
        "https://www.lesswrong.com/rationality/",
        "https://www.lesswrong.com/s/AAAAAAAAAAAAAAAAA",
        "https://www.lesswrong.com/tag/rationality",
        "https://www.lesswrong.com/rationality/a/b",
        "https://www.alignmentforum.org/rationality/an-example-essay",
        "https://forum.effectivealtruism.org/codex/an-example-essay",
    ],
)
def test_a_book_itself_and_the_books_of_other_forums_name_no_post(address):
    assert recognise(address) is None or recognise(address).source == "web"
