"""Who is told what: nobody twice, nobody of their own acts, nobody of what is not public."""

import pytest
from django.conf import settings
from django.core import mail

from events import outbox
from events.locks import Lock
from events.models import Outbox
from events.sealing import seal_new_events
from events.services import record_event
from following import services
from following.models import Follow
from following.news import collecting, mails
from following.news.mails import KIND, notify_followers
from mails.models import Mail, MailChoice
from preprints.models import Preprint
from reviews.published import review_key
from reviews.services.published_changes import change_published
from tests.factories.accounts import UserFactory
from tests.factories.preprints import SubjectFactory
from tests.factories.reviews import (
    AssessmentFactory,
    ResponseFactory,
    ReviewFactory,
    RoundFactory,
)
from tests.factories.times import NOW
from tests.following.happening import (
    DAY,
    follower,
    happen,
    know,
    listed_work,
    of_work,
    path_of,
    published_review,
    tell,
    thing,
)

pytestmark = pytest.mark.django_db
SIGNED = {"byline_kind": "signed", "byline_name": "Noor Example"}


def test_followers_of_a_work_are_told_and_nobody_else():
    here, elsewhere = RoundFactory(), RoundFactory()
    reader = follower(of_work(here))
    follower(of_work(elsewhere))
    follower()
    review = published_review(round=here)
    (text,) = tell()
    assert mail.outbox[0].to == [reader.email]
    assert f"New review, by Anonymous reviewer: {settings.SITE_URL}{_path(review)}" in text
    assert here.version.title_plain in text
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def _path(row):
    return row.get_absolute_url()


def test_nothing_is_told_twice_and_nothing_from_before():
    here = RoundFactory()
    published_review(round=here, number=1)
    follower(of_work(here))
    assert tell() == []
    published_review(round=here, number=2)
    assert len(tell()) == 1
    assert tell() == []
    third = published_review(round=here, number=3)
    (text,) = tell()
    assert text.count("New review") == 1
    assert _path(third) in text


def test_each_follower_is_told_what_is_new_since_they_follow():
    here = RoundFactory()
    early = follower(of_work(here), "search:q=axioms&type=review")
    published_review(round=here, number=1)
    late = follower(of_work(here), "search:q=axioms&type=review")
    published_review(round=here, number=2)
    texts = dict(zip([one for (one,) in _recipients(tell())], _bodies(), strict=True))
    assert texts[early.email].count("New review") == 2
    assert texts[late.email].count("New review") == 1
    assert "Review: " not in texts[late.email], "nor does the search find it"


def test_what_searches_do_not_know_yet_is_told_later_and_once():
    here = RoundFactory()
    follower(of_work(here))
    known = published_review(round=here, number=1)
    sealed = ReviewFactory(published=True, round=here, number=2)
    record_event(
        "review.published", about=sealed.version, now=NOW, data={"row": review_key(sealed)}
    )
    while seal_new_events():
        pass
    (first,) = tell()
    know()
    (second,) = tell()
    assert [_path(one) in first for one in (known, sealed)] == [True, False]
    assert [_path(one) in second for one in (known, sealed)] == [False, True]
    assert tell() == []


def test_whose_account_is_closed_is_not_looked_for():
    here = RoundFactory()
    follower(of_work(here), is_active=False)
    published_review(round=here, number=1)
    assert notify_followers(now=NOW) == 0
    follower(of_work(here))
    published_review(round=here, number=2)
    assert notify_followers(now=NOW) == 1


def test_of_each_thing_is_told_what_is_new_since_it_is_followed():
    first, second = RoundFactory(), RoundFactory()
    reader = follower(of_work(first))
    before = published_review(round=second, number=1)
    for word in (of_work(second), "search:q=axioms&type=review"):
        services.follow(reader.pk, thing(word), now=NOW)
    new = published_review(round=first, number=1), published_review(round=second, number=2)
    (text,) = tell()
    assert [_path(one) in text for one in new] == [True, True]
    assert _path(before) not in text


def test_what_two_followed_things_share_is_told_once():
    subject = SubjectFactory()
    here = RoundFactory()
    here.submission.preprint.subjects.add(subject)
    follower(of_work(here), f"subject:{subject.pk}")
    happen("assessment.published", AssessmentFactory(round=here, published=True))
    (text,) = tell()
    assert text.count("Assessed: ") == 1


def test_what_a_search_finds_of_a_followed_work_is_told_once():
    here, elsewhere = RoundFactory(), RoundFactory()
    follower("search:q=axioms&type=review", "search:q=four&type=review", of_work(here))
    for round_ in (here, elsewhere):
        published_review(round=round_)
    (text,) = tell()
    assert text.count(f"{path_of(here)}v1/reviews/") == 1
    assert text.count(f"{path_of(elsewhere)}v1/reviews/") == 1


