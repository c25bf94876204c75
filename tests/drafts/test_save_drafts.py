import json
from datetime import timedelta

import pytest
from django.urls import reverse

from drafts import errors, limits
from drafts.merging import fingerprints
from drafts.models import Draft
from drafts.posted_forms import form_fields, read_number, read_sent_draft
from drafts.services import SentDraft, delete_draft, finish_draft, save_draft
from reviews.limits import MAX_TEXT
from reviews.models import Assessment
from tests.factories.accounts import UserFactory
from tests.factories.curation import EntryFactory, IssueFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW
from web.form_owner import owner_fingerprint

pytestmark = pytest.mark.django_db


@pytest.fixture
def review():
    return ReviewFactory()


@pytest.fixture
def key(review):
    return f"review:{review.pk}"


@pytest.fixture
def save(review, key):
    def save_it(text="", revision=0, *, now=NOW, **sent):
        fields = sent.pop("fields", {"summary": text})
        form = SentDraft(fields=fields, revision=revision, **sent)
        return save_draft(review.reviewer, key, sent=form, now=now)

    return save_it


def test_the_revision_grows_with_each_change_and_not_with_the_same_text(save):
    assert save("a").revision == 1
    assert save("ab", 1).revision == 2
    assert save("ab", 2).revision == 2
    assert Draft.objects.get().fields == {"summary": "ab"}


def test_an_older_tab_does_not_replace_newer_text_and_both_are_kept(save):
    save("a")
    save("newer", 1)
    saved = save("older", 1)
    assert saved.conflicts == {"summary": "newer"}
    draft = Draft.objects.get()
    assert draft.fields == {"summary": "newer"}
    assert [other["fields"] for other in draft.others] == [{"summary": "older"}]


def test_two_tabs_that_change_different_fields_are_merged(save):
    both = {"summary": "", "strengths": ""}
    base = fingerprints(both)
    save(fields={**both, "summary": "first tab"}, base=base)
    saved = save(fields={**both, "strengths": "second tab"}, base=base)
    assert saved.conflicts == {}
    assert saved.newer == {"summary": "first tab"}
    assert Draft.objects.get().fields == {"summary": "first tab", "strengths": "second tab"}


def test_a_text_replaced_knowingly_becomes_another_text_of_the_draft(save):
    save("theirs")
    save("mine", 1, replaces=frozenset({"summary"}))
    draft = Draft.objects.get()
    assert draft.fields == {"summary": "mine"}
    assert [other["fields"] for other in draft.others] == [{"summary": "theirs"}]


def test_a_tab_that_goes_on_in_a_conflict_keeps_its_newest_text_only(save):
    save("a")
    save("b", 1)
    for sequence, text in enumerate(("o", "ol", "old"), start=1):
        save(text, 1, tab="t1", sequence=sequence)
    assert [other["fields"]["summary"] for other in Draft.objects.get().others] == ["old"]


def test_a_request_that_was_late_on_its_way_changes_nothing(save):
    save("newer", tab="t1", sequence=2)
    saved = save("older", tab="t1", sequence=1)
    assert saved.fields == {"summary": "newer"}
    assert Draft.objects.get().others == []
    assert save("newest", 1, tab="t1", sequence=3).fields == {"summary": "newest"}


def test_a_request_that_arrives_twice_is_saved_once(save):
    save("first", tab="t1", sequence=1)
    for _time in range(2):
        save("second", 1, tab="t1", sequence=2)
    draft = Draft.objects.get()
    assert (draft.fields, draft.revision, draft.others) == ({"summary": "second"}, 2, [])


def test_a_late_autosave_does_not_bring_back_a_form_that_was_sent(save, review, key):
    save("a")
    finish_draft(review.reviewer, key)
    with pytest.raises(errors.DraftSentOrDeleted):
        save("a and more", 1)
    assert not Draft.objects.exists()


def test_a_page_with_a_text_that_was_deleted_elsewhere_is_told_so(save, review, key):
    """Also where another person has sent the same form."""
    other = UserFactory()
    Draft.objects.create(owner=other, key=key, fields={"summary": "Theirs"}, saved_at=NOW)
    finish_draft(other, key)
    save("a")
    delete_draft(review.reviewer, key)
    with pytest.raises(errors.DraftDeleted) as raised:
        save("a and more", 1)
    assert "was deleted on another page" in str(raised.value.message)
    assert "newer text" not in str(raised.value.message)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("kind", ["issue", "entry"])
def test_drafts_of_two_people_in_one_form_are_apart(kind):
    key = f"{kind}:{(IssueFactory if kind == 'issue' else EntryFactory)().pk}"
    first, second = UserFactory(editor=True), UserFactory(editor=True)
    for editor, revision, text in ((first, 0, "a"), (second, 0, "b"), (first, 1, "ab")):
        save_draft(editor, key, sent=SentDraft({"text": text}, revision), now=NOW)
    kept = [(draft.owner, draft.key, draft.fields) for draft in Draft.objects.order_by("owner")]
    assert kept == [(first, key, {"text": "ab"}), (second, key, {"text": "b"})]


