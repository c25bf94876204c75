"""Every form with a draft: what its page shows of it, where it saves, and what sending does to it.

Every kind of draft must have a row in KINDS: a new one fails the first test until it has.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.module_loading import import_string

from drafts.form_kinds import labels_of
from drafts.models import Draft
from drafts.selectors import sent_draft
from drafts.services import SentDraft, save_draft
from preprints.models import Author
from reading.selectors.saved_drafts import WORDS
from tests import forms_with_texts as sending
from tests.every_form import issue_page, same_page, submission_page
from tests.factories.accounts import UserFactory
from tests.factories.reviews import AssessmentFactory, ReviewFactory, RoundFactory, term
from tests.factories.times import NOW
from tests.forms_with_texts import TYPED, Sent
from tests.test_typed_text_is_kept import NOT_ASKED, away, form_of, offered_again

pytestmark = pytest.mark.django_db
# They name texts that another editor replaced, and no form.
WITHOUT_FORM = {"replacedissue", "replacedentry"}


@dataclass(frozen=True)
class Kind:
    """make: who sends the form, to where, in order. page: where it stands. wrong: for which values
    it is refused. service: that carries it out."""

    make: Callable[[], Sent]
    page: Callable[[Sent], str]
    wrong: Mapping[str, str]
    service: str
    is_autosaved: bool = True


def assessment() -> Sent:
    """Written anew by its editor: the text that was proposed before is another."""
    summed_up = RoundFactory(released=True)
    ReviewFactory(round=summed_up, published=True)
    AssessmentFactory(round=summed_up, text="Proposed before.")
    fields = {
        "text": f"{TYPED} It is all that is known.",
        "significance": term("significance", "important").pk,
        "strength": term("strength", "solid").pk,
        "interests_choice": "none",
    }
    to = reverse("reviews:write_assessment", args=[summed_up.pk])
    return Sent(summed_up.submission.editor, to, fields, draft_key=f"assessment:{summed_up.pk}")


def response() -> Sent:
    sent = sending.response()
    answered = Author.objects.get(user=sent.by).version.rounds.get()
    fields = {**sent.fields, "interests_choice": "none"}
    return replace(sent, fields=fields, draft_key=f"response:{answered.pk}")


def send_back() -> Sent:
    one = AssessmentFactory()
    to = reverse("reviews:return_assessment", args=[one.pk])
    fields = {"comment": TYPED, "seen": one.fingerprint}
    return Sent(one.round.submission.second_editor, to, fields, draft_key=f"return:{one.pk}")


def decline() -> Sent:
    return sending.decline(is_author=True)


def invite() -> Sent:
    return sending.invite("ada@example.org")


KINDS = {
    "review": Kind(
        lambda: sending.review(number=1),
        same_page,
        {"byline_kind": ""},
        "reviews.services.reviewing.submit_review",
    ),
    "assessment": Kind(
        assessment, same_page, {"text": ""}, "reviews.services.assessing.propose_assessment"
    ),
    "response": Kind(
        response, same_page, {"text": ""}, "reviews.services.responding.post_response"
    ),
    "revision": Kind(
        sending.revision, same_page, {"note": ""}, "reviews.services.revising.declare_revision"
    ),
    "decision": Kind(
        sending.decision,
        submission_page,
        {"decision": ""},
        "reviews.services.revising.decide_revision",
        is_autosaved=False,
    ),
    "issue": Kind(
        lambda: sending.editorial("Trust"),
        issue_page,
        {"title": ""},
        "curation.services.building.save_issue",
    ),
    "entry": Kind(
        lambda: sending.recommendation("One"),
        issue_page,
        {"section": "x" * 101},
        "curation.services.building.save_entry",
    ),
    "decline": Kind(
        decline,
        submission_page,
        {"ground": ""},
        "reviews.services.triage.propose_decision",
        is_autosaved=False,
    ),
    "invite": Kind(
        invite,
        submission_page,
        {"email": "no address"},
        "reviews.services.invitations.invite_reviewer",
        is_autosaved=False,
    ),
    "thread": Kind(
        lambda: sending.entry_of_reviewer(TYPED),
        same_page,
        {"text": ""},
        "reviews.services.consulting.write_as_reviewer",
    ),
    "editorthread": Kind(
        lambda: sending.entry_of_editor(TYPED),
        same_page,
        {"text": ""},
        "reviews.services.consulting.write_as_editor",
    ),
    "return": Kind(
        send_back,
        submission_page,
        {"comment": ""},
        "reviews.services.assessing.return_assessment",
        is_autosaved=False,
    ),
}
each_kind = pytest.mark.parametrize("kind", KINDS)


@dataclass(frozen=True)
class Form:
    """A form whose writer is signed in."""

    client: object
    kind: Kind
    sent: Sent

    @property
    def key(self) -> str:
        return self.sent.draft_key

    @property
    def drafts(self):
        return Draft.objects.filter(owner=self.sent.by, key=self.key)

    def on_page(self):
        return self.on(self.client.get(self.kind.page(self.sent)))

    def on(self, answer):
        address = self.kind.page(self.sent)
        return form_of(answer.content.decode(), address, self.sent.to, set(labels_of(self.key)))

    def posted(self, **changed):
        """As the page is loaded now, filled in."""
        hidden = self.on_page().xpath('.//input[@type="hidden"]')
        own = {one.get("name"): one.get("value") for one in hidden}
        return {**self.sent.fields, **own, **changed}

    def send(self, **changed):
        return self.client.post(self.sent.to, self.posted(**changed), follow=True)


@pytest.fixture
def form(client, kind):
    sent = KINDS[kind].make()
    assert sent.draft_key.startswith(f"{kind}:")
    client.force_login(sent.by)
    return Form(client, KINDS[kind], sent)


def text_field(form):
    """The one where its writer writes most."""
    names = (
        *("summary", "editorial", "recommendation", "comment"),
        *("message", "text", "note", "reason"),
    )
    return next(name for name in names if name in labels_of(form.key))


def sent_drafts(answer):
    """What the page's script gets, to forget what the browser keeps of these forms."""
    return lxml.html.fromstring(answer.content.decode()).xpath("//@data-sent-draft")