def test_nobody_is_told_of_their_own_act():
    here = RoundFactory()
    writer, author, editor = (follower(of_work(here)) for _ in range(3))
    other = follower(of_work(here))
    published_review(round=here, reviewer=writer)
    happen("response.posted", ResponseFactory(version=here.version, author=author))
    happen("version.seen", here.version, actor_id=editor.pk, data={"number": 2})
    texts = dict(zip([one for (one,) in _recipients(tell())], _bodies(), strict=True))
    assert "New review" not in texts[writer.email]
    assert "The authors responded" not in texts[author.email]
    assert "Version 2" not in texts[editor.email]
    assert all(
        words in texts[other.email]
        for words in ("New review", "The authors responded", "Version 2 appeared")
    )


def _recipients(_texts):
    return [one.to for one in mail.outbox]


def _bodies():
    return [one.body for one in mail.outbox]


def test_a_person_is_followed_by_what_they_signed_alone():
    person = UserFactory(name="Noor Example")
    first = ReviewFactory(published=True, reviewer=person, **SIGNED)
    follower(f"person:{person.pk}")
    published_review(reviewer=person)  # anonymous
    published_review(reviewer=person, byline_kind="pseudonym", byline_name="Goldfinch")
    published_review(byline_kind="signed", byline_name="Somebody Else")
    assert tell() == []
    signed = published_review(reviewer=person, **SIGNED)
    (text,) = tell()
    assert _path(signed) in text
    assert text.count("review, by") == 1
    assert _path(first) not in text


def test_a_review_that_is_signed_later_is_told_when_it_is():
    person = UserFactory(name="Noor Example")
    ReviewFactory(published=True, reviewer=person, **SIGNED)
    follower(f"person:{person.pk}")
    review = published_review(reviewer=person)
    assert tell() == []
    happen("review.signed", review)
    assert tell() == [], "nobody says who wrote it before the row does"
    review.byline_kind, review.byline_name = "signed", "Noor Example"
    change_published(review, list(SIGNED))
    happen("review.signed", review)
    (text,) = tell()
    assert "A review was signed by Noor Example" in text


def test_an_event_that_is_not_public_is_not_told():
    here = RoundFactory()
    follower(of_work(here))
    review = ReviewFactory(round=here, accepted=True)
    happen("review.submitted", review)
    happen("review.accepted", review)
    happen("review.published", review)  # the row says that it is not
    happen("submission.declined", here.submission.preprint)
    assert tell() == []


def test_what_is_withdrawn_before_the_mail_goes_is_left_out():
    here = RoundFactory()
    follower(of_work(here))
    review = published_review(round=here)
    assert notify_followers(now=NOW) == 1
    review.status, review.withdrawn_at, review.withdrawn_as = "withdrawn", NOW, "reviewer"
    review.withdrawal_reason = "A figure was wrong."
    change_published(review, ["status", "withdrawn_at", "withdrawn_as", "withdrawal_reason"])
    outbox.work()
    assert mail.outbox == []
    row = Outbox.objects.get(task="following.send_news")
    assert row.last_error == "Nothing of it is new any more."


def test_that_a_work_is_back_is_told_once_it_is():
    here, gone = RoundFactory(), RoundFactory()
    follower(of_work(here), of_work(gone))
    for one in (here, gone):
        happen("preprint.returned", one.submission.preprint)
    Preprint.objects.filter(pk=gone.submission.preprint_id).update(status="withdrawn")
    (text,) = tell()
    assert text.count("Back at its source") == 1
    assert path_of(here) in text


def test_what_is_unfollowed_is_told_no_more_not_even_what_waits():
    here, there = RoundFactory(), RoundFactory()
    user = follower(of_work(here), of_work(there))
    published_review(round=here)
    published_review(round=there)
    assert notify_followers(now=NOW) == 1
    services.unfollow(Follow.objects.get(user=user, thing=of_work(here)))
    outbox.work()
    (sent,) = mail.outbox
    assert path_of(here) not in sent.body
    assert path_of(there) in sent.body


def test_two_schedules_at_once_promise_one_mail(second_connection):
    here = RoundFactory()
    follower(of_work(here))
    published_review(round=here)
    second_connection.execute(f"SELECT pg_advisory_lock({Lock.NEWS})")
    assert notify_followers(now=NOW) == 0
    second_connection.execute(f"SELECT pg_advisory_unlock({Lock.NEWS})")
    assert notify_followers(now=NOW) == 1


