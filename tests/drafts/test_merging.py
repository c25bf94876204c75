from drafts.merging import fingerprints, merge_fields

BASE = fingerprints({"summary": "base", "strengths": "base"})


def merged(stored, sent, base=BASE):
    return merge_fields(stored=stored, sent=sent, base=base)


def test_a_field_changed_in_the_page_only_is_saved():
    found = merged({"summary": "base"}, {"summary": "mine"})
    assert (found.fields, found.conflicts, found.newer) == ({"summary": "mine"}, {}, {})


def test_a_field_changed_in_the_draft_only_stays_and_is_named_as_newer():
    found = merged({"summary": "theirs"}, {"summary": "base"})
    assert found.fields == {"summary": "theirs"}
    assert (found.conflicts, found.newer) == ({}, {"summary": "theirs"})


def test_a_field_changed_in_both_stays_and_is_a_conflict():
    found = merged(
        {"summary": "theirs", "strengths": "base"}, {"summary": "mine", "strengths": "m"}
    )
    assert found.fields == {"summary": "theirs", "strengths": "m"}
    assert (found.conflicts, found.newer) == ({"summary": "theirs"}, {})


def test_the_same_text_typed_twice_is_no_conflict():
    assert merged({"summary": "same"}, {"summary": "same"}).conflicts == {}


def test_without_a_base_another_text_is_a_conflict():
    assert merged({"summary": "theirs"}, {"summary": "mine"}, {}).conflicts == {"summary": "theirs"}


def test_a_field_that_the_draft_does_not_hold_is_saved_and_others_stay():
    assert merged({"summary": "s"}, {"strengths": "t"}, {}).fields == {
        "summary": "s",
        "strengths": "t",
    }


def test_a_page_loaded_before_an_update_of_the_journal_is_still_understood():
    """Its form holds fingerprints that were made by the code of then."""
    assert fingerprints({"summary": "base", "strengths": ""}) == {
        "summary": "b3cfce1f78a908cd",
        "strengths": "af5570f5a1810b7a",
    }


def test_emptying_a_field_is_a_change_like_any_other():
    assert merged({"summary": "base"}, {"summary": ""}).fields == {"summary": ""}
    assert merged({"summary": "theirs"}, {"summary": ""}).conflicts == {"summary": "theirs"}
