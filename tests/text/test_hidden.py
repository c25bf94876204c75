# ruff: noqa: E501 - samples of HTML stay on one line
"""What readers of the original cannot see is left out; what they may see stays."""

import time

import pytest

from ingest.parsing.markup import plain_paragraphs
from tests.text.posts import clean

HIDING = [
    "color:rgb(255 255 255)", "color:rgb(254,254,254)", "color:rgb(100%,100%,100%)",
    "color:hsl(0 0% 100%)", "color:#fffffe", "color:#0000", "color:rgba(0,0,0,0.01)",
    "color:snow", "color:WHITE !important", "color:white;color:rgb(1", "color:oklch(1 0 0)",
    "color:white; color:nonsense", "color:light-dark(#fff, #fff)", "background:#000; color:#111",
    "font:0/0 a", "font:1px Arial", "font:700 1px/2 Arial", "font-size:calc(0px)", "font-size:.1em",
    "font-size:0; font-size:nonsense", "display:/**/none", "display:none;display:nonsense",
    "d\\69splay:none", "display:none !important; display:block", "visibility:hidden",
    "-webkit-text-fill-color:transparent", "filter:opacity(0)", "filter:blur(0) opacity(1%)",
    "clip-path:circle(0)", "clip-path:inset(100%)", "clip-path:polygon(0 0,0 0,0 0)",
    "clip:rect(0,0,0,0)", "clip:rect(1px,1px,1px,1px)", "transform:translateX(-9999px)",
    "transform:scale(0)", "translate:-9999px", "zoom:0", "opacity:0.01", "opacity:1%",
    "position:absolute;left:-99999em", "margin:0 0 0 -9999px", "position:fixed;inset:-9999px",
    "clip-path:inset(0 100% 0 0)", "clip-path:inset(50%)", "line-height:0;overflow:hidden",
    "text-indent:100%;white-space:nowrap;overflow:hidden", "transform:rotateX(90deg)",
    "height:0;overflow:hidden", "max-height:0;overflow:hidden", "width:1px;height:1px;overflow:clip",
]  # fmt: skip
HIDDEN = [f'<p style="{style}">secret</p>' for style in HIDING] + [
    "<dialog>secret</dialog>",
    '<div popover="">secret</div>',
    '<font color="FFFFFF">secret</font>',
    '<p style="color:#fff"><span style="color:inherit">secret</span></p>',
    '<p style="visibility:hidden"><b>secret</b></p>',
    "<math><mphantom><mtext>secret</mtext></mphantom></math>",
    '<math><mtext mathcolor="white">secret</mtext></math>',
]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_hidden_words_are_left_out_of_posts_and_abstracts(hidden):
    source = f"<p>seen</p>{hidden}<p>end</p>"
    cleaned = clean(source)
    assert "secret" not in cleaned.html + cleaned.text
    assert cleaned.text == "seen\n\nend"
    assert cleaned.notes == ("1 part that readers of the original do not see is left out.",)
    assert plain_paragraphs(source).split() == ["seen", "end"]


SEEN = [
    '<table><tr><td style="font-size:0"><div style="font-size:13px">{}</div></td></tr></table>',
    '<div style="visibility:hidden"><p style="visibility:visible">{}</p></div>',
    '<div style="color:white"><p style="color:black">{}</p></div>',
    '<div class="hero"><p style="color:#fff">{}</p></div>',
    '<div style="background:#000;color:#fff">{}</div>',
    '<table><tr><td bgcolor="#000"><font color="white">{}</font></td></tr></table>',
    '<div style="background:url(x.png);color:white">{}</div>',
    '<div style="background-color:rgba(0,0,0,.8);color:#fff">{}</div>',
    '<h2 style="background:linear-gradient(red,blue);-webkit-background-clip:text;color:transparent">{}</h2>',
    '<p style="text-shadow:0 0 5px #000;color:transparent">{}</p>',
    '<div style="margin-left:-9999px;padding-left:9999px">{}</div>',
    '<div style="height:0;overflow:hidden;padding-bottom:56.25%">{}</div>',
    '<p style="display:none;display:block">{}</p>',
    '<p style="color:white;color:#000">{}</p>',
    '<p style="color:var(--text)">{}</p>',
    '<p style="font:italic 400 16px/1.5 serif">{}</p>',
    '<p style="margin:-20px 0 0 5px">{}</p>',
    "<dialog open>{}</dialog>",
    '<div style="position:relative;left:-1000px;margin-left:1000px">{}</div>',
    '<p style="margin-top:-1000px;padding-top:1000px">{}</p>',
    '<p style="opacity:0" class="wow fadeIn">{}</p>',
    '<div data-aos="fade-up" style="opacity: 0; transform: translateY(20px)">{}</div>',
    '<p style="line-height:1;overflow:hidden">{}</p>',
    '<p style="clip-path:inset(5% 20%)">{}</p>',
    '<p style="transform:rotateX(20deg) scale(.9)">{}</p>',
]


