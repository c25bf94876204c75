"""What only confirmed authors may read is not mailed to who is none any more at its turn."""

import pytest

from events import outbox
from reviews.mail_promises import promise_mails
from tests.factories.accounts import UserFactory
from tests.factories.reviews import CorrectionFactory, RevisionFactory, RoundFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
# What each kind of mail is about, made anew, and its round.
FOR_CONFIRMED_AUTHORS = {
    "reviews_for_authors": lambda: ("round", RoundFactory(with_authors=True)),
    "correction_decided": lambda: (
        "correction",
        CorrectionFactory(state="refused", note="Only for you.", decided_at=NOW),
    ),
    "revision_decided": lambda: ("revision", RevisionFactory(decided=True)),
}


@pytest.mark.parametrize("kind", FOR_CONFIRMED_AUTHORS)
def test_who_is_an_author_no_more_gets_no_mail_meant_for_authors(kind, mailoutbox):
    name, row = FOR_CONFIRMED_AUTHORS[kind]()
    version = getattr(row, "round", row).version
    former, author = UserFactory(), UserFactory()
    version.authors.create(user=former, name="Ada Example", position=2)
    version.authors.create(user=author, name="Bo Example", position=3)
    promise_mails(kind, [former.pk, author.pk], **{name: row.pk})
    version.authors.filter(user=former).update(user=None)
    outbox.work()
    assert [mail.to for mail in mailoutbox] == [[author.email]]
