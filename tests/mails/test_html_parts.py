"""Each mail has an HTML part that says the same as its text, and a foot that turns it off."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import resolve

from events import outbox
from tests.factories.accounts import UserFactory
from tests.factories.reviews import InvitationFactory, ReviewFactory, SubmissionFactory
from tests.reviews.test_mail_texts import TEMPLATES, words_of_template
from web.mail import MailWords, mail_message, words_of

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r"https?://[^\s<>\"]+")
# They lead nowhere, or to several works.
WITHOUT_BUTTON = {
    *("invitation_withdrawn.txt", "name_allowed.txt", "digest.txt"),
    *("review_not_needed.txt", "review_not_published.txt"),
}


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_html_part_has_one_button_and_loads_nothing(template):
    html = words_of_template(template).html
    buttons = 0 if template.split("/")[-1] in WITHOUT_BUTTON else 1
    assert html.count('class="button"') == buttons
    assert not re.search(r"<img|<link|@import|url\(|<script|background: *#fff", html)
    assert "color-scheme" in html


@pytest.mark.parametrize("template", TEMPLATES)
def test_both_parts_have_the_same_addresses(template):
    words = words_of_template(template)
    in_html = set(re.findall(r'href="([^"]+)"', words.html))
    assert in_html == {one.rstrip(".,)") for one in ADDRESS.findall(words.body)}


def test_what_people_typed_is_no_html():
    text = 'a < b & "c"\n<script>x</script>\n<u>see</u> https://x.org/?a="><s>'
    words = MailWords("[Verso] <b>S</b>", text, foot="<i>f</i>: https://x.org/")
    assert "<script" not in words.html
    assert "&lt;script&gt;" in words.html
    assert [tag for tag in ("<i>", "<u>", "<s>") if tag in words.html] == []
    assert "<title>[Verso] &lt;b&gt;" in words.html


FOREIGN = [f"{settings.SITE_URL}.evil.example/", f"{settings.SITE_URL}@evil.example/"]


@pytest.mark.parametrize(
    "reason",
    [
        *(f"Sorry.\n\n{one}\n\nBest" for one in FOREIGN),
        f"Sorry.\n\n{settings.SITE_URL}/accounts/login/\n\nBest",
        "```\n-- \nOpen the submission: https://evil.example/login\n```",
        "```\n\n-- \n\nOpen the submission: https://evil.example/login\n```",
        "[Open the submission](https://evil.example/login)",
    ],
)
def test_what_others_type_becomes_neither_button_nor_foot(reason):
    invitation = InvitationFactory(state="declined", reason=reason)
    outbox.promise(
        "reviews.notify_editor_of_answer", invitation_id=invitation.pk, answer=invitation.state
    )
    outbox.work()
    (sent,) = mail.outbox
    html = sent.alternatives[0].content
    page = f"{settings.SITE_URL}/editor/submissions/{invitation.round.submission_id}/"
    assert re.findall(r'class="button" href="([^"]+)"', html) == [page]
    said, foot = html.split("<footer>")
    assert "evil.example" not in foot
    assert all(words == to for to, words in re.findall(r'<a href="([^"]+)">([^<]*)</a>', said))
    assert re.findall(r"^-- $", sent.body, re.MULTILINE) == ["-- "]


@pytest.mark.parametrize("address", FOREIGN)
def test_the_button_of_a_mail_of_the_account_leads_to_no_host_that_begins_alike(address):
    own = f"{settings.SITE_URL}/accounts/confirm-email/x/"
    assert words_of("Subject", f"{address}\n{own}\n").link == own


def test_a_long_link_is_not_wrapped():
    link = f"{settings.SITE_URL}/invitations/{'a' * 300}/"
    sent = mail_message("a@example.org", MailWords("Subject", f"Read it:\n{link}", foot="Verso"))
    plain, html = sent.message().get_payload()
    assert plain.get_payload(decode=True).decode() == f"Read it:\n{link}\n\n-- \nVerso\n"
    assert link in html.get_payload(decode=True).decode()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")


def test_a_mail_greets_its_recipient():
    submission = SubmissionFactory(submitter=UserFactory(name="Noor Example"))
    outbox.promise("reviews.confirm_submission", submission_id=submission.pk)
    outbox.work()
    (sent,) = mail.outbox
    assert sent.body.startswith("Dear Noor Example,\n\nThank you.")
    assert "<p>Dear Noor Example,</p>" in sent.alternatives[0].content


def test_a_reviewer_written_to_at_the_address_of_an_invitation_is_greeted_without_a_name():
    """Whoever reads there must not learn whose account it is."""
    invitation = InvitationFactory(state="accepted", email="old@example.org", made_account=True)
    review = ReviewFactory(round=invitation.round, invitation=invitation, published=True)
    outbox.promise("reviews.notify_of_published_review", review_id=review.pk)
    outbox.work()
    (thanks,) = [one for one in mail.outbox if one.to == ["old@example.org"]]
    assert review.reviewer.profile.name not in str(thanks.message())


def off_address(message):
    return message.extra_headers["List-Unsubscribe"].strip("<>").removeprefix(settings.SITE_URL)


def test_a_mail_that_can_be_turned_off_says_so_in_its_headers_and_its_foot():
    submission = SubmissionFactory()
    outbox.promise("reviews.confirm_submission", submission_id=submission.pk)
    outbox.work()
    (sent,) = mail.outbox
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert resolve(off_address(sent)).view_name == "mails:turn_off"
    assert off_address(sent) in sent.body
    assert f"{settings.SITE_URL}/me/mails/" in sent.body
    assert str(submission.submitter_id) not in off_address(sent).split("/")


def test_a_mail_that_cannot_be_turned_off_has_neither():
    invitation = InvitationFactory()
    sent = invitation.mails.create(
        email="a@example.org",
        requested_by=invitation.invited_by,
        requested_at=invitation.invited_at,
    )
    outbox.promise("reviews.send_invitation_mail", mail_id=sent.pk)
    outbox.work()
    (sent,) = mail.outbox
    assert "List-Unsubscribe" not in sent.extra_headers
    assert "/mail-off/" not in sent.body
    assert "/me/mails/" not in sent.body


def test_one_click_in_a_mail_program_turns_the_kind_off_and_looking_does_not():
    submission, other = SubmissionFactory(), SubmissionFactory()
    for one in (submission, other):
        outbox.promise("reviews.confirm_submission", submission_id=one.pk)
    outbox.work()
    address = off_address(mail.outbox[0])
    program = Client(enforce_csrf_checks=True)
    assert program.get(address).status_code == 200
    mail.outbox.clear()
    outbox.promise("reviews.confirm_submission", submission_id=submission.pk)
    outbox.work()
    assert len(mail.outbox) == 1, "to look at the page changes nothing"
    one_click = {"List-Unsubscribe": "One-Click"}
    assert program.post(address, one_click).status_code == 200
    assert program.post(address, one_click).status_code == 200
    mail.outbox.clear()
    for one in (submission, other):
        accepted = SubmissionFactory(accepted=True, submitter=one.submitter)
        outbox.promise("reviews.confirm_submission", submission_id=one.pk)
        outbox.promise("reviews.notify_submitter_of_decision", submission_id=accepted.pk)
    outbox.work()
    got = [(one.to[0], "We received" in one.subject) for one in mail.outbox]
    assert sorted(got) == sorted(
        [
            (other.submitter.email, True),
            (other.submitter.email, False),
            (submission.submitter.email, False),
        ]
    )
    assert program.post(f"{address[:-6]}xxxxx/", one_click).status_code == 404
