"""The guard of the approval card, on made-up times."""

from omnigent_tui.widgets.approval.key_guard import QUIET_SECONDS, KeyGuard, KeyRhythm


def _guard(*keys: float) -> KeyGuard:
    rhythm = KeyRhythm()
    for at in keys:
        rhythm.note(at)
    return KeyGuard(rhythm)


def test_nothing_counts_before_the_question_was_painted_and_focused() -> None:
    guard = _guard(100.0)
    assert not guard.allows("q", 100.0)
    guard.painted("q", 10.0)
    assert not guard.allows("q", 100.0)
    guard.focused(10.0)
    assert guard.allows("q", 100.0)
    assert not guard.allows("another", 100.0)


def test_the_question_has_to_be_there_for_a_while() -> None:
    guard = _guard(10.4, 20.0)
    guard.painted("q", 10.0)
    guard.focused(9.0)
    assert not guard.allows("q", 10.4)
    assert guard.allows("q", 20.0)
    guard.focused(19.7)
    assert not guard.allows("q", 20.0)


def test_the_keyboard_has_to_be_quiet_before() -> None:
    guard = _guard(20.0, 20.3, 21.0, 21.0)
    guard.painted("q", 10.0)
    guard.focused(10.0)
    assert guard.allows("q", 20.0)
    assert not guard.allows("q", 20.3)
    assert not guard.allows("q", 21.0), "two keys of one moment are no considered key"


def test_painting_again_does_not_restart_the_wait_but_hiding_does() -> None:
    guard = _guard(10.0 + QUIET_SECONDS)
    guard.focused(5.0)
    guard.painted("q", 10.0)
    guard.painted("q", 10.4)
    assert guard.allows("q", 10.0 + QUIET_SECONDS)
    guard.hidden()
    assert not guard.allows("q", 10.0 + QUIET_SECONDS)


def test_keys_after_the_one_in_question_do_not_matter() -> None:
    guard = _guard(20.0, 20.1, 20.2)
    guard.painted("q", 10.0)
    guard.focused(10.0)
    assert guard.allows("q", 20.0)


def test_a_key_with_a_hundred_others_waiting_behind_it_was_not_pressed_in_quiet() -> None:
    guard = _guard(*(10.0 + number * 0.05 for number in range(200)))
    guard.painted("q", 1.0)
    guard.focused(1.0)
    for number in range(1, 200):
        assert not guard.allows("q", 10.0 + number * 0.05)
    assert guard.allows("q", 25.0)
