"""What everything that never changes is made of behaves as frozen dataclasses do."""

from typing import Any

import pytest

from omnigent_tui.state import client_events as client_event
from omnigent_tui.values import NamedValue, PartlyCompared, Value, replace


class Measured(NamedValue):
    where: str
    degrees: float = 0.0


class Felt(Measured):
    by: str = "nobody"


def test_parts_are_inherited_and_defaults_stand_where_nothing_is_said() -> None:
    felt = Felt(where="here", by="me")
    assert (felt.where, felt.degrees, felt.by) == ("here", 0.0, "me")
    assert repr(Felt(where="here", degrees=1.5)) == "Felt(where='here', degrees=1.5, by='nobody')"


def test_equal_is_what_has_the_same_kind_and_the_same_parts() -> None:
    assert Measured(where="here") == Measured(where="here", degrees=0.0)
    assert len({Measured(where="here"), Measured(where="here"), Measured(where="there")}) == 2
    assert Measured(where="here") != Measured(where="there")
    assert Measured(where="here") != Felt(where="here")


def test_parts_never_change() -> None:
    measured = Measured(where="here")
    with pytest.raises(AttributeError):
        measured.where = "there"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del measured.where
    assert measured.where == "here"


@pytest.mark.parametrize("parts", [{}, {"where": "here", "when": 1}])
def test_what_is_left_out_or_unknown_is_refused(parts: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="whe"):
        Measured(**parts)


class Wish(Value):
    what: str
    how_often: int = 1


def test_ordered_parts_are_given_and_matched_in_their_order() -> None:
    assert Wish("tea", 2) == Wish(how_often=2, what="tea") == replace(Wish("tea"), how_often=2)
    match Wish("tea"):
        case Wish(what, how_often):
            assert (what, how_often) == ("tea", 1)


@pytest.mark.parametrize(("values", "parts"), [((), {}), (("tea", 1, 2), {}), (("tea",), {"what": "coffee"})])
def test_ordered_parts_are_given_once(values: tuple[Any, ...], parts: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=r"(?i)what|extra"):
        Wish(*values, **parts)


def test_every_event_says_when_it_happened() -> None:
    events = [kind for kind in vars(client_event).values() if isinstance(kind, type) and issubclass(kind, NamedValue)]
    assert len(events) > 100
    for kind in events:
        with pytest.raises(TypeError, match="at"):
            kind()


class Heard(PartlyCompared, NamedValue):
    beside = frozenset({"when"})

    text: str
    when: float = 0.0


def test_what_stands_beside_a_value_is_not_compared() -> None:
    assert Heard(text="a", when=1.0) == Heard(text="a", when=2.0)
    assert len({Heard(text="a", when=1.0), Heard(text="a", when=2.0), Heard(text="b")}) == 2
    assert Heard(text="a") != Heard(text="b")
    assert replace(Heard(text="a"), when=3.0).when == 3.0
    assert Heard(text="a") != "a"