def test_every_kind_of_draft_is_tried():
    assert set(KINDS) == set(WORDS) - WITHOUT_FORM
    assert [kind for kind in WORDS if not labels_of(f"{kind}:1")] == []


@each_kind
def test_the_page_shows_what_was_saved_and_nobody_elses_text(form):
    typed = {name: f"{TYPED} {name}" for name in labels_of(form.key) if name not in NOT_ASKED}
    others = dict.fromkeys(typed, "Of another person.")
    Draft.objects.create(owner=UserFactory(editor=True), key=form.key, fields=others, saved_at=NOW)
    before = {name: form.on_page().fields[name] for name in typed}
    assert set(before.values()).isdisjoint({*typed.values(), *others.values()})
    saved = form.client.post(reverse("drafts:save", args=[form.key]), typed)
    assert saved.status_code == 200
    fields = form.on_page().fields
    assert {name: fields[name].strip() for name in typed} == typed
    assert fields["draft_revision"] == str(form.drafts.get().revision)


@pytest.mark.parametrize("kind", ["review", "assessment", "response"])
def test_a_page_for_writing_reads_its_draft_once(form):
    form.client.post(reverse("drafts:save", args=[form.key]), {text_field(form): TYPED})
    with CaptureQueriesContext(connection) as queries:
        form.on_page()
    assert len([one for one in queries if 'FROM "drafts_draft"' in one["sql"]]) == 1


@each_kind
def test_a_form_that_saves_itself_does_so_under_its_own_key(form):
    own = reverse("drafts:save", args=[form.key])
    assert form.on_page().get("data-autosave") == (own if form.kind.is_autosaved else None)


