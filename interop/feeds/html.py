"""The full text of an entry as one piece of HTML, put together from what was rendered and cleaned
when it was stored. Every address in it is absolute: a feed reader has no page to start from.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urljoin

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from curation.models import Entry, Issue
from curation.sections import by_section
from curation.selectors.marks import EntryMark
from preprints.models import Version
from reviews.models import Assessment, Review, Term
from reviews.other_interests import interest_lines
from web import addresses

TAG = re.compile(r"<[a-z][^<>]*>", re.IGNORECASE)
TEX = re.compile(r"</?semantics>|<annotation\b[^<>]*>[^<]*</annotation>")
ADDRESS = re.compile(r'(\s(?:href|src)=")([^"]*)(")', re.IGNORECASE)


def preprint(status: str, version: Version, assessment: Assessment | None, page: str) -> str:
    pieces = [format_html("<p>{}</p>", _("Status: %(status)s.") % {"status": status})]
    if assessment is not None:
        pieces += [
            format_html("<h2>{}</h2>", _("Assessment")),
            _rendered(assessment.text_html),
            _terms(assessment.significance, assessment.strength),
            format_html_join("", "<p>{} {}</p>", _interests(assessment)),
        ]
    if version.abstract_html:
        pieces += [format_html("<h2>{}</h2>", _("Abstract")), _rendered(version.abstract_html)]
    return absolute("".join(pieces), page)


def _interests(assessment: Assessment) -> Iterator[tuple[str, str]]:
    yield _("Competing interests of the editor who wrote it:"), assessment.interests_in_words
    for line in interest_lines(assessment.other_interests):
        yield line.whose, line.words


def review(review: Review, preprint_page: str, page: str) -> str:
    version = review.version
    pieces = [
        format_html('<p><a href="{}">{}</a></p>', preprint_page, version.title_plain),
        format_html_join(
            "",
            "<h2>{}</h2>{}",
            ((heading, _rendered(part)) for heading, part in review.public_parts()),
        ),
    ]
    if review.round_id is None:
        words = _("Volunteered: it belongs to no round of review.")
        pieces.append(format_html("<p>{}</p>", words))
    if review.significance is not None and review.strength is not None:
        pieces.append(_terms(review.significance, review.strength))
    remarks = (
        (_("Competing interests"), review.public_interests()),
        (_("AI use"), review.public_ai_use()),
    )
    pieces.append(format_html_join("", "<p><b>{}:</b> {}</p>", remarks))
    return absolute("".join(pieces), page)


def tombstone(review: Review, preprint_page: str) -> str:
    """In the place of a review that was withdrawn."""
    words = _("This review was withdrawn %(how)s. Why:") % {
        "how": review.get_withdrawn_as_display()
    }
    return format_html(
        '<p><a href="{}">{}</a></p><p>{} {}</p>',
        preprint_page,
        review.version.title_plain,
        words,
        review.withdrawal_reason,
    )


def issue(
    issue: Issue, entries: Sequence[Entry], page: str, marks: Mapping[int, Sequence[EntryMark]]
) -> str:
    """marks: by preprint, what has become of each since."""
    pieces = [_rendered(issue.editorial_html)]
    for section, chosen in by_section(entries).items():
        if section:
            pieces.append(format_html("<h2>{}</h2>", section))
        for entry in chosen:
            pieces += [_entry(entry), *map(_mark, marks.get(entry.preprint_id, ()))]
    return absolute("".join(pieces), page)


def _entry(entry: Entry) -> SafeString:
    return format_html(
        '<h3><a href="{}">{}</a></h3><p>{}</p>{}<p>{}</p>',
        addresses.preprint_page(entry.preprint_id),
        entry.version.title_plain,
        entry.version.author_line,
        _rendered(entry.recommendation_html),
        entry.recommended_by_name,
    )


def _mark(mark: EntryMark) -> SafeString:
    words = (mark.what, mark.reason, mark.outcome, mark.outcome_reason)
    shown = format_html_join(" ", "{}", ((part,) for part in words if part))
    return format_html("<p><b>{}</b> {}</p>", _("Since publication:"), shown)


def absolute(html: str, page: str) -> str:
    """Links and pictures with whole addresses, taken as relative to `page`.

    >>> absolute('<a href="#note">1</a>', "https://example.org/a/")
    '<a href="https://example.org/a/#note">1</a>'
    """

    def whole(attribute: re.Match[str]) -> str:
        before, address, after = attribute.groups()
        try:
            return f"{before}{urljoin(page, address)}{after}"
        except ValueError:  # not an address at all; it leads nowhere on the page either
            return attribute[0]

    return TAG.sub(lambda tag: ADDRESS.sub(whole, tag[0]), html)


def _terms(significance: Term, strength: Term) -> SafeString:
    return format_html(
        "<dl><dt>{}</dt><dd>{}: {}</dd><dt>{}</dt><dd>{}: {}</dd></dl>",
        _("Significance"),
        significance.word,
        significance.definition,
        _("Strength of evidence"),
        strength.word,
        strength.definition,
    )


def _rendered(html: str) -> SafeString:
    """HTML that was cleaned when it was stored; formulas without their TeX, which feed readers
    that know no MathML would show beside them.
    """
    return mark_safe(TEX.sub("", html))  # noqa: S308 - `*_html` fields only
