import threading

import pytest

from text import turns as turns_module
from text.markdown.render import plain_markdown, render_markdown
from text.turns import TooBusy, Turns, asked_by, turns

HANG_SECONDS = 60


@pytest.fixture
def own():
    return Turns()


def test_two_people_have_their_texts_rendered_at_a_time_and_no_third(own, monkeypatch):
    monkeypatch.setattr(turns_module, "WAIT_SECONDS", 0.0)
    with own.turn_of("a"), own.turn_of("b"), pytest.raises(TooBusy), own.turn_of("c"):
        pass
    with own.turn_of("c"):
        pass


def test_one_person_takes_no_turn_from_the_others(own, monkeypatch):
    monkeypatch.setattr(turns_module, "WAIT_SECONDS", 0.0)
    with own.turn_of("a"):
        with pytest.raises(TooBusy), own.turn_of("a"):
            pass
        with own.turn_of("b"):
            pass


def test_one_request_waits_until_a_turn_comes_and_the_next_does_not_wait(own, monkeypatch):
    monkeypatch.setattr(turns_module, "WAIT_SECONDS", HANG_SECONDS)
    entered = threading.Event()

    def wait_for_turn():
        with own.turn_of("c"):
            entered.set()

    waiting = threading.Thread(target=wait_for_turn, daemon=True)
    with own.turn_of("a"), own.turn_of("b"):
        waiting.start()
        while not own._waiting:
            assert waiting.is_alive()
        with pytest.raises(TooBusy), own.turn_of("d"):
            pass
        assert not entered.is_set()
    assert entered.wait(HANG_SECONDS)
    waiting.join(HANG_SECONDS)


def test_who_has_just_had_much_rendered_leaves_a_turn_to_others(own, monkeypatch):
    monkeypatch.setattr(turns_module, "WAIT_SECONDS", 0.0)
    monkeypatch.setattr(turns_module, "MUCH_SECONDS", 0.0)
    for person in ("a", "b"):
        with own.turn_of(person):
            render_markdown("*so* $x$")
    with own.turn_of("a"):
        with pytest.raises(TooBusy), own.turn_of("b"):
            pass
        with own.turn_of("c"):
            pass
    with own.turn_of("b"):
        pass
    monkeypatch.setattr(turns_module, "REMEMBERED_SECONDS", -1.0)
    with own.turn_of("a"), own.turn_of("b"):
        pass


def test_a_text_that_fails_gives_its_turn_back(own):
    for _ in range(3):
        with pytest.raises(ValueError, match="broken"), own.turn_of("a"):
            raise ValueError("broken")


@pytest.mark.parametrize("render", [render_markdown, plain_markdown])
def test_a_request_renders_in_its_turn_and_a_worker_at_any_time(render, monkeypatch):
    monkeypatch.setattr(turns_module, "WAIT_SECONDS", 0.0)
    with turns.turn_of("a"), turns.turn_of("b"):
        assert "so" in render("*so*")
        with asked_by("c"), pytest.raises(TooBusy):
            render("*so*")
    with asked_by("c"):
        assert "so" in render("*so*")