@each_kind
def test_the_page_after_sending_names_the_draft_that_was_sent_once(form):
    other = Draft.objects.create(owner=UserFactory(), key=form.key, saved_at=NOW)
    answer = form.send()
    assert answer.status_code == 200, answer.content.decode()
    assert sent_drafts(answer) == [sent_draft(form.sent.by, form.key)]
    assert not form.drafts.exists()
    assert Draft.objects.filter(pk=other.pk).exists()
    assert sent_drafts(form.client.get(answer.redirect_chain[-1][0])) == []


@each_kind
def test_the_page_of_a_refused_form_names_none_and_its_draft_stays(form):
    answer = form.send(**form.kind.wrong)
    assert answer.status_code == 422
    assert sent_drafts(answer) == []
    assert form.drafts.exists()


@each_kind
def test_a_refused_form_sent_once_more_shows_what_was_saved_since(form):
    """The page of a refused form is loaded anew: the browser sends the older request again."""
    first = {**form.posted(**form.kind.wrong), "draft_tab": "1", "draft_sequence": "10"}
    assert form.client.post(form.sent.to, first).status_code == 422
    name = text_field(form)
    typed = {**form.posted(**{name: "Typed since."}), "draft_tab": "1", "draft_sequence": "11"}
    form.client.post(reverse("drafts:save", args=[form.key]), typed)
    again = form.client.post(form.sent.to, first)
    assert again.status_code == 422
    assert form.on(again).fields[name].strip() == "Typed since."
    assert form.drafts.get().fields[name] == "Typed since."


@each_kind
def test_a_form_that_met_a_newer_text_is_not_carried_out_when_it_is_sent_once_more(form):
    name = text_field(form)
    older = {**form.posted(), "draft_tab": "1", "draft_sequence": "1000"}
    other = {**form.posted(**{name: "Other."}), "draft_tab": "2", "draft_sequence": "500"}
    form.client.post(reverse("drafts:save", args=[form.key]), other)
    for _time in range(2):
        answer = form.client.post(form.sent.to, older)
        assert answer.status_code in (409, 422)
        assert "Both are kept" in answer.content.decode()
        assert form.on(answer).fields[name].strip() == form.sent.fields[name]
    draft = form.drafts.get()
    assert draft.fields[name] == "Other."
    assert [other["fields"] for other in draft.others] == [{name: form.sent.fields[name]}]


@each_kind
def test_a_form_sent_after_the_other_text_was_read_is_carried_out(form):
    name = text_field(form)
    older = form.posted()
    form.client.post(reverse("drafts:save", args=[form.key]), form.posted(**{name: "Other."}))
    again = form.on(form.client.post(form.sent.to, older))
    fields = {name: value or "" for name, value in again.fields.items()}
    assert form.client.post(form.sent.to, fields).status_code == 302


@each_kind
def test_a_form_is_not_sent_before_its_page_has_shown_a_text_refused_elsewhere(form):
    """The phone's page, opened before the laptop saved, loses to what the laptop saved."""
    name, phone = text_field(form), form.posted()
    other = Draft.objects.create(owner=UserFactory(), key=form.key, saved_at=NOW)
    save = reverse("drafts:save", args=[form.key])
    form.client.post(save, form.posted(draft_tab="1", draft_sequence="1"))
    laptop = form.posted(draft_tab="1", draft_sequence="2")
    phone |= {name: "Typed on the phone.", "draft_tab": "2", "draft_sequence": "1"}
    assert form.client.post(save, phone).status_code == 409
    # The reply says that the draft has a later revision, and shows no text.
    later = {"draft_tab": "1", "draft_sequence": "3"}
    revision = form.client.post(save, {**laptop, **later}).json()["revision"]
    last = {"draft_revision": revision, "draft_sequence": "4"}
    refused = form.client.post(form.sent.to, {**laptop, **last})
    assert refused.status_code == 422
    shown = form.on(refused)
    assert "Typed on the phone." in shown.xpath("string(.//details[@open])")
    assert "Other texts of yours" in shown.xpath('string(.//*[@role="alert"])')
    assert {"Typed on the phone."} == {row["fields"][name] for row in form.drafts.get().others}
    fields = {field: value or "" for field, value in shown.fields.items()}
    assert form.client.post(form.sent.to, fields).status_code == 302
    assert not form.drafts.exists()
    assert Draft.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("kind", ["review"])
