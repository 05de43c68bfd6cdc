"""Nothing that steers a terminal or hides from a reader survives cleaning."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnigent_tui.protocol.cleaning import DANGEROUS, clean, clean_line, reveal

C0 = [chr(code) for code in range(0x20) if chr(code) not in "\n\t"]
C1 = [chr(code) for code in range(0x7F, 0xA0)]
BIDI = list("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
INVISIBLE = list(
    "\u00ad\u034f\u115f\u1160\u17b4\u180b\u180e\u200b\u200c\u200d\u2060\u2064\u3164\ufe00\ufe0f\ufeff\uffa0\ufff9"
)
TAGS = [chr(code) for code in (0xE0000, 0xE0001, 0xE0041, 0xE007F, 0xE0100, 0xE01EF, 0x1D173)]
SURROGATES = ["\ud800", "\udbff", "\udc00", "\udfff"]
HOSTILE = [*C0, *C1, *BIDI, *INVISIBLE, *TAGS, *SURROGATES, "\u2028", "\u2029"]

SEQUENCES = [
    "\x1b]0;title\x07",
    "\x1b]52;c;cm0gLXJm\x07",
    "\x1b]8;;https://evil.example\x1b\\text\x1b]8;;\x1b\\",
    "\x1b[2J\x1b[H",
    "\x1b[?1049h",
    "\x1b[6n",
    "\x1b[c",
    "\x1bP+q544e\x1b\\",
    "\x1b_Gf=24;AAAA\x1b\\",
    "\x1b^private\x1b\\",
    "\x1bc",
    "\x1b%G",
    "\x9b31m",
    "\x9d0;t\x9c",
    "a\x08\x08\x08b",
    "real\rfake",
    "\x0e\x0f\x05",
]


@pytest.mark.parametrize("character", HOSTILE, ids=lambda c: f"U+{ord(c):04X}")
def test_every_dangerous_character_is_known_and_goes(character: str) -> None:
    assert DANGEROUS.search(character)
    for text in (character, f"a{character}b", character * 3):
        assert not DANGEROUS.search(clean(text))
        assert not DANGEROUS.search(reveal(text))
        assert not DANGEROUS.search(clean_line(text))


@pytest.mark.parametrize("text", SEQUENCES, ids=repr)
def test_no_sequence_that_steers_a_terminal_survives(text: str) -> None:
    for result in (clean(text), reveal(text), clean_line(text)):
        assert not DANGEROUS.search(result)
        assert all(character in "\n\t" or unicodedata.category(character) != "Cc" for character in result)
        assert result, "what was there stays visible"


def test_colours_go_without_a_trace_and_line_ends_become_one_kind() -> None:
    assert clean("\x1b[1;31mred\x1b[0m \x1b[38:5:1mx\x1b[m") == "red x"
    assert clean("a\r\nb\rc\u2028d\x85e\u2029f") == "a\nb\nc\nd\ne\nf"


def test_controls_become_pictures_and_hidden_characters_vanish() -> None:
    assert clean("a\x00b\x7fc\x9bd") == "a\u2400b\u2421c\ufffdd"
    assert clean("pay\u202egpj.exe\u200b") == "paygpj.exe"
    assert clean("\ud83d") == "\ufffd"


def test_what_a_person_approves_hides_nothing() -> None:
    assert reveal("rm \u202e-rf\u200b \x1b[8m/\x7f\ud800") == (
        "rm \u27e8U+202E\u27e9-rf\u27e8U+200B\u27e9 \u241b[8m/\u2421\u27e8U+D800\u27e9"
    )


@pytest.mark.parametrize(
    "text", ["", "plain", "tab\tand\nline", "\u65e5\u672c \U0001f600 e\u0301 \u05d0\u05d1", "a" * 10_000]
)
def test_ordinary_text_stays_the_same_object(text: str) -> None:
    assert clean(text) is text
    assert reveal(text) is text


def test_a_line_is_one_line_and_no_longer_than_allowed() -> None:
    assert clean_line("  a\n\n b\tc\x1b[31m  ") == "a b c"
    assert clean_line("abcdef", 4) == "abc\u2026"
    assert len(clean_line("x" * 100_000)) == 1000


ANY_TEXT = st.text(alphabet=st.one_of(st.sampled_from(HOSTILE), st.characters(codec=None)), max_size=50)


@given(ANY_TEXT)
def test_cleaning_never_fails_never_leaves_anything_and_is_done_after_once(text: str) -> None:
    for function in (clean, reveal, clean_line):
        once = function(text)
        assert not DANGEROUS.search(once)
        assert function(once) == once
        once.encode()


@given(ANY_TEXT)
def test_revealing_shows_every_dangerous_character(text: str) -> None:
    dangerous = len(DANGEROUS.findall(text))
    assert len(reveal(text)) >= len(text)
    assert (reveal(text) == text) == (dangerous == 0)


@given(st.lists(st.sampled_from(["\x1b", "[", "31", "m", "]", ";", "\x1b[", "\x1b[0m", "0m", "\r", "\n"]), max_size=12))
def test_no_sequence_appears_by_removing_another(parts: list[str]) -> None:
    assert "\x1b" not in clean("".join(parts))