def test_the_longest_form_is_saved(save):
    parts = ("summary", "strengths", "weaknesses", "evidence", "recommendations", "ai_use")
    save(fields=dict.fromkeys(parts, "x" * MAX_TEXT))
    assert Draft.objects.get().size_bytes == 6 * MAX_TEXT


def test_a_text_of_a_megabyte_is_refused(save):
    with pytest.raises(errors.DraftTooLong):
        save("x" * 1_000_000)


def test_all_drafts_of_a_person_together_have_a_limit(save, review):
    Draft.objects.create(
        owner=review.reviewer, key="x:1", saved_at=NOW, size_bytes=limits.MAX_DRAFTS_BYTES
    )
    Draft.objects.create(
        owner=UserFactory(), key="x:2", saved_at=NOW, size_bytes=limits.MAX_DRAFTS_BYTES
    )
    with pytest.raises(errors.DraftsFull):
        save("one more")
    Draft.objects.filter(owner=review.reviewer).delete()
    save("there is room")


def test_a_draft_is_not_finished_where_something_else_was_saved_after(save, review, key):
    others = {
        Draft.objects.create(owner=review.reviewer, key="review:0", saved_at=NOW),
        Draft.objects.create(owner=UserFactory(), key=key, saved_at=NOW),
    }
    revision = save("sent").revision
    save("newer", revision)
    with pytest.raises(errors.DraftOutOfDate):
        finish_draft(review.reviewer, key, saved_revision=revision)
    kept = Draft.objects.get(owner=review.reviewer, key=key)
    assert kept.fields == {"summary": "newer"}
    finish_draft(review.reviewer, key, saved_revision=revision + 1)
    assert set(Draft.objects.all()) == others


def test_characters_no_database_keeps_are_dropped():
    assert form_fields({"summary": "a\x00b"}, ["summary", "missing"]) == {"summary": "ab"}


@pytest.mark.parametrize("text", ["", "x", "-1", "9" * 30, "٣", "1e9"])
def test_an_unreadable_number_counts_as_none(text):
    assert read_number(text) == 0


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "[" * 5000, '{"a": {"b": 1}}'])
def test_an_unreadable_base_counts_as_none(review, text):
    sent = read_sent_draft(review.reviewer, {"draft_base": text, "summary": "a"}, ["summary"])
    assert sent.fields == {"summary": "a"}


def test_a_draft_says_when_it_was_last_saved(save):
    save("a")
    assert Draft.objects.get().saved_at == NOW
    save("ab", 1, now=NOW + timedelta(hours=1))
    assert Draft.objects.get().saved_at == NOW + timedelta(hours=1)


# --- Which forms have a draft, and for whom -----------------------------------------------------


def keys_of(world):
    """Every kind of form of this app, with who may write in it now."""
    return {
        f"review:{world['review'].pk}": world["review"].reviewer,
        f"assessment:{world['round'].pk}": world["round"].submission.editor,
        f"response:{world['answered'].pk}": world["author"],
        f"decline:{world['waiting'].pk}": world["round"].submission.editor,
        f"invite:{world['round'].pk}": world["round"].submission.editor,
        f"return:{world['assessment'].pk}": world["round"].submission.second_editor,
    }


@pytest.fixture
def world(review):
    answered = RoundFactory(state="assessed", closed_at=NOW)
    author = answered.version.authors.get()
    author.user = UserFactory()
    author.save()
    return {
        "review": review,
        "round": review.round,
        "answered": answered,
        "author": author.user,
        "waiting": SubmissionFactory(),
        "assessment": AssessmentFactory(round=review.round),
    }


KINDS = ["review", "assessment", "response", "decline", "invite", "return"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_is_saved_for_who_may_write_in_it_and_for_nobody_else(client, world, kind):
    found, owner = next((k, u) for k, u in keys_of(world).items() if k.startswith(kind))
    url = reverse("drafts:save", args=[found])
    client.force_login(UserFactory())
    assert client.post(url, {"text": "Not mine"}).status_code == 404
    client.force_login(owner)
    assert client.post(url, {"text": "Mine"}).status_code == 200
    assert [(draft.owner, draft.key) for draft in Draft.objects.all()] == [(owner, found)]


@pytest.mark.parametrize("state", ["returned", "approved", "published"])
def test_a_comment_is_saved_only_while_the_assessment_waits_for_it(client, world, state):
    assessment = world["assessment"]
    second_editor = world["round"].submission.second_editor
    decided = {"approved_by": second_editor, "approved_at": NOW} if state != "returned" else {}
    published = {"published_at": NOW} if state == "published" else {}
    Assessment.objects.filter(pk=assessment.pk).update(state=state, **decided, **published)
    client.force_login(second_editor)
    answer = client.post(
        reverse("drafts:save", args=[f"return:{assessment.pk}"]), {"comment": "Too late"}
    )
    assert answer.status_code == 409
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "invented",
    ["diary:1", "review:999999", "review:0", "review:" + "9" * 18, "review:1:2", "review:x",
     "issue:1", "entry:1", "review:١", "response:1", "invite:1", "return:7", "decline:999",
     "review:", "review:-1", "Review:1", " review:1", "review:1 "],
)  # fmt: skip
def test_a_form_that_does_not_exist_saves_nothing(client, invented):
    client.force_login(UserFactory())
    answer = client.post(reverse("drafts:save", args=[invented]), {"text": "x" * 299_000})
    assert answer.status_code == 404
    assert not Draft.objects.exists()


