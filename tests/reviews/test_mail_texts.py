"""What every mail has: no marks of Markdown, who sends it, and why its reader gets it."""

import re
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from following.models import Follow
from following.news.showing import NewsItem, ShownNews
from following.things import Thing, ThingKind, ThingView
from reviews.mail_rows import WithoutEditors
from reviews.models import (
    Appeal,
    Authorship,
    ConfirmedAssessment,
    Reopening,
    ReviewReply,
    SealedOriginal,
)
from reviews.selectors.author_waiting import Waiting
from reviews.selectors.draft_mail import DraftMail
from reviews.selectors.editor_waits import EditorWait
from reviews.selectors.volunteer_mail import VolunteerMail
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory
from tests.factories.reviews import (
    AssessmentFactory,
    CorrectionFactory,
    InvitationFactory,
    ResponseFactory,
    ReviewFactory,
    RevisionFactory,
    RoundFactory,
    SubmissionFactory,
    ThreadEntryFactory,
)
from tests.factories.times import NOW
from tests.reviews.revised import revised_work
from tests.reviews.selected import selected_work
from text.markdown.mail import mail_text
from web.mail import MailWords, render_mail

pytestmark = pytest.mark.django_db
MARKDOWN = "It is **new**, see [the proof](https://x.org/p).\n\n- one\n- *two*, for $5"
IN_MAIL = "It is new, see the proof (https://x.org/p).\n\n- one\n\n- two, for $5"
NUMBERS = count(1)  # of issues
MARKS = re.compile(r"\*\*|\]\(")
TEMPLATES = sorted(
    str(path.relative_to(settings.BASE_DIR / "templates"))
    for path in Path(settings.BASE_DIR / "templates").glob("*/mail/*.txt")
)


def assessment() -> Any:
    return AssessmentFactory(
        text=MARKDOWN,
        comment=MARKDOWN,
        asked_reason=MARKDOWN,
        withdrawal_reason=MARKDOWN,
        withdrawn_as="editors",
    )


def authorship() -> Any:
    author = RoundFactory().version.authors.get()
    return Authorship.objects.create(
        author=author,
        user=UserFactory(),
        ground="editor",
        confirmed_at=NOW,
        ended_at=NOW,
        ended_by=UserFactory(),
        end_reason=MARKDOWN,
    )


def invitation() -> Any:
    return InvitationFactory(message=MARKDOWN, reason=MARKDOWN, user=UserFactory(name="Noor"))


def submission() -> Any:
    return SubmissionFactory(
        state="declined", decline_code="other", decline_text=MARKDOWN, editor=UserFactory()
    )


def confirmed() -> Any:
    revised = revised_work()
    return ConfirmedAssessment.objects.create(
        assessment=revised.assessment,
        version=revised.newer,
        editor=UserFactory(),
        reason=MARKDOWN,
        confirmed_at=NOW,
    )


def response() -> Any:
    answered = RoundFactory(state="assessed", closed_at=NOW)
    return ResponseFactory(
        round=answered,
        text=MARKDOWN,
        withdrawn_at=NOW,
        withdrawn_as="author",
        withdrawal_reason=MARKDOWN,
    )


def review() -> Any:
    """With a reply, and as if it were withdrawn: each mail shows what it is about."""
    review = ReviewFactory(published=True, withdrawal_reason=MARKDOWN, withdrawn_as="reviewer")
    ReviewReply.objects.create(
        review=review,
        kind="refused",
        text=MARKDOWN,
        text_html="",
        editor=UserFactory(),
        written_at=NOW,
    )
    AssessmentFactory(round=review.round, answer_by=NOW.date())
    return review


def editor_wait() -> Any:
    review = ReviewFactory(submitted=True)
    submission = review.round.submission
    return EditorWait(
        submission=submission,
        version=submission.version,
        what="Read a review and accept it",
        since=NOW,
        due_on=NOW.date(),
        editor=submission.editor.profile.name,
        url="/editor/submissions/1/",
        is_waiting=True,
        is_today=True,
        authors_wait=True,
        authors_see_day=True,
    )


def appeal() -> Any:
    return Appeal(
        work=submission(),
        text=MARKDOWN,
        editor=UserFactory(),
        take_over_reason=MARKDOWN,
        reason=MARKDOWN,
        state="upheld",
        due_at=NOW,
        pk=7,
    )


def original() -> Any:
    """Of a redacted review, with the reason that readers see."""
    redactions = [{"part": "summary", "reason": MARKDOWN, "on": "2026-03-02"}]
    review = ReviewFactory(published=True, redactions=redactions)
    return SealedOriginal.objects.create(
        review=review, part="summary", text="", redacted_by=review.reviewer, redacted_at=NOW
    )


def reopening() -> Any:
    of = selected_work()
    return Reopening.objects.create(
        assessment=of.assessment,
        version=of.assessment.version,
        cause="editor",
        opened_by=of.editor,
        reason=MARKDOWN,
        opened_at=NOW,
        due_at=NOW,
        decision="stands",
        decision_reason=MARKDOWN,
        decided_by=of.editor,
        decided_at=NOW,
    )