@pytest.mark.parametrize("shape", SEEN)
@pytest.mark.parametrize("words", ["few words", "an essay of many words " * 40])
def test_what_may_be_seen_stays(shape, words):
    source = f"<p>Title</p>{shape.format(words)}"
    cleaned = clean(source)
    assert cleaned.text == f"Title\n\n{words.strip()}"
    assert cleaned.notes == ()
    assert plain_paragraphs(source).split() == ["Title", *words.split()]


@pytest.mark.parametrize("style", ["opacity:0", "display:none", "color:white", "font-size:0"])
def test_a_whole_text_that_looks_hidden_stays_with_a_note(style):
    essay = "an essay of many words " * 40
    source = f'<p>Title</p><div style="{style}"><p>{essay}</p></div>'
    cleaned = clean(source)
    assert cleaned.text == f"Title\n\n{essay.strip()}"
    assert cleaned.notes == ("1 part may be hidden from readers of the original; it is shown.",)
    assert plain_paragraphs(source) == f"Title\n\n{essay.strip()}"


def test_a_short_text_that_is_hidden_as_a_whole_stays_too():
    source = '<p><span style="color: rgb(255, 255, 255)">Pasted from a dark editor.</span></p>'
    assert clean(source).text == plain_paragraphs(source) == "Pasted from a dark editor."
    assert clean(source).notes
    assert clean(f"<p>Seen.</p>{source}").text == "Seen."


def test_some_words_of_a_long_text_are_left_out_up_to_a_fifth_of_it():
    seen = "<p>" + "an essay of many words " * 50 + "</p>"  # 900 letters
    little, much = "x" * 220, "x" * 260
    assert little not in clean(f"{seen}<p hidden>{little}</p>").text
    assert much in clean(f"{seen}<p hidden>{much}</p>").text
    assert "y" * 510 in clean(f"{seen * 10}<p hidden>{'y' * 510}</p>").text
    assert "y" * 490 not in clean(f"{seen * 10}<p hidden>{'y' * 490}</p>").text


def test_only_the_hidden_words_around_a_seen_one_are_left_out():
    cleaned = clean(
        '<ul style="visibility:hidden"><li>a <i>b</i></li>'
        '<li style="visibility:visible">c <b style="display:none">d</b> e</li></ul><p>f</p>'
    )
    assert cleaned.text == "c e\n\nf"
    assert cleaned.html.count("<li>") == 1
    assert cleaned.notes == ("2 parts that readers of the original do not see are left out.",)


def test_formulas_and_images_go_with_the_part_that_hides_them():
    cleaned = clean(
        '<p>x <span style="display:none">$x^2$<img src="https://t.example/a.gif" alt="secret">'
        '</span>y <img src="https://x.org/b.png" alt="shown"> $z^2$</p>'
    )
    assert cleaned.images == ("https://x.org/b.png",)
    assert "x^2" not in cleaned.html + cleaned.text
    assert "$z^2$" in cleaned.text


@pytest.mark.parametrize("tag", ["noembed", "noframes", "progress", "meter"])
def test_words_for_software_that_does_not_know_an_element_are_hidden(tag):
    cleaned = clean(f"<p>seen</p><{tag}>secret</{tag}><p>end</p>")
    assert cleaned.text == "seen\n\nend"
    assert "secret" not in cleaned.html


def test_only_brackets_stand_behind_ruby():
    cleaned = clean(
        "<p><ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby> <ruby>c<rp>secret</rp></ruby></p>"
    )
    assert cleaned.text == "a(b) c"


def test_a_video_in_a_box_without_height_leaves_its_note():
    cleaned = clean(
        '<div style="height:0;overflow:hidden;padding-bottom:56.25%">'
        '<iframe src="https://video.example/x"></iframe></div>'
    )
    assert "content embedded from video.example" in cleaned.html
    assert cleaned.notes == ("1 embedded frame, player or drawing is left out.",)


@pytest.mark.parametrize(
    "source",
    [
        "<p style='color:rgb(" * 10_000,
        "<i style='font-size:0'>" * 10_000 + "a",
        "<i hidden><b>" * 10_000 + "a" + "</i>" * 10_000,
        "".join(f"<p style='color:#{number:06x}'>a</p>" for number in range(10_000)),
        "<p style='" + "filter:opacity(" * 5_000 + "'>a</p>",
    ],
)
def test_hostile_styles_are_read_in_little_time(source):
    started = time.process_time()
    clean(source)
    plain_paragraphs(source)
    assert time.process_time() - started < 20