@pytest.mark.parametrize("saved_since", [False, True])
def test_a_text_changed_on_the_try_again_page_is_kept(form, monkeypatch, saved_since):
    """The journal failed after the draft was saved, so the page's text is not what it sends."""
    form.client.raise_request_exception = False
    typed = {"summary": TYPED, "draft_tab": "1", "draft_sequence": "10", "submit_review": "1"}
    with monkeypatch.context() as patch:
        patch.setattr("reviews.services.reviewing.submit_review", away)
        answer = form.client.post(form.sent.to, form.posted(**typed))
    assert answer.status_code == 503
    assert form.drafts.get().fields["summary"] == TYPED
    changed = {**offered_again(answer), "summary": "Changed on the page.", "save": "1"}
    del changed["submit_review"]
    if saved_since:  # in the form, which the tab had gone back to
        since = form.posted(summary="Typed since.", draft_tab="1", draft_sequence="11")
        form.client.post(reverse("drafts:save", args=[form.key]), since)
    again = form.client.post(form.sent.to, changed)
    assert again.status_code == 409
    assert form.on(again).fields["summary"].strip() == "Changed on the page."
    draft = form.drafts.get()
    assert draft.fields["summary"] == ("Typed since." if saved_since else TYPED)
    assert {"summary": "Changed on the page."} in [other["fields"] for other in draft.others]


@pytest.mark.parametrize("kind", ["return"])
@pytest.mark.parametrize(("typed", "status"), [({"seen": "older"}, 409), ({"comment": ""}, 422)])
def test_a_refused_return_shows_the_comment_as_typed(form, typed, status):
    answer = form.send(**typed)
    assert answer.status_code == status
    fields = form.on(answer).fields
    assert fields["comment"].strip() == typed.get("comment", form.sent.fields["comment"])
    assert fields["seen"] == form.sent.fields["seen"]


@pytest.mark.parametrize("kind", ["review"])
def test_the_page_after_deleting_a_draft_names_it(form):
    form.client.post(reverse("drafts:save", args=[form.key]), {"summary": TYPED})
    answer = form.client.post(reverse("drafts:delete", args=[form.key]), follow=True)
    assert sent_drafts(answer) == [sent_draft(form.sent.by, form.key)]


@each_kind
def test_text_saved_from_another_tab_while_a_form_is_sent_is_not_lost(form, monkeypatch):
    """Nor when the form, which does not show that text, is sent again from its page."""
    name, service = text_field(form), form.kind.service
    carry_out = import_string(service)

    def save_in_another_tab(*args, **options):
        typed = SentDraft({name: "Newer text."}, revision=form.drafts.get().revision)
        save_draft(form.sent.by, form.key, sent=typed, now=NOW)
        return carry_out(*args, **options)

    with monkeypatch.context() as patch:
        patch.setattr(service, save_in_another_tab)
        refused = form.send()
    assert sent_drafts(refused) == []
    shown = form.on(refused).fields
    assert shown[name].strip() == form.sent.fields[name]
    again = form.client.post(form.sent.to, {name: text or "" for name, text in shown.items()})
    assert again.status_code in (409, 422)
    draft = form.drafts.get()
    assert "Newer text." in [draft.fields[name], *(one["fields"].get(name) for one in draft.others)]
