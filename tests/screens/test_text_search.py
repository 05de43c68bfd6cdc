"""Finding words in a text that is read: every place, in its row, from where the reader is, round the end."""

from textual.content import Content

from omnigent_tui.screens.attention.text_search import TextSearch

_TEXT = "\n".join(f"step {number} of the plan" for number in range(40))


def test_hits_are_counted_and_gone_through_round_the_end() -> None:
    search = TextSearch(Content(_TEXT))
    assert search.words == ""
    search.look_for("STEP 3")
    assert search.words == "1 of 11"
    search.go(-1)
    assert search.words == "11 of 11"
    search.go(1)
    assert search.row(80) == 3


def test_it_begins_where_the_reader_is() -> None:
    search = TextSearch(Content(_TEXT))
    search.look_for("step", search.offset_of_row(20, 80))
    assert search.row(80) == 20


def test_rows_are_those_of_the_width() -> None:
    search = TextSearch(Content("word " * 30 + "\nneedle"))
    search.look_for("needle")
    assert search.row(200) == 1
    assert search.row(50) == 3


def test_what_is_not_there_says_so_and_signs_are_no_pattern() -> None:
    search = TextSearch(Content("a.b"))
    search.look_for("axb")
    assert "is not in it" in search.words
    assert search.row(10) is None
    search.look_for("a.b")
    assert search.words == "1 of 1"
    assert search.marked.plain == "a.b"