CONTEXT: dict[str, Callable[[], Any]] = {
    "assessment": assessment,
    "authorship": authorship,
    "entry": lambda: EntryFactory(recommendation=MARKDOWN, issue__number=next(NUMBERS)),
    "sections": lambda: [MailWords("[Verso] A review is public: On sets", "It is public.")],
    "works": lambda: [EntryFactory(issue__number=next(NUMBERS)).preprint],
    "invitation": invitation,
    "appeal": appeal,
    "correction": lambda: CorrectionFactory(wrong=MARKDOWN, note=MARKDOWN),
    "review": review,
    "volunteer": lambda: VolunteerMail(
        "They work where an author does.", "The authors oppose them."
    ),
    "response": response,
    "revision": lambda: RevisionFactory(
        note=MARKDOWN, decided=True, decision="full", reason=MARKDOWN
    ),
    "confirmed": confirmed,
    "original": original,
    "reopening": reopening,
    "written": lambda: ThreadEntryFactory(text=MARKDOWN),
    "round": lambda: RoundFactory(released=True),
    "submission": submission,
    "submission_without_editors": lambda: WithoutEditors(submission(), [UserFactory()]),
    "editor_wait": editor_wait,
    "draft_of": lambda: DraftMail(ReviewFactory(), "As typed."),
}


def followed_news() -> list[ShownNews]:
    thing = Thing(ThingKind.SEARCH, "q=herons")
    view = ThingView(thing, "herons", "/search/?q=herons", "")
    items = [NewsItem("Herons <all>", "/preprints/1/", NOW)]
    return [ShownNews(Follow(thing=str(thing)), view, items, more=2)] * 2


def mail_of(template: str) -> str:
    return words_of_template(template).body


def words_of_template(template: str) -> MailWords:
    source = (settings.BASE_DIR / "templates" / template).read_text()
    needed = [name for name in CONTEXT if re.search(rf"\b{name}\b[.|]", source)]
    context = {name: CONTEXT[name]() for name in needed}
    words: dict[str, Any] = {
        "link": f"{settings.SITE_URL}/secret/",
        "given": ["Editor"],
        "taken": [],
        "by": "Mary",
        "kept_address": "ada@example.org",
        "months": 6,
        "own_reason": "It waits since March.",
    }
    words |= {
        "own_reason": "",
        "in_place_of": "Mary",
        "day": NOW.date(),
        "entries": [context.get("written")],
        "waiting": Waiting("The editors decide.", NOW, NOW.date()),
        "news": followed_news(),
        "more_things": 0,
    }
    return render_mail(template, {**context, **words})


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_mail_says_who_sends_it_and_why(template):
    body, _line, footer = mail_of(template).partition("\n-- \n")
    assert body.strip()
    assert footer.startswith(
        f"{settings.JOURNAL_NAME}: {settings.SITE_URL}\nYou get this e-mail because"
    )
    assert settings.CONTACT_EMAIL in footer
    assert "\n\n\n" not in body + footer


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_mail_shows_no_marks_of_markdown(template):
    assert not MARKS.search(mail_of(template))


def test_texts_that_people_wrote_stand_in_mails_as_words():
    showing = [template for template in TEMPLATES if IN_MAIL in mail_of(template)]
    assert [Path(one).stem for one in showing] == [
        "work_selected",
        "appeal_decided",
        "appeal_decided_editors",
        "appeal_taken_over",
        "assessment_confirmed",
        "assessment_proposed",
        "assessment_published",
        "assessment_reopened",
        "assessment_reopened_editors",
        "assessment_returned",
        "assessment_withdrawn",
        "author_taken_back",
        "correction_asked",
        "correction_decided",
        "invitation",
        "invitation_declined",
        "passage_redacted",
        "reopening_decided",
        "response_posted",
        "response_withdrawn",
        "review_refused",
        "review_returned",
        "review_withdrawn",
        "revision_decided",
        "revision_declared",
        "submission_decided",
        "thread_entry",
        "withdrawal_asked",
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a\nb", "a\nb"),
        ("# Title\n\n> one\n> *two*", "Title\n\n> one\n> two"),
        ("3. c\n4. d\n   - e\n\n     f", "3. c\n\n4. d\n\n  - e\n\n    f"),
        ("see https://x.org/a_b_c or <mail@x.org>", "see https://x.org/a_b_c or mail@x.org"),
        ("[*so*](https://x.org) and ![plot](https://x.org/i.png)", "so (https://x.org) and plot"),
        ("```\n**as it is**\n  b\n```", "**as it is**\n  b"),
        ("$x_1$ & <b>", "x_1 & <b>"),
        ("[V6.1.r1](/V6.1.r1)", "V6.1.r1 (https://j.example/V6.1.r1)"),
        ("", ""),
    ],
)
def test_markdown_in_a_mail(source, expected):
    assert mail_text(source, site_url="https://j.example") == expected