def test_who_comes_second_finds_that_all_is_told(monkeypatch):
    """Both have seen the same followers; one waits while the other tells them."""
    here = RoundFactory()
    follower(of_work(here))
    published_review(round=here)
    until = mails.known_until()
    (seen,) = list(mails._batches(until, NOW))
    assert mails._notify(seen, until=until, now=NOW) == 1
    assert mails._notify(seen, until=until, now=NOW) == 0
    assert Mail.objects.filter(kind=KIND).count() == 1


def test_what_was_told_up_to_moves_with_the_mail_or_not_at_all(monkeypatch):
    here = RoundFactory()
    user = follower(of_work(here))
    published_review(round=here)
    before = Follow.objects.get(user=user).notified_until

    def fail(*_arguments, **_options):
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(mails, "promise_mail", fail)
        with pytest.raises(RuntimeError):
            notify_followers(now=NOW)
    assert Follow.objects.get(user=user).notified_until == before
    assert len(tell()) == 1


def test_of_a_subject_what_was_assessed_is_told_and_not_what_was_listed():
    subject, other = SubjectFactory(slug="logic"), SubjectFactory(slug="herons")
    follower(f"subject:{subject.pk}")
    here, elsewhere = RoundFactory(), RoundFactory()
    here.submission.preprint.subjects.add(subject)
    elsewhere.submission.preprint.subjects.add(other)
    listed = listed_work()
    listed.subjects.add(subject)
    published_review(round=here)
    happen("assessment.published", AssessmentFactory(round=elsewhere, published=True))
    assert tell() == []
    happen("assessment.published", AssessmentFactory(round=here, published=True))
    (text,) = tell()
    assert f"/V{here.submission.preprint_id}." in text
    assert f"/V{elsewhere.submission.preprint_id}." not in text


def test_of_a_search_its_new_texts_are_told():
    listed_work(version__title="Herons of the north")
    user = follower("search:q=herons")
    follower("search:q=owls")
    assert tell() == []
    listed_work(version__title="Herons of the south")
    (text,) = tell()
    assert mail.outbox[0].to == [user.email]
    assert "Herons of the south" in text
    assert "north" not in text
    assert tell() == []


def test_of_many_new_texts_some_are_named_and_the_others_counted(monkeypatch):
    for module in (collecting, mails.find_news.__globals__["search_hits"].__globals__):
        target = module if isinstance(module, dict) else vars(module)
        monkeypatch.setitem(target, "FOLLOWED_NEWS", 2)
    follower("search:q=herons")
    for number in range(5):
        listed_work(version__title=f"Herons, part {number}")
    (text,) = tell()
    assert text.count("Herons, part") == 2
    assert "and 3 more: " in text


def test_what_one_search_names_another_does_not_count(monkeypatch):
    """However many there are: of each new text is told once, and of each is told."""
    monkeypatch.setattr("following.news.collecting.FOLLOWED_NEWS", 2)
    monkeypatch.setattr("following.news.hits.FOLLOWED_NEWS", 2)
    follower("search:q=careful", "search:q=agents")
    for number in range(6):
        listed_work(version__title=f"Careful agents {number}")
    only = listed_work(version__title="Herons and agents alone")
    (text,) = tell()
    first, second = text.partition("\nagents\n")[::2]
    assert "and 4 more" in first
    assert only.get_absolute_url() in second
    assert "more" not in second.partition("/me/following/")[0]


def test_nobody_finds_what_they_wrote_among_the_new_texts_of_a_search():
    here = RoundFactory()
    writer = follower("search:q=axioms&type=review")
    other = follower("search:q=axioms&type=review")
    published_review(round=here, reviewer=writer)
    assert len(tell()) == 1
    assert mail.outbox[0].to == [other.email]


def test_once_a_day_it_comes_with_the_digest_of_the_morning(monkeypatch):
    from mails.digests import make_due_digests

    at = [NOW]
    monkeypatch.setattr("django.utils.timezone.now", lambda: at[0])
    here = RoundFactory()
    follower(of_work(here), way="daily")
    published_review(round=here, number=1)
    assert tell() == []
    published_review(round=here, number=2)
    hours = []
    for _ in range(48):
        at[0] += DAY / 24
        notify_followers(now=at[0])
        outbox.work()
        make_due_digests(now=at[0])
        outbox.work()
        hours += [at[0].hour] * len(mail.outbox)
        if mail.outbox:
            assert mail.outbox[0].body.count("New review") == 2
        mail.outbox.clear()
    assert hours == [7]


def test_whoever_wants_no_mail_gets_none_and_later_neither():
    here = RoundFactory()
    user = follower(of_work(here), way="off")
    published_review(round=here)
    assert tell(NOW + DAY) == []
    MailChoice.objects.filter(user=user).update(way="at-once")
    assert tell(NOW + 2 * DAY) == []
