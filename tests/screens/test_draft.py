"""Drafts: folding, expanding, putting one above another, without losing a character."""

from hypothesis import given
from hypothesis import strategies as st

from omnigent_tui.widgets.composer.draft import (
    FOLD_CHARACTERS,
    FOLD_LINES,
    Draft,
    adopt,
    chips_in,
    draft_of,
    fold,
    typable,
)

_MANY = "\n".join(str(number) for number in range(FOLD_LINES + 1))
_OTHER = _MANY.replace("1", "x")


def test_a_big_text_is_one_chip_that_stands_for_all_of_it() -> None:
    draft = draft_of(_MANY)
    assert draft.text == f"[pasted {FOLD_LINES + 1} lines]"
    assert draft.full_text == _MANY
    assert draft_of(_MANY + "\n").text == draft.text
    assert draft_of(_MANY + "\n").full_text == _MANY + "\n"
    assert draft_of("x" * FOLD_CHARACTERS).text == "[pasted 8,000 characters]"
    assert draft_of("short").text == "short"


def test_two_pastes_of_one_size_have_two_chips() -> None:
    first, pastes = fold(_MANY, {})
    second, pastes = fold(_OTHER, pastes)
    again, pastes = fold(_MANY, pastes)
    assert second == f"[pasted {FOLD_LINES + 1} lines #2]"
    assert again == first
    assert Draft(f"{first} and {second}", pastes).full_text == f"{_MANY} and {_OTHER}"


def test_a_draft_goes_above_another_with_a_blank_line() -> None:
    assert Draft("one\n").above(Draft("two")).text == "one\n\ntwo"
    assert Draft("one").above(Draft(" ")).text == "one"
    assert Draft().above(Draft("two")).text == "two"


def test_equal_chips_of_different_pastes_are_told_apart_when_drafts_meet() -> None:
    merged = draft_of(_MANY).above(draft_of(_OTHER))
    assert merged.full_text == f"{_MANY}\n\n{_OTHER}"


def test_chips_that_would_take_each_others_names_do_not() -> None:
    first, pastes = fold(_MANY, {})
    second, pastes = fold(_OTHER, pastes)
    third, others = fold(_MANY.replace("2", "y"), {})
    text, together = adopt(Draft(f"{first}|{second}", pastes), others)
    assert Draft(f"{text}|{third}", together).full_text == f"{_MANY}|{_OTHER}|{_MANY.replace('2', 'y')}"


def test_only_known_chips_are_chips() -> None:
    assert list(chips_in("a [pasted 5 lines] b", {})) == []
    assert list(chips_in("a [pasted 5 lines] b", {"[pasted 5 lines]": "…"})) == [(2, 18)]
    assert Draft("[pasted 5 lines]").full_text == "[pasted 5 lines]"


def test_typable_text_keeps_languages_and_drops_controls() -> None:
    assert typable("a\r\nb\rc\u2028d\te\x1b[31m\x00\x9b\ud800") == "a\nb\nc\nd\te[31m"
    assert typable("می‌خواهم 👨‍👩‍👧") == "می‌خواهم 👨‍👩‍👧"


@given(st.lists(st.text(alphabet="ab[]pasted 0123 lines\n", max_size=40), max_size=6))
def test_folding_loses_nothing(texts: list[str]) -> None:
    shown, expected, pastes = "", "", Draft().pastes
    for text in texts:
        if "\n" in text:
            chip, pastes = fold(text, pastes)
            shown += chip
        else:
            shown += "x"
        expected += text if "\n" in text else "x"
    assert Draft(shown, pastes).full_text == expected
