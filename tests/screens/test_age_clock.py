"""Ages stand still while nothing happens."""

from omnigent_tui.screens.age_clock import IDLE_SECONDS, AgeClock


def test_ages_stand_still_while_rows_and_keys_do() -> None:
    clock, rows = AgeClock(), (object(),)
    assert clock.as_of(1000.0, rows, None) == 1000.0
    assert clock.as_of(1060.0, rows, None) == 1000.0
    assert clock.as_of(1000.0 + IDLE_SECONDS, rows, None) == 1000.0 + IDLE_SECONDS


def test_ages_follow_changed_rows_and_keys() -> None:
    clock, rows = AgeClock(), (object(),)
    clock.as_of(1000.0, rows, None)
    assert clock.as_of(1010.0, (object(),), None) == 1010.0
    assert clock.as_of(1020.0, rows, 5.0) == 1020.0
    assert clock.as_of(1030.0, rows, 5.0) == 1020.0


def test_a_clock_that_was_set_back_is_followed() -> None:
    clock, rows = AgeClock(), (object(),)
    clock.as_of(1000.0, rows, None)
    assert clock.as_of(500.0, rows, None) == 500.0
