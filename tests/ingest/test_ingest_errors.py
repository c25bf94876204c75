import pytest
from django.utils.functional import Promise

from ingest.errors import (
    ChallengePage,
    IngestError,
    LinkNotRecognised,
    SourceUnavailable,
    UnexpectedAnswer,
    WorkNotFound,
    WorkNotPublic,
)


@pytest.mark.parametrize("kind", IngestError.__subclasses__())
def test_every_error_has_a_message_for_people_in_their_language(kind):
    assert isinstance(kind.message, Promise)
    assert str(kind.message).endswith(".")
    assert len(str(kind.message)) < 160


def test_only_temporary_errors_are_tried_again_later():
    assert SourceUnavailable.is_temporary
    assert ChallengePage.is_temporary
    lasting = (LinkNotRecognised, WorkNotFound, WorkNotPublic, UnexpectedAnswer)
    assert not any(kind.is_temporary for kind in lasting)


def test_the_log_has_more_detail_of_an_error_than_people_see():
    error = WorkNotPublic("status 4")
    assert str(error) == "status 4"
    assert "status 4" not in str(error.message)


def test_an_error_without_a_detail_says_its_message():
    assert str(WorkNotPublic()) == str(WorkNotPublic.message)


def test_a_message_for_one_case_does_not_change_the_others():
    error = WorkNotPublic(message="This post was deleted.")
    assert error.message == str(error) == "This post was deleted."
    assert WorkNotPublic().message != error.message