@pytest.mark.parametrize("spelled", ["0{}", "00000000000000{}", "{} ", "+{}", "arabic", "wide"])
def test_a_form_has_one_key_only(client, review, key, spelled):
    """Each other spelling of its number would begin a draft of its own."""
    digits = {"arabic": "٠١٢٣٤٥٦٧٨٩", "wide": "０１２３４５６７８９"}.get(spelled)
    number = str(review.pk)
    odd = "".join(digits[int(one)] for one in number) if digits else spelled.format(number)
    client.force_login(review.reviewer)
    answer = client.post(reverse("drafts:save", args=[f"review:{odd}"]), {"summary": "x"})
    assert answer.status_code == 404
    assert not Draft.objects.exists()
    assert client.post(reverse("drafts:save", args=[key]), {"summary": "x"}).status_code == 200


def close_review(world):
    world["review"].__class__.objects.filter(pk=world["review"].pk).update(
        status="submitted", **submitted_fields(world)
    )


def submitted_fields(world):
    made = ReviewFactory(submitted=True)
    names = ["submitted_at", "byline_kind", "byline_name", "summary", "significance_id",
             "strength_id", "confidence", "competing_interests"]  # fmt: skip
    return {name: getattr(made, name) for name in names}


def test_a_save_after_the_review_was_submitted_is_refused_with_the_reason(client, world, key):
    close_review(world)
    client.force_login(world["review"].reviewer)
    answer = client.post(reverse("drafts:save", args=[key]), {"summary": "late"})
    assert answer.status_code == 409
    assert "already been submitted" in answer.json()["error"]
    assert not Draft.objects.exists()


def test_a_save_after_the_round_closed_is_refused_with_the_reason(client, world):
    world["round"].state = "assessed"
    world["round"].closed_at = NOW
    world["round"].save()
    client.force_login(world["round"].submission.editor)
    for kind in ("assessment", "invite"):
        url = reverse("drafts:save", args=[f"{kind}:{world['round'].pk}"])
        assert client.post(url, {"text": "late"}).status_code == 409


# --- The address the script sends to --------------------------------------------------------------


@pytest.fixture
def post(client, review, key):
    client.force_login(review.reviewer)

    def post_it(**fields):
        return client.post(reverse("drafts:save", args=[key]), fields)

    return post_it


def test_a_save_answers_with_the_revision_and_what_is_saved(post):
    answer = post(summary="Hello", draft_revision="0")
    assert answer.json()["revision"] == 1
    assert answer.json()["base"] == fingerprints({"summary": "Hello"})


def test_a_conflict_answers_with_the_saved_text(post):
    post(summary="Theirs", draft_revision="0", draft_tab="t1", draft_sequence="1")
    answer = post(summary="Mine", draft_revision="0", draft_tab="t2", draft_sequence="1")
    assert answer.status_code == 409
    assert answer.json()["conflicts"] == {"summary": "Theirs"}
    assert "another tab" in answer.json()["error"]
    base = json.dumps(answer.json()["base"])
    again = post(summary="Mine", draft_base=base, draft_tab="t2", draft_sequence="2")
    assert again.status_code == 200


def test_fields_with_unusual_names_are_left_out(post):
    answer = post(**{"a.b": "c", "x" * 500: "y", "csrfmiddlewaretoken": "z", "summary": "Hello"})
    assert answer.status_code == 200
    assert Draft.objects.get().fields == {"summary": "Hello"}


def test_a_save_of_somebody_signed_out_is_refused_with_the_reason(client, key):
    url = reverse("drafts:save", args=[key])
    answer = client.post(url, {"summary": "x"}, headers={"X-Requested-With": "fetch"})
    assert (answer.status_code, answer.json()["error"]) == (401, "You are signed out.")


def test_a_form_opened_by_another_person_is_not_saved_for_this_one(post, review):
    answer = post(summary="x", draft_owner=owner_fingerprint(UserFactory().pk))
    assert answer.status_code == 401
    assert "another person" in answer.json()["error"]
    assert not Draft.objects.exists()
    assert post(summary="x", draft_owner=owner_fingerprint(review.reviewer.pk)).status_code == 200


def test_a_text_that_is_too_long_is_refused_with_the_reason(post):
    answer = post(summary="x" * 600_000)
    assert answer.status_code == 413
    assert "too long" in answer.json()["error"]
