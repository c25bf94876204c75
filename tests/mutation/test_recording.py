"""What was recorded is used as long as it can be: only changed test files are run again."""

import json

from mutation.recording import Layer, changed_lines, found_in, moved


def layer(folder, **hashes):
    folder.mkdir()
    (folder / "tests.json").write_text(json.dumps(hashes))
    return Layer(folder)


def test_a_test_file_is_read_from_the_newest_layer_that_has_run_it_as_it_is(tmp_path):
    old = layer(tmp_path / "1", same="1", changed="1", gone="1")
    new = layer(tmp_path / "2", changed="2")
    found = found_in([old, new], {"same": "1", "changed": "2", "unknown": "1"})
    assert found == {"same": old, "changed": new}


def test_lines_that_have_moved_are_found_again_and_new_ones_are_run_by_those_before():
    then = "a\nb\nc\n"
    today = "a\nnew\nb\nC\nanother\n"
    contexts = {1: ["one"], 2: ["two"], 3: ["three"]}
    assert moved(contexts, then, then) == contexts
    assert moved(contexts, then, today) == {
        1: ["one"],
        2: ["one"],
        3: ["two"],
        4: ["three"],
        5: ["three"],
    }


def test_what_ran_a_changed_line_is_run_again():
    assert changed_lines("a\nb\nc\n", "a\nb\nc\n") == set()
    assert changed_lines("a\nb\nc\n", "a\nB\nc\n") == {2}
    assert changed_lines("a\nb\nc\n", "a\nb\nnew\nc\n") == {2, 3}
    assert changed_lines("a\nb\nc\n", "a\nc\n") == {2}
